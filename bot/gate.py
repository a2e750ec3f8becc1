"""Decide from the candidates whether the question is one we hold, know of, or neither.

The figures were fitted on two thirds of the development questions and are reported on the third that
was left out (docs/understanding.md); ``tests/intents`` fixes none of them to a single sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalog.matching import Candidate


class Standing(StrEnum):
    """What the best candidate is to the question."""

    HELD = "held"
    KNOWN = "known"
    STRANGE = "strange"


ANSWER_FROM_SHARE = 0.30
"""Below this share of the highest score, no item is named: better none than a wrong one."""
MATTER_FROM_SHARE = 0.16
"""Below this share nothing in the question looks like a government matter."""
SAME_FROM_RATIO = 0.97
"""Candidates closer than this to the best are meant just as likely."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The standing of a question, with the candidates it rests on."""

    standing: Standing
    """Held, known but on no list, or strange."""
    rivals: tuple[Candidate, ...]
    """Held candidates that fit about as well as the best, itself included."""
    is_matter: bool
    """True when it looks like a government matter at all."""


def judge(candidates: Sequence[Candidate], *, held: frozenset[str]) -> Judgement:
    """Return what the candidates say together; ``held`` are the ids with an offering."""
    if not candidates or candidates[0].score.share < MATTER_FROM_SHARE:
        return Judgement(Standing.STRANGE, (), is_matter=False)
    best = candidates[0]
    if best.item not in held:
        return Judgement(Standing.KNOWN, (), is_matter=True)
    if best.score.share < ANSWER_FROM_SHARE:
        return Judgement(Standing.STRANGE, (), is_matter=True)
    floor = best.score.total * SAME_FROM_RATIO
    rivals = tuple(c for c in candidates if c.score.total >= floor and c.item in held)
    return Judgement(Standing.HELD, rivals, is_matter=True)
