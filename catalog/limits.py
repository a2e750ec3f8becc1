"""What cannot be done across provinces, or only on a condition (办不了或有条件的情形)."""

from dataclasses import dataclass
from enum import StrEnum

from catalog.sources import Source


class LimitEffect(StrEnum):
    """What a matching limit does to the verdict."""

    NOT_YET = "not_yet"
    CONDITIONAL = "conditional"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Limit:
    """A known limit and what to do instead."""

    id: str
    """Stable slug."""
    topic: str
    """Short heading, e.g. 二手车."""
    limit: str
    """The limit in words."""
    what_to_do: str
    """What the person can do; empty when the source says nothing."""
    items: tuple[str, ...]
    """Ids of the items it applies to; empty = by category."""
    categories: tuple[str, ...]
    """Categories it applies to when no item is named."""
    when: tuple[str, ...]
    """Wordings that make it apply (any of them in the question); empty = always."""
    homes: tuple[str, ...]
    """Codes of the deciding places it holds for; empty = everywhere."""
    effect: LimitEffect
    """What it does to the verdict."""
    source: Source
    """Where this was published."""
