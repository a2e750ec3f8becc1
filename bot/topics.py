"""Find what is asked about by name instead of a matter: systems, agreements, pairs of places.

Names are looked up, the longest first. ``find_topic`` decides whether a topic or an item is meant.
"""

import re
from dataclasses import dataclass

from bot.asked import Asked
from bot.basis import agreements_between, is_in_force, touching
from bot.decide import AgreementTopic, CatalogTopic, PairTopic, SystemTopic, Topic
from bot.gate import ANSWER_FROM_SHARE, Judgement, Standing
from bot.knowledge import Knowledge, topic_key
from bot.places import Fit
from bot.route import Places
from bot.search import Search, best_share, find_system_near
from catalog.agreements import Agreement, DirectionKind
from catalog.items import ServiceItem
from catalog.systems import System
from intents.lexicon import Place

_ABOUT_AGREEMENT = re.compile(
    r"协议|签的|签订|签署|签了|签约|备忘录|联盟|合作(?!医疗|社|办)|联动机制|工作方案|协同立法"
)
_ABOUT_PAIR = re.compile(
    r"互办|通办|跨省|异地|就近|能办|可办|办哪些|能不能办|办事|哪些|什么事|有什么|互相|彼此|对办"
)
_ABOUT_CATALOG = re.compile(
    r"(?:哪些|什么|多少|几).{0,10}(?:事|业务|项|证)|(?:跨省|异地|通办|网办|全程网办).{0,6}(?:哪些|什么|多少)"
    r"|(?:能|可以)(?:跨省|异地|在外地|在外省)?办(?:哪些|什么|啥)"
)


ITEM_BEATS_TOPIC_FROM_SHARE = 0.62
"""From here on a matter is meant, even when the name of a system stands in the question."""
TOPIC_FROM_SHARE = 0.5
"""A system that is not named outright must come this near to the wording …"""
TOPIC_LEADS_HELD_BY = 0.1
"""… and nearer than a held item by this much."""
TOPIC_ALONE_FROM_SHARE = 0.27
"""Where no item fits at all, a weaker likeness is enough."""
LONGEST_TOPIC_QUESTION = 60
"""In a longer text the name of a system is part of a story, not the question."""
_TOPIC_ASPECTS = frozenset({"overview", "definition", "basis"})


def find_topic(
    asked: Asked, search: Search, judgement: Judgement, knowledge: Knowledge
) -> Topic | None:
    """Return a topic when one was asked about rather than a matter, the surest sign first."""
    best = best_share(judgement.candidates)
    if len(asked.text) > LONGEST_TOPIC_QUESTION and judgement.is_matter:
        return None
    about = bool(_TOPIC_ASPECTS & set(asked.aspects))
    if not about and best >= ITEM_BEATS_TOPIC_FROM_SHARE:
        return _topic_near(search, judgement, knowledge)
    named = find_systems(asked.text, knowledge)
    agreements = find_agreements(asked, knowledge)
    one_place = len(asked.understanding.mentions) == 1
    if agreements is not None and (named is None or not one_place):
        return agreements
    if named is not None and (about or named.longest >= 4 or not judgement.is_matter):
        return describe_systems(named.systems[:2], knowledge)
    near = _topic_near(search, judgement, knowledge)
    if near is not None or (judgement.standing is Standing.HELD and not about):
        return near
    return find_pair(asked, knowledge) or find_catalog_overview(asked, knowledge)


def _topic_near(search: Search, judgement: Judgement, knowledge: Knowledge) -> Topic | None:
    """Return the system whose names come nearer to the question than any item does."""
    best = best_share(judgement.candidates)
    lead = TOPIC_LEADS_HELD_BY if judgement.standing is Standing.HELD else 0.0
    found = find_system_near(search, knowledge) if best + lead <= 1 else None
    if found is None:
        return None
    system, share = found
    if share >= TOPIC_FROM_SHARE and share >= best + lead:
        return describe_systems((system,), knowledge)
    if share >= TOPIC_ALONE_FROM_SHARE and best < ANSWER_FROM_SHARE:
        return describe_systems((system,), knowledge)
    return None


@dataclass(frozen=True, slots=True)
class NamedSystems:
    """Systems named in a question."""

    systems: tuple[System, ...]
    """In the order of the text, at most two."""
    longest: int
    """Characters of the longest name found."""


def find_systems(text: str, knowledge: Knowledge) -> NamedSystems | None:
    """Return the systems whose names stand in a text, longer names hiding those inside them."""
    key = topic_key(text)
    found: list[tuple[int, str]] = []
    covered = [False] * len(key)
    for name in sorted(knowledge.topics, key=len, reverse=True):
        at = key.find(name)
        if at >= 0 and not any(covered[at : at + len(name)]):
            covered[at : at + len(name)] = [True] * len(name)
            found.append((at, name))
    if not found:
        return None
    ids = dict.fromkeys(i for _, name in sorted(found) for i in knowledge.topics[name][:1])
    systems = tuple(knowledge.release.systems[i] for i in ids)
    return NamedSystems(systems, max(len(name) for _, name in found))


