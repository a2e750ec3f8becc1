"""Decide whether a message goes on with what was talked about: an item, a system, two places.

“那材料呢” and “换成天津呢” go on with the item, “那补卡呢” with another item about the same
thing, “有多少项” with the system, “那反过来呢” with either of them the other way round;
“回到刚才身份证的事” picks an earlier one.
"""

import re
from collections.abc import Sequence

from bot.agreements import LISTED, find_agreements_of
from bot.asked import Asked, asks_about_more
from bot.conversation import Slots
from bot.decide import AgreementTopic, Topic
from bot.gate import Judgement, Standing
from bot.knowledge import EVERYDAY, Knowledge
from bot.overview import asks_for_field, asks_for_page, continued_overview
from bot.pairs import describe_pair
from bot.search import Search, search_beside, stands_alone
from bot.systems import describe_systems, detail_asked, find_systems, only_counts
from bot.topics import named_mode
from catalog.index import Wording
from catalog.items import ServiceItem
from catalog.matching import Candidate
from intents.recognize import DEFAULT_ASPECT, is_asking

LONGEST_FOLLOW_UP = 24
"""“那材料呢”: only a short text without a matter of its own continues the last one."""
TELLING_WORDING = 4
"""Characters of a limit's wording that are enough to mean the matter talked about."""
LITERAL_NAME = 4
"""Characters of an alias that name a matter when they stand in a text as they are."""
NEW_WORDS = 5
"""Characters beyond places, aspects and pronouns that an addition does not have."""
_OF_A_NEW_MATTER = {DEFAULT_ASPECT, "eligibility"}
"""What is asked of a matter that was not talked about; materials or days belong to the last."""
_SPACES = re.compile(r"[\s,，。!?]+")
_ABOUT_PAPER = re.compile(r"签|协议|文件|哪一?年|什么时候|何时|范围|方向|有效|谁(?:跟|和|定)")
"""“哪年签的”: the agreement itself is asked about."""
_BOTH = re.compile(
    r"[这那它]两[个者种样]|两者|它们|区别|不同|不一样|差[在别]|对比|哪[个种](?:更|比较|最)?(?:好|快|方便|省事|合适)"
)


def continued_item(
    asked: Asked, search: Search, judgement: Judgement, slots: Slots, knowledge: Knowledge
) -> ServiceItem | None:
    """Return the item a short text goes on with: the one talked about, or one beside it."""
    item = knowledge.release.items.get(slots.item or "")
    if item is None or len(asked.text) > LONGEST_FOLLOW_UP or asks_about_more(asked.understanding):
        return None
    is_held = judgement.standing is Standing.HELD
    if _limit_wording(asked.text, item.id, knowledge) >= (TELLING_WORDING if is_held else 1):
        return item
    named = knowledge.wording(asked.understanding.beyond_addition).concepts
    if _says_another(asked, judgement, item, named, knowledge):
        return None
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


def _says_another(
    asked: Asked,
    judgement: Judgement,
    item: ServiceItem,
    named: Sequence[str],
    knowledge: Knowledge,
) -> bool:
    """Say whether a text is about something else, known by its very name or not known at all.

    “今天天气怎么样” is no matter; “烟花爆竹证在天津咋办” names a matter on no list word by word
    without any thing of the vocabulary; “家里要建猪舍” says more that is new than an addition.
    """
    if any(concept.startswith(EVERYDAY) for concept in named):
        return True
    best = judgement.candidates[0] if judgement.is_matter and judgement.candidates else None
    is_named = best is not None and len(best.alias) >= LITERAL_NAME and best.alias in asked.text
    if is_named and best is not None and best.item != item.id:
        return True
    asks_detail = not set(asked.aspects) <= _OF_A_NEW_MATTER or _ABOUT_PAPER.search(asked.text)
    if (
        asks_detail
        or asked.understanding.turning.varies
        or knowledge.things(named) & knowledge.index.concepts_of(item.id)
    ):
        return False
    return len(_SPACES.sub("", asked.understanding.beyond_addition)) >= NEW_WORDS


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
    things = knowledge.things(knowledge.name_wording(item).concepts)
    subject = Wording("".join(sorted(things)), tuple(things))
    for candidate in search_beside(asked, search, subject, knowledge).candidates:
        concepts = knowledge.index.concepts_of(candidate.item)
        is_same = bool(things & concepts) and set(named) <= concepts
        if is_same and knowledge.release.is_listed(candidate.item):
            return knowledge.release.items[candidate.item]
    return None


