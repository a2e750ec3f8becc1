"""Put an item and its offerings into the words of its page (``/i/<item id>``)."""

from bot.knowledge import Knowledge
from bot.places import EVERYWHERE
from bot.replies.dates import say_date
from bot.route_facts import source_line
from bot.web import ItemPage, OfferingCard
from catalog.offerings import Offering, Reach
from catalog.sources import Confidence


def find_item_page(item_id: str, knowledge: Knowledge) -> ItemPage | None:
    """Return what the page of an item shows, or None when the catalog has no such item."""
    item = knowledge.release.items.get(item_id)
    if item is None:
        return None
    offerings = knowledge.release.offerings_of.get(item_id, ())
    return ItemPage(
        id=item.id,
        name=item.name,
        category=item.category,
        department=item.department,
        summary=item.summary,
        aliases=tuple(alias.text for alias in item.aliases),
        offerings=tuple(_offering_card(offering, knowledge) for offering in offerings),
        handled_by=item.handled_by,
        ask=item.ask,
        known_as_of=say_date(item.known_as_of),
    )


def _offering_card(offering: Offering, knowledge: Knowledge) -> OfferingCard:
    source = source_line(offering.source, fallback=offering.basis_as_of or None)
    basis = offering.basis_title
    if basis and offering.basis_as_of:
        basis = f"{basis}({say_date(offering.basis_as_of)})"
    return OfferingCard(
        label=offering.label,
        modes=tuple(mode.value for mode in offering.modes),
        mode_note=offering.mode_note,
        homes=_reach(offering.homes, knowledge),
        currents=_reach(offering.currents, knowledge),
        destinations=_reach(offering.destinations, knowledge),
        where=offering.where,
        materials=offering.materials,
        time_limit=offering.time_limit,
        fee=offering.fee,
        conditions=offering.conditions,
        basis=basis,
        source=f"{source.title}({say_date(source.as_of)})",
        source_url=source.url,
        is_inferred=Confidence.INFERRED in (offering.basis_confidence, offering.source.confidence),
    )


def _reach(reach: Reach, knowledge: Knowledge) -> str:
    names = ["全国" if c == EVERYWHERE else knowledge.gazetteer.name(c) for c in reach.codes]
    excluded = [knowledge.gazetteer.name(code) for code in reach.excluded]
    text = "、".join(names)
    return f"{text}({'、'.join(excluded)}除外)" if excluded else text
