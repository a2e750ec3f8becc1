"""Tables about the people who work with the program: accounts, sessions, sign-ins, audit."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from bot.storage.tables import Row, UtcDateTime


class AccountRow(Row, table=True):
    """One person of the hotline or of the catalog office."""

    __tablename__ = "account"

    name: str = Field(primary_key=True)
    role: str
    """staff or admin."""
    password_hash: str
    """Argon2id with its parameters and salt."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(sa_type=UtcDateTime)
    """Set when the account may not be used any more; its name stays in the audit log."""


class SessionRow(Row, table=True):
    """A browser that is signed in."""

    __tablename__ = "session"

    token_digest: str = Field(primary_key=True)
    """SHA-256 of the cookie: who reads the table cannot sign in with it."""
    account: str = Field(foreign_key="account.name", index=True)
    began_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)


class SignInFailureRow(Row, table=True):
    """Failed sign-ins of one account name or one address."""

    __tablename__ = "sign_in_failure"

    key: str = Field(primary_key=True)
    """``name:…`` or ``address:…``."""
    failures: int
    failed_at: datetime = Field(sa_type=UtcDateTime)


class AuditRow(Row, table=True):
    """Who did what; the database refuses to change or delete a row."""

    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    account: str
    action: str
    subject: str
    """What it was done to: a draft, a version, a receipt, an account."""
    detail: str = Field(sa_type=Text)
