"""Find facts that still stand although what they rest on is over."""

from collections.abc import Iterator
from datetime import date

from catalog.agreements import Agreement
from catalog.contradictions.findings import Contradiction, ContradictionKind
from catalog.offerings import Offering
from catalog.release import CatalogRelease
from catalog.sources import PartialDate


def find_expired_basis(release: CatalogRelease, *, on: date) -> Iterator[Contradiction]:
    """Yield offerings and systems whose agreement is over, and items of which nothing holds."""
    over = {a.id: a for a in release.agreements.values() if is_over(a.expires_on, on)}
    for offering in release.offerings:
        agreement = _basis_of(offering, over)
        if agreement is not None and not is_over(offering.valid_until, on):
            what = f"“{offering.label}”依据的{_told(agreement)}"
            yield _expired("offerings", (offering.id,), what)
    for system in release.systems.values():
        for agreement in (over[id_] for id_ in system.agreements if id_ in over):
            what = f"“{system.name}”依据的{_told(agreement)}"
            yield _expired("systems", (system.id,), what)
    for item, offerings in release.offerings_of.items():
        if all(is_over(offering.valid_until, on) for offering in offerings):
            what = f"“{release.items[item].name}”的办理方式都已过了 valid_until"
            yield _expired("offerings", tuple(o.id for o in offerings), what)


def is_over(end: PartialDate | None, on: date) -> bool:
    """Say whether a last day has passed; an unknown one has not."""
    return end is not None and end.last_day < on


def holds_on(offering: Offering, release: CatalogRelease, on: date) -> bool:
    """Say whether an offering is in force, by its own dates and those of its agreement."""
    start = offering.valid_from
    agreement = release.agreements.get(offering.agreement or "")
    return (
        (start is None or start.last_day <= on)
        and not is_over(offering.valid_until, on)
        and not (agreement is not None and is_over(agreement.expires_on, on))
    )


def _basis_of(offering: Offering, over: dict[str, Agreement]) -> Agreement | None:
    if offering.agreement is not None:
        return over.get(offering.agreement)
    return next((a for a in over.values() if a.title == offering.basis_title), None)


def _told(agreement: Agreement) -> str:
    assert agreement.expires_on is not None  # it is over
    return f"《{agreement.title.strip('《》')}》到 {agreement.expires_on.text} 为止"


def _expired(sheet: str, keys: tuple[str, ...], what: str) -> Contradiction:
    instead = "写上新的依据,或填 valid_until 让它一起结束"
    if sheet == "systems":
        instead = "换成现行的协议,或在 agreements 列删去它"
    return Contradiction(ContradictionKind.EXPIRED_BASIS, sheet, keys, what, instead)
