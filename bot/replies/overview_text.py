"""Say what can be handled between two places, within a region, in a field: a part at a time."""

from collections.abc import Sequence
from typing import TypeVar

from bot.basis import AgreementFit
from bot.decide import CatalogTopic, PairTopic, RegionTopic
from bot.knowledge import Knowledge
from bot.messages import Choice
from bot.places import Fit
from bot.replies.dates import say_date
from bot.replies.naming import agreement_line, item_names
from bot.replies.texts import say
from catalog.agreements import Agreement
from catalog.index import bare_name
from catalog.sources import COMPILED_ON

T = TypeVar("T")

_SHOWN_AGREEMENTS = 5
_SHOWN_SILENT = 3
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


def matters_choice() -> Choice:
    """Return the button that leads to what can be handled anywhere."""
    say_first = say("topic.first_say", limited="", category="", handled=say("topic.say_away"))
    return Choice(say("topic.more_matters"), say_first)


def catalog_lines(topic: CatalogTopic, knowledge: Knowledge) -> list[str]:
    """Return one page of the catalog or of one category of it."""
    limited = _limited(topic, knowledge)
    shown = {"limited": limited, "as_of": say_date(COMPILED_ON), "mode": _mode(topic)}
    suffix = "_mode" if topic.mode else ""
    if len(topic.categories) == 1:
        ((category, items),) = topic.categories.items()
        head = say(f"topic.category{suffix}", category=category, count=len(items), **shown)
        page = [say("topic.category_line", name=bare_name(i.name)) for i in _page_of(topic, items)]
        return [head, *page, *_page_note(topic)]
    count = sum(len(items) for items in topic.categories.values())
    lines = [say(f"topic.catalog{suffix}", count=count, **shown)]
    for category, items in _page_of(topic, list(topic.categories.items())):
        names = item_names(items, _NAMES_A_CATEGORY) + ("…" if len(items) > 2 else "")
        lines.append(say("topic.catalog_line", category=category, count=len(items), names=names))
    return [*lines, *_page_note(topic)]


def catalog_choices(topic: CatalogTopic, knowledge: Knowledge) -> tuple[Choice, ...]:
    """Return 更多 first, then the categories or items of this page.

    Each says a whole sentence, so that it works in any order and without what went before.
    """
    limited = _limited(topic, knowledge)
    handled = f"能{topic.mode.value}" if topic.mode else say("topic.say_away")
    left = _entries(topic) - topic.page * _page_size(topic)
    choices = []
    if len(topic.categories) == 1:
        ((category, items),) = topic.categories.items()
        about, unit = say("topic.say_category", category=category), say("topic.unit_items")
        entries = [(bare_name(i.name), bare_name(i.name)) for i in _page_of(topic, items)]
    else:
        about, unit = "", say("topic.unit_categories")
        entries = [
            (category, _first_say(limited, category, handled))
            for category, _ in _page_of(topic, list(topic.categories.items()))
        ]
    if left > 0:
        following = say(
            "topic.more_say", limited=limited, category=about, handled=handled, page=topic.page + 1
        )
        choices.append(Choice(say("topic.more", count=left, unit=unit), following))
    choices += [Choice(label, told) for label, told in entries if len(label) <= _LABEL_LENGTH]
    return tuple(choices[:_MOST_CHOICES])


def _first_say(limited: str, category: str, handled: str) -> str:
    about = say("topic.say_category", category=category)
    return say("topic.first_say", limited=limited, category=about, handled=handled)


def _limited(topic: CatalogTopic, knowledge: Knowledge) -> str:
    home, current = topic.places.home, topic.places.current
    if home is None or current is None:
        return ""
    if home == current:
        return say("topic.catalog_inside", region=home.name)
    name = knowledge.gazetteer.full_name
    return say("topic.catalog_limited", home=name(home), current=name(current))


def _mode(topic: CatalogTopic) -> str:
    return topic.mode.value if topic.mode else ""


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
