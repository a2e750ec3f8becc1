"""Say what a system, its figures or an agreement is about; overviews have a file of their own."""

from bot.decide import (
    AgreementTopic,
    CatalogTopic,
    DirectionsTopic,
    PairTopic,
    RegionTopic,
    RoutesTopic,
    SystemTopic,
    Topic,
)
from bot.knowledge import Knowledge
from bot.messages import Choice
from bot.replies.comparison_text import directions_lines, routes_lines
from bot.replies.dates import say_date
from bot.replies.naming import dated_title, item_names, signed_day
from bot.replies.overview_text import (
    catalog_choices,
    catalog_lines,
    matters_choice,
    pair_lines,
    region_lines,
)
from bot.replies.texts import say
from catalog.agreements import Agreement, DirectionKind
from catalog.figures import Figure
from catalog.systems import System

_SHOWN_FIGURES = 6
_SHOWN_AGREEMENTS = 4
_SHOWN_RELATED = 3


def topic_lines(topic: Topic, aspect: str, knowledge: Knowledge, *, day: str) -> list[str]:
    """Return the lines that answer a question about a topic, the answer first."""
    match topic:
        case SystemTopic():
            return _system_lines(topic, aspect)
        case PairTopic():
            return pair_lines(topic, knowledge, day=day)
        case DirectionsTopic():
            return directions_lines(topic, knowledge, day=day)
        case RoutesTopic():
            return routes_lines(topic, knowledge)
        case RegionTopic():
            return region_lines(topic, day=day)
        case AgreementTopic():
            lines = _agreement_list if topic.is_list else _agreement_lines
            return lines(topic, knowledge, day=day)
        case CatalogTopic():
            return catalog_lines(topic, knowledge)


def topic_choices(topic: Topic, knowledge: Knowledge) -> tuple[Choice, ...]:
    """Return the buttons under a topic: what more there is to see."""
    match topic:
        case CatalogTopic():
            return catalog_choices(topic, knowledge)
        case PairTopic() | DirectionsTopic() | RegionTopic():
            return (matters_choice(),)
        case _:
            return ()


def _system_lines(topic: SystemTopic, aspect: str) -> list[str]:
    counted = bool(topic.figures) and (topic.is_count or aspect == "overview")
    about: list[str] = []
    for system in topic.systems:
        about += _about_lines(system, brief=len(topic.systems) > 1 or topic.is_count)
    figures = _figure_lines(topic.figures, leads=counted)
    lines = [*figures, *about] if counted else [*about, *figures]
    if len(topic.systems) > 1:
        first, second = topic.systems[:2]
        lines.insert(0, say("topic.compare", first=first.name, second=second.name))
    if topic.items:
        lines.append(say("topic.items", names=item_names(topic.items)))
    if topic.agreements:
        titles = "、".join(dated_title(a) for a in topic.agreements[:_SHOWN_AGREEMENTS])
        lines.append(say("topic.agreements", titles=titles))
    lines += [say("topic.mind", text=limit.limit) for limit in topic.limits[:1]]
    return lines


def _about_lines(system: System, *, brief: bool) -> list[str]:
    lines = [say("topic.what", name=system.name, what=system.what)]
    if not brief:
        lines += [say("topic.whom", whom=system.whom)] if system.whom else []
        lines += [say("topic.where", where=system.where)] if system.where else []
    return lines


def _figure_lines(figures: tuple[Figure, ...], *, leads: bool) -> list[str]:
    """Return the counts; when they lead, the one that is meant has the first line to itself."""
    if not figures:
        return []
    if not leads and len(figures) > 1:
        return [say("topic.figures"), *map(_figure_line, figures[:_SHOWN_FIGURES])]
    first, *others = figures[:_SHOWN_FIGURES]
    lines = [_first_figure(first)]
    return [*lines, say("topic.figures_other"), *map(_figure_line, others)] if others else lines


def _first_figure(figure: Figure) -> str:
    return say(
        "topic.figure_first",
        name=figure.system,
        value=say_date(figure.value),
        unit=figure.unit,
        as_of=say_date(figure.as_of),
        meaning=figure.meaning,
    )


def _figure_line(figure: Figure) -> str:
    return say(
        "topic.figure",
        value=say_date(figure.value) if "-" in figure.value else figure.value,
        unit=figure.unit,
        as_of=say_date(figure.as_of),
        meaning=figure.meaning,
    )


def _agreement_list(topic: AgreementTopic, _: Knowledge, *, day: str) -> list[str]:
    lines = [say("topic.agreement_list", count=len(topic.agreements))]
    for agreement in topic.agreements:
        key = "agreement_line_expired" if _is_expired(agreement, day) else "agreement_line"
        signed = signed_day(agreement) or say("topic.agreement_undated")
        scope = f":{agreement.scope}" if agreement.scope else ""
        lines.append(say(f"topic.{key}", title=agreement.title, signed=signed, scope=scope))
    return lines


def _agreement_lines(topic: AgreementTopic, knowledge: Knowledge, *, day: str) -> list[str]:
    first, *others = topic.agreements
    lines = [say("topic.agreement", title=first.title, parties=first.parties.replace(";", "、"))]
    signed = signed_day(first)
    if signed:
        lines.append(say("topic.agreement_signed", signed=signed))
    if first.item_count:
        lines.append(say("topic.agreement_count", count=first.item_count))
    lines.append(say("topic.agreement_scope", scope=first.scope))
    lines.append(say("topic.agreement_direction", direction=_direction(first, knowledge)))
    if first.mechanism:
        lines.append(say("topic.agreement_how", mechanism=first.mechanism))
    if first.expires_on is not None and _is_expired(first, day):
        lines.append(say("topic.agreement_expired", expires=say_date(first.expires_on.text)))
    if others:
        titles = "、".join(a.title for a in others[:_SHOWN_RELATED])
        lines.append(say("topic.related", titles=titles))
    return lines


def _is_expired(agreement: Agreement, day: str) -> bool:
    return agreement.expires_on is not None and agreement.expires_on.last_day.isoformat() < day


def _direction(agreement: Agreement, knowledge: Knowledge) -> str:
    if agreement.direction is DirectionKind.MUTUAL:
        return say("topic.direction_mutual")
    if agreement.direction is DirectionKind.UNKNOWN:
        return say("topic.direction_unknown")
    name = knowledge.gazetteer.name
    return ";".join(f"{name(home)}的事在{name(current)}办" for home, current in agreement.pairs)
