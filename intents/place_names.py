"""Find the place names in a text; what each is to the matter is decided in ``regions``.

How it goes:

1. the longest place names are found, none that is part of another name (天津路);
2. a place right behind its province or city is one with it, there also by a short name that is an
   everyday word elsewhere (北京朝阳), and where the words in front leave nothing else
   (户口在朝阳);
3. 京, 沪 … stand for their province only in words like 京籍, 在京工作.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from intents.lexicon import Lexicon, Place

PLACE_MARK = "\ue000"
"""Stands for one place in a framed text; roles.yaml writes it as P."""

_JOINERS = re.compile(r"[的\s·-]?")
_OTHER_NAME = re.compile(
    r".?(?:(?<!农)村|路|街|小区|社区|花园|商会|商城|大厦|域|饭店|酒店|拉面|烤鸭)|.{0,2}(?:火锅|菜馆|饭馆|面馆|小面|凉皮|米线|小吃)|大街|大道|银行|址"
)
_OF_A_PAPER = re.compile(
    r"(?:台湾|香港|澳门)(?:的?通行证|签注|学历)|(?<=去)(?:台湾|香港|澳门)(?:的证|办什么证)"
)
"""Says which paper it is: 台湾通行证 is applied for at home."""
_OTHER_THAN_INNER = re.compile(
    r".?(?:医院|医疗|书店|保险|航空|大学|小学|中学|学院|公园|广场|局|厅|所|机关|集团|公司|产业|心)"
)
_HOUSE = re.compile(r"(?:医院|大学|学院|中学|小学|饭店|酒店|商场|公园)")
_BARE_BEHIND = re.compile(r"(?:户口|户籍|老家|籍贯)(?:在|是|:)?$|(?:人|住)在$")
_BARE_BEFORE = re.compile(r"[,。!?的\s]|$|上班|打工|工作")
_WORD_AND_PLACE = re.compile(r"从江(?:西|苏)|回天(?:津|水|门|长)")
"""What is a word and the beginning of another place: 从江西, 回天津."""
_INSURED = re.compile(r"[医社参劳投低担环确]$")


class Role(StrEnum):
    """What a place is to the matter."""

    HOME = "home"
    CURRENT = "current"
    DESTINATION = "destination"


@dataclass(frozen=True, slots=True)
class RegionMention:
    """A place name in the text (地名) with its span and role."""

    start: int
    """First character in the normalized text."""
    end: int
    """One past the last character."""
    text: str
    """The wording."""
    readings: tuple[Place, ...]
    """What it can stand for; more than one = ambiguous."""
    role: Role | None = None
    """Its role; None = the words around it do not say."""
    negated: bool = False
    """True for 不在X, 不是X."""
    aside: bool = False
    """True when it is mentioned in passing, or taken back later: no role, not to be guessed."""
    strength: int = 0
    """Strength of the rule that gave the role; 0 = none did."""
    words: str = ""
    """The words by which that rule knew it, e.g. 户口在保定."""
    kind: str = ""
    """For a home: what it is the place of, by those words: 户口, 社保, 驾驶证 …"""

    @property
    def place(self) -> Place | None:
        """The one reading, or None while it is ambiguous."""
        return self.readings[0] if len(self.readings) == 1 else None


def find_mentions(text: str, lexicon: Lexicon) -> list[RegionMention]:
    """Return the places of a text in their order, longest names first, none overlapping."""
    found: list[RegionMention] = []
    at = 0
    while at < len(text):
        mention = _mention_at(text, at, lexicon)
        if mention is None:
            at += 1
            continue
        found.append(mention)
        at = mention.end
        while (inner := _inner_at(text, found[-1], lexicon)) is not None:
            found[-1] = inner
            at = inner.end
    return _join_nested([m for m in found if not _names_a_hospital(m, found, text)], text)


def _names_a_hospital(mention: RegionMention, found: Sequence[RegionMention], text: str) -> bool:
    """Say whether a name right behind another place is that of a house there: 上海瑞金医院."""
    is_behind = any(m.end == mention.start for m in found)
    return is_behind and _HOUSE.match(text, mention.end) is not None


def _mention_at(text: str, at: int, lexicon: Lexicon) -> RegionMention | None:
    short = lexicon.abbreviation.match(text, at)
    if short is not None:
        return RegionMention(at, short.end(), short[0], lexicon.abbreviated[short[0]])
    name = _longest_name_at(text, at, lexicon)
    if name is not None:
        return RegionMention(at, at + len(name), name, lexicon.places[name])
    return _bare_name_at(text, at, lexicon)


def _bare_name_at(text: str, at: int, lexicon: Lexicon) -> RegionMention | None:
    """Return an everyday word that can only be a place where it stands: 户口在朝阳."""
    for length in lexicon.inner_lengths.get(text[at : at + 2], ()):
        name, end = text[at : at + length], at + length
        readings = lexicon.inner_places.get(name)
        if readings and _BARE_BEFORE.match(text, end) and _BARE_BEHIND.search(text, 0, at):
            return RegionMention(at, end, name, readings)
    return None


def _longest_name_at(text: str, at: int, lexicon: Lexicon) -> str | None:
    for length in lexicon.place_lengths.get(text[at : at + 2], ()):
        name, end = text[at : at + length], at + length
        if name not in lexicon.places or _is_other_name(text, end, lexicon):
            continue
        if name.startswith("保") and _INSURED.search(text, 0, at):
            continue  # 医保定点, 医保山西
        if _OF_A_PAPER.match(text, at) or _WORD_AND_PLACE.match(text, at):
            continue
        if not _cuts_a_name(name, text[end : end + 1], lexicon):
            return name
    return None


def _is_other_name(text: str, end: int, lexicon: Lexicon) -> bool:
    """Say whether a street, shop or village is named: 天津路, though not 唐山路北区."""
    if _OTHER_NAME.match(text, end) is None:
        return False
    lengths = lexicon.place_lengths.get(text[end : end + 2], ())
    return not any(text[end : end + length] in lexicon.places for length in lengths)


def _cuts_a_name(name: str, after: str, lexicon: Lexicon) -> bool:
    """Say whether the end of a name is the beginning of another: “天津河北” in 天津河北区."""
    return bool(after) and any(
        name[at:] + after in lexicon.places for at in range(2, len(name) - 1)
    )


def _inner_at(text: str, outer: RegionMention, lexicon: Lexicon) -> RegionMention | None:
    """Return the outer place with the short name right behind it: 朝阳 in 北京朝阳."""
    for length in lexicon.inner_lengths.get(text[outer.end : outer.end + 2], ()):
        end = outer.end + length
        name = text[outer.end : end]
        known = (*lexicon.inner_places.get(name, ()), *lexicon.places.get(name, ()))
        readings = tuple(p for p in dict.fromkeys(known) if lies_in_any(p, outer.readings))
        longer = _longest_name_at(text, outer.end, lexicon) or ""
        is_other = _OTHER_NAME.match(text, end) or _OTHER_THAN_INNER.match(text, end)
        if readings and not is_other and len(longer) <= length:
            return replace(outer, end=end, text=outer.text + name, readings=readings)
    return None


def _join_nested(mentions: Sequence[RegionMention], text: str) -> list[RegionMention]:
    """Make one mention of “天津市河北区”: the inner division, read inside the outer one."""
    joined: list[RegionMention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if before is not None and _JOINERS.fullmatch(text[before.end : mention.start]):
            inner = tuple(p for p in mention.readings if lies_in_any(p, before.readings))
            if inner:
                whole = text[before.start : mention.end]
                joined[-1] = replace(mention, start=before.start, text=whole, readings=inner)
                continue
        joined.append(mention)
    return joined


def lies_in_any(place: Place, outers: Sequence[Place]) -> bool:
    """Say whether a place lies inside one of the others."""
    return any(contains(outer.code, place.code) for outer in outers)


def contains(outer: str, inner: str) -> bool:
    """Say whether a province or city contains another division, by their codes."""
    if outer == inner or not outer.endswith("00") or inner.startswith("area:"):
        return False
    return inner.startswith(outer[:2] if outer.endswith("0000") else outer[:4])


def frame(text: str, mentions: Sequence[RegionMention]) -> str:
    """Return the text with every place replaced by one PLACE_MARK."""
    pieces, at = [], 0
    for mention in mentions:
        pieces += [text[at : mention.start], PLACE_MARK]
        at = mention.end
    return "".join([*pieces, text[at:]])
