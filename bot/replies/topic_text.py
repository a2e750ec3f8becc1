"""Say what a system, a pair of places, an agreement or the whole catalog is about."""

from collections.abc import Iterable

from bot.decide import AgreementTopic, CatalogTopic, PairTopic, SystemTopic, Topic
from bot.knowledge import Knowledge
from bot.places import Fit
from bot.replies.dates import say_date
from bot.replies.texts import say
from catalog.agreements import Agreement, DirectionKind
from catalog.figures import Figure
from catalog.index import bare_name
from catalog.items import ServiceItem
from catalog.sources import COMPILED_ON
from catalog.systems import System

_SHOWN_FIGURES = 8
_SHOWN_AGREEMENTS = 5
_SHOWN_NAMES = 5


def topic_lines(topic: Topic, aspect: str, knowledge: Knowledge, *, day: str) -> list[str]:
    """Return the lines that answer a question about a topic, the answer first."""
    match topic:
        case SystemTopic():
            return _system_lines(topic, aspect)
        case PairTopic():
            return _pair_lines(topic, knowledge, day=day)
        case AgreementTopic():
            return _agreement_lines(topic, knowledge, day=day)
        case CatalogTopic():
            return _catalog_lines(topic)


def _system_lines(topic: SystemTopic, aspect: str) -> list[str]:
    figures = _figure_lines(topic.figures)
    about: list[str] = []
    for system in topic.systems:
        about += _about_lines(system, brief=len(topic.systems) > 1)
    lines = [*figures, *about] if aspect == "overview" and figures else [*about, *figures]
    if len(topic.systems) > 1:
        first, second = topic.systems[:2]
        lines.insert(0, say("topic.compare", first=first.name, second=second.name))
    if topic.items:
        lines.append(say("topic.items", names=_names(topic.items)))
    if topic.agreements:
        titles = "、".join(_dated(a) for a in topic.agreements[:_SHOWN_AGREEMENTS])
        lines.append(say("topic.agreements", titles=titles))
    lines += [say("topic.mind", text=limit.limit) for limit in topic.limits[:1]]
    return lines


def _dated(agreement: Agreement) -> str:
    signed = say_date(agreement.signed_text)
    return f"{agreement.title}({signed})" if signed else agreement.title


def _about_lines(system: System, *, brief: bool) -> list[str]:
    lines = [say("topic.what", name=system.name, what=system.what)]
    if not brief:
        lines += [say("topic.whom", whom=system.whom)] if system.whom else []
        lines += [say("topic.where", where=system.where)] if system.where else []
    return lines


def _figure_lines(figures: tuple[Figure, ...]) -> list[str]:
    if len(figures) == 1:
        only = figures[0]
        return [
            say(
                "topic.figure_one",
                name=only.system,
                value=only.value,
                unit=only.unit,
                meaning=only.meaning,
                as_of=say_date(only.as_of),
            )
        ]
    lines = [
        say("topic.figure", value=f.value, unit=f.unit, meaning=f.meaning, as_of=say_date(f.as_of))
        for f in figures[:_SHOWN_FIGURES]
    ]
    return [say("topic.figures"), *lines] if lines else []


def _names(items: Iterable[ServiceItem]) -> str:
    return "、".join([bare_name(item.name) for item in items][:_SHOWN_NAMES])


def _pair_lines(topic: PairTopic, knowledge: Knowledge, *, day: str) -> list[str]:
    gazetteer, places = knowledge.gazetteer, topic.places
    home = gazetteer.full_name(places.home) if places.home else ""
    current = gazetteer.full_name(places.current) if places.current else ""
    lines = []
    if topic.agreements:
        count = len(topic.agreements)
        lines.append(say("topic.pair", home=home, current=current, count=count))
        for fit in topic.agreements[:_SHOWN_AGREEMENTS]:
            agreement = fit.agreement
            count_text = f",{agreement.item_count}项" if agreement.item_count else ""
            line = say(
                "topic.pair_line",
                title=agreement.title,
                signed=say_date(agreement.signed_text or agreement.source.as_of or ""),
                scope=count_text,
            )
            lines.append(line + (_zone_note(agreement) if fit.fit is Fit.PERHAPS else ""))
    else:
        lines.append(say("topic.pair_none", home=home, current=current, on=say_date(day)))
    if topic.silent:
        titles = "、".join(a.title for a in topic.silent[:3])
        lines.append(say("topic.pair_silent", titles=titles))
    if topic.items:
        lines.append(say("topic.pair_items", names=_names(topic.items)))
    return lines


def _zone_note(agreement: Agreement) -> str:
    zones = [code.removeprefix("area:") for code in agreement.party_codes if "area:" in code]
    return say("topic.pair_zone", zone="、".join(zones)) if zones else ""


def _agreement_lines(topic: AgreementTopic, knowledge: Knowledge, *, day: str) -> list[str]:
    first, *others = topic.agreements
    lines = [say("topic.agreement", title=first.title, parties=first.parties.replace(";", "、"))]
    signed = first.signed_text or first.source.as_of
    if signed:
        lines.append(say("topic.agreement_signed", signed=say_date(signed)))
    if first.item_count:
        lines.append(say("topic.agreement_count", count=first.item_count))
    lines.append(say("topic.agreement_scope", scope=first.scope))
    lines.append(say("topic.agreement_direction", direction=_direction(first, knowledge)))
    if first.mechanism:
        lines.append(say("topic.agreement_how", mechanism=first.mechanism))
    if first.expires_on is not None and first.expires_on.last_day.isoformat() < day:
        lines.append(say("topic.agreement_expired", expires=say_date(first.expires_on.text)))
    if others:
        lines.append(say("topic.related", titles="、".join(a.title for a in others)))
    return lines


def _direction(agreement: Agreement, knowledge: Knowledge) -> str:
    if agreement.direction is DirectionKind.MUTUAL:
        return say("topic.direction_mutual")
    if agreement.direction is DirectionKind.UNKNOWN:
        return say("topic.direction_unknown")
    name = knowledge.gazetteer.name
    return ";".join(f"{name(home)}的事在{name(current)}办" for home, current in agreement.pairs)


def _catalog_lines(topic: CatalogTopic) -> list[str]:
    if len(topic.categories) == 1:
        ((category, items),) = topic.categories.items()
        lines = [say("topic.category", category=category, count=len(items))]
        return lines + [say("topic.category_line", name=bare_name(i.name)) for i in items[:15]]
    count = sum(len(items) for items in topic.categories.values())
    lines = [say("topic.catalog", count=count, as_of=say_date(COMPILED_ON))]
    for category, items in list(topic.categories.items())[:10]:
        names = "、".join(bare_name(i.name) for i in items[:2])
        lines.append(say("topic.catalog_line", category=category, count=len(items), names=names))
    return lines
