"""Say what a system, term or mode is: what was asked of it first, two of them side by side."""

from bot.decide import Detail, SystemTopic
from bot.messages import Choice
from bot.replies.dates import say_date, say_day
from bot.replies.naming import agreement_line, dated_title, figure_line, item_names, signed_day
from bot.replies.texts import say
from bot.systems import ITEM_UNIT
from catalog.figures import Figure
from catalog.index import bare_name
from catalog.sources import COMPILED_ON
from catalog.systems import System

_SHOWN_FIGURES = 6
_SHOWN_BESIDE = 3
_SHOWN_AGREEMENTS = 4
_SHOWN_BASIS = 2
_SHOWN_NAMES = 3
_SHOWN_ITEMS = 2
_LABEL_LENGTH = 24


def system_lines(topic: SystemTopic, aspect: str) -> list[str]:
    """Return what answers the question about one system, or two compared."""
    if len(topic.systems) > 1:
        return _compared_lines(topic)
    minds = [say("topic.mind", text=limit.limit) for limit in topic.limits[:1]]
    return [*_detail_lines(topic, topic.systems[0], _detail(topic, aspect)), *minds]


def _detail(topic: SystemTopic, aspect: str) -> Detail | None:
    if topic.detail is None and aspect == "overview" and topic.figures:
        return Detail.COUNT
    return topic.detail


def system_choices(topic: SystemTopic, aspect: str) -> tuple[Choice, ...]:
    """Return the buttons for what was left out, each a whole question."""
    if len(topic.systems) != 1:
        return tuple(
            Choice(say("topic.more_about", name=name), say("topic.say_about", name=name))
            for name in map(_called, topic.systems)
        )
    (system,) = topic.systems
    shown = _detail(topic, aspect)
    if shown is None:
        left = [Detail.COUNT] if len(topic.figures) > _SHOWN_BESIDE else []
        return (*(_detail_choice(detail, system) for detail in left), *_item_choices(topic))
    known = {
        Detail.COUNT: _is_counted(topic),
        Detail.WHERE: bool(system.where),
        Detail.BASIS: bool(topic.agreements),
    }
    return tuple(
        _detail_choice(detail, system)
        for detail, has in known.items()
        if has and detail is not shown
    )


def _detail_choice(detail: Detail, system: System) -> Choice:
    label = say(f"topic.detail.{detail.value}")
    return Choice(label, say(f"topic.say_detail.{detail.value}", name=_called(system)))


def _item_choices(topic: SystemTopic) -> tuple[Choice, ...]:
    """Return the buttons for items that belong to a system and have a short name."""
    names = (bare_name(item.name) for item in topic.items)
    return tuple(Choice(name, name) for name in names if len(name) <= _LABEL_LENGTH)[:_SHOWN_ITEMS]


def _is_counted(topic: SystemTopic) -> bool:
    if any(figure.unit.startswith(ITEM_UNIT) for figure in topic.figures):
        return True
    (system,) = topic.systems
    return system.kind == "system" and any(a.item_count for a in topic.agreements)


def _called(system: System) -> str:
    """Return what people call a system."""
    return system.aliases[0] if system.aliases else system.name


def _detail_lines(topic: SystemTopic, system: System, detail: Detail | None) -> list[str]:
    what = say("topic.what", name=system.name, what=system.what)
    match detail:
        case Detail.COUNT:
            return [*_count_lines(topic, system), what]
        case Detail.FIGURES:
            return [*_figures_apart(topic.figures), what]
        case Detail.WHEN:
            return [*_when_lines(topic, system), what]
        case Detail.BASIS:
            return [*_basis_lines(topic, system), what]
        case Detail.WHERE if system.where:
            where = say("topic.where_first", name=_called(system), where=system.where)
            return [where, *_whom(system)]
        case _:
            return [what, *_about_lines(topic, system)]


def _about_lines(topic: SystemTopic, system: System) -> list[str]:
    lines = _whom(system)
    lines += [say("topic.where", where=system.where)] if system.where else []
    lines += _beside_lines(topic.figures)
    if topic.items:
        lines.append(say("topic.items", names=item_names(topic.items, _SHOWN_NAMES)))
    if topic.agreements:
        titles = "、".join(dated_title(a) for a in topic.agreements[:_SHOWN_BASIS])
        lines.append(say("topic.agreements", titles=titles))
    return lines


def _whom(system: System) -> list[str]:
    return [say("topic.whom", whom=system.whom)] if system.whom else []


def _compared_lines(topic: SystemTopic) -> list[str]:
    """Return both systems side by side, each with the count it is known by."""
    first, second = topic.systems[:2]
    lines = [say("topic.compare", first=_called(first), second=_called(second))]
    for number, system in enumerate((first, second), 1):
        lines.append(
            say("topic.compare_what", number=number, name=_called(system), what=system.what)
        )
        lines += [say("topic.compare_whom", whom=system.whom)] if system.whom else []
        lines += [say("topic.compare_where", where=system.where)] if system.where else []
        if system.kind == "mode":
            continue  # its counts are those of one place
        own = (figure for figure in topic.figures if figure.system in system.figures)
        lines += [say("topic.compare_count", **_told(figure)) for figure in list(own)[:1]]
    return lines


def _count_lines(topic: SystemTopic, system: System) -> list[str]:
    """Return the count that is meant in a line of its own, the others as what they are."""
    if not topic.figures:
        counted = [agreement for agreement in topic.agreements if agreement.item_count]
        return [say("topic.counted", name=_called(system)), *map(agreement_line, counted)]
    first, *others = topic.figures[:_SHOWN_FIGURES]
    lines = [say("topic.figure_first", name=first.system, **_told(first))]
    return [*lines, say("topic.figures_other"), *map(figure_line, others)] if others else lines


def _figures_apart(figures: tuple[Figure, ...]) -> list[str]:
    """Return what each count is that was named, told apart."""
    if len(figures) == 1:
        return [say("topic.figure_first", name=figures[0].system, **_told(figures[0]))]
    lines = [say("topic.figures_apart")]
    return lines + [say("topic.figure_named", name=f.system, **_told(f)) for f in figures]


def _beside_lines(figures: tuple[Figure, ...]) -> list[str]:
    if not figures:
        return []
    if len(figures) == 1:
        return [say("topic.figure_first", name=figures[0].system, **_told(figures[0]))]
    return [say("topic.figures"), *map(figure_line, figures[:_SHOWN_BESIDE])]


def _told(figure: Figure) -> dict[str, str]:
    return {
        "value": say_date(figure.value) if "-" in figure.value else figure.value,
        "unit": figure.unit,
        "as_of": say_day(figure.as_of),
        "meaning": figure.meaning,
    }


def _when_lines(topic: SystemTopic, system: System) -> list[str]:
    dated = [agreement for agreement in topic.agreements if signed_day(agreement)]
    if not dated:
        as_of = say_day(system.source.as_of or COMPILED_ON)
        return [say("topic.when_unknown", name=_called(system), as_of=as_of)]
    lines = [say("topic.when", name=_called(system))]
    return [*lines, *map(agreement_line, dated[:_SHOWN_AGREEMENTS])]


def _basis_lines(topic: SystemTopic, system: System) -> list[str]:
    if not topic.agreements:
        lines = [say("topic.basis_none", name=_called(system))]
        return [*lines, *map(figure_line, topic.figures[:_SHOWN_BESIDE])]
    lines = [say("topic.basis", name=_called(system))]
    return [*lines, *map(agreement_line, topic.agreements[:_SHOWN_AGREEMENTS])]
