"""Find what can be handled at all: between two places, within a region, in a field, in a mode.

Only items with an offering are counted; what no list holds never stands in an overview.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.asked import Asked
from bot.basis import agreements_between
from bot.conversation import Slots
from bot.decide import CatalogTopic
from bot.knowledge import Knowledge
from bot.pairs import (
    describe_region,
    is_both_ways,
    is_region,
    said_pair,
    said_places,
    serves,
)
from bot.route import Places, offerings_on
from catalog.agreements import Agreement
from catalog.figures import Figure
from catalog.items import ServiceItem
from catalog.offerings import HandlingMode
from intents.lexicon import Place
from intents.regions import Role

_WHAT = r"(?:哪些|那些|哪几|什么|啥|多少|几[项件个])"
_MATTERS = r"(?:事|业务|项|证|手续|服务)"
_OF_A_FIELD = rf"(?:类|方面|领域|这块|那块)(?:的|里)?.{{0,8}}{_WHAT}"
_ABOUT_CATALOG = re.compile(
    rf"{_WHAT}.{{0,10}}{_MATTERS}|(?:跨省|异地|通办|网办|全程网办).{{0,6}}{_WHAT}"
    rf"|(?:能|可以)(?:跨省|异地|在外地|在外省)?办(?:理)?{_WHAT}"
    rf"|办.{{0,4}}{_MATTERS}.{{0,6}}{_WHAT}|办的?(?:都)?有{_WHAT}|{_OF_A_FIELD}"
)
_ASKS_OF_FIELD = re.compile(_OF_A_FIELD)
_AWAY = re.compile(r"跨省|异地|通办|外地|外省|网办|互办|不回老家|不用回|不用跑|网上")
_CANNOT = re.compile(r"办不了|不能|不可以|没打通|没通|不行|除了|除开")
_DEFINES = re.compile(
    r"依据|凭什么|什么(?:文件|协议|时候)|哪年|"
    r"什么意思|啥意思|什么东西|怎么回事|干什么|干啥|(?:是|指|叫)个?(?:什么|啥)[?。]*$"
)
_PAGE = re.compile(r"第(\d{1,2})页")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the catalog is wanted."""

    places: Places = field(default_factory=Places)
    """Between which places; the same one twice for a region."""
    category: str | None = None
    """In which field only."""
    mode: HandlingMode | None = None
    """In which way only."""


def asks_for_page(text: str) -> bool:
    """Say whether the next part of an overview is asked for, as its button does."""
    return _PAGE.search(text) is not None


def asks_for_field(text: str) -> bool:
    """Say whether it is asked what a whole field holds (社保类的有哪些)."""
    return _ASKS_OF_FIELD.search(text) is not None and _CANNOT.search(text) is None


def asks_for_catalog(asked: Asked, mode: HandlingMode | None = None) -> bool:
    """Say whether it is asked what can be handled away from home at all."""
    asks = _ABOUT_CATALOG.search(asked.text) is not None and not _CANNOT.search(asked.text)
    if _DEFINES.search(asked.text):
        return False
    if "overview" in asked.aspects:
        return asks or mode is not None
    return asks and _AWAY.search(asked.text) is not None


def find_catalog_overview(
    asked: Asked,
    knowledge: Knowledge,
    mode: HandlingMode | None = None,
    figures: tuple[Figure, ...] = (),
) -> CatalogTopic | None:
    """Return the categories of what can be handled, or one of them when it is named."""
    page = _PAGE.search(asked.text)
    if page is None and not asks_for_catalog(asked, mode):
        return None
    category = find_category(asked.text, _categories(knowledge))
    if not (page or category or mode) and len(said_places(asked)) > 1 and is_both_ways(asked):
        return None  # each direction has to be told on its own
    wanted = Wanted(_limiting_places(asked), category, mode)
    number = int(page[1]) if page else 1
    return list_catalog(wanted, knowledge, on=asked.on, page=number, figures=figures)


