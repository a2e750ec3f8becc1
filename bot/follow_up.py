"""Decide whether a message goes on with what was talked about: an item, a system, two places.

“那材料呢” and “换成天津呢” go on with the item, “那补卡呢” with another item about the same
thing, “有多少项” with the system, “那反过来呢” with either of them the other way round;
“回到刚才身份证的事” picks an earlier one.
"""

from collections.abc import Sequence

from bot.asked import Asked
from bot.conversation import Slots
from bot.decide import Topic
from bot.gate import Judgement, Standing
from bot.knowledge import Knowledge
from bot.overview import describe_pair
from bot.search import Search, search_beside, stands_alone
from bot.systems import describe_systems
from catalog.items import ServiceItem
from catalog.matching import Candidate
from intents.recognize import DEFAULT_ASPECT, is_asking

LONGEST_FOLLOW_UP = 24
"""“那材料呢”: only a short text without a matter of its own continues the last one."""
TELLING_WORDING = 4
"""Characters of a limit's wording that are enough to mean the matter talked about."""
REMEMBERED_ITEMS = 5
"""How many matters one can come back to."""


def continued_item(
    asked: Asked, search: Search, judgement: Judgement, slots: Slots, knowledge: Knowledge
) -> ServiceItem | None:
    """Return the item a short text goes on with: the one talked about, or one beside it."""
    item = knowledge.release.items.get(slots.item or "")
    if item is None or len(asked.text) > LONGEST_FOLLOW_UP:
        return None
    is_held = judgement.standing is Standing.HELD
    if _limit_wording(asked.text, item.id, knowledge) >= (TELLING_WORDING if is_held else 1):
        return item
    named = knowledge.wording(asked.understanding.beyond_addition).concepts
    things = knowledge.things(named)
    own = things - knowledge.index.concepts_of(item.id)
    alone = bool(things) and stands_alone(search, judgement, knowledge)
    if alone and (is_held or not own):
        return None
    if named and not asked.understanding.turning.swaps:
        beside = _item_beside(asked, search, item, named, knowledge)
        if beside is not None:
            return beside
    if alone or own:
        return None if alone or judgement.is_matter or not _adds(asked) else item
    return item if named or _adds(asked) else None


def _item_beside(
    asked: Asked, search: Search, item: ServiceItem, named: Sequence[str], knowledge: Knowledge
) -> ServiceItem | None:
    """Return the held item about the same thing that explains what a text names, if any.

    “那补卡呢” behind 社保卡挂失 is about the social card, “那学位的呢” behind 学历公证 about
    a notary's paper.
    """
    understanding = asked.understanding
    known = knowledge.index.concepts_of(item.id)
    asks = is_asking(asked.text, knowledge.lexicon.aspect_rules)
    if not understanding.turning.varies and (not asks or set(named) <= known):
        return None
    subject = knowledge.name_wording(item)
    things = knowledge.things(subject.concepts)
    for candidate in search_beside(asked, search, subject, knowledge).candidates:
        concepts = knowledge.index.concepts_of(candidate.item)
        is_same = bool(things & concepts) and set(named) <= concepts
        if is_same and knowledge.release.is_listed(candidate.item):
            return knowledge.release.items[candidate.item]
    return None


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
    named = knowledge.things(knowledge.wording(asked.text).concepts)
    if named:
        about = [i for i in slots.recent if named & knowledge.index.concepts_of(i)]
        earlier = [i for i in earlier if i in about] or about
    elif not earlier:
        earlier = [i for i in slots.recent if i != slots.item]
    return knowledge.release.items.get(earlier[0]) if earlier else None


def _adds(asked: Asked) -> bool:
    """Say whether a text says anything at all that adds: an aspect, a place, the other way."""
    turning = asked.understanding.turning
    return (
        asked.aspects != (DEFAULT_ASPECT,)
        or bool(asked.understanding.mentions)
        or turning.swaps
        or turning.abroad
        or turning.asks_why
    )


def _limit_wording(text: str, item: str, knowledge: Knowledge) -> int:
    """Return how long a wording of a limit of just this item stands in a text (“是货车呢”)."""
    limits = (limit for limit in knowledge.release.limits if item in limit.items)
    return max((len(word) for limit in limits for word in limit.when if word in text), default=0)
