"""Say how a matter is handled: who takes the papers, who decides, and what else one may do."""

from bot.places import Gazetteer
from bot.replies.texts import has_text, say
from bot.route import Route
from catalog.items import ServiceItem
from catalog.offerings import HandlingMode
from intents.lexicon import Place

_KEYS = {
    HandlingMode.ONLINE: "online",
    HandlingMode.PROXY: "proxy",
    HandlingMode.NATIONWIDE_WINDOW: "nationwide",
    HandlingMode.DIRECT_SETTLEMENT: "direct",
    HandlingMode.JOINT: "joint",
    HandlingMode.CLOUD_WINDOW: "cloud",
    HandlingMode.TERMINAL: "terminal",
    HandlingMode.AUTOMATIC: "automatic",
}


def procedure_line(route: Route, gazetteer: Gazetteer) -> str:
    """Return who takes the papers and who decides, the official words for it last."""
    note = mode_note(route)
    if not route.modes:
        return say("line.procedure", who=note) if note else ""
    moves = bool(route.offerings and route.offerings[0].destinations.codes)
    accepts = place_name(route.direction.accepts, gazetteer)
    decides = place_name(route.direction.decides, gazetteer) or home_word(route.item)
    here = place_name(route.places.current, gazetteer) or say("role.current")
    target = place_name(route.places.destination, gazetteer) or say("role.short_destination")
    values = {
        "accepts": accepts or (target if moves else say("role.current")),
        "decides": decides,
        "here": here,
        "home": place_name(route.places.home, gazetteer) or home_word(route.item),
    }
    first = "moves" if moves else _KEYS[route.modes[0]]
    told = [say(f"how.{first}", **values)]
    others = [] if moves else [f"how.or_{_KEYS[mode]}" for mode in route.modes[1:]]
    told += [say(key, **values) for key in others if has_text(key)][:1]
    told += [note] if note else []
    modes = "、".join(route.modes)
    return say("line.procedure", who=";".join(told) + say("how.modes", modes=modes))


def mode_note(route: Route) -> str:
    """Return what the source adds to its mode, without the mode's own name."""
    if route.abroad:
        return ""  # it tells of windows here
    note = next((o.mode_note for o in route.offerings[:1]), "")
    named, colon, rest = note.partition(":")
    if not colon:
        return note
    # “云窗口远程视频:…” says the mode once more; what follows says how.
    return "" if route.modes and named.startswith(route.modes[0]) else rest or note


def home_word(item: ServiceItem) -> str:
    """Return what people call the place a matter of this kind belongs to (户籍地, 参保地 …)."""
    key = f"home_word.{item.category}"
    return say(key if has_text(key) else "home_word.other")


def place_name(place: Place | None, gazetteer: Gazetteer) -> str:
    """Return a place by its full name, with the zone that was meant; empty for none."""
    if place is None:
        return ""
    name = gazetteer.full_name(place)
    return f"{name}({place.zone})" if place.zone else name