def list_catalog(
    wanted: Wanted,
    knowledge: Knowledge,
    *,
    on: date,
    page: int = 1,
    figures: tuple[Figure, ...] = (),
) -> CatalogTopic | None:
    """Return the wanted part of the catalog, the largest category first.

    None where nothing is found, and within one province, where nothing crosses a border.
    """
    if _is_local(wanted.places, knowledge):
        return None
    categories: dict[str, list[ServiceItem]] = {}
    for item in knowledge.release.items.values():
        if _is_wanted(item, wanted, knowledge, on=on):
            categories.setdefault(item.category, []).append(item)
    ordered = sorted(categories.items(), key=lambda pair: -len(pair[1]))
    if not ordered:
        return None
    return CatalogTopic(
        {category: tuple(found) for category, found in ordered},
        wanted.places,
        wanted.mode,
        page,
        _agreements(wanted.places, knowledge, on=on),
        figures,
    )


def _categories(knowledge: Knowledge) -> set[str]:
    release = knowledge.release
    return {item.category for item in release.items.values() if release.is_listed(item.id)}


def _is_wanted(item: ServiceItem, wanted: Wanted, knowledge: Knowledge, *, on: date) -> bool:
    if wanted.category not in (None, item.category):
        return False
    return any(
        wanted.mode in (None, *offering.modes) and serves(offering, wanted.places, knowledge)
        for offering in offerings_on(item.id, knowledge.release, on)
    )


def _is_local(places: Places, knowledge: Knowledge) -> bool:
    home, current = places.home, places.current
    if home is None or current is None or is_region(home) or is_region(current):
        return False
    return knowledge.gazetteer.same_province(home, current)


def _agreements(places: Places, knowledge: Knowledge, *, on: date) -> tuple[Agreement, ...]:
    """Return what is in force between the places, or among those of a region."""
    home, current = places.home, places.current
    if home is None or current is None:
        return ()
    if home == current:
        return describe_region(home, knowledge, on=on).agreements
    known = knowledge.release.agreements.values()
    fits = agreements_between(home, current, known, knowledge.gazetteer, on=on)
    return tuple(fit.agreement for fit in fits)


def _limiting_places(asked: Asked) -> Places:
    """Return the places an overview is limited to: two, a region, or the only one named."""
    said = said_places(asked)
    if len(said) > 1:
        return said_pair(asked) or Places()
    return _around(said[0], asked) if said else Places()


def _around(place: Place, asked: Asked) -> Places:
    if is_region(place):
        return Places(place, place)
    is_current = any(m.role is Role.CURRENT for m in asked.understanding.mentions)
    return Places(current=place) if is_current else Places(home=place)


def continued_overview(
    asked: Asked, slots: Slots, mode: HandlingMode | None, knowledge: Knowledge
) -> CatalogTopic | None:
    """Return the overview that was shown, with what a short text changes about it.

    “社保类的呢”, “那河北呢” and “全程网办的呢” keep the rest of what was wanted.
    """
    if not slots.is_listed:
        return None
    category = find_category(asked.text, _categories(knowledge))
    said = said_places(asked)
    swaps = asked.understanding.turning.swaps
    if not (category or mode or said or swaps):
        return None
    before = Wanted(
        Places(*(knowledge.gazetteer.place(code) if code else None for code in slots.between)),
        slots.category or None,
        HandlingMode(slots.mode) if slots.mode else None,
    )
    places = _changed(before.places, asked) if said else before.places
    if swaps:
        places = Places(places.current, places.home)
    wanted = Wanted(places, category or before.category, mode or before.mode)
    return list_catalog(wanted, knowledge, on=asked.on)


def _changed(before: Places, asked: Asked) -> Places:
    """Return the places after some were named: a pair keeps the place that was not replaced."""
    said = said_places(asked)
    is_pair = None not in (before.home, before.current) and before.home != before.current
    if len(said) > 1 or not is_pair or is_region(said[0]):
        return _limiting_places(asked)
    known = asked.places
    if known.home and known.current:
        return Places(known.home, known.current)
    return Places(before.home, said[0])


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
