"""Find the phrases of the catalog that share characters or concepts with a question.

Every name and alias of an item is one phrase. The index holds, for each of them, a TF-IDF vector
of its character 2- and 3-grams and the set of concepts it names; it scores phrases and knows
nothing of places, days or thresholds. Concepts come from the caller (``Analyze``): 弄丢 and 遗失
are one.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.items import ServiceItem

_BREAK = re.compile(r"[^\u4e00-\u9fffa-z0-9]+")
_KEEP_SHARE = 0.5
"""Phrases below this share of the best phrase, in both signals, cannot lead and are not scored."""

_FULL_EVIDENCE = 10.0
"""Summed weight of shared concepts that counts as full evidence: about three rare ones."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase or question reduced to what can be compared."""

    text: str
    """Normalized text without places and filler."""
    concepts: tuple[str, ...]
    """Concepts named, in their order."""


Analyze = Callable[[str], Wording]
"""How the caller's understanding reads a catalog phrase."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One name or alias of an item, ready to compare."""

    item: str
    """Id of the item."""
    text: str
    """As written in the catalog."""
    wording: Wording
    """What is compared."""
    concept_weight: float
    """Summed weight of its concepts."""


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """How well one phrase fits a question; every signal is in 0..1."""

    phrase: Phrase
    """The phrase."""
    letters: float
    """Cosine of the character 2- and 3-grams."""
    concepts: float
    """Harmonic mean of: the phrase's concepts found, the question's concepts explained."""
    coverage: float
    """Share of the phrase's concepts found in the question."""
    evidence: float
    """How much the shared concepts say, rare ones more; one common word says little."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: weighted pieces of a question."""

    grams: Mapping[str, float]
    """Character grams with their counts, asking sentences counting more."""
    concepts: Mapping[str, float]
    """Concepts with the largest weight they were named with."""


def make_query(pieces: Iterable[tuple[Wording, float]]) -> Query:
    """Return the query over pieces of text and how much each counts (0..1)."""
    grams: dict[str, float] = defaultdict(float)
    concepts: dict[str, float] = defaultdict(float)
    for wording, weight in pieces:
        for gram, count in character_grams(wording.text).items():
            grams[gram] += weight * count
        for concept in wording.concepts:
            concepts[concept] = max(concepts[concept], weight)
    return Query(grams, concepts)


def character_grams(text: str) -> Counter[str]:
    """Return the 2- and 3-grams of the runs of letters in a text, with their counts."""
    grams: Counter[str] = Counter()
    for run in _BREAK.sub(" ", text).split():
        # A character left alone (“社保卡怎么换”: 换) is all there is of its word.
        sizes = (2, 3) if len(run) > 1 else (1,)
        for size in sizes:
            grams.update(run[at : at + size] for at in range(len(run) - size + 1))
    return grams


