"""Say what can be handled between two places, within a region, in a field: a part at a time."""

from collections.abc import Sequence
from typing import TypeVar

from bot.basis import AgreementFit
from bot.decide import CatalogTopic, DirectionsTopic, PairTopic, RegionTopic
from bot.knowledge import Knowledge
from bot.messages import Choice
from bot.places import Fit
from bot.replies.dates import say_date
from bot.replies.naming import agreement_line, dated_title, figure_line, item_names
from bot.replies.texts import say
from bot.route import Places
from catalog.agreements import Agreement
from catalog.index import bare_name
from catalog.items import ServiceItem
from catalog.sources import COMPILED_ON

T = TypeVar("T")

_SHOWN_AGREEMENTS = 5
_SHOWN_SILENT = 3
_SHOWN_BASIS = 2
_SHOWN_FIGURES = 3
_CATEGORIES_A_PAGE = 8
_ITEMS_A_PAGE = 8
_NAMES_A_CATEGORY = 2
_LABEL_LENGTH = 24
_MOST_CHOICES = 4


def pair_lines(topic: PairTopic, knowledge: Knowledge, *, day: str) -> list[str]:
    """Return what holds in one direction between two places."""
    gazetteer, places = knowledge.gazetteer, topic.places
    home = gazetteer.full_name(places.home) if places.home else ""
    current = gazetteer.full_name(places.current) if places.current else ""
    if topic.is_local:
        return [say("topic.pair_local", home=home, current=current)]
    if topic.agreements:
        lines = [say("topic.pair", home=home, current=current, count=len(topic.agreements))]
        lines += [fit_line(fit) for fit in topic.agreements[:_SHOWN_AGREEMENTS]]
    else:
        lines = [say("topic.pair_none", home=home, current=current, on=say_date(day))]
    lines += silent_lines(topic.silent)
    if topic.items:
        lines.append(say("topic.pair_items", names=item_names(topic.items)))
    return lines


def fit_line(fit: AgreementFit) -> str:
    """Return one agreement that serves two places, with its zone when only that is meant."""
    line = agreement_line(fit.agreement)
    return line + (_zone_note(fit.agreement) if fit.fit is Fit.PERHAPS else "")


def silent_lines(agreements: Sequence[Agreement]) -> list[str]:
    """Return the line that names agreements without a direction apart, if there are any."""
    titles = "、".join(a.title for a in agreements[:_SHOWN_SILENT])
    return [say("topic.pair_silent", titles=titles)] if titles else []


def _zone_note(agreement: Agreement) -> str:
    zones = [code.removeprefix("area:") for code in agreement.party_codes if "area:" in code]
    return say("topic.pair_zone", zone="、".join(zones)) if zones else ""


def region_lines(topic: RegionTopic, *, day: str) -> list[str]:
    """Return what holds between all places of a region."""
    region = topic.region.name
    if topic.agreements:
        lines = [say("topic.region", region=region, count=len(topic.agreements))]
        lines += [agreement_line(a) for a in topic.agreements[:_SHOWN_AGREEMENTS]]
    else:
        lines = [say("topic.region_none", region=region, on=say_date(day))]
    lines += silent_lines(topic.silent)
    if topic.items:
        lines.append(say("topic.region_items", region=region, names=item_names(topic.items)))
    return [*lines, say("topic.region_nationwide")]


def matters_choices(
    topic: PairTopic | DirectionsTopic | RegionTopic, knowledge: Knowledge
) -> tuple[Choice, ...]:
    """Return the buttons that lead to what can be handled, one for each direction."""
    choices = []
    for places in _directions(topic):
        limited = _limited(places, knowledge)
        label = say("topic.more_matters", limited=limited)
        told = _say_first(limited, "", _handled_at(places))
        choices.append(Choice(label if len(label) <= _LABEL_LENGTH else say("topic.more"), told))
    return tuple(choices)


def _directions(topic: PairTopic | DirectionsTopic | RegionTopic) -> list[Places]:
    match topic:
        case PairTopic(places=places, is_local=is_local):
            return [Places()] if is_local else [places]
        case DirectionsTopic(sides):
            return list(dict.fromkeys(side.places for side in sides))
        case RegionTopic(region=region):
            return [Places(region, region)]


