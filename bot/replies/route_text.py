"""Say a route in plain words: the verdict in the first line, then what was asked, then the rest.

A fact that no row gives is said as 以办理地公示为准 where it was asked for, and left out
elsewhere.
"""

import re

from bot.asked import Asked
from bot.knowledge import Knowledge
from bot.places import Gazetteer
from bot.replies.dates import say_date
from bot.replies.texts import has_text, say
from bot.route import Places, Route, Verdict
from bot.route_facts import RouteFacts
from catalog.index import bare_name
from catalog.limits import LimitEffect
from catalog.offerings import HandlingMode
from catalog.sources import COMPILED_ON
from intents.lexicon import Place

_SHOWN_MATERIALS = 8
_SHOWN_LIMITS = 2
_CLAUSE_END = re.compile("[;\uff1b]")
_DETAIL_ASPECTS = ("materials", "place", "time_limit", "fee")
_ALWAYS_TOLD = frozenset({"place"})
"""The rest is one button away: a reply fits on a phone without scrolling."""
_LONGEST_REMARK = 60


def route_lines(route: Route, facts: RouteFacts, asked: Asked, knowledge: Knowledge) -> list[str]:
    """Return the lines of a route, the verdict first, sources not included."""
    gazetteer = knowledge.gazetteer
    lines = [verdict_line(route, gazetteer)]
    if route.verdict is Verdict.NOT_YET:
        lines += _denied_lines(route)
    if route.verdict not in (Verdict.UNKNOWN, Verdict.LOCAL):
        lines.append(procedure_line(route, gazetteer))
    order = sorted(_DETAIL_ASPECTS, key=lambda aspect: aspect not in asked.aspects)
    for aspect in order:
        lines.append(detail_line(aspect, facts, asked_for=aspect in asked.aspects))
    lines += _limit_lines(route, facts, whole="conditions" in asked.aspects)
    lines.append(ask_line(facts))
    return [line for line in lines if line]


def verdict_line(route: Route, gazetteer: Gazetteer) -> str:
    """Return the one sentence that answers the question."""
    places, name = route.places, bare_name(route.item.name)
    home, current = _name(places.home, gazetteer), _name(places.current, gazetteer)
    match route.verdict:
        case Verdict.LOCAL:
            other = places.current or places.destination
            inside = Place(places.home.code[:2] + "0000", "") if places.home else None
            return say(
                "verdict.local",
                home=home,
                current=_name(other, gazetteer),
                province=gazetteer.name(inside.code) if inside else "",
                item=name,
            )
        case Verdict.NOT_YET:
            denied = next(x for x in route.limits if x.effect is LimitEffect.NOT_YET)
            return say("verdict.not_yet", limit=denied.limit.rstrip("。"))
        case Verdict.UNKNOWN if places.home and (places.current or places.destination):
            return say(
                "verdict.unknown",
                item=name,
                home=home,
                current=current or _name(places.destination, gazetteer),
                as_of=say_date(COMPILED_ON),
            )
        case Verdict.UNKNOWN:
            return say("verdict.unknown_open", item=name, as_of=say_date(COMPILED_ON))
        case _:
            return _positive_line(route, name, gazetteer)


def _positive_line(route: Route, name: str, gazetteer: Gazetteer) -> str:
    mode = route.modes[0] if route.modes else None
    home = _name(route.places.home, gazetteer) or say("role.ask_home")
    suffix = (
        {
            HandlingMode.ONLINE: "_online",
            HandlingMode.AUTOMATIC: "_automatic",
            HandlingMode.DIRECT_SETTLEMENT: "_direct",
        }.get(mode, "")
        if mode
        else ""
    )
    if not route.places.named:
        wanted = (f"verdict.general{suffix}", f"verdict.covered{suffix}")
    elif route.places.destination is not None:
        wanted = (f"verdict.{route.verdict.value}_move", "verdict.covered_move")
    else:
        wanted = (f"verdict.{route.verdict.value}{suffix}", f"verdict.{route.verdict.value}")
    key = next(key for key in wanted if has_text(key))
    where = _where(route.places, gazetteer)
    return say(key, item=name, home=home, where=where)


