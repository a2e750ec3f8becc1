"""Decide whether a message goes on with what was talked about: an item, a system, two places.

“那材料呢” and “换成天津呢” go on with the item, “有多少项” with the system, “那反过来呢” with
either of them the other way round; “回到刚才身份证的事” picks an earlier one.
"""

from collections.abc import Sequence

from bot.asked import Asked
from bot.conversation import Slots
from bot.decide import Topic
from bot.gate import Judgement, Standing
from bot.knowledge import Knowledge
from bot.overview import describe_pair
from bot.systems import describe_systems
from catalog.items import ServiceItem
from catalog.matching import Candidate
from intents.recognize import DEFAULT_ASPECT

LONGEST_FOLLOW_UP = 24
"""“那材料呢”: only a short text without a matter of its own continues the last one."""
TELLING_WORDING = 4
"""Characters of a limit's wording that are enough to mean the matter talked about."""
REMEMBERED_ITEMS = 5
"""How many matters one can come back to."""


def continued_item(
    asked: Asked, judgement: Judgement, slots: Slots, knowledge: Knowledge
) -> ServiceItem | None:
    """Return the item talked about when a short text only adds to it, else None."""
    item = knowledge.release.items.get(slots.item or "")
    if item is None or len(asked.text) > LONGEST_FOLLOW_UP:
        return None
    is_held = judgement.standing is Standing.HELD
    if _limit_wording(asked.text, item.id, knowledge) >= (TELLING_WORDING if is_held else 1):
        return item
    is_addition = asked.understanding.only_adds or not judgement.is_matter
    return item if _adds(asked) and is_addition else None


def continued_topic(asked: Asked, slots: Slots, knowledge: Knowledge) -> Topic | None:
    """Return what was talked about instead of an item when a short text only adds to it."""
    if len(asked.text) > LONGEST_FOLLOW_UP or not asked.understanding.only_adds:
        return None
    home, current = asked.places.home, asked.places.current
    if slots.about_pair and home and current and _adds(asked):
        return describe_pair(home, current, knowledge, on=asked.on)
    known = knowledge.release.systems
    systems = tuple(known[i] for i in slots.systems if i in known)
    return describe_systems(systems, knowledge, asked.text) if systems and _adds(asked) else None


def earlier_item(
    asked: Asked, candidates: Sequence[Candidate], slots: Slots, knowledge: Knowledge
) -> ServiceItem | None:
    """Return the matter talked about before that a text returns to, the best fitting first."""
    if not asked.understanding.turning.goes_back:
        return None
    earlier = [c.item for c in candidates if c.item in slots.recent]
    if not earlier and asked.understanding.only_adds:
        earlier = [i for i in slots.recent if i != slots.item]
    return knowledge.release.items.get(earlier[0]) if earlier else None


def _adds(asked: Asked) -> bool:
    """Say whether a text says anything at all that adds: an aspect, a place, the other way."""
    return (
        asked.aspects != (DEFAULT_ASPECT,)
        or bool(asked.understanding.mentions)
        or asked.understanding.turning.swaps
        or asked.understanding.turning.abroad
    )


def _limit_wording(text: str, item: str, knowledge: Knowledge) -> int:
    """Return how long a wording of a limit of just this item stands in a text (“是货车呢”)."""
    limits = (limit for limit in knowledge.release.limits if item in limit.items)
    return max((len(word) for limit in limits for word in limit.when if word in text), default=0)