def catalog_lines(topic: CatalogTopic, knowledge: Knowledge) -> list[str]:
    """Return one page of the catalog or of one category of it, what it rests on at the end."""
    shown = {
        "limited": _limited(topic.places, knowledge),
        "handled": _handled(topic),
        "as_of": say_date(COMPILED_ON),
    }
    if len(topic.categories) == 1:
        ((category, items),) = topic.categories.items()
        lines = [say("topic.category", category=category, count=len(items), **shown)]
        lines += [
            say("topic.category_line", name=bare_name(i.name)) for i in _page_of(topic, items)
        ]
    else:
        count = sum(len(items) for items in topic.categories.values())
        lines = [say("topic.catalog", count=count, **shown)]
        lines += [
            _category_line(*pair) for pair in _page_of(topic, list(topic.categories.items()))
        ]
    lines += _page_note(topic)
    return lines if topic.page > 1 else [*lines, *_published_lines(topic)]


def _category_line(category: str, items: Sequence[ServiceItem]) -> str:
    names = item_names(items, _NAMES_A_CATEGORY) + ("…" if len(items) > _NAMES_A_CATEGORY else "")
    return say("topic.catalog_line", category=category, count=len(items), names=names)


def _published_lines(topic: CatalogTopic) -> list[str]:
    """Return what was published: counts, each with its day, and what the places agreed on."""
    lines = []
    if topic.figures:
        lines.append(say("topic.published"))
        lines += [figure_line(figure) for figure in topic.figures[:_SHOWN_FIGURES]]
    if topic.agreements:
        told = "、".join(dated_title(a) for a in topic.agreements[:_SHOWN_BASIS])
        more = len(topic.agreements) > _SHOWN_BASIS
        key = "catalog_agreements_more" if more else "catalog_agreements"
        lines.append(say(f"topic.{key}", titles=told, count=len(topic.agreements)))
    return lines


def catalog_choices(topic: CatalogTopic, knowledge: Knowledge) -> tuple[Choice, ...]:
    """Return 更多 first, then the categories or items of this page.

    Each says a whole sentence, so that it works in any order and without what went before.
    """
    limited, handled = _limited(topic.places, knowledge), _handled(topic)
    left = _entries(topic) - topic.page * _page_size(topic)
    choices = []
    if len(topic.categories) == 1:
        ((category, items),) = topic.categories.items()
        about, unit = say("topic.say_category", category=category), say("topic.unit_items")
        entries = [(bare_name(i.name), bare_name(i.name)) for i in _page_of(topic, items)]
    else:
        about, unit = "", say("topic.unit_categories")
        entries = [
            (category, _say_first(limited, category, handled))
            for category, _ in _page_of(topic, list(topic.categories.items()))
        ]
    if left > 0:
        following = say(
            "topic.more_say", limited=limited, category=about, handled=handled, page=topic.page + 1
        )
        choices.append(Choice(say("topic.more_left", count=left, unit=unit), following))
    choices += [Choice(label, told) for label, told in entries if len(label) <= _LABEL_LENGTH]
    return tuple(choices[:_MOST_CHOICES])


def _say_first(limited: str, category: str, handled: str) -> str:
    about = say("topic.say_category", category=category) if category else ""
    return say("topic.first_say", limited=limited, category=about, handled=handled)


def _limited(places: Places, knowledge: Knowledge) -> str:
    """Return the places in words: whose matters, handled where."""
    home, current, name = places.home, places.current, knowledge.gazetteer.full_name
    if home is not None and home == current:
        return say("topic.catalog_inside", region=home.name)
    if home is None:
        return say("topic.catalog_there", current=name(current)) if current else ""
    if current is None:
        return say("topic.catalog_of", home=name(home))
    return say("topic.catalog_between", home=name(home), current=name(current))


def _handled(topic: CatalogTopic) -> str:
    if topic.mode is not None:
        return say("topic.say_mode", mode=topic.mode.value)
    return _handled_at(topic.places)


def _handled_at(places: Places) -> str:
    is_pair = None not in (places.home, places.current) and places.home != places.current
    return say("topic.say_there" if is_pair else "topic.say_away")


def _page_size(topic: CatalogTopic) -> int:
    return _ITEMS_A_PAGE if len(topic.categories) == 1 else _CATEGORIES_A_PAGE


def _entries(topic: CatalogTopic) -> int:
    if len(topic.categories) > 1:
        return len(topic.categories)
    return sum(len(items) for items in topic.categories.values())


def _page_of(topic: CatalogTopic, entries: Sequence[T]) -> Sequence[T]:
    size = _page_size(topic)
    return entries[(topic.page - 1) * size : topic.page * size]


def _page_note(topic: CatalogTopic) -> list[str]:
    pages = -(-_entries(topic) // _page_size(topic))
    return [say("topic.page", page=topic.page, pages=pages)] if pages > 1 else []
