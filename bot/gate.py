"""Decide from the candidates whether the question is one we hold, know of, or neither.

Most thresholds were set by hand on the development questions, the lead that a matter on no list
needs was fitted (``python -m benchmarks.gate``); docs/understanding.md has what others give.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalog.matching import Candidate


class Standing(StrEnum):
    """What the best candidate is to the question."""

    HELD = "held"
    KNOWN = "known"
    STRANGE = "strange"


ANSWER_FROM_SHARE = 0.26
"""Below this share of the highest score, no item is named: better none than a wrong one."""
MATTER_FROM_SHARE = 0.2
"""Below this share nothing in the question looks like a government matter."""
KNOWN_LEADS_BY = -0.45
"""A matter on no list must lead the best held item by this much and by ``LEAD_FOR``."""
LEAD_FOR: Mapping[str, float] = {
    "letters": 0.18,
    "concepts": -0.39,
    "coverage": 0.6,
    "evidence": 0.47,
    "explained": 0.0,
}
"""Signal, the better of the two → the lead it asks for in addition. Where a wording fits well, the
held item is refused only for one that fits clearly better; where neither does, sooner."""
UMBRELLA_WITHIN = 0.3
"""A name for several items may lie this far behind a single item, or must lead it by as much: it
leads when no single item explains more of the question, since then nothing said which one."""
_LEADING_SINGLES = 3
SAME_FROM_RATIO = 0.985
"""Candidates closer than this to the best are meant just as likely."""

SAME_EXPLAINED_WITHIN = 0.1
"""A candidate that leaves more of the question unexplained is no rival, whatever its letters."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The standing of a question, with the candidates it rests on."""

    standing: Standing
    """Held, known but on no list, or strange."""
    candidates: tuple[Candidate, ...]
    """Those of that standing, best first; all of them when strange."""
    is_matter: bool
    """True when it looks like a government matter at all."""

    @property
    def rivals(self) -> tuple[Candidate, ...]:
        """Candidates that fit about as well as the best, itself left out."""
        if not self.candidates:
            return ()
        best = self.candidates[0].score
        return tuple(
            c
            for c in self.candidates[1:]
            if c.score.total >= best.total * SAME_FROM_RATIO
            and c.score.signals["explained"] >= best.signals["explained"] - SAME_EXPLAINED_WITHIN
        )


def judge(
    candidates: Sequence[Candidate], *, held: frozenset[str], umbrellas: frozenset[str]
) -> Judgement:
    """Return what the candidates say together; ``held`` are the ids that can be answered."""
    everything = place_umbrellas(candidates, umbrellas)
    if not everything or everything[0].score.share < MATTER_FROM_SHARE:
        return Judgement(Standing.STRANGE, everything, is_matter=False)
    answerable = _fullest_first([c for c in everything if c.item in held])
    known = tuple(c for c in everything if c.item not in held)
    if known and (not answerable or leads(known[0], answerable[0])):
        if known[0].score.share < ANSWER_FROM_SHARE:
            return Judgement(Standing.STRANGE, everything, is_matter=True)
        return Judgement(Standing.KNOWN, known, is_matter=True)
    if answerable[0].score.share < ANSWER_FROM_SHARE:
        return Judgement(Standing.STRANGE, everything, is_matter=True)
    return Judgement(Standing.HELD, answerable, is_matter=True)


def _fullest_first(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Put first, of those that fit as well as the best, the one that leaves least unexplained.

    Only where the best leads by the region it is made for.
    """
    if not candidates:
        return ()
    best = candidates[0].score
    equal = [c for c in candidates if c.score.total >= best.total * SAME_FROM_RATIO]
    fullest = max(equal, key=lambda c: c.score.signals["explained"])
    leaves_less = fullest.score.signals["explained"] - best.signals["explained"]
    if not best.signals.get("here") or leaves_less <= SAME_EXPLAINED_WITHIN:
        return tuple(candidates)
    return (fullest, *(c for c in candidates if c is not fullest))


def leads(known: Candidate, held: Candidate) -> bool:
    """Say whether the matter on no list fits so much better that the held one is not meant."""
    needed = KNOWN_LEADS_BY + sum(
        weight * max(known.score.signals.get(name, 0.0), held.score.signals.get(name, 0.0))
        for name, weight in LEAD_FOR.items()
    )
    return known.score.total - held.score.total > needed


def place_umbrellas(
    candidates: Sequence[Candidate], umbrellas: frozenset[str]
) -> tuple[Candidate, ...]:
    """Return the candidates with the names for several items where they belong, best first."""
    singles = [
        c.score.signals["explained"]
        for c in candidates
        if c.item not in umbrellas and not c.score.signals.get("elsewhere")
    ]
    most_explained = max(singles[:_LEADING_SINGLES], default=0.0)

    def standing(candidate: Candidate) -> float:
        if candidate.item not in umbrellas:
            return candidate.score.total
        says_all = candidate.score.signals["explained"] >= most_explained
        return candidate.score.total + (UMBRELLA_WITHIN if says_all else -UMBRELLA_WITHIN)

    return tuple(sorted(candidates, key=standing, reverse=True))
