"""Say two directions side by side, never merged: what holds both ways, what only one way."""

from bot.decide import DirectionsTopic, PairTopic, RouteSide, RoutesTopic
from bot.knowledge import Knowledge
from bot.replies.dates import say_date
from bot.replies.naming import item_names
from bot.replies.overview_text import fit_line, pair_lines, silent_lines
from bot.replies.procedure_text import procedure_line
from bot.replies.texts import say
from bot.route import Verdict
from catalog.index import bare_name

_SHOWN_BOTH = 3
_SHOWN_ONE_WAY = 2
_SHOWN_NAMES = 3
_SHOWN_BASIS = 1


def directions_lines(topic: DirectionsTopic, knowledge: Knowledge, *, day: str) -> list[str]:
    """Return what holds in each direction, what is only one-way under its own heading."""
    first, second = topic.sides
    if first.is_local and second.is_local:
        return pair_lines(first, knowledge, day=day)
    names = [_direction(side, knowledge) for side in topic.sides]
    lines = [_first_line(topic, names, day)]
    in_second = {fit.agreement.id for fit in second.agreements}
    both = [fit for fit in first.agreements if fit.agreement.id in in_second]
    if both:
        lines.append(say("topic.directions_both"))
        lines += [fit_line(fit) for fit in both[:_SHOWN_BOTH]]
        more = [fit.agreement.title for fit in both[_SHOWN_BOTH:]]
        if more:
            lines.append(say("topic.directions_more", count=len(more), titles="、".join(more)))
    for side, other, name in ((first, second, names[0]), (second, first, names[1])):
        lines += _one_way_lines(side, other, name)
    shared = [item for item in first.items if item in second.items]
    if shared:
        told = item_names(shared, _SHOWN_NAMES)
        lines.append(say("topic.directions_both_items", names=told))
    lines += silent_lines(tuple(dict.fromkeys((*first.silent, *second.silent))))
    return [*lines, say("topic.nationwide")]


def _direction(side: PairTopic, knowledge: Knowledge) -> str:
    name = knowledge.gazetteer.full_name
    home, current = side.places.home, side.places.current
    return say(
        "topic.direction_name",
        home=name(home) if home else "",
        current=name(current) if current else "",
    )


def _first_line(topic: DirectionsTopic, names: list[str], day: str) -> str:
    first, second = topic.sides
    if not first.agreements and not second.agreements:
        return say("topic.directions_none", first=names[0], second=names[1], on=say_date(day))
    agreements = [{fit.agreement.id for fit in side.agreements} for side in topic.sides]
    if agreements[0] == agreements[1] and set(first.items) == set(second.items):
        return say("topic.directions_same", first=names[0], second=names[1])
    return say(
        "topic.directions",
        first=names[0],
        first_count=len(first.agreements),
        second=names[1],
        second_count=len(second.agreements),
    )


def _one_way_lines(side: PairTopic, other: PairTopic, name: str) -> list[str]:
    lines = []
    elsewhere = {fit.agreement.id for fit in other.agreements}
    only = [fit for fit in side.agreements if fit.agreement.id not in elsewhere]
    if only:
        lines.append(say("topic.directions_only", direction=name))
        lines += [fit_line(fit) for fit in only[:_SHOWN_ONE_WAY]]
    items = [item for item in side.items if item not in other.items]
    if items:
        told = item_names(items, _SHOWN_NAMES)
        lines.append(say("topic.directions_only_items", direction=name, names=told))
    return lines


def routes_lines(topic: RoutesTopic, knowledge: Knowledge) -> list[str]:
    """Return both routes of an item, each with verdict, who does what, basis and limit."""
    first, second = topic.sides
    key = "routes_same" if _handled_alike(first, second) else "routes"
    lines = [say(f"topic.{key}", item=bare_name(first.route.item.name))]
    for number, side in enumerate(topic.sides, 1):
        lines += _route_lines(number, side, knowledge)
    return lines


def _handled_alike(first: RouteSide, second: RouteSide) -> bool:
    told = [
        (s.route.verdict, s.route.modes, [limit.id for limit in s.route.limits])
        for s in (first, second)
    ]
    return told[0] == told[1]


def _route_lines(number: int, side: RouteSide, knowledge: Knowledge) -> list[str]:
    route, facts = side.route, side.facts
    name, places = knowledge.gazetteer.full_name, route.places
    other = places.destination or places.current
    key = "route_move" if places.destination else "route_head"
    lines = [
        say(
            f"topic.{key}",
            number=number,
            home=name(places.home) if places.home else "",
            current=name(other) if other else "",
            verdict=say(f"topic.route_verdict.{route.verdict.value}"),
        )
    ]
    if route.verdict in (Verdict.COVERED, Verdict.CONDITIONAL) and route.modes:
        lines.append(say("topic.route_how", how=procedure_line(route, knowledge.gazetteer)))
    if route.verdict in (Verdict.COVERED, Verdict.CONDITIONAL) and facts.basis:
        titles = "、".join(
            f"{line.title}({say_date(line.as_of)})" if line.as_of else line.title
            for line in facts.basis[:_SHOWN_BASIS]
        )
        lines.append(say("topic.route_basis", titles=titles))
    lines += [say("topic.route_mind", text=limit.limit) for limit in route.limits[:1]]
    return lines
