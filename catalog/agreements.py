"""Agreements, lists and joint rules (合作协议、清单、协同立法) between jurisdictions."""

from dataclasses import dataclass
from enum import StrEnum

from catalog.sources import PartialDate, Source


class DirectionKind(StrEnum):
    """What a source says about who may handle whose matters."""

    PAIRS = "pairs"
    MUTUAL = "mutual"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A cooperation agreement or list (合作协议、清单)."""

    id: str
    """Stable slug."""
    title: str
    """Official title, shown as the citation."""
    parties: str
    """Who signed, in words."""
    party_codes: tuple[str, ...]
    """Six-digit codes and ``area:<region name>``; a zone stays a zone."""
    direction: DirectionKind
    """Whether pairs are listed, all parties serve each other, or the source is silent."""
    pairs: tuple[tuple[str, str], ...]
    """``(home, current)`` pairs for PAIRS; the reverse of a pair is unknown."""
    signed_on: PartialDate | None
    """First day on which it counts, by its last possible day; None when unknown."""
    signed_text: str
    """The date as published."""
    expires_on: PartialDate | None
    """Last day, or None: unknown, which is not forever."""
    scope: str
    """What it covers, in words."""
    item_count: str
    """Count as published, with its breakdown."""
    mechanism: str
    """How it works: 异地受理, 云窗口 …"""
    notes: str
    """What to mind."""
    categories: tuple[str, ...]
    """Categories of items it concerns; empty = public services in general."""
    items: tuple[str, ...]
    """Ids of items it names one by one; empty = not itemised."""
    is_service_agreement: bool
    """False for plans and frameworks that cover no handling of matters (规划、框架)."""
    source: Source
    """Where this was published."""
