"""Decide whether a topic is asked about instead of a matter, and which.

A topic is a system, an agreement, two directions, a pair of places, a region or the catalog. The
order of the rules, the surest sign first:

1. two directions, two regions or two ways set against each other; the next page of an overview
2. a whole field (社保类的有哪些)
3. a matter named outright, unless a count, a definition or a year is asked for
4. agreements by title, parties, year or subject
5. the items of a handling mode that is named, or of what the whole catalog is called
6. a system named; for “how many” also one that is only near
7. no matter: the catalog, a pair of places, a region
"""

import re
from dataclasses import replace

from bot.agreements import find_agreements, find_titled
from bot.asked import Asked
from bot.comparison import compare_directions, find_comparison, find_two_systems
from bot.decide import CatalogTopic, SystemTopic, Topic
from bot.gate import ANSWER_FROM_SHARE, Judgement, Standing
from bot.knowledge import Knowledge
from bot.overview import asks_for_catalog, asks_for_field, asks_for_page, find_catalog_overview
from bot.pairs import describe_pair, find_pair, find_region, is_both_ways
from bot.route import Places
from bot.search import Search, best_share, find_systems_near
from bot.systems import (
    NamedSystems,
    asked_unit,
    asks_how_many,
    counts_what_is_asked,
    describe_said_counts,
    describe_systems,
    find_systems,
    said_beside,
    says_only,
)
from catalog.offerings import HandlingMode

ITEM_BEATS_TOPIC_FROM_SHARE = 0.62
"""From here on a matter is meant, even when the name of a system stands in the question."""
TOPIC_FROM_SHARE = 0.5
"""A system that is not named outright must come this near to the wording …"""
TOPIC_LEADS_HELD_BY = 0.1
"""… and nearer than a held item by this much."""
TOPIC_ALONE_FROM_SHARE = 0.27
"""Where no item fits at all, a weaker likeness is enough."""
COUNTED_FROM_SHARE = 0.2
"""“手机能办的三地事项有多少” leaves few words once the asking ones are gone."""
LONGEST_TOPIC_QUESTION = 60
"""In a longer text the name of a system is part of a story, not the question."""
WHOLE_CATALOG = "term-cross-province"
"""The term that stands for all there is."""
CATALOG_SYSTEMS = frozenset({WHOLE_CATALOG, "jjj-cross-province-items"})
"""What the catalog as a whole is called: asked what belongs to it, the list is the answer."""
AGREEMENTS_AS_SUCH = "cooperation-agreements"
LONGEST_ABOUT_NONE = 6
"""“合作协议都写些什么” is about agreements as such; what says more is about one of them."""
TOPIC_ASPECTS = frozenset({"overview", "definition", "basis"})
_ASKS_ABOUT = re.compile(
    r"哪一?年|几几年|何年|什么时候(?:签|开始|出台|上线|印发|发布|成立|施行)|是个?啥"
)


def find_topic(
    asked: Asked, search: Search, judgement: Judgement, knowledge: Knowledge
) -> Topic | None:
    """Return a topic when one was asked about rather than a matter."""
    if len(asked.text) > LONGEST_TOPIC_QUESTION and judgement.is_matter:
        return None
    told = (
        find_comparison(asked, judgement, knowledge)
        or find_two_systems(asked, knowledge)
        or describe_said_counts(asked.text, knowledge)
    )
    if told is not None:
        return told
    if asks_for_page(asked.text) or asks_for_field(asked.text):
        mode = named_mode(asked.text, knowledge)
        return find_catalog_overview(asked, knowledge, mode)
    named = _without_whole(find_systems(asked.text, knowledge))
    about = _asks_about_topic(asked, named, knowledge)
    best = best_share(judgement.candidates)
    if not about and best >= ITEM_BEATS_TOPIC_FROM_SHARE:
        return _topic_near(asked, search, judgement, knowledge)
    agreements = find_agreements(asked, knowledge)
    if agreements is not None and (_only_explains(asked, named) or _names_parties(asked)):
        return agreements
    listed = _whole_catalog(asked, named, knowledge) if best < ANSWER_FROM_SHARE else None
    if listed is not None:
        return listed
    is_named = named is not None and (about or named.longest >= 4 or not judgement.is_matter)
    found = _by_name(asked, named if is_named else None, search, knowledge)
    return found or _else(asked, search, judgement, knowledge, about=about)


def _asks_about_topic(asked: Asked, named: NamedSystems | None, knowledge: Knowledge) -> bool:
    """Say whether the question is one that is put about a topic, not about a matter."""
    if TOPIC_ASPECTS & set(asked.aspects) or _ASKS_ABOUT.search(asked.text):
        return True
    is_bare = named is not None and says_only(asked.text, named)
    return is_bare or bool(find_titled(asked.text, knowledge))


def _else(
    asked: Asked, search: Search, judgement: Judgement, knowledge: Knowledge, *, about: bool
) -> Topic | None:
    """Return what is near, and where nothing beside places is said, what holds between them."""
    only_places = find_pair(asked) is not None and not _names_thing(asked, knowledge)
    if about or not only_places:
        near = _topic_near(asked, search, judgement, knowledge)
        if near is not None:
            return near
    if judgement.standing is not Standing.STRANGE and not only_places and not about:
        return None
    return _unnamed(asked, knowledge)


