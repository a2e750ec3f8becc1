"""Make facts of rows that were found valid; decides nothing and finds no problems."""

from collections.abc import Iterable
from functools import lru_cache

from catalog.agreements import Agreement, DirectionKind
from catalog.cells import ARROW, EXCEPT
from catalog.channels import ServiceChannel
from catalog.disclosure import shown_contact, shown_url, true_confidence
from catalog.figures import Figure
from catalog.grid import Row, split_parts
from catalog.items import Alias, ServiceItem
from catalog.jurisdictions import Jurisdiction, Region
from catalog.known import EVERYWHERE, Known
from catalog.limits import Limit, LimitEffect
from catalog.offerings import Accepts, BasisKind, HandlingMode, Offering, Reach
from catalog.sources import Confidence, PartialDate, Source, parse_partial_date
from catalog.systems import System


def make_source(row: Row) -> Source:
    """Return where a row was published."""
    kind = row["source_kind"]
    return Source(
        title=row["source_title"],
        url=shown_url(kind, row["source_url"]),
        kind=kind,
        as_of=row["as_of"] or None,
        confidence=true_confidence(kind, Confidence(row["confidence"])),
    )


def make_alias(row: Row, known: Known) -> Alias:
    """Return one wording for an item."""
    return Alias(
        text=row["alias"],
        kind=row["kind"],
        ambiguous_with=known.resolve_all("items", row.parts("ambiguous_with")),
        see_also=known.resolve_all("items", row.parts("see_also")),
        is_umbrella=row["is_umbrella"] == "yes",
    )


def make_item(row: Row, aliases: Iterable[Alias], known: Known) -> ServiceItem:
    """Return an item with what people call it."""
    return ServiceItem(
        id=row["id"],
        name=row["name"],
        category=row["category"],
        department=row["department"],
        audience=row.parts("audience"),
        summary=row["summary"],
        aliases=tuple(aliases),
        members=known.resolve_all("items", row.parts("members")),
        handled_by=row["handled_by"],
        ask=row["ask"],
        known_as_of=row["known_as_of"],
        near=known.resolve_all("items", row.parts("near")),
    )


def make_offering(row: Row, known: Known) -> Offering:
    """Return one way in which items are handled."""
    modes = set(row.parts("modes"))
    return Offering(
        id=row["id"],
        items=known.resolve_all("items", row.parts("items")),
        label=row["label"],
        homes=_reach(row["homes"]),
        currents=_reach(row["currents"]),
        destinations=_reach(row["destinations"]),
        cross_only=row["cross_only"] == "yes",
        modes=tuple(mode for mode in HandlingMode if mode in modes),
        mode_note=row["mode_note"],
        accepts=Accepts(row["accepts"]) if row["accepts"] else None,
        where=row.parts("where"),
        channels=known.resolve_all("channels", row.parts("channels")),
        materials=row.parts("materials"),
        time_limit=row["time_limit"],
        fee=row["fee"],
        conditions=row["conditions"],
        basis_kind=BasisKind(row["basis_kind"]),
        basis_title=row["basis_title"],
        basis_as_of=row["basis_as_of"],
        basis_confidence=Confidence(row["basis_confidence"]),
        agreement=known.resolve("agreements", row["agreement"]) if row["agreement"] else None,
        valid_from=_date(row["valid_from"]),
        valid_until=_date(row["valid_until"]),
        source=make_source(row),
    )


@lru_cache(maxsize=256)
def _reach(cell: str) -> Reach:
    """Read a reach; what names only exceptions means everywhere else."""
    parts = split_parts(cell)
    excluded = tuple(part.removeprefix(EXCEPT) for part in parts if part.startswith(EXCEPT))
    codes = tuple(part for part in parts if not part.startswith(EXCEPT))
    return Reach(codes or ((EVERYWHERE,) if excluded else ()), excluded)


@lru_cache(maxsize=256)
def _date(cell: str) -> PartialDate | None:
    return parse_partial_date(cell)


def make_agreement(row: Row, known: Known) -> Agreement:
    """Return an agreement, list or joint rule."""
    direction, pairs = _direction(row["direction"])
    return Agreement(
        id=row["id"],
        title=row["title"],
        parties=row["parties"],
        party_codes=row.parts("party_codes"),
        direction=direction,
        pairs=pairs,
        signed_on=_date(row["signed_on"]),
        signed_text=row["signed_on"],
        expires_on=_date(row["expires_on"]),
        scope=row["scope"],
        item_count=row["item_count"],
        mechanism=row["mechanism"],
        notes=row["notes"],
        categories=row.parts("categories"),
        items=known.resolve_all("items", row.parts("items")),
        is_service_agreement=row["is_service_agreement"] == "yes",
        source=make_source(row),
    )


def _direction(cell: str) -> tuple[DirectionKind, tuple[tuple[str, str], ...]]:
    if cell in (DirectionKind.MUTUAL, DirectionKind.UNKNOWN):
        return DirectionKind(cell), ()
    pairs = (part.partition(ARROW) for part in split_parts(cell))
    return DirectionKind.PAIRS, tuple(
        (home.strip(), current.strip()) for home, _, current in pairs
    )


def make_limit(row: Row, known: Known) -> Limit:
    """Return a known limit."""
    return Limit(
        id=row["id"],
        topic=row["topic"],
        limit=row["limit"],
        what_to_do=row["what_to_do"],
        items=known.resolve_all("items", row.parts("items")),
        categories=row.parts("categories"),
        when=row.parts("when"),
        homes=row.parts("homes"),
        effect=LimitEffect(row["effect"]),
        source=make_source(row),
    )


def make_channel(row: Row, known: Known) -> ServiceChannel:
    """Return a site, app, window, terminal or phone."""
    source = make_source(row)
    return ServiceChannel(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        regions=row.parts("regions"),
        address=shown_contact(row["address"], source.confidence),
        phone=shown_contact(row["phone"], source.confidence),
        hours=row["hours"] or None,
        categories=row.parts("categories"),
        items=known.resolve_all("items", row.parts("items")),
        notes=row["notes"],
        source=source,
    )


def make_figure(row: Row) -> Figure:
    """Return one published number."""
    return Figure(
        system=row["system"],
        value=row["value"],
        unit=row["unit"],
        as_of=row["as_of"],
        meaning=row["meaning"],
        source=make_source(row),
    )


def make_system(row: Row, known: Known) -> System:
    """Return a programme, platform, term or mode."""
    return System(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        aliases=row.parts("aliases"),
        what=row["what"],
        whom=row["whom"],
        where=row["where"],
        regions=row.parts("regions"),
        figures=known.resolve_all("figures", row.parts("figures")),
        agreements=known.resolve_all("agreements", row.parts("agreements")),
        items=known.resolve_all("items", row.parts("items")),
        limits=known.resolve_all("limits", row.parts("limits")),
        source=make_source(row),
    )


def make_region(row: Row) -> Region:
    """Return a named area that is no division."""
    return Region(
        name=row["name"],
        kind=row["kind"],
        members=row.parts("members"),
        aliases=row.parts("aliases"),
        parent=row["parent"] or None,
        is_part=row["is_part"] == "yes",
        note=row["note"],
    )


def make_division(row: Row) -> Jurisdiction:
    """Return a division."""
    return Jurisdiction(row["code"], row["name"], row["area_code"] or None)
