"""Accounts of staff and administrators: roles, passwords, sessions, how often one may try.

Decides what a password must be, how long a session lasts and when a sign-in is put off; keeps
nothing itself. Hashing is in ``passwords``.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SHORTEST_PASSWORD = 10
"""Characters; length is worth more than odd characters (NIST SP 800-63B)."""
LONGEST_PASSWORD = 200
"""Characters; a longer one would only cost time."""
SESSION_LASTS = timedelta(hours=12)
"""A shift; then one signs in again."""
SESSION_IDLE = timedelta(hours=2)
"""A session that is not used for so long ends."""
FAILURES_WINDOW = timedelta(minutes=15)
"""Failures are forgotten this long after the last one."""
FAILURES_OF_PAIR = 5
"""Failed tries of one name from one address."""
FAILURES_OF_ADDRESS = 30
"""Failed tries from one address, whatever the name."""
FAILURES_OF_NAME = 60
"""Failed tries of one name from anywhere; high, or strangers could lock somebody out."""

_NAME = re.compile(r"[a-z0-9_.\-\u4e00-\u9fff]{1,32}")


class AccountRole(StrEnum):
    """What an account may do."""

    STAFF = "staff"
    """The hotline desk."""
    ADMIN = "admin"
    """The desk and the catalog office."""


@dataclass(frozen=True, slots=True)
class Account:
    """One person who may sign in."""

    name: str
    """Name it signs in with; stands in the audit log."""
    role: AccountRole
    """What it may do."""
    created_at: datetime
    """When it was made, UTC."""
    is_disabled: bool = False
    """True when it may not sign in any more."""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is signed in."""

    account: Account
    """Who."""
    token: str
    """What the browser's cookie holds."""
    began_at: datetime
    """When it signed in, UTC."""

    @property
    def form_token(self) -> str:
        """What every form and request of this session must carry (CSRF)."""
        return hmac.new(self.token.encode(), b"form", hashlib.sha256).hexdigest()


class BadAccount(ValueError):
    """An account that cannot be made so; the text is one sentence."""


def check_name(name: str) -> None:
    """Refuse a name that cannot be told apart or written down.

    Raises:
        BadAccount: It is empty, too long or has other characters.
    """
    if not _NAME.fullmatch(name):
        raise BadAccount(f"名字“{name}”不行:用 1 到 32 个小写字母、数字、汉字或 _ . -")


def check_password(password: str) -> None:
    """Refuse a password that is too short or too long.

    Raises:
        BadAccount: It is.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadAccount(f"口令不行:要 {SHORTEST_PASSWORD} 到 {LONGEST_PASSWORD} 个字符")


def new_token() -> str:
    """Return what a new session's cookie holds: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest_token(token: str) -> str:
    """Return what of a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def limits_of(name: str, address: str) -> dict[str, int]:
    """Return the counters of a try and how many failures each may hold."""
    return {
        f"pair:{name}@{address}": FAILURES_OF_PAIR,
        f"address:{address}": FAILURES_OF_ADDRESS,
        f"name:{name}": FAILURES_OF_NAME,
    }
