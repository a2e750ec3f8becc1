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


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place as an answer object names it."""

    code: str
    """Division code, or ``area:<name>``."""
    name: str
    """Official name."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that got no answer, or one whose answer was disliked; masked before."""

    receipt: str
    """Code under which the turn can be opened again."""
    question: str
    """The question, masked."""
    outcome: str
    """One of the outcomes of docs/contract.md."""
    surface: str
    """cli, web, api, telegram …"""
    asked_at: datetime
    """When it was asked, UTC."""
    conversation: str | None = None
    """Key of the conversation; None = a single question."""
    items: tuple[str, ...] = ()
    """Ids of the items that were answered or offered, best first."""
    home: NamedPlace | None = None
    """业务属地, where it was named."""
    current: NamedPlace | None = None
    """办理地, where it was named."""
    is_disliked: bool = False
    """True when the person said 没用."""
    reason: str = ""
    """Why, in the person's words, masked."""


class Settlement(StrEnum):
    """What became of a cluster of questions."""

    ALIAS = "alias"
    """Its words were added to an item."""
    ITEM = "item"
    """It was made an item of its own."""
    IGNORED = "ignored"
    """Nothing is to be done about it."""