def describe_systems(systems: tuple[System, ...], knowledge: Knowledge) -> SystemTopic:
    """Return systems with their figures, newest first, agreements, items and limits."""
    release = knowledge.release
    counted = {name for system in systems for name in system.figures}
    figures = [f for f in release.figures if f.system in counted]
    mentioned = {limit for system in systems for limit in system.limits}
    return SystemTopic(
        systems=systems,
        figures=tuple(sorted(figures, key=lambda f: f.as_of, reverse=True)),
        agreements=tuple(release.agreements[i] for s in systems for i in s.agreements),
        items=tuple(release.items[i] for s in systems for i in s.items),
        limits=tuple(limit for limit in release.limits if limit.id in mentioned),
    )


def find_agreements(asked: Asked, knowledge: Knowledge) -> AgreementTopic | None:
    """Return the agreements that a question asks about by title or by its parties."""
    if not _ABOUT_AGREEMENT.search(asked.text):
        return None
    agreements = list(knowledge.release.agreements.values())
    key = topic_key(asked.text)
    titled = [a for a in agreements if topic_key(a.title) in key]
    places = [m.place for m in asked.understanding.mentions if m.place is not None]
    if not titled and not places:
        return None
    found = titled or touching(dict.fromkeys(places), agreements, knowledge.gazetteer)
    wanted = {f"area:{place.zone}" for place in places}
    wanted.update(code for place in places for code in (place.code, *place.members))

    def hits(agreement: Agreement) -> int:
        parties = [knowledge.gazetteer.place(code) for code in agreement.party_codes]
        members = {code for party in parties if party for code in party.members}
        return len(wanted & {*agreement.party_codes, *members})

    ordered = sorted(found, key=lambda a: (-hits(a), len(a.party_codes), a.title))
    return AgreementTopic(tuple(ordered[:5])) if ordered else None


def find_pair(asked: Asked, knowledge: Knowledge) -> PairTopic | None:
    """Return what holds between the two places of a question that names no matter."""
    pair = _pair(asked)
    if pair is None or not _ABOUT_PAIR.search(asked.text):
        return None
    home, current = pair
    release, gazetteer = knowledge.release, knowledge.gazetteer
    served = agreements_between(home, current, release.agreements.values(), gazetteer, on=asked.on)
    silent = [
        a
        for a in touching((home, current), release.agreements.values(), gazetteer)
        if a.direction is DirectionKind.UNKNOWN and is_in_force(a, asked.on)
    ]
    items = _items_between(home, current, knowledge)
    return PairTopic(Places(home, current), tuple(served), tuple(silent), items)


def _pair(asked: Asked) -> tuple[Place, Place] | None:
    if asked.places.home and asked.places.current:
        return asked.places.home, asked.places.current
    mentioned = [m.place for m in asked.understanding.mentions if m.place and not m.negated]
    distinct = list({place.code: place for place in mentioned}.values())
    return (distinct[0], distinct[1]) if len(distinct) >= 2 else None


def _items_between(home: Place, current: Place, knowledge: Knowledge) -> tuple[ServiceItem, ...]:
    """Return a few items with an offering made for just these places."""
    found = []
    for item in knowledge.regional:
        for offering in knowledge.release.offerings_of[item]:
            fits = (
                knowledge.gazetteer.fit(home, offering.homes.codes),
                knowledge.gazetteer.fit(current, offering.currents.codes),
            )
            if min(fits) is Fit.YES:
                found.append(knowledge.release.items[item])
                break
    return tuple(found[:5])


def find_catalog_overview(asked: Asked, knowledge: Knowledge) -> CatalogTopic | None:
    """Return the categories of what can be handled, or one of them when it is named."""
    if asked.aspect != "overview" or not _ABOUT_CATALOG.search(asked.text):
        return None
    held = [i for i in knowledge.release.items.values() if knowledge.release.is_listed(i.id)]
    categories: dict[str, list[ServiceItem]] = {}
    for item in held:
        categories.setdefault(item.category, []).append(item)
    concepts = set(knowledge.wording(asked.understanding.matter).concepts)
    for words, category in _CATEGORY_WORDS.items():
        if concepts & set(words.split()) and category in categories:
            return CatalogTopic({category: tuple(categories[category])})
    ordered = sorted(categories.items(), key=lambda pair: -len(pair[1]))
    return CatalogTopic({category: tuple(items) for category, items in ordered})


_CATEGORY_WORDS = {
    "公积金 公积金贷款": "住房公积金",
    "医保 居民医保 异地就医 医保卡": "医疗保障",
    "驾驶证 车 行驶证 号牌": "公安交管",
    "身份证 户口 户籍证明": "公安户籍",
    "护照 港澳通行证 出入境": "公安出入境",
    "社保 社保卡 养老保险 养老金 失业金": "社会保障",
    "营业执照 公司 个体户": "市场监管",
    "税 个税 发票": "税务",
    "残疾证 残疾": "残联",
    "公证": "司法",
    "结婚 离婚": "民政",
}
