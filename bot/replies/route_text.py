"""Say a route in plain words: the verdict in the first line, then what was asked, then the rest.

A fact that no row gives is said as 以办理地公示为准 where it was asked for, and left out
elsewhere. What does not fit on a phone is left out too, least important first (``fit``); it is one
button away.
"""

import re
from collections.abc import Iterable

from bot.asked import Asked
from bot.knowledge import Knowledge
from bot.places import EVERYWHERE, Gazetteer
from bot.replies.dates import say_date
from bot.replies.fit import Line, join_clauses, split_clauses
from bot.replies.procedure_text import home_word, mode_note, place_name, procedure_line
from bot.replies.texts import has_text, say
from bot.replies.trip_text import (
    ask_line,
    contact_line,
    materials_line,
    official_line,
    progress_line,
    trip_line,
    where_line,
)
from bot.replies.typeset import quote
from bot.route import Places, Route, Verdict
from bot.route_facts import BasisLine, RouteFacts
from catalog.index import bare_name
from catalog.limits import LimitEffect
from catalog.offerings import HandlingMode, Reach
from catalog.sources import COMPILED_ON

_HISTORY = re.compile(r"^\d{4}(?:-\d{2}){0,2}[^;]{0,4}?(?:起|年底|通报)|^\d{4}年")
"""Since when something holds is no warning; it comes last."""
_HOW_KNOWN = re.compile(r"[(\uff08][^()\uff08\uff09]*[)\uff09]$")
"""“(报道日)” says how the catalog knows a day."""
_LONGEST_VALUE = 120
_LONGEST_REMARK, _LONGEST_REMARK_ASKED = 45, 150
_LONGEST_IN_VERDICT = 40
_SHOWN_BASIS = 2
_ASKED_FIRST = (
    "materials",
    "place",
    "time_limit",
    "fee",
    "progress",
    "contact",
    "conditions",
    "basis",
)
_AT_COUNTERS = frozenset({"place", "progress"})
"""What only the counters here answer; who is abroad is not sent to them."""


def route_lines(
    route: Route,
    facts: RouteFacts,
    asked: Asked,
    knowledge: Knowledge,
    notes: Iterable[str] = (),
) -> list[Line]:
    """Return the lines of a route: the verdict, what was asked, how it was read, the rest."""
    gazetteer = knowledge.gazetteer
    wanted = [aspect for aspect in asked.aspects if aspect in _ASKED_FIRST]
    if route.abroad and not route.offerings:
        wanted = [aspect for aspect in wanted if aspect not in _AT_COUNTERS]
    answers = [Line(_aspect_line(aspect, route, facts)) for aspect in wanted]
    return [
        Line(verdict_line(route, gazetteer)),
        *answers,
        *(Line(note) for note in notes),
        *_rest(route, facts, frozenset(wanted), gazetteer),
    ]


def _rest(
    route: Route, facts: RouteFacts, told: frozenset[str], gazetteer: Gazetteer
) -> list[Line]:
    """Return what is told unasked; ``told`` are the aspects that were answered already."""
    match route.verdict:
        case Verdict.NOT_YET:
            lines = _instead_lines(route)
            told |= {"basis"}  # what lets others do it is nothing for this case
        case Verdict.UNKNOWN:
            elsewhere = say("abroad.back_home") if route.abroad else _elsewhere_line(route)
            lines = [Line(elsewhere, 4)]
        case Verdict.LOCAL:
            lines = []
        case _:
            lines = _way_lines(route, facts, told, gazetteer)
    if route.abroad:
        lines.append(Line(_abroad_line(facts)))
    if "contact" not in told:
        lines.append(Line(ask_line(facts, is_open=route.verdict is Verdict.UNKNOWN), 1))
    if "basis" not in told and route.verdict is not Verdict.LOCAL:
        lines += [Line(_basis_line(facts), 3), Line(_agreements_line(facts), 6)]
    if facts.is_inferred:
        lines.append(Line(say("line.inferred")))
    return lines


def _abroad_line(facts: RouteFacts) -> str:
    """Return whom to ask from abroad; the number only where the catalog holds it."""
    known = facts.consular_hotline
    hotline = (
        say("abroad.hotline", phone=known.phone, name=known.name)
        if known
        else say("abroad.no_hotline")
    )
    return say("abroad.embassy", hotline=hotline)


