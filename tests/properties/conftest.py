"""The sweep all properties share: every held item for 200 pairs of places, decided once."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest

import bot.route
from bot.basis import agreements_between
from bot.route import Places, find_route
from tests.properties.atlas import RememberingGazetteer, draw_pairs

DAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Swept:
    """One route of the sweep."""

    item: object
    pair: object
    route: object

    def __str__(self):
        """Return what a failure names: the item, the pair and the verdict."""
        return f"{self.item.name} [{self.item.id}] {self.pair}: {self.route.verdict}"


@pytest.fixture(scope="session")
def gazetteer(knowledge):
    """The places of the shipped catalog, with a memory."""
    return RememberingGazetteer(knowledge.release)


@pytest.fixture(scope="session")
def pairs(knowledge):
    """The 200 pairs."""
    return draw_pairs(knowledge.release)


@pytest.fixture(scope="session")
def held(knowledge):
    """Every item that has an offering."""
    return [knowledge.release.items[item] for item in knowledge.release.offerings_of]


@pytest.fixture(scope="session")
def route_for(knowledge, gazetteer):
    """Return the route of an item for a home and the place it is handled at or moves to."""

    def route(item, home, other, *, on=DAY, text=""):
        places = places_for(item, home, other, knowledge.release)
        return find_route(item, places, knowledge.release, gazetteer, text=text, on=on)

    return route


def places_for(item, home, other, release):
    """Return the places; what can only be moved has a destination and no place of handling."""
    offerings = release.offerings_of[item.id]
    if all(o.destinations.codes for o in offerings):
        return Places(home, None, other)
    return Places(home, other)


@pytest.fixture(scope="session")
def sweep(held, pairs, route_for):
    """Every item × every pair.

    What holds between two places is looked up once: it is the same for every item.
    """

    @cache
    def remembered(home, current, gazetteer):
        agreements = gazetteer.release.agreements.values()
        return agreements_between(home, current, agreements, gazetteer, on=DAY)

    def between(home, current, _, gazetteer, *, on):
        assert on == DAY
        return remembered(home, current, gazetteer)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.route, "agreements_between", between)
        return [
            Swept(item, pair, route_for(item, pair.home, pair.other))
            for item in held
            for pair in pairs
        ]
