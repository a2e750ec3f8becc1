"""Set A→B and B→A side by side, mark what differs, and list what the two places have agreed.

Two directions are two questions; neither is ever inferred from the other.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.basis import AgreementFit
from bot.knowledge import Knowledge
from bot.pairs import describe_pair
from bot.replies.naming import signed_day
from bot.replies.procedure_text import place_name
from bot.replies.route_text import verdict_line
from bot.replies.texts import say
from bot.replies.typeset import typeset
from bot.route import Places, Route, find_route
from bot.route_facts import collect_facts
from catalog.agreements import Agreement
from catalog.items import ServiceItem
from intents.lexicon import Place

_BARE_COUNT = re.compile("(?:^|(?<=；))(\\d+)(?=（|$)")
"""A count as published without its unit: 527, 209（互认）；231（自助）."""


@dataclass(frozen=True, slots=True)
class Side:
    """One direction of an item."""

    title: str
    """E.g. 保定市的事在北京市办."""
    verdict: str
    """Picks the colour."""
    lines: tuple[tuple[str, str], ...]
    """(what, fact), the same whats in both sides."""


@dataclass(frozen=True, slots=True)
class BothWays:
    """Both directions of an item."""

    sides: tuple[Side, Side]
    """As asked, and the other way round."""
    differing: frozenset[str]
    """Whats whose facts differ, the place names aside."""


class Way(StrEnum):
    """In which direction an agreement holds between the two places."""

    BOTH = "both"
    THERE = "there"
    BACK = "back"
    UNSAID = "unsaid"
    """In force, but the source gives no direction."""


@dataclass(frozen=True, slots=True)
class PlaceAgreement:
    """An agreement in force between two places (两地协议)."""

    title: str
    """Its title."""
    way: Way
    """In which direction."""
    direction: str
    """The same in words."""
    signed: str
    """Since when, as published."""
    scope: str
    """What it covers."""
    count: str
    """How many items, as published."""


def compare_ways(
    item: ServiceItem, places: Places, knowledge: Knowledge, *, text: str, on: date
) -> BothWays | None:
    """Return both directions of an item; None where it has none or a place is missing."""
    home, other = places.home, places.destination or places.current
    if home is None or other is None or home == other:
        return None
    if not knowledge.release.is_listed(item.id):
        return None
    moves = places.destination is not None
    there = Places(home, None if moves else other, other if moves else None)
    back = Places(other, None if moves else home, home if moves else None)
    first, second = (_find(item, pair, knowledge, text, on) for pair in (there, back))
    sides = (_side(first, knowledge), _side(second, knowledge))
    plain = [_without_places(side, (home, other), knowledge) for side in sides]
    differing = {what for what in plain[0] if plain[0][what] != plain[1].get(what)}
    return BothWays(sides, frozenset(differing))


def _find(item: ServiceItem, places: Places, knowledge: Knowledge, text: str, on: date) -> Route:
    return find_route(item, places, knowledge.release, knowledge.gazetteer, text=text, on=on)


def _side(route: Route, knowledge: Knowledge) -> Side:
    gazetteer = knowledge.gazetteer
    facts = collect_facts(route, knowledge.release, gazetteer)
    home, other = route.places.home, route.places.destination or route.places.current
    key = "moves" if route.places.destination else "handled"
    accepts, decides = route.direction.accepts, route.direction.decides
    basis = [line.title for line in facts.basis if line.scope is None]
    told = {
        "verdict": verdict_line(route, gazetteer),
        "modes": "、".join(mode.value for mode in route.modes),
        "accepts": place_name(accepts, gazetteer),
        "decides": place_name(decides, gazetteer),
        "basis": "；".join(basis),
        "limits": "；".join(limit.limit for limit in route.limits),
    }
    return Side(
        typeset(
            say(
                f"both_ways.{key}",
                home=place_name(home, gazetteer),
                other=place_name(other, gazetteer),
            )
        ),
        route.verdict.value,
        tuple((say(f"both_ways.{what}"), typeset(fact or "—")) for what, fact in told.items()),
    )


def _without_places(
    side: Side, places: tuple[Place, Place], knowledge: Knowledge
) -> dict[str, str]:
    """Return the facts with both places blotted out: that they are swapped is no difference."""
    names = sorted(
        {typeset(n) for p in places for n in (place_name(p, knowledge.gazetteer), p.name)},
        key=len,
        reverse=True,
    )
    plain = {}
    for what, fact in side.lines:
        for name in names:
            fact = fact.replace(name, "·")
        plain[what] = fact
    return plain


def find_place_agreements(
    places: Places, knowledge: Knowledge, *, on: date
) -> tuple[PlaceAgreement, ...]:
    """Return what is in force between two places, the most specific first, each with its way."""
    home, other = places.home, places.destination or places.current
    if home is None or other is None or home == other:
        return ()
    there = describe_pair(home, other, knowledge, on=on)
    back = describe_pair(other, home, knowledge, on=on)
    back_ids = {fit.agreement.id for fit in back.agreements}
    there_ids = {fit.agreement.id for fit in there.agreements}

    def way_of(fit: AgreementFit) -> Way:
        if fit.agreement.id in there_ids and fit.agreement.id in back_ids:
            return Way.BOTH
        return Way.THERE if fit.agreement.id in there_ids else Way.BACK

    served = {fit.agreement.id: fit for fit in (*there.agreements, *back.agreements)}
    names = {
        "home": place_name(home, knowledge.gazetteer),
        "other": place_name(other, knowledge.gazetteer),
    }
    silent = dict.fromkeys((*there.silent, *back.silent))
    return (
        *(_described(fit.agreement, way_of(fit), names) for fit in served.values()),
        *(_described(agreement, Way.UNSAID, names) for agreement in silent),
    )


def _described(agreement: Agreement, way: Way, names: dict[str, str]) -> PlaceAgreement:
    return PlaceAgreement(
        title=typeset(agreement.title),
        way=way,
        direction=typeset(say(f"both_ways.way.{way.value}", **names)),
        signed=signed_day(agreement),
        scope=typeset(agreement.scope),
        count=_BARE_COUNT.sub(r"\1项", typeset(agreement.item_count)),
    )