def _way_lines(
    route: Route, facts: RouteFacts, told: frozenset[str], gazetteer: Gazetteer
) -> list[Line]:
    """Return how it is done: who does what, where, what to bring, what to mind."""
    unasked = {
        "place": Line(where_line(route, facts, asked_for=False), 2),
        "materials": Line(materials_line(facts, asked_for=False), 5),
        "trip": Line(
            trip_line(
                route,
                facts,
                region=_only_region(route, gazetteer),
                hours_told="place" in told,
            ),
            4,
        ),
        "conditions": Line(_mind_line(route, facts, asked_for=False), 4),
        "official": Line(official_line(route, facts), 8),
    }
    # Without a mode the verdict has said the source's own words already.
    says_how = not route.modes and route.verdict is Verdict.COVERED
    return [
        Line("" if says_how else procedure_line(route, gazetteer), 2),
        *(line for aspect, line in unasked.items() if aspect not in told),
    ]


def _aspect_line(aspect: str, route: Route, facts: RouteFacts) -> str:
    """Return the line of an aspect that was asked for."""
    match aspect:
        case "materials":
            return materials_line(facts, asked_for=True)
        case "place":
            return where_line(route, facts, asked_for=True)
        case "progress":
            return progress_line(route, facts)
        case "contact":
            return contact_line(facts)
        case "conditions":
            return _mind_line(route, facts, asked_for=True)
        case "basis":
            none = say("line.basis", titles=say("line.basis_none"))
            return _basis_line(facts) or _agreements_line(facts) or none
        case _:
            value = facts.time_limit if aspect == "time_limit" else facts.fee
            text = join_clauses(split_clauses(value), _LONGEST_VALUE) or say("line.blank")
            return say(f"line.{aspect}", **{aspect: text})


def verdict_line(route: Route, gazetteer: Gazetteer) -> str:
    """Return the one sentence that answers the question."""
    places, name = route.places, quote(bare_name(route.item.name))
    home, current = place_name(places.home, gazetteer), place_name(places.current, gazetteer)
    match route.verdict:
        case Verdict.LOCAL:
            return _local_line(places, name, gazetteer)
        case Verdict.NOT_YET:
            denied = next(x for x in route.limits if x.effect is LimitEffect.NOT_YET)
            return say("verdict.not_yet", limit=denied.limit.rstrip("。"))
        case Verdict.UNKNOWN | Verdict.CONDITIONAL if route.abroad:
            key = "abroad.verdict_online" if route.offerings else "abroad.verdict"
            return say(key, item=name, as_of=say_date(COMPILED_ON))
        case Verdict.UNKNOWN if places.home and (places.current or places.destination):
            return say(
                "verdict.unknown",
                item=name,
                home=home,
                current=current or place_name(places.destination, gazetteer),
                as_of=say_date(COMPILED_ON),
            )
        case Verdict.UNKNOWN:
            return say("verdict.unknown_open", item=name, as_of=say_date(COMPILED_ON))
        case Verdict.CONDITIONAL:
            return _conditional_line(route, name, gazetteer)
        case Verdict.COVERED:
            return _positive_line(route, name, gazetteer)


def _local_line(places: Places, name: str, gazetteer: Gazetteer) -> str:
    home = place_name(places.home, gazetteer)
    if places.home in (places.current, places.destination):
        return say("verdict.local_same", home=home, item=name)
    inside = gazetteer.codes(places.home)[0][:2] + "0000" if places.home else ""
    return say(
        "verdict.local",
        home=home,
        current=place_name(places.current or places.destination, gazetteer),
        province=gazetteer.name(inside),
        item=name,
    )


def _positive_line(route: Route, name: str, gazetteer: Gazetteer) -> str:
    lead = route.offerings[0]
    if not route.modes:
        key = "note"
    elif not route.places.named and not _is_nationwide(lead.homes, lead.currents):
        key = "regional"
    elif route.places.destination is not None:
        key = "move"
    else:
        key = {
            HandlingMode.ONLINE: "online",
            HandlingMode.AUTOMATIC: "automatic",
            HandlingMode.DIRECT_SETTLEMENT: "direct",
        }.get(route.modes[0], "window")
    open_key = f"verdict.general_{key}"
    is_open = not route.places.named and has_text(open_key)
    return say(
        open_key if is_open else f"verdict.covered_{key}",
        item=name,
        home=place_name(route.places.home, gazetteer) or home_word(route.item),
        where=_where(route.places, gazetteer),
        region=_region(route, gazetteer),
        note=mode_note(route),
    )


