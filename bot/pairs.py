"""Find what holds between two places, in one direction, or among all places of a region.

What is in force without saying whose matters are handled where is kept apart.
"""

import re
from collections.abc import Iterable
from datetime import date

from bot.asked import Asked
from bot.basis import agreements_between, is_in_force, touching
from bot.decide import PairTopic, RegionTopic
from bot.knowledge import Knowledge
from bot.places import EVERYWHERE, Fit
from bot.route import Places, offerings_on
from catalog.agreements import Agreement, DirectionKind
from catalog.items import ServiceItem
from catalog.jurisdictions import province_of
from catalog.offerings import Offering, Reach
from intents.lexicon import Place
from intents.regions import Role

_ABOUT_PLACES = re.compile(
    r"互办|通办|跨省|异地|就近|能办|可办|办哪些|能不能办|办事|哪些|什么事|有什么|互相|彼此|对办"
    r"|互通|打通|(?:能|可以|可)[^,。!?]{0,10}办|手续"
)
_BOTH_WAYS = re.compile(r"之间|互相|彼此|相互|互办|互通|对办|两地|双向|两边")


def find_pair(asked: Asked) -> Places | None:
    """Return the two places of a question that names no matter, whose matters first."""
    pair = said_pair(asked)
    return pair if pair is not None and _ABOUT_PLACES.search(asked.text) else None


def said_pair(asked: Asked) -> Places | None:
    """Return the two places that are known or said, whose matters first."""
    if asked.places.home and asked.places.current:
        return Places(asked.places.home, asked.places.current)
    distinct = said_places(asked)
    return Places(distinct[0], distinct[1]) if len(distinct) >= 2 else None


def said_places(asked: Asked) -> list[Place]:
    """Return the places a text names, each once."""
    said = [m.place for m in asked.understanding.mentions if m.place and not m.negated]
    return list({place.code: place for place in said}.values())


def is_both_ways(asked: Asked) -> bool:
    """Say whether two places are named without saying whose matters are handled where."""
    roles = {m.role for m in asked.understanding.mentions}
    return _BOTH_WAYS.search(asked.text) is not None or not roles & {Role.HOME, Role.CURRENT}


def describe_pair(home: Place, current: Place, knowledge: Knowledge, *, on: date) -> PairTopic:
    """Return what holds for the matters of one place in the other, in this direction only."""
    agreements, gazetteer = knowledge.release.agreements.values(), knowledge.gazetteer
    is_local = gazetteer.same_province(home, current)
    served = [] if is_local else agreements_between(home, current, agreements, gazetteer, on=on)
    silent = _silent((home, current), knowledge, on=on)
    items = _made_for(Places(home, current), knowledge, on=on)
    return PairTopic(
        Places(home, current), tuple(served), () if is_local else silent, items, is_local
    )


def find_region(asked: Asked, knowledge: Knowledge) -> RegionTopic | None:
    """Return what holds within the one region of a question that names no matter."""
    places = said_places(asked)
    if len(places) != 1 or not _ABOUT_PLACES.search(asked.text) or not is_region(places[0]):
        return None
    return describe_region(places[0], knowledge, on=asked.on)


def is_region(place: Place) -> bool:
    """Say whether a place stands for several provinces (京津冀、长三角)."""
    return len({province_of(code) for code in place.members}) > 1


def describe_region(region: Place, knowledge: Knowledge, *, on: date) -> RegionTopic:
    """Return what holds among all places of a region."""
    members = [knowledge.gazetteer.place(code) for code in region.members]
    parties = [place for place in members if place is not None]
    shared = touching(parties, knowledge.release.agreements.values(), knowledge.gazetteer)
    serving = [
        a
        for a in shared
        if a.direction is DirectionKind.MUTUAL and a.is_service_agreement
        if is_in_force(a, on)
    ]
    return RegionTopic(
        region,
        tuple(sorted(serving, key=lambda a: (len(a.party_codes), a.title))),
        _silent(parties, knowledge, on=on),
        _made_for(Places(region, region), knowledge, on=on),
    )


def _silent(places: Iterable[Place], knowledge: Knowledge, *, on: date) -> tuple[Agreement, ...]:
    """Return what is in force between the places without saying in which direction."""
    shared = touching(places, knowledge.release.agreements.values(), knowledge.gazetteer)
    return tuple(a for a in shared if a.direction is DirectionKind.UNKNOWN and is_in_force(a, on))


def _made_for(places: Places, knowledge: Knowledge, *, on: date) -> tuple[ServiceItem, ...]:
    """Return the items that can be handled between just these places, not in the whole country."""
    return tuple(
        knowledge.release.items[item]
        for item in knowledge.regional
        if any(serves(o, places, knowledge) for o in offerings_on(item, knowledge.release, on))
    )


def serves(offering: Offering, places: Places, knowledge: Knowledge) -> bool:
    """Say whether an offering surely serves both places; without a current one, it is the goal."""
    roles = ((places.home, offering.homes), (places.current, _other_end(offering)))
    return all(_lies_in(place, reach, knowledge) for place, reach in roles if place is not None)


def _other_end(offering: Offering) -> Reach:
    return offering.currents if offering.currents.codes else offering.destinations


def _lies_in(place: Place, reach: Reach, knowledge: Knowledge) -> bool:
    fit = knowledge.gazetteer.fit
    if reach.excluded and fit(place, reach.excluded) is Fit.YES:
        return False
    return fit(place, reach.codes or (EVERYWHERE,)) is Fit.YES
