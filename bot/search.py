"""Look a question up in the catalog: its items and systems, best first, typos put right.

Decides when typos and pinyin are tried; which of the finds is meant is decided by the caller.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.asked import Asked
from bot.gate import Judgement, Standing
from bot.knowledge import Knowledge
from bot.places import Fit
from catalog.index import Query, Wording, make_query
from catalog.matching import Candidate, Nearness, find_candidates
from catalog.systems import System
from intents.place_names import PLACE_MARK, frame
from intents.spelling import Correction, has_latin_word
from intents.understand import Understanding, understand

CONSIDERED = 12
"""Candidates looked at; held items and matters on no list stand among each other in them."""
SPELL_BELOW_SHARE = 0.65
"""Only when nothing fits well are typos and pinyin tried."""
STRONG_SHARE = 0.45
"""A text stands for a matter of its own from this share of the highest score on …"""
STRONG_EXPLAINED = 0.6
"""… and when the item names so much of what it says."""
SUBJECT_WEIGHT = 0.5
"""What was talked about counts less than what is said now."""


@dataclass(frozen=True, slots=True)
class Search:
    """A question as it is looked up, and the items found."""

    query: Query
    """What is looked for."""
    words: str
    """The question cut into words joined by spaces, for token scorers."""
    candidates: tuple[Candidate, ...]
    """Items it may mean, best first."""

    @property
    def best_share(self) -> float:
        """Share of the highest score that the best candidate has."""
        return best_share(self.candidates)


def best_share(candidates: Sequence[Candidate]) -> float:
    """Return the share of the highest score that the first candidate has; 0 for none."""
    return candidates[0].score.share if candidates else 0.0


def search_items(asked: Asked, knowledge: Knowledge) -> Search:
    """Return the items a question may mean."""
    understanding = asked.understanding
    names_place = bool(understanding.mentions)
    query = make_query(knowledge.asked_wordings(understanding.pieces, names_place=names_place))
    return _find(query, knowledge.spaced(understanding.matter), asked, knowledge)


def _find(query: Query, words: str, asked: Asked, knowledge: Knowledge) -> Search:
    candidates = find_candidates(
        query,
        knowledge.index,
        words,
        knowledge.spaced,
        limit=CONSIDERED,
        near=knowledge.nearness({*asked.places.named, *asked.understanding.places.unmarked}),
    )
    return Search(query, words, tuple(candidates))


def search_beside(asked: Asked, search: Search, subject: Wording, knowledge: Knowledge) -> Search:
    """Return the items a text may mean that is about the subject of what was said before."""
    understanding = asked.understanding
    named = knowledge.asked_wordings(understanding.pieces, names_place=bool(asked.places.named))
    query = make_query([*named, (subject, SUBJECT_WEIGHT)])
    words = f"{knowledge.spaced(subject.text)} {search.words}"
    return _find(query, words, asked, knowledge)


def stands_alone(search: Search, judgement: Judgement, knowledge: Knowledge) -> bool:
    """Say whether a text names a matter of its own: a thing, by far the most of what it says."""
    if judgement.standing is Standing.STRANGE or not judgement.candidates:
        return False
    best = judgement.candidates[0]
    return (
        bool(things_meant(search, judgement, knowledge))
        and best.score.share >= STRONG_SHARE
        and best.score.signals["explained"] >= STRONG_EXPLAINED
    )


def things_meant(search: Search, judgement: Judgement, knowledge: Knowledge) -> frozenset[str]:
    """Return what of the text the best candidate is about."""
    concepts = knowledge.wording(judgement.candidates[0].alias).concepts
    return knowledge.things(c for c in concepts if c in search.query.concepts)


def search_with_spelling(
    asked: Asked, ask: Callable[[Understanding], Asked], knowledge: Knowledge
) -> tuple[Asked, Search]:
    """Return the question and its finds, read anew where a misspelt word hid the matter.

    ``ask`` joins a new understanding with what is known from elsewhere.
    """
    found = search_items(asked, knowledge)
    if found.best_share >= SPELL_BELOW_SHARE and not has_latin_word(asked.text):
        return asked, found
    correction = _correct(asked.understanding, knowledge)
    if correction is None:
        return asked, found
    understanding = understand(correction.text, knowledge.lexicon)
    read = replace(ask(understanding), corrected="、".join(correction.words))
    respelled = search_items(read, knowledge)
    adds = read.understanding.only_adds and not asked.understanding.only_adds
    if correction.is_spelled or adds or respelled.best_share > found.best_share:
        return read, respelled
    return asked, found


def _correct(understanding: Understanding, knowledge: Knowledge) -> Correction | None:
    """Return the text put right; a place name in it is right (户口保定 is no 户口簿)."""
    named = sorted({m.start: m for m in understanding.mentions}.values(), key=lambda m: m.start)
    framed = frame(understanding.utterance.text, named)
    correction = knowledge.speller.correct(framed)
    if correction is None:
        return None
    names = iter(m.text for m in named)
    text = "".join(next(names) if c == PLACE_MARK else c for c in correction.text)
    return replace(correction, text=text)


def find_systems_near(
    search: Search, asked: Asked, knowledge: Knowledge
) -> list[tuple[System, float]]:
    """Return the systems whose names come near to the wording, best first, with their share.

    A place that was named and lies outside all of a system's regions speaks against it.
    """
    found = find_candidates(
        search.query,
        knowledge.topic_index,
        search.words,
        knowledge.spaced,
        limit=CONSIDERED,
        near=_near_systems(asked, knowledge),
    )
    return [(knowledge.release.systems[c.item], c.score.share) for c in found]


def _near_systems(asked: Asked, knowledge: Knowledge) -> Nearness:
    """Return which systems are made for just the places of a question, and which are not."""
    places = [m.place for m in asked.understanding.mentions if m.place is not None]
    here, elsewhere = set(), set()
    for system in knowledge.release.systems.values() if places else ():
        fits = [knowledge.gazetteer.fit(place, system.regions) for place in places]
        just = len(places) > 1 or places[0].members or places[0].code in system.regions
        if system.regions and not any(fits):
            elsewhere.add(system.id)
        elif just and min(fits) is Fit.YES:
            here.add(system.id)
    return Nearness(here, elsewhere)
