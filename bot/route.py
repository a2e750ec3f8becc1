"""Decide the route: item × home × current × destination × day → Route.

``home`` is the place the matter belongs to (业务属地), ``current`` where it should be handled.
Swapping them is a different question with a different answer. The verdict, first rule that fits:

0. from abroad     – as below, but only what is handled online counts, and that only
                     perhaps: nobody knows whether one can sign in from there
1. ``local``       – home and current (else destination) lie in one province
2. ``not_yet``     – a known limit says no for this case
3. ``unknown``     – no offering in force fits every place named (direction and day included)
4. ``conditional`` – an offering fits, and a limit applies or a place only perhaps lies inside
5. ``covered``     – an offering in force fits every place named
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.basis import AgreementFit, agreements_between, concerns, is_out_of_force
from bot.places import EVERYWHERE, Fit, Gazetteer
from catalog.items import ServiceItem
from catalog.limits import Limit, LimitEffect
from catalog.offerings import Accepts, HandlingMode, Offering, Reach
from catalog.release import CatalogRelease
from intents.lexicon import Place


class Verdict(StrEnum):
    """The one word that answers “can it be done from here” (结论)."""

    COVERED = "covered"
    CONDITIONAL = "conditional"
    NOT_YET = "not_yet"
    LOCAL = "local"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a matter; None = not named, never guessed."""

    home: Place | None = None
    """业务属地."""
    current: Place | None = None
    """办理地."""
    destination: Place | None = None
    """转入地, 迁入地."""

    @property
    def named(self) -> tuple[Place, ...]:
        """The places that were named."""
        return tuple(p for p in (self.home, self.current, self.destination) if p is not None)


@dataclass(frozen=True, slots=True)
class Direction:
    """Who takes the papers and who decides; None = not known or not named."""

    accepts: Place | None
    """收件地."""
    decides: Place | None
    """决定地."""


@dataclass(frozen=True, slots=True)
class Route:
    """How one item is handled for these places on this day (办理路径)."""

    item: ServiceItem
    """The item."""
    places: Places
    """The places named."""
    on: date
    """The day it is about."""
    verdict: Verdict
    """Whether it can be done."""
    offerings: tuple[Offering, ...]
    """What fits, most specific first; empty for unknown, and for local when nothing fits."""
    direction: Direction
    """Who accepts, who decides."""
    modes: tuple[HandlingMode, ...]
    """Fewest trips first."""
    limits: tuple[Limit, ...]
    """What applies, the strictest first."""
    agreements: tuple[AgreementFit, ...]
    """In force in this direction and about this kind of item, most specific first."""
    alternative: tuple[Offering, ...] = ()
    """When nothing fits: offerings of the item that hold elsewhere."""
    abroad: bool = False
    """True when it is asked from outside the country."""


def find_route(
    item: ServiceItem,
    places: Places,
    release: CatalogRelease,
    gazetteer: Gazetteer,
    *,
    text: str,
    on: date,
    abroad: bool = False,
) -> Route:
    """Return the route of an item that has offerings; ``abroad`` when asked from there."""
    known = offerings_on(item.id, release, on)
    reachable = [o for o in known if _is_reached_from_abroad(o)] if abroad else known
    fitting = _fitting(reachable, places, gazetteer)
    if abroad:
        fitting = [(offering, Fit.PERHAPS) for offering, _ in fitting]
    limits = _applying_limits(item, places, release, gazetteer, text)
    verdict = _verdict(places, fitting, limits, gazetteer)
    kept = tuple(offering for offering, _ in fitting)
    lead = kept[0] if kept else None
    modes = _modes(kept, lead, verdict)
    if abroad:
        modes = tuple(mode for mode in modes if mode is HandlingMode.ONLINE)
    return Route(
        item=item,
        places=places,
        on=on,
        verdict=verdict,
        offerings=kept,
        direction=_direction(lead, modes, places, verdict),
        modes=modes,
        limits=limits,
        agreements=_agreements(item, places, release, gazetteer, on=on),
        alternative=tuple(known) if not kept else (),
        abroad=abroad,
    )


def offerings_on(item: str, release: CatalogRelease, on: date) -> list[Offering]:
    """Return the offerings of an item that hold on a day.

    One that rests on an agreement holds no longer than the agreement does.
    """
    known = release.offerings_of.get(item, ())
    return [o for o in known if _is_valid(o, on) and _is_agreed(o, release, on)]


def _is_valid(offering: Offering, on: date) -> bool:
    starts, ends = offering.valid_from, offering.valid_until
    return (starts is None or starts.last_day <= on) and (ends is None or ends.last_day >= on)


def _is_reached_from_abroad(offering: Offering) -> bool:
    """Say whether it is handled online, from wherever one is."""
    currents = offering.currents.codes
    return HandlingMode.ONLINE in offering.modes and (not currents or EVERYWHERE in currents)


def _is_agreed(offering: Offering, release: CatalogRelease, on: date) -> bool:
    agreement = release.agreements.get(offering.agreement or "")
    return agreement is None or not is_out_of_force(agreement, on)