def _conditional_line(route: Route, name: str, gazetteer: Gazetteer) -> str:
    limit = next((x for x in route.limits if x.effect is LimitEffect.CONDITIONAL), None)
    if limit is None:
        # The place named is larger than what is served, or only a zone of it is.
        return say("verdict.conditional_part", item=name, region=_region(route, gazetteer))
    condition = join_clauses(split_clauses(limit.limit)[:1], _LONGEST_IN_VERDICT)
    return say("verdict.conditional", item=name, condition=condition)


def _where(places: Places, gazetteer: Gazetteer) -> str:
    if places.destination is not None:
        return place_name(places.destination, gazetteer)
    return place_name(places.current, gazetteer) or say("role.here")


def _is_nationwide(*reaches: Reach) -> bool:
    return all(not r.codes or (EVERYWHERE in r.codes and not r.excluded) for r in reaches)


def _region(route: Route, gazetteer: Gazetteer) -> str:
    """Return the names of the places that the first offering is bound to."""
    lead = route.offerings[0]
    bound = [
        r for r in (lead.homes, lead.currents, lead.destinations) if EVERYWHERE not in r.codes
    ]
    codes = dict.fromkeys(code for reach in bound for code in reach.codes)
    return "、".join(gazetteer.name(code) for code in codes)


def _only_region(route: Route, gazetteer: Gazetteer) -> str:
    """Return where alone it is handled, when the person has not said where to."""
    currents = route.offerings[0].currents
    if route.places.current is not None or not currents.codes or EVERYWHERE in currents.codes:
        return ""
    return "、".join(gazetteer.name(code) for code in currents.codes)


def _instead_lines(route: Route) -> list[Line]:
    denied = [x for x in route.limits if x.effect is LimitEffect.NOT_YET and x.what_to_do]
    lines = [Line(say("line.instead", text=limit.what_to_do), 1) for limit in denied[:1]]
    if route.offerings and route.modes:
        lines.append(Line(say("line.alternative", text=route.offerings[0].label), 4))
    return lines


def _elsewhere_line(route: Route) -> str:
    known = route.alternative[:2]
    if any(_is_nationwide(o.homes, o.currents, o.destinations) for o in known):
        return say("line.elsewhere_mainland")
    return say("line.elsewhere", text="、".join(o.label for o in known)) if known else ""


def _mind_line(route: Route, facts: RouteFacts, *, asked_for: bool) -> str:
    """Return what to mind: limits first, then conditions, since when it holds last."""
    limits = [x for x in route.limits if x.effect is LimitEffect.CONDITIONAL]
    clauses = [c for x in limits for c in split_clauses(f"{x.limit};{x.what_to_do}")]
    if limits and not asked_for and not route.abroad and len(clauses[0]) <= _LONGEST_IN_VERDICT:
        clauses = clauses[1:]  # the verdict has said the first
    conditions = split_clauses(facts.conditions)
    warnings = [c for c in conditions if not _HISTORY.match(c)]
    history = [c for c in conditions if _HISTORY.match(c)]
    told = clauses + [c for c in warnings if c not in clauses]
    longest = _LONGEST_REMARK_ASKED if asked_for else _LONGEST_REMARK
    if told:
        return say("line.mind", text=join_clauses([*told, *history], longest))
    if history:
        return say("line.since", text=join_clauses(history, longest))
    return say("line.mind", text=say("line.blank")) if asked_for and not limits else ""


def _basis_line(facts: RouteFacts) -> str:
    """Return what covers the item; empty when nothing does by name."""
    covering = [_dated(line) for line in facts.basis if line.scope is None]
    return say("line.basis", titles="、".join(covering[:_SHOWN_BASIS])) if covering else ""


def _agreements_line(facts: RouteFacts) -> str:
    """Return the closest agreements of the two places where none itemises the matter."""
    if _basis_line(facts) or not facts.basis:
        return ""
    titles = "、".join(_dated(line) for line in facts.basis[:1])
    return say("line.not_itemised", titles=titles)


def _dated(line: BasisLine) -> str:
    day = say_date(_HOW_KNOWN.sub("", line.as_of or ""))
    return f"{line.title}({day})" if day else line.title
