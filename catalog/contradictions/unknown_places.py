"""Find facts for places nobody can be in: areas of which no member is known, parties left open."""

from collections.abc import Iterable, Iterator
from datetime import date

from catalog.contradictions.basis import is_over
from catalog.contradictions.findings import Contradiction, ContradictionKind
from catalog.contradictions.territory import Territory
from catalog.known import AREA
from catalog.release import CatalogRelease


def find_unknown_places(
    release: CatalogRelease, territory: Territory, *, on: date
) -> Iterator[Contradiction]:
    """Yield rows that name a place which stands for no division."""
    for sheet, key, name, codes in _places_named(release):
        unknown = [code for code in dict.fromkeys(codes) if not territory.is_known(code)]
        if unknown:
            places = "、".join(code.removeprefix(AREA) for code in unknown)
            what = f"“{name}”写的{places}不知道在哪,没有人会被算在里面"
            yield _unknown(sheet, key, what, "在 regions 写上它的 members,或改成六位代码")
    for agreement in release.agreements.values():
        is_serving = agreement.is_service_agreement and not is_over(agreement.expires_on, on)
        if is_serving and not agreement.party_codes:
            what = f"《{agreement.title.strip('《》')}》没有写缔约地的代码,问到哪里都找不到它"
            yield _unknown("agreements", agreement.id, what, "在 party_codes 写上各方")


def _places_named(
    release: CatalogRelease,
) -> Iterator[tuple[str, str, str, Iterable[str]]]:
    """Yield sheet, key, name and places of every fact."""
    for o in release.offerings:
        reaches = (o.homes, o.currents, o.destinations)
        codes = [code for reach in reaches for code in (*reach.codes, *reach.excluded)]
        yield "offerings", o.id, o.label, codes
    for a in release.agreements.values():
        paired = [code for pair in a.pairs for code in pair]
        yield "agreements", a.id, a.title, (*a.party_codes, *paired)
    for limit in release.limits:
        yield "limits", limit.id, limit.topic, limit.homes
    for channel in release.channels.values():
        yield "channels", channel.id, channel.name, channel.regions
    for system in release.systems.values():
        yield "systems", system.id, system.name, system.regions


def _unknown(sheet: str, key: str, what: str, instead: str) -> Contradiction:
    return Contradiction(ContradictionKind.UNKNOWN_PLACE, sheet, (key,), what, instead)
