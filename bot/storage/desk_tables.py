"""Tables of the hotline desk: hand-offs, what staff write back, answers marked wrong."""

from datetime import datetime

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from bot.storage.tables import Row, UtcDateTime

_IS_OPEN = text("state <> 'closed'")


class HandoffRow(Row, table=True):
    """A conversation whose person asked for a human (转人工); one open one a conversation."""

    __tablename__ = "handoff"
    __table_args__ = (
        Index(
            "uq_handoff_open",
            "conversation",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    receipt: str = Field(unique=True)
    """The turn in which it was asked."""
    conversation: str = Field(index=True)
    surface: str
    question: str = Field(sa_type=Text)
    """What was said, masked."""
    asked_at: datetime = Field(sa_type=UtcDateTime)
    state: str = Field(index=True)
    """waiting, claimed or closed."""
    claimed_by: str | None
    claimed_at: datetime | None = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(sa_type=UtcDateTime)
    note: str = Field(sa_type=Text)
    """What staff noted when closing, masked."""


class LetterRow(Row, table=True):
    """A message of staff to the person of a hand-off, masked."""

    __tablename__ = "letter"

    id: int | None = Field(default=None, primary_key=True)
    handoff: int = Field(foreign_key="handoff.id", index=True)
    conversation: str = Field(index=True)
    account: str
    text: str = Field(sa_type=Text)
    written_at: datetime = Field(sa_type=UtcDateTime)
    delivered_at: datetime | None = Field(sa_type=UtcDateTime, index=True)
    """When it reached the person's surface."""
    refused_at: datetime | None = Field(sa_type=UtcDateTime)
    """When that surface refused it for good: the person blocked the bot."""


class WrongAnswerRow(Row, table=True):
    """An answer that staff marked wrong, for the administrators."""

    __tablename__ = "wrong_answer"

    id: int | None = Field(default=None, primary_key=True)
    receipt: str = Field(foreign_key="turn.receipt", index=True)
    account: str
    reason: str = Field(sa_type=Text)
    marked_at: datetime = Field(sa_type=UtcDateTime)
    settled_by: str | None
    settled_at: datetime | None = Field(sa_type=UtcDateTime, index=True)