def continued_topic(asked: Asked, slots: Slots, knowledge: Knowledge) -> Topic | None:
    """Return what was talked about instead of an item when a short text only adds to it."""
    if len(asked.text) > LONGEST_FOLLOW_UP or slots.item is not None:
        return None
    if asks_for_page(asked.text) or asks_for_field(asked.text):
        return None
    turning = asked.understanding.turning
    if slots.is_listed and (turning.varies or turning.swaps):
        mode = named_mode(asked.text, knowledge)
        listed = continued_overview(asked, slots, mode, knowledge)
        if listed is not None:
            return listed
    if slots.systems and turning.varies:
        named = find_systems(asked.text, knowledge)
        if named is not None:
            return describe_systems(named.systems, knowledge, asked.text)
    if _begins_anew(asked, knowledge):
        return None
    return _continued_pair(asked, slots, knowledge) or _continued_systems(asked, slots, knowledge)


def _begins_anew(asked: Asked, knowledge: Knowledge) -> bool:
    """Say whether a text names a thing of its own, or asks of other places what there is."""
    beyond = knowledge.wording(asked.understanding.beyond_addition).concepts
    names_thing = bool(knowledge.things(beyond)) and not only_counts(asked.text)
    return names_thing or (bool(asked.named_codes) and asks_about_more(asked.understanding))


def _continued_pair(asked: Asked, slots: Slots, knowledge: Knowledge) -> Topic | None:
    """Return what the text adds about the agreements or the pair of places talked about."""
    named, places = asked.named_codes, asked.places
    if slots.about_pair and not _ABOUT_PAPER.search(asked.text):
        is_addition = asked.understanding.only_adds and _adds(asked)
        if is_addition and places.home and places.current:
            return describe_pair(places.home, places.current, knowledge, on=asked.on)
        return None
    if named and slots.parties:
        return find_agreements_of((slots.parties[0], *named), asked, knowledge)
    if len(slots.parties) > 1 and not slots.agreements and _ABOUT_PAPER.search(asked.text):
        return find_agreements_of(slots.parties, asked, knowledge)
    known = knowledge.release.agreements
    agreements = tuple(known[i] for i in slots.agreements if i in known)
    if not agreements or not _adds_or_asks(asked):
        return None
    detail = detail_asked(asked.text)
    is_list = len(agreements) > 1 and (slots.is_listed or slots.about_pair)
    return AgreementTopic(agreements[:LISTED], is_list, None if is_list else detail)


def _continued_systems(asked: Asked, slots: Slots, knowledge: Knowledge) -> Topic | None:
    known = knowledge.release.systems
    ids = slots.systems
    if _BOTH.search(asked.text):
        ids = (*slots.systems_before[:1], *ids)
    systems = tuple(known[i] for i in ids if i in known)[:2]
    if not systems or not _adds_or_asks(asked):
        return None
    return describe_systems(systems, knowledge, asked.text)


def _adds_or_asks(asked: Asked) -> bool:
    asks = _ABOUT_PAPER.search(asked.text) or _BOTH.search(asked.text)
    return _adds(asked) or asks is not None or only_counts(asked.text)


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
        or turning.comes_home
        or turning.asks_why
    )


def _limit_wording(text: str, item: str, knowledge: Knowledge) -> int:
    """Return how long a wording of a limit of just this item stands in a text (“是货车呢”)."""
    limits = (limit for limit in knowledge.release.limits if item in limit.items)
    return max((len(word) for limit in limits for word in limit.when if word in text), default=0)
