"""Find the systems, terms and modes a question is about, and the count it means.

Names are looked up, the longest first; how near a wording comes to a name is ``bot.search``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.decide import Detail, SystemTopic
from bot.knowledge import Knowledge, topic_key
from catalog.figures import Figure
from catalog.limits import Limit
from catalog.systems import System

ITEM_UNIT = "项"
LONGEST_REST = 2
"""Characters beside the name of a system and the question that say nothing else yet."""
_COUNTED_UNITS = (
    (
        ITEM_UNIT,
        r"(?:多少|几)(?:个|类)?(?:项|件|桩|事项|事儿|事|业务|服务)|(?:事项|事儿|事|业务|的)(?:一?共|总共|现在|目前|大概)*有?(?:多少|几)(?:项|件|个)?(?:$|[?。,])",
    ),
    ("人", r"(?:多少|几)(?:个|位)?(?:人|老人|居民)"),
    ("所", r"(?:多少|几)(?:个)?(?:所|学校|中小学|幼儿园)"),
    ("个区", r"(?:多少|几)个区"),
    ("家", r"(?:多少|几)(?:个)?(?:家|医院|医疗机构|景区|企业|公司)"),
    ("台", r"(?:多少|几)(?:个)?(?:台|终端|机器)"),
    ("份", r"(?:多少|几)份"),
    ("批", r"(?:多少|几)批"),
)
"""Unit of a figure → how people ask for that many; 件 and 项 are one."""
_HOW_MANY = re.compile(r"多少(?!钱|天|时间|费|岁)|几(?:项|件|个|家|台|所|份|批|类|种)")
_SAID_COUNT = re.compile(r"(\d{2,5})[多余]?[项件家所台]")
_ASKS_WHAT_COUNT = re.compile(
    r"一回事|区别|不同|不一样|一样|什么|啥|指|哪来|怎么[来算]|哪个[对准]|以哪个"
)
FIGURES_DIFFER = "term-figures-differ"
"""The term that tells why the counts differ."""
_ECONOMY_UNITS = ("亿元", "倍")
_ABOUT_ECONOMY = re.compile(r"gdp|生产总值|经济|产值")
_SAID_DATE = re.compile(r"(20\d\d)(?:年(?:(\d{1,2})月)?|\b)")
_DETAILS = (
    (Detail.WHEN, re.compile(r"哪一?年|几几年|何年|何时|什么时候|啥时候|哪天|日期|多久了|几月")),
    (Detail.BASIS, re.compile(r"依据|凭什么|什么文件|哪个文件|谁规定|出处|法律")),
    (
        Detail.WHERE,
        re.compile(
            r"哪[个款](?:手机)?(?:app|软件|网站|平台|小程序)|(?:在|去|到|上|从|打)?(?:哪里|哪儿|哪(?![些个款几年种样天家一二三四五六七八九十两])|啥地方|什么地方)"
            r"|怎么(?:用|办|进|弄|操作|申请|查)"
        ),
    ),
)
"""What of a topic is asked about, the first that is found; counts are asked in many more ways."""
_LINKS = re.compile(
    r"到底|一共|总共|现在|目前|请问|都|是|有|的|呢|啊|呀|吗|了|用|能|里|里面|包括|项|个|[,。?!]"
)
_BARE_COUNT = re.compile(
    r"(?:那|它|这个?|里面|一共|总共|共|现在|都|有|是|能办|涉及|包括)*(?:多少|几)(?:个|项|件|类|批)?"
    r"(?:事项|事儿?|业务|服务)?(?:能办)?(?:呢|啊|呀|了)?[?。]*"
)
_ROUGH = re.compile(r"[多余近超约]")
_DIGITS = re.compile(r"\d+")
_PART_OF_A_COUNT = "其中"


@dataclass(frozen=True, slots=True)
class NamedSystems:
    """Systems named in a question."""

    systems: tuple[System, ...]
    """In the order of the text, at most two."""
    names: tuple[str, ...]
    """The names found, as they are compared."""

    @property
    def longest(self) -> int:
        """Characters of the longest name found."""
        return max(map(len, self.names))


def find_systems(text: str, knowledge: Knowledge) -> NamedSystems | None:
    """Return the systems whose names stand in a text, longer names hiding those inside them."""
    key = topic_key(text)
    found: list[tuple[int, str]] = []
    covered = [False] * len(key)
    # Of two names that overlap the longer counts, of equal ones what is said first.
    standing = [(name, at) for name in knowledge.topics if (at := key.find(name)) >= 0]
    for name, at in sorted(standing, key=lambda named: (-len(named[0]), named[1])):
        if not any(covered[at : at + len(name)]):
            covered[at : at + len(name)] = [True] * len(name)
            found.append((at, name))
    if not found:
        return None
    ids = dict.fromkeys(i for _, name in sorted(found) for i in knowledge.topics[name][:1])
    systems = tuple(knowledge.release.systems[i] for i in ids)
    return NamedSystems(systems, tuple(name for _, name in found))


def asks_how_many(text: str) -> bool:
    """Say whether a count is asked for (多少项、几件)."""
    return _HOW_MANY.search(text) is not None


def only_counts(text: str) -> bool:
    """Say whether a text asks for a count and does not say of what (多少个事项)."""
    return _BARE_COUNT.fullmatch(text) is not None


def detail_asked(text: str) -> Detail | None:
    """Return what of a topic a text asks about; None when it asks what it is."""
    if asks_how_many(text):
        return Detail.COUNT
    return next((detail for detail, asked in _DETAILS if asked.search(text)), None)


def says_only(text: str, named: NamedSystems) -> bool:
    """Say whether a text holds just the name of a system and what is asked of it."""
    return detail_asked(text) is not None and len(said_beside(text, named)) <= LONGEST_REST


def said_beside(text: str, named: NamedSystems) -> str:
    """Return what a text says beyond the names of systems and what is asked of them."""
    rest = topic_key(text)
    for name in named.names:
        rest = rest.replace(name, "")
    for pattern in (*(asked for _, asked in _DETAILS), _HOW_MANY, _LINKS):
        rest = pattern.sub("", rest)
    return rest


def counts_what_is_asked(systems: Iterable[System], text: str, knowledge: Knowledge) -> bool:
    """Say whether one of the systems has a count of the kind a how-many question asks for."""
    return any(_counts(system, text, knowledge) for system in systems)


def _counts(system: System, text: str, knowledge: Knowledge) -> bool:
    unit = asked_unit(text)
    figures = [f for f in knowledge.release.figures if f.system in system.figures]
    if any(unit is None or f.unit.startswith(unit) for f in figures):
        return True
    counted = (knowledge.release.agreements[i].item_count for i in system.agreements)
    return unit in (None, ITEM_UNIT) and any(counted)


def describe_systems(
    systems: tuple[System, ...], knowledge: Knowledge, text: str = ""
) -> SystemTopic:
    """Return systems with their figures, agreements, items and limits.

    The figure that ``text`` means stands first; the others are other countings of their own day.
    """
    release = knowledge.release
    names = [name for system in systems for name in system.figures]
    figures = [f for f in release.figures if f.system in names]
    detail = detail_asked(text)
    if detail is Detail.COUNT and not counts_what_is_asked(systems, text, knowledge):
        detail = None
    mentioned = {limit for system in systems for limit in system.limits}
    return SystemTopic(
        systems=systems,
        figures=_order_figures(figures, names, text),
        agreements=tuple(release.agreements[i] for s in systems for i in s.agreements),
        items=tuple(release.items[i] for s in systems for i in s.items),
        limits=tuple(
            limit
            for limit in release.limits
            if limit.id in mentioned and (detail is Detail.COUNT or not _minds_counts(limit))
        ),
        detail=detail,
    )


def _minds_counts(limit: Limit) -> bool:
    """Say whether a limit only tells how to read counts."""
    return bool(limit.when) and all(asks_how_many(wording) for wording in limit.when)


def describe_said_counts(text: str, knowledge: Knowledge) -> SystemTopic | None:
    """Return what the counts are that a text names (2749项是什么), each with its own day.

    A count that several systems have, or several counts, are told apart and never merged.
    """
    said = dict.fromkeys(_SAID_COUNT.findall(text))
    if not said or not _ASKS_WHAT_COUNT.search(text) or detail_asked(text) is not None:
        return None
    release = knowledge.release
    figures = [f for n in said for f in release.figures if _DIGITS.findall(f.value)[:1] == [n]]
    owners = [s for s in release.systems.values() if {f.system for f in figures} & {*s.figures}]
    if not owners:
        return None
    told_apart = len(figures) > 1 and FIGURES_DIFFER in release.systems
    system = release.systems[FIGURES_DIFFER] if told_apart else owners[0]
    return replace(
        describe_systems((system,), knowledge), figures=tuple(figures), detail=Detail.FIGURES
    )


def asked_unit(text: str) -> str | None:
    """Return the unit of what is to be counted (多少项 → 项); None when it is not said."""
    return next((unit for unit, asked in _COUNTED_UNITS if re.search(asked, text)), None)


def _order_figures(figures: list[Figure], names: list[str], text: str) -> tuple[Figure, ...]:
    """Return the figures a text asks for, the one it means first.

    The rules, the first that tells two figures apart:

    1. its day, month or year was said;
    2. a whole count comes before a part of it (“其中北京提供”), unless the part was named;
    3. it shares more of its own words with the text (首批, 累计);
    4. the catalog names its count first;
    5. the newer one, and of one name the exact before the rough (234 before 200多).
    """
    if not _ABOUT_ECONOMY.search(text):
        figures = [f for f in figures if not f.unit.startswith(_ECONOMY_UNITS)]
    unit = asked_unit(text)
    fitting = [f for f in figures if unit and f.unit.startswith(unit)]
    newest = sorted(fitting or figures, key=lambda f: f.as_of, reverse=True)
    own = _own_words(newest)
    dates = _said_dates(text)

    def rank(figure: Figure) -> tuple[object, ...]:
        shared = sum(1 for word in own[figure.meaning] if word in text)
        return (
            not any(figure.as_of.startswith(date) for date in dates),
            figure.meaning.startswith(_PART_OF_A_COUNT) and not shared,
            -shared,
            names.index(figure.system),
            bool(text) and _ROUGH.search(figure.value) is not None,
        )

    return tuple(sorted(newest, key=rank))


def _said_dates(text: str) -> list[str]:
    """Return the years and months said, longest first, as figures hold them (2023-10)."""
    said = [(m[1], m[2]) for m in _SAID_DATE.finditer(text)]
    return [f"{year}-{int(month):02}" if month else year for year, month in said]


def _own_words(figures: Iterable[Figure]) -> dict[str, set[str]]:
    """Return the pairs of characters each meaning has and not all of them have."""
    words = {f.meaning: {a + b for a, b in pairwise(f.meaning)} for f in figures}
    common = set.intersection(*words.values()) if words else set()
    return {meaning: found - common for meaning, found in words.items()}
