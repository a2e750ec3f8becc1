"""Put wordings of one matter together: which cores belong to one group.

How it goes, always in the same order, so that equal questions make equal groups:

1. a feature weighs the more, the fewer wordings of the catalog and of the questions have it;
2. cores are taken one by one, those asked most often first, of equals the plainest;
3. each joins the group it is most alike (cosine to all that is in the group), when it is alike
   enough, and else begins a group of its own;
4. the groups are taken once more in the same way: what two groups have in common shows when both
   are whole.

A group is compared as a whole and not by its nearest member: chains of small steps would put
different matters together. Only groups that share a feature are looked at.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.suggestions.cores import CONCEPT, Core

SAME_FROM = 0.45
"""From this cosine on, two wordings mean one matter: on tests/bot/suggestions/matters.yaml no two
matters are put together; from 0.4 on some are (``test_grouping``)."""
ROUNDS = 2
"""The second finds a tenth more of what belongs together; a third begins to join matters."""
LETTERS_WEIGHT = 0.6
"""What a pair of characters weighs against a concept."""


class _Group:
    """Cores of one matter, and the sum of what they say."""

    __slots__ = ("cores", "square", "weights")

    def __init__(self) -> None:
        self.cores: list[Core] = []
        self.weights: dict[str, float] = {}
        self.square = 0.0
        """Squared length of ``weights``."""

    def add(self, cores: Iterable[Core], weights: Mapping[str, float]) -> None:
        self.cores += cores
        for feature, weight in weights.items():
            before = self.weights.get(feature, 0.0)
            self.weights[feature] = before + weight
            self.square += weight * (2 * before + weight)


def group_cores(asked: Mapping[Core, int], background: Iterable[Core]) -> list[tuple[Core, ...]]:
    """Return the groups of cores that were asked so many times, the one asked most often first.

    ``background`` are the wordings of the catalog: they tell common words from rare ones, also
    while few questions are there.
    """
    weights = _weigh([*background, *asked])
    groups = []
    for core in sorted(asked, key=lambda core: (-asked[core], *_plainness(core))):
        alone = _Group()
        alone.add([core], _unit_vector(core, weights))
        groups.append(alone)
    for _ in range(ROUNDS):
        groups = _join_alike(groups)
    return [tuple(group.cores) for group in groups]


def _plainness(core: Core) -> tuple[int, int, str]:
    """Return what puts words in one piece before scattered ones, and few before many."""
    return core.phrase.count(" "), len(core.features), core.phrase


def _weigh(cores: Sequence[Core]) -> dict[str, float]:
    counts = Counter(feature for core in cores for feature in core.features)
    return {
        feature: math.log(1 + len(cores) / count)
        * (1.0 if feature.startswith(CONCEPT) else LETTERS_WEIGHT)
        for feature, count in counts.items()
    }


def _unit_vector(core: Core, weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weights[f] ** 2 for f in core.features))
    return {feature: weights[feature] / length for feature in core.features}


def _join_alike(groups: Iterable[_Group]) -> list[_Group]:
    joined: list[_Group] = []
    with_feature: dict[str, list[int]] = defaultdict(list)
    for group in groups:
        number = _find_alike(group, joined, with_feature)
        if number is None:
            number = len(joined)
            joined.append(_Group())
        into = joined[number]
        for feature in group.weights:
            if feature not in into.weights:
                with_feature[feature].append(number)
        into.add(group.cores, group.weights)
    return joined


def _find_alike(
    group: _Group, joined: Sequence[_Group], with_feature: Mapping[str, Sequence[int]]
) -> int | None:
    """Return the number of the group that is most alike, the earlier of equals."""
    shared: dict[int, float] = defaultdict(float)
    for feature, weight in group.weights.items():
        for number in with_feature.get(feature, ()):
            shared[number] += weight * joined[number].weights[feature]
    alike = {n: s / math.sqrt(joined[n].square * group.square) for n, s in shared.items()}
    best = max(alike, key=lambda n: (alike[n], -n), default=None)
    return best if best is not None and alike[best] >= SAME_FROM else None
