"""Put wordings of one matter together: which cores belong to one group.

How it goes, always in the same order, so that equal questions make equal groups:

1. a feature weighs the more, the fewer wordings of the catalog and of the questions have it;
2. cores are taken one by one, those asked most often first, of equals the plainest;
3. each joins the group it is most alike (cosine to all that is in the group), when it is alike
   enough, and else begins a group of its own.

A group is compared as a whole and not by its nearest member: chains of small steps would put
different matters together. Only groups that share a feature are looked at.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.suggestions.cores import CONCEPT, Core

SAME_FROM = 0.45
"""From this cosine on, two wordings mean one matter (tests/bot/suggestions/matters.yaml: above it
no two matters are put together, below it some are)."""
LETTERS_WEIGHT = 0.6
"""What a pair of characters weighs against a concept."""


class _Growing:
    """A group while it takes in cores."""

    __slots__ = ("cores", "square", "weights")

    def __init__(self) -> None:
        self.cores: list[Core] = []
        self.weights: dict[str, float] = defaultdict(float)
        self.square = 0.0
        """Squared length of ``weights``."""

    def add(self, core: Core, vector: Mapping[str, float]) -> None:
        for feature, weight in vector.items():
            before = self.weights[feature]
            self.weights[feature] = before + weight
            self.square += weight * (2 * before + weight)
        self.cores.append(core)


def group_cores(asked: Mapping[Core, int], background: Iterable[Core]) -> list[tuple[Core, ...]]:
    """Return the groups of cores that were asked so many times, the one asked most often first.

    ``background`` are the wordings of the catalog: they tell common words from rare ones, also
    while few questions are there.
    """
    weights = _weigh([*background, *asked])
    order = sorted(asked, key=lambda core: (-asked[core], *_plainness(core)))
    groups: list[_Growing] = []
    with_feature: dict[str, list[int]] = defaultdict(list)
    for core in order:
        vector = _unit_vector(core, weights)
        number = _find_group(vector, groups, with_feature)
        if number is None:
            number = len(groups)
            groups.append(_Growing())
        group = groups[number]
        for feature in vector:
            if feature not in group.weights:
                with_feature[feature].append(number)
        group.add(core, vector)
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


def _find_group(
    vector: Mapping[str, float],
    groups: Sequence[_Growing],
    with_feature: Mapping[str, Sequence[int]],
) -> int | None:
    """Return the number of the group that is most alike, the earlier of equals."""
    shared: dict[int, float] = defaultdict(float)
    for feature, weight in vector.items():
        for number in with_feature.get(feature, ()):
            shared[number] += weight * groups[number].weights[feature]
    alike = {n: s / math.sqrt(groups[n].square) for n, s in shared.items()}
    best = max(alike, key=lambda n: (alike[n], -n), default=None)
    return best if best is not None and alike[best] >= SAME_FROM else None