def _names_thing(asked: Asked, knowledge: Knowledge) -> bool:
    """Say whether a text names anything beside places: “天津的事北京能办吗” does not."""
    return bool(knowledge.things(knowledge.wording(asked.text).concepts))


def _without_whole(named: NamedSystems | None) -> NamedSystems | None:
    """Return what is named without the name of the whole, where a part of it is named, too."""
    parts = tuple(s for s in named.systems if s.id != WHOLE_CATALOG) if named else ()
    return replace(named, systems=parts) if named is not None and parts else named


def _only_explains(asked: Asked, named: NamedSystems | None) -> bool:
    """Say whether what is named only explains: a term, a mode, or what agreements are as such."""
    if named is None:
        return True
    if all(system.id == AGREEMENTS_AS_SUCH for system in named.systems):
        return len(said_beside(asked.text, named)) > LONGEST_ABOUT_NONE
    return all(system.kind != "system" for system in named.systems)


def _names_parties(asked: Asked) -> bool:
    """Say whether two places are named, or one name that stands for several (川渝)."""
    places = [m.place for m in asked.understanding.mentions if m.place is not None]
    return len(places) > 1 or any(place.members for place in places)


def _whole_catalog(
    asked: Asked, named: NamedSystems | None, knowledge: Knowledge
) -> CatalogTopic | None:
    """Return the list of what there is, where no single system is asked about."""
    systems = named.systems if named is not None else ()
    if _names_parties(asked):  # 北三县 is a place as well as a term
        systems = tuple(system for system in systems if system.kind != "term")
    if not asks_for_catalog(asked) or any(s.id not in CATALOG_SYSTEMS for s in systems):
        return None
    if asks_how_many(asked.text) and systems:
        return None
    figures = describe_systems(systems, knowledge, asked.text).figures
    return find_catalog_overview(asked, knowledge, figures=figures)


def _by_name(
    asked: Asked, named: NamedSystems | None, search: Search, knowledge: Knowledge
) -> Topic | None:
    """Return a system that is named, or counted and near, or the items of a mode that is named."""
    text = asked.text
    counts = named is not None and counts_what_is_asked(named.systems[:1], text, knowledge)
    mode = _mode_of(named)
    if mode is not None and not (asks_how_many(text) and counts):
        listed = find_catalog_overview(asked, knowledge, mode)
        if listed is not None:
            return listed
    if named is not None and (counts or not asks_how_many(text) or says_only(text, named)):
        return describe_systems(named.systems[:2], knowledge, text)
    counted = _counted_system(asked, search, knowledge)
    if counted is None and named is not None:
        return describe_systems(named.systems[:2], knowledge, text)
    return counted


def named_mode(text: str, knowledge: Knowledge) -> HandlingMode | None:
    """Return the one handling mode a text names (全程网办)."""
    return _mode_of(find_systems(text, knowledge))


def _mode_of(named: NamedSystems | None) -> HandlingMode | None:
    if named is None or len(named.systems) > 1 or named.systems[0].kind != "mode":
        return None
    return next((mode for mode in HandlingMode if mode == named.systems[0].name), None)


def _counted_system(asked: Asked, search: Search, knowledge: Knowledge) -> SystemTopic | None:
    """Return the nearest system that has a figure of the kind asked for."""
    if asked_unit(asked.text) is None:
        return None
    for system, share in find_systems_near(search, asked, knowledge):
        if share >= COUNTED_FROM_SHARE and counts_what_is_asked((system,), asked.text, knowledge):
            return describe_systems((system,), knowledge, asked.text)
    return None


def _topic_near(
    asked: Asked, search: Search, judgement: Judgement, knowledge: Knowledge
) -> Topic | None:
    """Return the system whose names come nearer to the question than any item does."""
    best = best_share(judgement.candidates)
    lead = TOPIC_LEADS_HELD_BY if judgement.standing is Standing.HELD else 0.0
    found = find_systems_near(search, asked, knowledge) if best + lead <= 1 else []
    if not found:
        return None
    system, share = found[0]
    is_held = judgement.standing is Standing.HELD
    if (
        is_held
        and "overview" not in asked.aspects
        and judgement.candidates[0].item in system.items
    ):
        return None  # it would only explain what is asked for
    is_near = share >= TOPIC_FROM_SHARE and share >= best + lead
    if is_near or (share >= TOPIC_ALONE_FROM_SHARE and best < ANSWER_FROM_SHARE):
        return describe_systems((system,), knowledge, asked.text)
    return None


def _unnamed(asked: Asked, knowledge: Knowledge) -> Topic | None:
    """Return what holds where no matter and no system is named."""
    catalog = find_catalog_overview(asked, knowledge)
    pair = find_pair(asked)
    if pair is None or (catalog is not None and catalog.places.named):
        return catalog or find_region(asked, knowledge)
    home, current = pair.home, pair.current
    if home is None or current is None:
        return catalog
    if is_both_ways(asked):
        there, back = Places(home, current), Places(current, home)
        return compare_directions((there, back), asked, knowledge)
    return describe_pair(home, current, knowledge, on=asked.on)
