"""Find agreements and offerings that disagree about whose matters are handled where.

1. Two agreements about the same subject: one names ``A→B`` only, the other serves ``B→A`` as well.
   Both itemised: they share an item; neither itemised: they have the same categories.
2. An offering and the agreement it rests on: the agreement names only the reverse of what the
   offering serves.

What a source is silent about (``unknown``) contradicts nothing.
"""

from collections.abc import Iterator
from datetime import date
from itertools import permutations

from catalog.agreements import Agreement, DirectionKind
from catalog.contradictions.basis import is_over
from catalog.contradictions.findings import Contradiction, ContradictionKind
from catalog.contradictions.territory import Territory
from catalog.offerings import Offering, Reach
from catalog.release import CatalogRelease


def find_direction_conflicts(
    release: CatalogRelease, territory: Territory, *, on: date
) -> Iterator[Contradiction]:
    """Yield agreements that disagree with each other, and offerings with their agreement."""
    yield from _between_agreements(release, on)
    for offering in release.offerings:
        agreement = release.agreements.get(offering.agreement or "")
        if agreement is not None and _is_turned(offering, agreement, territory):
            what = f"“{offering.label}”与{_titled(agreement)}的方向相反"
            instead = "核对原文,对调这一行的 homes 和 currents,或改协议的 direction"
            keys = (offering.id,)
            yield Contradiction(ContradictionKind.DIRECTION, "offerings", keys, what, instead)


def _between_agreements(release: CatalogRelease, on: date) -> Iterator[Contradiction]:
    known = [
        a
        for a in release.agreements.values()
        if a.is_service_agreement and not is_over(a.expires_on, on)
    ]
    told: set[frozenset[str]] = set()
    for one, other in permutations(known, 2):
        both = frozenset((one.id, other.id))
        pair = None if both in told else _one_way_here(one, other)
        if pair is not None:
            told.add(both)
            home, current = (_named(code, release) for code in pair)
            what = f"{_titled(one)}只写了{home}→{current},{_titled(other)}也有{current}→{home}"
            instead = "核对原文,把两份协议的 direction 写成一致,或用 items 分清各管哪些事项"
            keys = (one.id, other.id)
            yield Contradiction(ContradictionKind.DIRECTION, "agreements", keys, what, instead)


def _one_way_here(one: Agreement, other: Agreement) -> tuple[str, str] | None:
    """Return a pair that is one-way in the first agreement and goes back in the other."""
    if one.direction is not DirectionKind.PAIRS or not _are_about_the_same(one, other):
        return None
    one_way = (pair for pair in one.pairs if not _serves(one, pair[1], pair[0]))
    return next((pair for pair in one_way if _serves(other, pair[1], pair[0])), None)


def _serves(agreement: Agreement, home: str, current: str) -> bool:
    match agreement.direction:
        case DirectionKind.PAIRS:
            return (home, current) in agreement.pairs
        case DirectionKind.MUTUAL:
            return {home, current} <= set(agreement.party_codes)
        case DirectionKind.UNKNOWN:
            return False


def _are_about_the_same(one: Agreement, other: Agreement) -> bool:
    if one.items or other.items:
        return bool(set(one.items) & set(other.items))
    return set(one.categories) == set(other.categories)


def _is_turned(offering: Offering, agreement: Agreement, territory: Territory) -> bool:
    if agreement.direction is not DirectionKind.PAIRS:
        return False
    if not (offering.homes.codes and offering.currents.codes):
        return False
    homes, currents = offering.homes, offering.currents
    return not _is_named(homes, currents, agreement, territory) and _is_named(
        currents, homes, agreement, territory
    )


def _is_named(homes: Reach, currents: Reach, agreement: Agreement, territory: Territory) -> bool:
    """Say whether a pair of the agreement meets what is served from the one to the other."""
    return any(
        territory.meets(homes, Reach((home,))) and territory.meets(currents, Reach((current,)))
        for home, current in agreement.pairs
    )


def _titled(agreement: Agreement) -> str:
    return f"《{agreement.title.strip('《》')}》"


def _named(code: str, release: CatalogRelease) -> str:
    division = release.divisions.get(code)
    return division.name if division else code.removeprefix("area:")
