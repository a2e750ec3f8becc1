"""Find the agreements and lists that are in force for a pair of places on a day.

The rules, from docs/contract.md (basis):

1. a one-way agreement serves ``home → current`` only; its reverse is unknown there;
2. ``mutual`` serves any two different parties; ``unknown`` serves nobody for certain;
3. it must have been signed by that day (a partial date counts from its last day) and not be
   expired;
4. a topical agreement counts for items of its category only; one that is not itemised is named but
   covers no item by itself;
5. most specific first: two counties before two provinces.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.places import EVERYWHERE, Fit, Gazetteer
from catalog.agreements import Agreement, DirectionKind
from catalog.items import ServiceItem
from catalog.sources import PartialDate, parse_partial_date
from intents.lexicon import Place


@dataclass(frozen=True, slots=True)
class AgreementFit:
    """An agreement that serves two places, and how surely."""

    agreement: Agreement
    """The agreement."""
    fit: Fit
    """PERHAPS when only a zone of a named division is meant."""
    closeness: int
    """Higher = its parties are nearer to the places named."""


def is_in_force(agreement: Agreement, on: date) -> bool:
    """Say whether an agreement counts on a day; one without any date counts on none."""
    return _start(agreement) is not None and not is_out_of_force(agreement, on)


def is_out_of_force(agreement: Agreement, on: date) -> bool:
    """Say whether its dates show that an agreement has not begun yet or is over."""
    start, end = _start(agreement), agreement.expires_on
    return (start is not None and start.last_day > on) or (end is not None and end.last_day < on)


def _start(agreement: Agreement) -> PartialDate | None:
    """Return since when an agreement counts: since it was signed, else since its source."""
    return agreement.signed_on or parse_partial_date(agreement.source.as_of or "")


def agreements_between(
    home: Place,
    current: Place,
    agreements: Iterable[Agreement],
    gazetteer: Gazetteer,
    *,
    on: date,
) -> list[AgreementFit]:
    """Return what serves ``home → current`` on that day, most specific first."""
    found = []
    for agreement in agreements:
        if not (agreement.is_service_agreement and is_in_force(agreement, on)):
            continue
        best = _best_pair(agreement, home, current, gazetteer)
        # A whole province is no sign of being in one of its zones.
        coarse = home.code.endswith("0000") or current.code.endswith("0000")
        if best is not None and not (coarse and best[0] is Fit.PERHAPS):
            found.append(AgreementFit(agreement, *best))
    return sorted(found, key=lambda f: (-f.fit, -f.closeness, f.agreement.title))


def _best_pair(
    agreement: Agreement, home: Place, current: Place, gazetteer: Gazetteer
) -> tuple[Fit, int] | None:
    """Return how surely the best pair of an agreement serves, and how close it is."""
    parties = agreement.party_codes
    match agreement.direction:
        case DirectionKind.PAIRS:
            homes = tuple(dict.fromkeys(home for home, _ in agreement.pairs))
            currents = tuple(dict.fromkeys(current for _, current in agreement.pairs))
        case DirectionKind.MUTUAL:
            homes = currents = parties
        case DirectionKind.UNKNOWN:
            return None
    served_homes = {a: fit for a in homes if (fit := gazetteer.fit(home, (a,)))}
    if not served_homes:
        return None
    served_currents = {b: fit for b in currents if (fit := gazetteer.fit(current, (b,)))}
    pairs = [
        (min(first, second), _depth(a, b))
        for a, first in served_homes.items()
        for b, second in served_currents.items()
        if _is_served(agreement, a, b)
    ]
    return max(pairs, default=None)


def _is_served(agreement: Agreement, home: str, current: str) -> bool:
    if agreement.direction is DirectionKind.PAIRS:
        return (home, current) in agreement.pairs
    return home != current


def _depth(*codes: str) -> int:
    """Count how far below the province the parties of a pair lie."""
    return sum(
        2 if not code.endswith("00") else 0 if code.endswith("0000") else 1 for code in codes
    )


def concerns(agreement: Agreement, item: ServiceItem) -> bool:
    """Say whether an agreement is about items of this kind at all."""
    if agreement.items:
        return item.id in agreement.items
    return not agreement.categories or item.category in agreement.categories


def touching(
    places: Iterable[Place], agreements: Iterable[Agreement], gazetteer: Gazetteer
) -> list[Agreement]:
    """Return the agreements of which every one of the places is surely a party or part of one.

    One of them must be a party by name: what 德州 has with the whole country is nothing between
    two other places.
    """
    wanted = list(places)
    return [a for a in agreements if _touches(a, wanted, gazetteer)]


def _touches(agreement: Agreement, places: list[Place], gazetteer: Gazetteer) -> bool:
    parties = agreement.party_codes
    by_name = [code for code in parties if code != EVERYWHERE]
    return all(gazetteer.fit(place, parties) is Fit.YES for place in places) and any(
        gazetteer.fit(place, by_name) is Fit.YES for place in places
    )
