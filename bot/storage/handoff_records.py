"""What the store takes and gives back of hand-offs and letters; no SQL here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HandoffState(StrEnum):
    """How far a hand-off is."""

    WAITING = "waiting"
    """Nobody has taken it."""
    CLAIMED = "claimed"
    """Somebody of the hotline has it."""
    CLOSED = "closed"
    """It is over."""


@dataclass(frozen=True, slots=True)
class HandoffRecord:
    """A person of a conversation asked for a human (转人工)."""

    id: int
    """Counts up."""
    receipt: str
    """The turn in which it was asked."""
    conversation: str
    """Key of the conversation."""
    surface: str
    """web, telegram …"""
    question: str
    """What was said, masked."""
    asked_at: datetime
    """When, UTC."""
    state: HandoffState
    """How far it is."""
    claimed_by: str | None
    """Who has it, or had it when it was closed; None when nobody took it."""
    closed_at: datetime | None
    """When it was closed, UTC."""
    note: str
    """What was noted when closing, masked."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What a conversation was about when it was heard of last."""

    said_at: datetime
    """When its last turn was, UTC."""
    matter: str = ""
    """The last question in it that was about a matter, masked."""
    matter_at: datetime | None = None
    """When that was asked, UTC; None when there is none."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What staff wrote back to the person of a hand-off; masked."""

    id: int
    """Counts up; who has seen it once knows it again."""
    handoff: int
    """The hand-off it answers."""
    conversation: str
    """Where it goes."""
    account: str
    """Who wrote it."""
    text: str
    """The words."""
    written_at: datetime
    """When, UTC."""
    delivered_at: datetime | None = None
    """When it reached the person's surface; None while it waits."""
    refused_at: datetime | None = None
    """When that surface refused it for good (the person blocked the bot)."""
