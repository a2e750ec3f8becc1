"""Find offerings that say different things about one item for the same places.

Two offerings contradict each other when all of this holds:

1. both are of one item and in force on the day;
2. some home, some current place and some destination is served by both;
3. they are handled in the same modes and papers are accepted by the same place: another way is
   another offering;
4. neither is made for a part of the other's places only: what is local may differ from what
   is nationwide;
5. both say something about materials, time or fee, and not the same.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations

from catalog.contradictions.basis import holds_on
from catalog.contradictions.findings import Contradiction, ContradictionKind, fold
from catalog.contradictions.territory import Territory
from catalog.offerings import Offering
from catalog.release import CatalogRelease

_LONGEST_QUOTE = 24


def find_different_facts(
    release: CatalogRelease, territory: Territory, *, on: date
) -> Iterator[Contradiction]:
    """Yield pairs of offerings that contradict each other."""
    told: set[tuple[str, str]] = set()
    for item, known in release.offerings_of.items():
        holding = [o for o in known if holds_on(o, release, on)]
        for one, other in combinations(holding, 2):
            # Offerings of several items meet once for each.
            if (one.id, other.id) in told or not _are_of_same_case(one, other, territory):
                continue
            differing = tuple(_tell_differences(one, other))
            if differing:
                told.add((one.id, other.id))
                what = f"“{release.items[item].name}”在同样的地方有两种说法:{';'.join(differing)}"
                instead = "核对哪一行对,改掉另一行;只在一部分地方如此的,把地点写窄"
                keys = (one.id, other.id)
                yield Contradiction(ContradictionKind.FACTS, "offerings", keys, what, instead)


def _are_of_same_case(one: Offering, other: Offering, territory: Territory) -> bool:
    if set(one.modes) != set(other.modes) or one.accepts != other.accepts:
        return False
    pairs = tuple(
        zip(
            (one.homes, one.currents, one.destinations),
            (other.homes, other.currents, other.destinations),
            strict=True,
        )
    )
    if not all(territory.meets(mine, theirs) for mine, theirs in pairs):
        return False
    is_narrower = all(territory.lies_within(mine, theirs) for mine, theirs in pairs)
    is_wider = all(territory.lies_within(theirs, mine) for mine, theirs in pairs)
    return is_narrower == is_wider


def _tell_differences(one: Offering, other: Offering) -> Iterator[str]:
    theirs = _facts(other)
    for name, mine in _facts(one).items():
        if mine and theirs[name] and _compared(mine) != _compared(theirs[name]):
            quotes = f"{one.id} 写“{_short(mine)}”,{other.id} 写“{_short(theirs[name])}”"
            yield f"{name} {quotes}"


def _facts(offering: Offering) -> Mapping[str, str]:
    return {
        "材料": ";".join(offering.materials),
        "时限": offering.time_limit,
        "费用": offering.fee,
    }


def _compared(text: str) -> frozenset[str]:
    """Return the parts of a cell; their order says nothing."""
    return frozenset(fold(part) for part in text.split(";"))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
