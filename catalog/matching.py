"""Find the items a question may mean, best first.

Candidates come from the index; rapidfuzz looks only at the few that remain. Which of them is
meant, and whether any is, is decided by the caller.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from catalog.index import Index, PhraseMatch, Query
from catalog.ranking import RANKING_RULES, Score

FUZZY_CANDIDATES = 12
"""rapidfuzz compares this many; the right one is among them for 98 % of the rows read."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may be meant (候选事项)."""

    item: str
    """Id of the item."""
    score: Score
    """Why it stands where it stands."""
    alias: str
    """The name or alias that fitted best."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How the regional items stand to the places of a question."""

    here: Collection[str]
    """Ids of items made for just the region that both named places lie in."""
    elsewhere: Collection[str]
    """Ids of items that only hold in regions the question does not touch."""


NOWHERE = Nearness((), ())
"""When nothing is known of places."""


def find_candidates(
    query: Query,
    index: Index,
    words: str,
    segment: Callable[[str], str],
    near: Nearness = NOWHERE,
    limit: int = 5,
) -> list[Candidate]:
    """Return up to ``limit`` candidates, best first.

    ``words`` is the question cut into words joined by spaces, ``segment`` does the same to a
    phrase: token scorers see nothing in unspaced Chinese.
    """
    best: dict[str, tuple[float, PhraseMatch]] = {}
    for match in index.match(query):
        value = (
            RANKING_RULES["letters"] * match.letters
            + RANKING_RULES["concepts"] * match.concepts
            + RANKING_RULES["coverage"] * match.coverage
            + RANKING_RULES["evidence"] * match.evidence
        )
        item = match.phrase.item
        if item not in best or value > best[item][0]:
            best[item] = (value, match)
    firsts = sorted(best.values(), key=lambda pair: -pair[0])[:FUZZY_CANDIDATES]
    candidates = [_judge(match, query, index, near) for _, match in firsts]
    judged = [_with_fuzzy(candidate, words, segment) for candidate in candidates]
    return sorted(judged, key=lambda c: (-c.score.total, c.item))[:limit]


def _judge(match: PhraseMatch, query: Query, index: Index, near: Nearness) -> Candidate:
    item = match.phrase.item
    signals = {
        "letters": match.letters,
        "concepts": match.concepts,
        "coverage": match.coverage,
        "evidence": match.evidence,
        "explained": index.explained_share(item, query),
        "here": 1.0 if item in near.here else 0.0,
        "elsewhere": 1.0 if item in near.elsewhere else 0.0,
    }
    return Candidate(item, Score(signals), match.phrase.text)


def _with_fuzzy(candidate: Candidate, words: str, segment: Callable[[str], str]) -> Candidate:
    ratio = fuzz.token_set_ratio(words, segment(candidate.alias)) / 100
    score = Score({**candidate.score.signals, "fuzzy": ratio})
    return replace(candidate, score=score)