class Index:
    """Inverted index over all phrases of a release; never changes after it is built."""

    __slots__ = (
        "_concept_idf",
        "_concept_phrases",
        "_gram_idf",
        "_gram_phrases",
        "_items",
        "_unseen_concept",
        "phrases",
    )

    def __init__(self, phrases: Sequence[tuple[str, str, Wording]]) -> None:
        """Build from (item id, text, wording) of every phrase."""
        grams_of = [character_grams(wording.text) for _, _, wording in phrases]
        item_count = max(len({item for item, _, _ in phrases}), 1)
        self._unseen_concept = math.log(1 + item_count)
        self._gram_idf = _idf(zip((p[0] for p in phrases), grams_of, strict=True), item_count)
        concept_sets = ((item, set(wording.concepts)) for item, _, wording in phrases)
        self._concept_idf = _idf(concept_sets, item_count)
        self._gram_phrases: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._concept_phrases: dict[str, list[int]] = defaultdict(list)
        self._items: dict[str, set[str]] = defaultdict(set)
        self.phrases = [
            self._add(number, phrase, grams)
            for number, (phrase, grams) in enumerate(zip(phrases, grams_of, strict=True))
        ]

    def _add(self, number: int, phrase: tuple[str, str, Wording], grams: Counter[str]) -> Phrase:
        item, text, wording = phrase
        weights = {g: (1 + math.log(n)) * self._gram_idf[g] for g, n in grams.items()}
        length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        for gram, weight in weights.items():
            self._gram_phrases[gram].append((number, weight / length))
        concepts = set(wording.concepts)
        for concept in concepts:
            self._concept_phrases[concept].append(number)
        self._items[item] |= concepts
        return Phrase(item, text, wording, sum(self._concept_idf[c] for c in concepts))

    def match(self, query: Query) -> list[PhraseMatch]:
        """Return the phrases worth ranking, in no order."""
        letters = self._letters(query.grams)
        named = {
            c: self._concept_idf.get(c, self._unseen_concept) * w
            for c, w in query.concepts.items()
        }
        total = sum(named.values())
        shared: dict[int, float] = defaultdict(float)
        for concept, weight in named.items():
            for number in self._concept_phrases.get(concept, ()):
                shared[number] += weight
        floor_letters = _KEEP_SHARE * max(letters.values(), default=0.0)
        floor_shared = _KEEP_SHARE * max(shared.values(), default=0.0)
        numbers = {n for n, value in letters.items() if value >= floor_letters}
        numbers.update(n for n, value in shared.items() if value >= floor_shared)
        return [self._judge(n, letters.get(n, 0.0), shared.get(n, 0.0), total) for n in numbers]

    def _letters(self, grams: Mapping[str, float]) -> dict[int, float]:
        weights = {
            g: math.log(1 + n) * self._gram_idf[g] for g, n in grams.items() if g in self._gram_idf
        }
        length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        found: dict[int, float] = defaultdict(float)
        for gram, weight in weights.items():
            share = weight / length
            for number, part in self._gram_phrases[gram]:
                found[number] += share * part
        return found

    def _judge(self, number: int, letters: float, shared: float, total: float) -> PhraseMatch:
        phrase = self.phrases[number]
        found = min(1.0, shared / phrase.concept_weight) if phrase.concept_weight else 0.0
        explained = shared / total if total else 0.0
        both = 2 * found * explained / (found + explained) if found + explained else 0.0
        return PhraseMatch(phrase, letters, both, found, min(1.0, shared / _FULL_EVIDENCE))

    def concepts_of(self, item: str) -> frozenset[str]:
        """Return the concepts that any phrase of the item names."""
        return frozenset(self._items.get(item, ()))

    def explained_share(self, item: str, query: Query) -> float:
        """Return the share of the question's concepts that any phrase of the item names."""
        weights = {
            c: self._concept_idf.get(c, self._unseen_concept) * w
            for c, w in query.concepts.items()
        }
        total = sum(weights.values())
        known = self._items.get(item, set())
        return sum(w for c, w in weights.items() if c in known) / total if total else 0.0


def _idf(sets: Iterable[tuple[str, Iterable[str]]], item_count: int) -> dict[str, float]:
    """Weigh a feature by how few items name it; repeating it in one item costs nothing."""
    items_with: dict[str, set[str]] = defaultdict(set)
    for item, features in sets:
        for feature in features:
            items_with[feature].add(item)
    return {f: math.log(1 + item_count / len(items)) for f, items in items_with.items()}


def build_index(items: Iterable[ServiceItem], analyze: Analyze) -> Index:
    """Return the index over the names and aliases of these items."""
    return index_names(item_names(items), analyze)


def item_names(items: Iterable[ServiceItem]) -> dict[str, tuple[str, ...]]:
    """Return what each item is called, its name first: all that an index is made of."""
    return {item.id: (bare_name(item.name), *(a.text for a in item.aliases)) for item in items}


def index_names(names: Mapping[str, Iterable[str]], analyze: Analyze) -> Index:
    """Return the index over what things are called: id → names."""
    return Index(
        [
            (id_, text, analyze(text))
            for id_, texts in names.items()
            for text in dict.fromkeys(texts)
        ]
    )


def bare_name(name: str) -> str:
    """Return an item's name without a trailing bracket."""
    return re.sub(r"[(（][^()（）]*[)）]$", "", name)
