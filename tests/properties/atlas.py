"""Places for the sweeps: 200 pairs drawn once, and a second reading of what lies within what.

``lies_in`` and ``touches`` read the division codes anew and share no code with ``bot.places``:
a mistake there would otherwise be repeated by the test that should find it.
"""

import random
import re
from dataclasses import dataclass, replace
from functools import cache

from bot.places import Fit, Gazetteer
from catalog.offerings import Reach
from catalog.release import CatalogRelease
from catalog.sources import parse_partial_date
from intents.lexicon import Place

SEED = 20261123
SAME_PLACES = 8
PAIRS_BOTH_WAYS = {
    "local": 12,
    "capital region": 32,
    "capital region and elsewhere": 20,
    "elsewhere": 16,
    "named in the data": 12,
    "outside the mainland": 4,
}
"""Each counts twice, once for either direction: 2 × 96 + 8 = 200."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A home and a second place, which is where it is handled or moved to."""

    kind: str
    home: Place
    other: Place

    @property
    def swapped(self):
        """The same two places the other way round."""
        return replace(self, home=self.other, other=self.home)

    def __str__(self):
        """Return the pair as a failure names it."""
        return f"{self.home.name}({self.home.code})→{self.other.name}({self.other.code})"


class RememberingGazetteer(Gazetteer):
    """The gazetteer with a memory: the sweep asks the same places again for every item."""

    def __init__(self, release):
        super().__init__(release)
        self.release = release
        self._remembered = cache(super().fit)

    def fit(self, place, served):
        """Return what the gazetteer says."""
        return Fit(self._remembered(place, tuple(served)))


def draw_pairs(release: CatalogRelease) -> list[Pair]:
    """Return the pairs, the same ones every time."""
    rng = random.Random(SEED)
    pairs = []
    for number in range(SAME_PLACES):
        code = _draw(_CAPITAL_REGION if number % 2 else _FAR, release, rng)
        pairs.append(_pair("same place", code, code, release))
    for kind, count in PAIRS_BOTH_WAYS.items():
        drawn = set()
        while len(drawn) < count:
            first, second = sorted(_draw_two(kind, release, rng))
            if first != second and (first[:2] == second[:2]) == (kind == "local"):
                drawn.add((first, second))
        for codes in sorted(drawn):
            pair = _pair(kind, *codes, release)
            pairs += [pair, pair.swapped]
    return pairs


def _pair(kind, home, other, release):
    home, other = (Place(code, release.divisions[code].name) for code in (home, other))
    return Pair(kind, home, other)


_CAPITAL_REGION = re.compile("11|12|13")
_OUTSIDE_MAINLAND = re.compile("71|81|82")
_FAR = re.compile("(?!11|12|13|71|81|82)")
_LEVELS = (re.compile(r"\d\d0000"), re.compile(r"\d\d(?!00)\d\d00"), re.compile(r"\d{4}(?!00)"))
"""Provinces, cities, counties: each is drawn as often as the others."""


def _draw(begins, release, rng):
    level = rng.choice(_LEVELS)
    found = [c for c in release.divisions if begins.match(c) and level.match(c)]
    return rng.choice(found) if found else _draw(begins, release, rng)


def _draw_two(kind, release, rng):
    if kind == "named in the data":
        return rng.sample(rng.choice(_named_together(release)), 2)
    if kind == "local":
        first = _draw(rng.choice((_CAPITAL_REGION, _FAR)), release, rng)
        return first, _draw(re.compile(first[:2]), release, rng)
    ends = {
        "capital region": (_CAPITAL_REGION, _CAPITAL_REGION),
        "capital region and elsewhere": (_CAPITAL_REGION, _FAR),
        "elsewhere": (_FAR, _FAR),
        "outside the mainland": (_OUTSIDE_MAINLAND, _CAPITAL_REGION),
    }
    return [_draw(end, release, rng) for end in ends[kind]]


def _named_together(release):
    """Return the divisions of different provinces that one agreement or offering names."""
    groups = [a.party_codes for a in release.agreements.values()]
    groups += [o.homes.codes + o.currents.codes for o in release.offerings]
    named = [sorted({m for c in codes for m in members_of(c, release)[0]}) for codes in groups]
    return [found for found in named if len({code[:2] for code in found}) > 1]


def members_of(served: str, release: CatalogRelease):
    """Return the divisions of a code or area, and whether the area is only a part of them."""
    if not served.startswith("area:"):
        return ((served,), False) if served != "*" else ((), False)
    name = served.removeprefix("area:")
    region = next(r for r in release.regions if r.name == name and r.kind != "同名易混")
    return region.members, region.is_part


def lies_in(code: str, reach: Reach, release: CatalogRelease) -> bool:
    """Say whether a division lies within a reach for certain; an empty reach takes every place."""
    return not reach.codes or (
        _within(code, reach.codes, release, whole=True)
        and not _within(code, reach.excluded, release, whole=True)
    )


def touches(code: str, reach: Reach, release: CatalogRelease) -> bool:
    """Say whether a division has at least a part in a reach."""
    return not reach.codes or _within(code, reach.codes, release, whole=False)


def _within(code, served, release, *, whole):
    for one in served:
        if one == "*":
            if not _OUTSIDE_MAINLAND.match(code):
                return True
            continue
        members, is_part = members_of(one, release)
        if whole and is_part:
            continue
        if any(code.startswith(_stem(m)) for m in members):
            return True
        if not whole and any(m.startswith(_stem(code)) for m in members):
            return True
    return False


def _stem(code):
    """Return the digits that every code inside a division begins with."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def start_of(agreement):
    """Return since when an agreement counts; None when nothing dates it."""
    return agreement.signed_on or parse_partial_date(agreement.source.as_of or "")
