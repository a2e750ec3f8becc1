"""What a hit of the desk stands for, and the id by which the page names it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class HitKind(StrEnum):
    """What a hit stands for; also the first part of its id."""

    QUESTION = "question"
    """What the words as a whole are answered with."""
    ITEM = "item"
    SYSTEM = "system"
    AGREEMENT = "agreement"
    PAIR = "pair"
    """What two places have agreed, both ways."""
    RECEIPT = "receipt"
    """A turn that was kept."""


@dataclass(frozen=True, slots=True)
class Target:
    """What was chosen of the hits."""

    kind: HitKind
    """What it is."""
    id: str = ""
    """Id in the catalog, or a receipt; empty for the question and the pair."""

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the target of an id such as ``item:id-card-renewal``; the question for others."""
        kind, _, id_ = text.partition(":")
        known = kind in set(HitKind)
        return cls(HitKind(kind), id_) if known else cls(HitKind.QUESTION)

    def __str__(self) -> str:
        """Return the id."""
        return f"{self.kind.value}:{self.id}" if self.id else self.kind.value


THE_QUESTION = Target(HitKind.QUESTION)