def _fitting(
    offerings: Iterable[Offering], places: Places, gazetteer: Gazetteer
) -> list[tuple[Offering, Fit]]:
    """Return offerings that fit all places named, most specific first."""
    found = []
    for offering in offerings:
        fit = _offering_fit(offering, places, gazetteer)
        if fit is not Fit.NO:
            found.append((offering, fit))
    return sorted(found, key=lambda pair: (-pair[1], -_closeness(pair[0], places)))


def _offering_fit(offering: Offering, places: Places, gazetteer: Gazetteer) -> Fit:
    roles = (
        (places.home, offering.homes),
        (places.current, offering.currents),
        (places.destination, offering.destinations),
    )
    fits = [_reach_fit(place, reach, gazetteer) for place, reach in roles if place is not None]
    return min(fits, default=Fit.YES)


def _reach_fit(place: Place, reach: Reach, gazetteer: Gazetteer) -> Fit:
    if not reach.codes:
        return Fit.YES
    if reach.excluded and gazetteer.fit(place, reach.excluded) is Fit.YES:
        return Fit.NO
    return gazetteer.fit(place, reach.codes)


def _closeness(offering: Offering, places: Places) -> int:
    """Count the named roles the offering is made for; without a place, the widest comes first."""
    reaches = (offering.homes, offering.currents, offering.destinations)
    roles = (places.home, places.current, places.destination)
    made_for = [reach.codes and EVERYWHERE not in reach.codes for reach in reaches]
    if not places.named:
        return -sum(map(bool, made_for))
    named = sum(1 for place, special in zip(roles, made_for, strict=True) if place and special)
    unnamed = sum(
        1 for place, special in zip(roles, made_for, strict=True) if not place and special
    )
    return named - 2 * unnamed


def _verdict(
    places: Places,
    fitting: list[tuple[Offering, Fit]],
    limits: tuple[Limit, ...],
    gazetteer: Gazetteer,
) -> Verdict:
    other = places.current or places.destination
    if places.home and other and gazetteer.same_province(places.home, other):
        return Verdict.LOCAL
    effects = {limit.effect for limit in limits}
    if LimitEffect.NOT_YET in effects:
        return Verdict.NOT_YET
    if not fitting:
        return Verdict.UNKNOWN
    if LimitEffect.CONDITIONAL in effects or fitting[0][1] is Fit.PERHAPS:
        return Verdict.CONDITIONAL
    return Verdict.COVERED


def _applying_limits(
    item: ServiceItem,
    places: Places,
    release: CatalogRelease,
    gazetteer: Gazetteer,
    text: str,
) -> tuple[Limit, ...]:
    order = list(LimitEffect)
    found = []
    for limit in release.limits:
        about = item.id in limit.items or (not limit.items and item.category in limit.categories)
        here = not limit.homes or (
            places.home is not None and gazetteer.fit(places.home, limit.homes) is Fit.YES
        )
        said = not limit.when or any(word in text for word in limit.when)
        if about and here and said:
            found.append(limit)
    return tuple(sorted(found, key=lambda limit: order.index(limit.effect)))


_HOME_ACCEPTS = frozenset({HandlingMode.ONLINE, HandlingMode.AUTOMATIC})
_CURRENT_DECIDES = frozenset({HandlingMode.NATIONWIDE_WINDOW, HandlingMode.DIRECT_SETTLEMENT})


def _modes(
    offerings: tuple[Offering, ...], lead: Offering | None, verdict: Verdict
) -> tuple[HandlingMode, ...]:
    modes = set(lead.modes) if lead else set()
    if not modes:
        modes = {mode for offering in offerings[1:] for mode in offering.modes}
    if verdict is Verdict.LOCAL:
        modes &= _HOME_ACCEPTS  # the others take papers in one province for another
    return tuple(mode for mode in HandlingMode if mode in modes)


def _direction(
    lead: Offering | None, modes: tuple[HandlingMode, ...], places: Places, verdict: Verdict
) -> Direction:
    """Apply the direction rules of docs/contract.md to the first mode of the first offering."""
    if verdict is Verdict.LOCAL:
        return Direction(places.home, places.home)
    if lead is None or not modes:
        return Direction(None, places.home)
    by_role = {
        Accepts.HOME: places.home,
        Accepts.CURRENT: places.current,
        Accepts.DESTINATION: places.destination,
    }
    if lead.accepts is not None:
        return Direction(by_role[lead.accepts], places.home)
    if lead.destinations.codes:
        return Direction(places.destination, places.home)
    if modes[0] in _HOME_ACCEPTS:
        return Direction(places.home, places.home)
    if modes[0] in _CURRENT_DECIDES:
        return Direction(places.current, places.current)
    return Direction(places.current, places.home)


def _agreements(
    item: ServiceItem,
    places: Places,
    release: CatalogRelease,
    gazetteer: Gazetteer,
    *,
    on: date,
) -> tuple[AgreementFit, ...]:
    other = places.current or places.destination
    if places.home is None or other is None or gazetteer.same_province(places.home, other):
        return ()
    found = agreements_between(places.home, other, release.agreements.values(), gazetteer, on=on)
    return tuple(fit for fit in found if concerns(fit.agreement, item))
