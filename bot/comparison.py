"""Find two directions that are asked about side by side: 北京→天津 and 天津→北京.

``home → current`` and its reverse are different questions with different answers, so both are
looked up on their own and shown next to each other, never merged.
"""

import re
from dataclasses import replace

from bot.asked import Asked
from bot.decide import DirectionsTopic, RouteSide, RoutesTopic, SystemTopic
from bot.gate import Judgement, Standing
from bot.knowledge import Knowledge
from bot.pairs import describe_pair, is_region
from bot.route import Places, find_route
from bot.route_facts import collect_facts
from bot.systems import describe_systems, find_systems
from catalog.items import ServiceItem
from catalog.systems import System
from intents.lexicon import Place
from intents.regions import RegionMention, Role

_COMPARES = re.compile(
    r"区别|不同|差别|差异|不一样|一样|相同|差在|差哪|对比|比较|分别|一回事|都能|都可以|都行"
)
_REVERSED = re.compile(r"反过来|倒过来|反之|反着|反方向|掉过来|换过来|两个方向|双向")
_SETS_APART = re.compile(r"区别|不同|差别|差异|不一样|差在|差哪|对比|比较|一回事|有何异同|哪个好")
_WAYS = ("跨省通办", "通办", "一网通办")
"""What follows the name of a region in the name of what is handled across it."""
ITEM_COMPARED_FROM_SHARE = 0.4
"""From here on an item is compared; “在天津办北京的事” names none, though it is near to some."""

Sides = tuple[Places, Places]


def find_comparison(
    asked: Asked, judgement: Judgement, knowledge: Knowledge
) -> DirectionsTopic | RoutesTopic | None:
    """Return both directions of a question that compares them; None when it does not."""
    sides = find_sides(asked)
    if sides is None:
        return None
    item = _compared_item(judgement, knowledge)
    if item is None:
        return compare_directions(sides, asked, knowledge)
    return compare_routes(item, sides, asked, knowledge)


def find_two_systems(asked: Asked, knowledge: Knowledge) -> SystemTopic | None:
    """Return two systems, terms or modes that a text sets against each other, if it does.

    A region stands for what is handled across it: 川渝 for 川渝通办.
    """
    if not _SETS_APART.search(asked.text):
        return None
    named = find_systems(asked.text, knowledge)
    systems = named.systems if named is not None else ()
    if len(systems) < 2:
        systems = tuple(dict.fromkeys((*_systems_of_regions(asked, knowledge), *systems)))
    return describe_systems(systems, knowledge, asked.text) if len(systems) == 2 else None


def _systems_of_regions(asked: Asked, knowledge: Knowledge) -> tuple[System, ...]:
    names = [m.place.name for m in asked.understanding.mentions if m.place and is_region(m.place)]
    keys = [
        next((k for way in _WAYS if (k := name + way) in knowledge.topics), None) for name in names
    ]
    ids = dict.fromkeys(knowledge.topics[key][0] for key in keys if key)
    return tuple(knowledge.release.systems[i] for i in ids)


def find_sides(asked: Asked) -> Sides | None:
    """Return the two ``home → current`` pairs a text sets against each other."""
    text = asked.text
    said = [m for m in asked.understanding.mentions if m.place is not None and not m.negated]
    if len(said) == 2 and _REVERSED.search(text):
        first = _oriented(said[0], said[1])
        return _sides(first, _reverse(first)) if first else None
    if len(said) == 3 and said[0].role is Role.HOME and _COMPARES.search(text):
        return _sides(_oriented(said[0], said[1]), _oriented(said[0], said[2]))
    if len(said) != 4:
        return None
    first, second = _oriented(said[0], said[1]), _oriented(said[2], said[3])
    is_reverse = first is not None and second == _reverse(first)
    return _sides(first, second) if is_reverse or _COMPARES.search(text) else None


def _sides(first: Places | None, second: Places | None) -> Sides | None:
    return (first, second) if first and second and first != second else None


def _oriented(first: RegionMention, second: RegionMention) -> Places | None:
    """Return whose matter is handled where; the first place is the home unless words say not."""
    one, other = first.place, second.place
    if one is None or other is None or one == other:
        return None
    if first.role is Role.DESTINATION:
        return Places(home=other, destination=one)
    if second.role is Role.DESTINATION:
        return Places(home=one, destination=other)
    swapped = second.role is Role.HOME or (first.role is Role.CURRENT)
    if swapped and first.role is not Role.HOME:
        one, other = other, one
    return Places(home=one, current=other)


def _reverse(places: Places) -> Places:
    if places.destination is not None:
        return replace(places, home=places.destination, destination=places.home)
    return replace(places, home=places.current, current=places.home)


def _compared_item(judgement: Judgement, knowledge: Knowledge) -> ServiceItem | None:
    if judgement.standing is not Standing.HELD:
        return None
    near = (c for c in judgement.candidates if knowledge.release.is_listed(c.item))
    best = next(near, None)
    if best is None or best.score.share < ITEM_COMPARED_FROM_SHARE:
        return None
    return knowledge.release.items[best.item]


def compare_directions(sides: Sides, asked: Asked, knowledge: Knowledge) -> DirectionsTopic:
    """Return what holds between two places in each direction."""
    first, second = (describe_pair(*_ends(places), knowledge, on=asked.on) for places in sides)
    return DirectionsTopic((first, second))


def _ends(places: Places) -> tuple[Place, Place]:
    other = places.current or places.destination
    if places.home is None or other is None:
        raise ValueError("a side of a comparison has both its places")
    return places.home, other


def compare_routes(
    item: ServiceItem, sides: Sides, asked: Asked, knowledge: Knowledge
) -> RoutesTopic:
    """Return the routes of one item for both sides."""
    release, gazetteer = knowledge.release, knowledge.gazetteer

    def side(places: Places) -> RouteSide:
        route = find_route(item, places, release, gazetteer, text=asked.text, on=asked.on)
        return RouteSide(route, collect_facts(route, release, gazetteer))

    return RoutesTopic((side(sides[0]), side(sides[1])))
