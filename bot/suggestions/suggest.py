"""Say what people ask that we do not know: clusters of questions, the most asked first.

Decides what is counted and shown of a cluster; which wordings belong together is decided by
``grouping``.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.gate import MATTER_FROM_SHARE
from bot.knowledge import Knowledge
from bot.storage.records import NamedPlace, OpenQuestion
from bot.suggestions.clusters import Cluster, Example, NearItem, PlaceCount
from bot.suggestions.cores import Core, core_of, core_of_item, read_core
from bot.suggestions.grouping import group_cores
from catalog.index import make_query
from catalog.matching import find_candidates
from intents.understand import Piece

MOST_EXAMPLES = 5
"""Questions and reasons that are shown of a cluster."""
MOST_NEAREST = 3
"""Items that are shown as near to it."""
SETTLED_FROM_SHARE = 0.5
"""A cluster is settled when so much of it was: one settled wording does not hide another matter
that it came to lie with."""


def suggest(
    questions: Sequence[OpenQuestion],
    knowledge: Knowledge,
    *,
    settled: Collection[str] = (),
    with_settled: bool = False,
    limit: int | None = None,
) -> tuple[Cluster, ...]:
    """Return the clusters of questions, the most asked first, with the items next to them.

    Args:
        questions: What was asked and not answered well.
        knowledge: What the catalog holds now.
        settled: Keys of wordings that were settled.
        with_settled: Whether settled clusters are returned too.
        limit: How many clusters at most; None for all.
    """
    clusters = [
        cluster
        for cluster in cluster_questions(questions, knowledge, settled=settled)
        if with_settled or not cluster.is_settled
    ]
    return tuple(_with_nearest(cluster, knowledge) for cluster in clusters[:limit])


def cluster_questions(
    questions: Sequence[OpenQuestion], knowledge: Knowledge, *, settled: Collection[str] = ()
) -> tuple[Cluster, ...]:
    """Return all clusters, the most asked first, without the items next to them."""
    asked = _by_core(questions, knowledge)
    background = (read_core(p.wording.text, knowledge) for p in knowledge.index.phrases)
    groups = group_cores({core: len(of) for core, of in asked.items()}, background)
    clusters = [_tell(group, asked, settled) for group in groups]
    return tuple(sorted(clusters, key=lambda c: (not c.is_matter, -c.count, c.phrase)))


def _by_core(
    questions: Sequence[OpenQuestion], knowledge: Knowledge
) -> dict[Core, list[OpenQuestion]]:
    """Return the questions of each core; those that name no matter at all are left out."""
    read: dict[str, Core | None] = {}
    asked: dict[Core, list[OpenQuestion]] = defaultdict(list)
    for question in questions:
        text = question.question
        if text not in read:
            read[text] = core_of(text, knowledge)
        core = read[text] or _core_of_answered(question, knowledge)
        if core is not None:
            asked[core].append(question)
    return asked


def _core_of_answered(question: OpenQuestion, knowledge: Knowledge) -> Core | None:
    items = (knowledge.release.items.get(item) for item in question.items)
    item = next((item for item in items if item is not None), None)
    return core_of_item(item, knowledge) if item is not None else None


def _tell(
    cores: Sequence[Core], asked: Mapping[Core, list[OpenQuestion]], settled: Collection[str]
) -> Cluster:
    newest_first = sorted(
        (question for core in cores for question in asked[core]),
        key=lambda q: (q.asked_at, q.receipt),
        reverse=True,
    )
    done = sum(len(asked[core]) for core in cores if core.key in settled)
    talks = {q.conversation for q in newest_first if q.conversation is not None}
    alone = sum(q.conversation is None for q in newest_first)
    return Cluster(
        key=cores[0].key,
        wordings=tuple(core.key for core in cores),
        phrase=cores[0].phrase,
        count=len(newest_first),
        people=len(talks) + alone,
        first_asked=newest_first[-1].asked_at,
        last_asked=newest_first[0].asked_at,
        homes=_count_places(q.home for q in newest_first),
        currents=_count_places(q.current for q in newest_first),
        surfaces=_count(q.surface for q in newest_first),
        outcomes=_count(q.outcome for q in newest_first),
        disliked=sum(q.is_disliked for q in newest_first),
        reasons=tuple(dict.fromkeys(q.reason for q in newest_first if q.reason))[:MOST_EXAMPLES],
        answered=_count(q.items[0] for q in newest_first if q.items),
        examples=_examples(newest_first),
        is_settled=done >= SETTLED_FROM_SHARE * len(newest_first),
    )


def _count(values: Iterable[str]) -> dict[str, int]:
    counts = Counter(values)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _count_places(places: Iterable[NamedPlace | None]) -> tuple[PlaceCount, ...]:
    named = [place for place in places if place is not None]
    names = {place.code: place for place in named}
    return tuple(PlaceCount(names[code], n) for code, n in _count(p.code for p in named).items())


def _examples(newest_first: Sequence[OpenQuestion]) -> tuple[Example, ...]:
    newest: dict[str, Example] = {}
    for question in newest_first:
        newest.setdefault(question.question, Example(question.question, question.receipt))
    return tuple(newest.values())[:MOST_EXAMPLES]


def _with_nearest(cluster: Cluster, knowledge: Knowledge) -> Cluster:
    """Return the cluster with the items its phrase may mean; none that fits no better than any."""
    asked = knowledge.asked_wordings([Piece(cluster.phrase, 1.0)], names_place=False)
    words = knowledge.spaced(cluster.phrase)
    found = find_candidates(
        make_query(asked), knowledge.index, words, knowledge.spaced, limit=MOST_NEAREST
    )
    items = knowledge.release.items
    near = (
        NearItem(c.item, items[c.item].name, round(c.score.share, 2))
        for c in found
        if c.score.share >= MATTER_FROM_SHARE
    )
    return replace(cluster, nearest=tuple(near))
