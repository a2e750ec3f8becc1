"""Find what can be handled at all: between two places, within a region, in a field, in a mode.

Only items with an offering are counted; what no list holds never stands in an overview.
"""

import re
from collections.abc import Iterable
from datetime import date

from bot.asked import Asked
from bot.basis import agreements_between, is_in_force, touching
from bot.decide import CatalogTopic, PairTopic, RegionTopic
from bot.knowledge import Knowledge
from bot.places import EVERYWHERE, Fit
from bot.route import Places, offerings_on
from catalog.agreements import Agreement, DirectionKind
from catalog.items import ServiceItem
from catalog.jurisdictions import province_of
from catalog.offerings import HandlingMode, Offering, Reach
from intents.lexicon import Place
from intents.regions import Role

_ABOUT_PLACES = re.compile(
    r"互办|通办|跨省|异地|就近|能办|可办|办哪些|能不能办|办事|哪些|什么事|有什么|互相|彼此|对办"
    r"|互通|打通|(?:能|可以|可)[^,。!?]{0,10}办|手续"
)
_BOTH_WAYS = re.compile(r"之间|互相|彼此|相互|互办|互通|对办|两地|双向|两边")
_WHAT = r"(?:哪些|那些|哪几|什么|啥|多少|几[项件个])"
_MATTERS = r"(?:事|业务|项|证|手续|服务)"
_ABOUT_CATALOG = re.compile(
    rf"{_WHAT}.{{0,10}}{_MATTERS}|(?:跨省|异地|通办|网办|全程网办).{{0,6}}{_WHAT}"
    rf"|(?:能|可以)(?:跨省|异地|在外地|在外省)?办(?:理)?{_WHAT}"
    rf"|办.{{0,4}}{_MATTERS}.{{0,6}}{_WHAT}"
)
_AWAY = re.compile(r"跨省|异地|通办|外地|外省|网办|互办|不回老家|不用回")
_PAGE = re.compile(r"第(\d{1,2})页")


def find_pair(asked: Asked) -> Places | None:
    """Return the two places of a question that names no matter, whose matters first."""
    pair = _pair(asked)
    return pair if pair is not None and _ABOUT_PLACES.search(asked.text) else None


def _pair(asked: Asked) -> Places | None:
    if asked.places.home and asked.places.current:
        return Places(asked.places.home, asked.places.current)
    distinct = _distinct_places(asked)
    return Places(distinct[0], distinct[1]) if len(distinct) >= 2 else None


def _distinct_places(asked: Asked) -> list[Place]:
    said = [m.place for m in asked.understanding.mentions if m.place and not m.negated]
    return list({place.code: place for place in said}.values())


def is_both_ways(asked: Asked) -> bool:
    """Say whether two places are named without saying whose matters are handled where."""
    roles = {m.role for m in asked.understanding.mentions}
    return _BOTH_WAYS.search(asked.text) is not None or not roles & {Role.HOME, Role.CURRENT}


def describe_pair(home: Place, current: Place, knowledge: Knowledge, *, on: date) -> PairTopic:
    """Return what holds for the matters of one place in the other, in this direction only."""
    agreements, gazetteer = knowledge.release.agreements.values(), knowledge.gazetteer
    is_local = gazetteer.same_province(home, current)
    served = [] if is_local else agreements_between(home, current, agreements, gazetteer, on=on)
    silent = _silent((home, current), knowledge, on=on)
    items = _made_for(Places(home, current), knowledge, on=on)
    return PairTopic(
        Places(home, current), tuple(served), () if is_local else silent, items, is_local
    )


def find_region(asked: Asked, knowledge: Knowledge) -> RegionTopic | None:
    """Return what holds within the one region of a question that names no matter."""
    places = _distinct_places(asked)
    if len(places) != 1 or not _ABOUT_PLACES.search(asked.text):
        return None
    region = places[0]
    if len({province_of(code) for code in region.members}) < 2:
        return None
    members = [knowledge.gazetteer.place(code) for code in region.members]
    parties = [place for place in members if place is not None]
    shared = touching(parties, knowledge.release.agreements.values(), knowledge.gazetteer)
    serving = [
        a
        for a in shared
        if a.direction is DirectionKind.MUTUAL and a.is_service_agreement
        if is_in_force(a, asked.on)
    ]
    return RegionTopic(
        region,
        tuple(sorted(serving, key=lambda a: (len(a.party_codes), a.title))),
        _silent(parties, knowledge, on=asked.on),
        _made_for(Places(region, region), knowledge, on=asked.on),
    )


