"""What the store takes and gives back, and what can go wrong; no SQL here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self


class StoreError(RuntimeError):
    """The database cannot be used; the text is one sentence that says what to set."""


class UnknownVersion(LookupError):
    """There is no catalog version of that name in the store."""


class LiveChanged(RuntimeError):
    """Another catalog version went live since the caller looked; nothing was published."""


class AccountExists(ValueError):
    """There is an account of that name already."""


class ChangeKind(StrEnum):
    """How a catalog version became the live one."""

    SHIPPED = "shipped"
    """Came with the program and was published at its start."""
    PUBLISHED = "published"
    """Loaded by an administrator."""
    ROLLED_BACK = "rolled_back"
    """An administrator went back to it."""


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One question and its answer as it is kept; personal data is masked before."""

    receipt: str
    """Code under which the turn can be opened again."""
    surface: str
    """cli, web, api, telegram …"""
    asked_at: datetime
    """When it was asked, with a time zone."""
    question: str
    """The question, masked."""
    outcome: str
    """One of the outcomes of docs/contract.md."""
    conversation: str | None = None
    """Key of the conversation; None = a single question."""
    aspect: str | None = None
    """What was asked about the item."""
    items: tuple[str, ...] = ()
    """Ids of the items of the answer, best first."""
    verdict: str | None = None
    """The verdict, where there is one."""
    catalog_version: str = ""
    """Catalog version it was answered from."""
    answer: Mapping[str, Any] = field(default_factory=dict)
    """The whole answer object."""

    @classmethod
    def from_answer(
        cls,
        answer: Mapping[str, Any],
        *,
        surface: str,
        asked_at: datetime,
        conversation: str | None,
    ) -> Self:
        """Return the record of an answer object of docs/contract.md."""
        return cls(
            receipt=answer["receipt"],
            surface=surface,
            asked_at=asked_at,
            question=answer["question"],
            outcome=answer["outcome"],
            conversation=conversation,
            aspect=answer.get("aspect"),
            items=tuple(item["id"] for item in answer.get("items", ())),
            verdict=answer.get("verdict"),
            catalog_version=answer.get("catalog_version") or "",
            answer=answer,
        )


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A catalog version in the store."""

    version: str
    """Name of the version, as in the release."""
    published_at: datetime
    """When it came into the store, UTC."""
    author: str
    """Who published it."""
    reason: str
    """Why."""
    row_count: int
    """Rows of all its sheets."""
    is_live: bool
    """True for the one that answers come from."""


@dataclass(frozen=True, slots=True)
class LiveChange:
    """One change of the live catalog version."""

    version: str
    """The version that went live."""
    kind: ChangeKind
    """How."""
    author: str
    """Who did it."""
    reason: str
    """Why."""
    changed_at: datetime
    """When, UTC."""


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