def _where(places: Places, gazetteer: Gazetteer) -> str:
    if places.destination is not None:
        return _name(places.destination, gazetteer)
    return "在" + (_name(places.current, gazetteer) or say("role.here"))


def _name(place: Place | None, gazetteer: Gazetteer) -> str:
    if place is None:
        return ""
    return (
        f"{gazetteer.full_name(place)}({place.zone})" if place.zone else gazetteer.full_name(place)
    )


def procedure_line(route: Route, gazetteer: Gazetteer) -> str:
    """Return who takes the papers and who decides."""
    if not route.modes:
        note = route.offerings[0].mode_note if route.offerings else ""
        return say("line.procedure", mode=note or "按", who=say("line.blank")) if note else ""
    key = {
        HandlingMode.ONLINE: "who_online",
        HandlingMode.PROXY: "who_proxy",
        HandlingMode.NATIONWIDE_WINDOW: "who_nationwide",
        HandlingMode.DIRECT_SETTLEMENT: "who_direct",
        HandlingMode.JOINT: "who_joint",
        HandlingMode.CLOUD_WINDOW: "who_cloud",
        HandlingMode.TERMINAL: "who_terminal",
        HandlingMode.AUTOMATIC: "who_automatic",
    }[route.modes[0]]
    moves = bool(route.offerings and route.offerings[0].destinations.codes)
    key = "who_moves" if moves else key
    accepts = _name(route.direction.accepts, gazetteer) or say(
        "role.short_destination" if moves else "role.short_current"
    )
    decides = _name(route.direction.decides, gazetteer) or say("role.short_home")
    mode = "、".join(route.modes)
    who = say(f"line.{key}", accepts=accepts, decides=decides)
    return say("line.procedure", mode=mode, who=who)


def detail_line(aspect: str, facts: RouteFacts, *, asked_for: bool) -> str:
    """Return the line of one aspect; blank facts are only spoken of when asked for."""
    value = {
        "materials": ";".join(facts.materials[:_SHOWN_MATERIALS]),
        "place": ";".join(facts.where[: 3 if asked_for else 1]),
        "time_limit": facts.time_limit,
        "fee": facts.fee,
    }[aspect]
    if not asked_for and (not value or aspect not in _ALWAYS_TOLD):
        return ""
    blank = say("line.blank")
    return say(f"line.{aspect}", **{_SLOT.get(aspect, aspect): value or blank})


_SLOT = {"place": "where"}


def _denied_lines(route: Route) -> list[str]:
    lines = []
    for limit in route.limits:
        if limit.effect is LimitEffect.NOT_YET and limit.what_to_do:
            lines.append(say("line.instead", text=limit.what_to_do))
    if route.offerings:
        lines.append(say("line.alternative", text=route.offerings[0].label))
    return lines[:2]


def _limit_lines(route: Route, facts: RouteFacts, *, whole: bool) -> list[str]:
    lines = []
    for limit in route.limits:
        if limit.effect is LimitEffect.CONDITIONAL:
            instead = f";{limit.what_to_do}" if limit.what_to_do else ""
            lines.append(say("line.mind", text=say_date(limit.limit + instead)))
    if facts.conditions and not lines:
        told = facts.conditions if whole else _first_clauses(facts.conditions)
        lines.append(say("line.mind", text=say_date(told)))
    return lines[:_SHOWN_LIMITS]


def _first_clauses(text: str) -> str:
    """Return the clauses that fit into one remark."""
    clauses = _CLAUSE_END.split(text)
    kept = clauses[0]
    for clause in clauses[1:]:
        if len(kept) + len(clause) > _LONGEST_REMARK:
            break
        kept = f"{kept};{clause}"
    return kept


def ask_line(facts: RouteFacts) -> str:
    """Return whom to call when in doubt."""
    if facts.hotline is None:
        return say("line.ask_plain")
    return say("line.ask", phone=facts.hotline.phone, name=facts.hotline.name)