def _silent(places: Iterable[Place], knowledge: Knowledge, *, on: date) -> tuple[Agreement, ...]:
    """Return what is in force between the places without saying in which direction."""
    shared = touching(places, knowledge.release.agreements.values(), knowledge.gazetteer)
    return tuple(a for a in shared if a.direction is DirectionKind.UNKNOWN and is_in_force(a, on))


def _made_for(places: Places, knowledge: Knowledge, *, on: date) -> tuple[ServiceItem, ...]:
    """Return the items that can be handled between just these places, not in the whole country."""
    return tuple(
        knowledge.release.items[item]
        for item in knowledge.regional
        if any(_serves(o, places, knowledge) for o in offerings_on(item, knowledge.release, on))
    )


def _serves(offering: Offering, places: Places, knowledge: Knowledge) -> bool:
    """Say whether an offering surely serves both places; without a current one, it is the goal."""
    roles = ((places.home, offering.homes), (places.current, _other_end(offering)))
    return all(_lies_in(place, reach, knowledge) for place, reach in roles if place is not None)


def _other_end(offering: Offering) -> Reach:
    return offering.currents if offering.currents.codes else offering.destinations


def _lies_in(place: Place, reach: Reach, knowledge: Knowledge) -> bool:
    fit = knowledge.gazetteer.fit
    if reach.excluded and fit(place, reach.excluded) is Fit.YES:
        return False
    return fit(place, reach.codes or (EVERYWHERE,)) is Fit.YES


def asks_for_page(text: str) -> bool:
    """Say whether the next part of an overview is asked for, as its button does."""
    return _PAGE.search(text) is not None


def find_catalog_overview(
    asked: Asked, knowledge: Knowledge, mode: HandlingMode | None = None
) -> CatalogTopic | None:
    """Return the categories of what can be handled, or one of them when it is named."""
    page = _PAGE.search(asked.text)
    if page is None and not _asks_for_catalog(asked, mode):
        return None
    places = _limiting_places(asked)
    items = [
        item
        for item in knowledge.release.items.values()
        if any(
            (mode is None or mode in offering.modes) and _serves(offering, places, knowledge)
            for offering in offerings_on(item.id, knowledge.release, asked.on)
        )
    ]
    categories: dict[str, list[ServiceItem]] = {}
    for item in items:
        categories.setdefault(item.category, []).append(item)
    named = find_category(asked.text, categories)
    if named is not None:
        categories = {named: categories[named]}
    elif places.named and page is None:
        return None  # the agreements between the places answer better
    ordered = sorted(categories.items(), key=lambda pair: -len(pair[1]))
    whole = {category: tuple(found) for category, found in ordered}
    return CatalogTopic(whole, places, mode, int(page[1]) if page else 1) if whole else None


def _asks_for_catalog(asked: Asked, mode: HandlingMode | None) -> bool:
    asks = _ABOUT_CATALOG.search(asked.text) is not None
    if "overview" in asked.aspects:
        return asks or mode is not None
    return asks and _AWAY.search(asked.text) is not None


def _limiting_places(asked: Asked) -> Places:
    distinct = _distinct_places(asked)
    if len(distinct) == 1 and distinct[0].members:
        return Places(distinct[0], distinct[0])
    return (_pair(asked) or Places()) if len(distinct) >= 2 else Places()


def find_category(text: str, known: Iterable[str]) -> str | None:
    """Return the category a text names outright or by what belongs to it."""
    known = set(known)
    named = [category for category in known if category in text]
    if named:
        return max(named, key=len)
    for words, category in _CATEGORY_WORDS.items():
        if category in known and any(word in text for word in words.split()):
            return category
    return None


_CATEGORY_WORDS = {
    "公积金": "住房公积金",
    "医保 就医 看病 医疗": "医疗保障",
    "出入境 护照 港澳 通行证 签注": "公安出入境",
    "驾照 驾驶证 行驶证 车管 车辆 交管 号牌": "公安交管",
    "户籍 户口 身份证": "公安户籍",
    "社保 养老保险 养老金 失业保险 失业金 工伤": "社会保障",
    "营业执照 企业 公司 开办 个体户 工商 市监": "市场监管",
    "报税 税收 个税 涉税 发票 纳税": "税务",
    "残疾": "残联",
    "公证": "司法",
    "婚姻 结婚 离婚 低保 救助": "民政",
    "货运 客运 运输 道路 驾校": "交通运输",
    "医师 护士 卫健": "卫生健康",
    "学历 学籍 学位 上学": "教育",
    "资格证": "职业资格",
    "房产 不动产 产权": "不动产",
    "就业 找工作 创业": "就业创业",
    "退伍 退役": "退役军人",
}
"""What people say → the category it belongs to, the first that is found."""
