"""Find the places in a text and what each of them is to the matter.

Decides ``home`` (业务属地), ``current`` (where it should be handled) and ``destination``
(转入地) from the words around a place, never by a score: “北京户口在天津办” and
“天津户口在北京办” hold the same words. How it goes:

1. the longest place names are found; a place right behind its province or city is one with it;
2. every place becomes one PLACE_MARK in a *frame*, on which the rules of ``roles.yaml`` are tried,
   strongest first;
3. an ambiguous name is settled by another place of the text that contains one of its readings;
4. one place a role: the place where they ask to handle it wins over where they are, and two places
   of one role in one province fall back to the province.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from intents.lexicon import Lexicon, Place, RoleRule

PLACE_MARK = "\ue000"
"""Stands for one place in a framed text; roles.yaml writes it as P."""

_JOINERS = re.compile(r"[的\s·-]?")
_LISTING = re.compile(r"[\s、和及与跟]?")
_OTHER_NAME = re.compile(r".?(?:村|路|街|小区|社区|花园|商会|商城|大厦|域|饭店|酒店|拉面|烤鸭)")


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
    strength: int = 0
    """Strength of the rule that gave the role."""
    words: str = ""
    """The words by which that rule knew it, e.g. 户口在保定."""

    @property
    def place(self) -> Place | None:
        """The one reading, or None while it is ambiguous."""
        return self.readings[0] if len(self.readings) == 1 else None


def find_mentions(text: str, lexicon: Lexicon) -> list[RegionMention]:
    """Return the places of a text in their order, longest names first, none overlapping."""
    found: list[RegionMention] = []
    at = 0
    while at < len(text) - 1:
        name = _longest_name_at(text, at, lexicon)
        if name is None:
            at += 1
            continue
        end = at + len(name)
        found.append(RegionMention(at, end, name, lexicon.places[name]))
        at = end
    return _join_nested(found, text)


def _longest_name_at(text: str, at: int, lexicon: Lexicon) -> str | None:
    for length in lexicon.place_lengths.get(text[at : at + 2], ()):
        name = text[at : at + length]
        if name not in lexicon.places or _OTHER_NAME.match(text, at + length):
            continue
        if not _cuts_a_name(name, text[at + length : at + length + 1], lexicon):
            return name
    return None


def _cuts_a_name(name: str, after: str, lexicon: Lexicon) -> bool:
    """Say whether the end of a name is the beginning of another: “天津河北” in 天津河北区."""
    return bool(after) and any(name[at:] + after in lexicon.places for at in range(2, len(name)))


def _join_nested(mentions: Sequence[RegionMention], text: str) -> list[RegionMention]:
    """Make one mention of “天津市河北区”: the inner division, read inside the outer one."""
    joined: list[RegionMention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if before is not None and _JOINERS.fullmatch(text[before.end : mention.start]):
            inner = tuple(p for p in mention.readings if _lies_in_any(p, before.readings))
            if inner:
                whole = text[before.start : mention.end]
                joined[-1] = replace(mention, start=before.start, text=whole, readings=inner)
                continue
        joined.append(mention)
    return joined


def _lies_in_any(place: Place, outers: Sequence[Place]) -> bool:
    return any(_contains(outer.code, place.code) for outer in outers)


def _contains(outer: str, inner: str) -> bool:
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


def assign_roles(
    framed: str, mentions: Sequence[RegionMention], rules: Sequence[RoleRule]
) -> list[RegionMention]:
    """Return the mentions with the role that the strongest matching rule gives each."""
    marks = [i for i, char in enumerate(framed) if char == PLACE_MARK]
    number = {at: n for n, at in enumerate(marks)}
    result = list(mentions)
    for rule in rules:
        for match in rule.pattern.finditer(framed):
            at = match.start("place")
            n = number[at]
            if result[n].strength == 0:
                first = bisect_left(marks, match.start())
                words = _fill_marks(match[0], mentions[first:])
                result[n] = replace(_with_role(result[n], rule), words=words)
    return result


def _fill_marks(framed: str, mentions: Sequence[RegionMention]) -> str:
    """Return framed words with their places put back, the first mention for the first mark."""
    names = iter(mentions)
    return "".join(next(names).text if c == PLACE_MARK else c for c in framed).strip(",。 ")


def _with_role(mention: RegionMention, rule: RoleRule) -> RegionMention:
    if rule.role == "negated":
        return replace(mention, negated=True, strength=rule.strength)
    role = None if rule.role == "none" else Role(rule.role)
    return replace(mention, role=role, strength=rule.strength)


def settle_readings(mentions: Sequence[RegionMention]) -> list[RegionMention]:
    """Settle ambiguous names by the other places of the text (通州 beside 北京)."""
    certain = [m.readings[0] for m in mentions if len(m.readings) == 1]
    return [replace(m, readings=_likely_readings(m.readings, certain)) for m in mentions]


def _likely_readings(readings: tuple[Place, ...], certain: Sequence[Place]) -> tuple[Place, ...]:
    if len(readings) == 1:
        return readings
    inside = tuple(p for p in readings if _lies_in_any(p, certain))
    beside = tuple(p for p in readings if any(p.code[:4] == c.code[:4] for c in certain))
    provinces = tuple(p for p in readings if p.code.endswith("0000"))
    around = tuple(
        p for p in readings if all(_contains(p.code, q.code) or p == q for q in readings)
    )
    for fewer in (inside, beside, provinces, around):
        if len(fewer) == 1:
            return fewer
    return readings


def _share_roles(mentions: Sequence[RegionMention], text: str) -> list[RegionMention]:
    """Give a place the role of the one it is listed with (“淮安、南通户口”)."""
    shared = list(mentions)
    for n in range(len(shared) - 2, -1, -1):
        here, after = shared[n], shared[n + 1]
        listed = _LISTING.fullmatch(text[here.end : after.start])
        if here.strength == 0 and after.role is not None and listed:
            shared[n] = replace(here, role=after.role, strength=after.strength)
    return shared


def give_roles(
    mentions: Sequence[RegionMention], framed: str, text: str, rules: Sequence[RoleRule]
) -> list[RegionMention]:
    """Return the places of a text with their roles and, where the text settles it, one reading."""
    return settle_readings(_share_roles(assign_roles(framed, mentions, rules), text))


@dataclass(frozen=True, slots=True)
class PlacesAsked:
    """The one place of each role, and what is still open."""

    home: Place | None = None
    """业务属地."""
    current: Place | None = None
    """办理地."""
    destination: Place | None = None
    """转入地."""
    unmarked: tuple[Place, ...] = ()
    """Places whose role the words do not give; the matter decides."""
    ambiguous: tuple[RegionMention, ...] = ()
    """Names that stand for several places; to be asked when the route depends on them."""
    cleared: tuple[Role, ...] = ()
    """Roles that a negation emptied (“我不在北京”)."""


def gather_places(mentions: Sequence[RegionMention]) -> PlacesAsked:
    """Choose one place a role; see rule 4 of the module."""
    live = [m for m in mentions if not m.negated]
    chosen = {role: _choose([m for m in live if m.role == role]) for role in Role}
    taken = {p.code for p in chosen.values() if p is not None}
    unmarked = [m.place for m in live if m.role is None and m.place is not None]
    return PlacesAsked(
        home=chosen[Role.HOME],
        current=chosen[Role.CURRENT],
        destination=chosen[Role.DESTINATION],
        unmarked=_innermost([p for p in unmarked if p.code not in taken]),
        ambiguous=tuple(m for m in live if m.place is None),
        cleared=tuple({Role.CURRENT for m in mentions if m.negated}),
    )


def _innermost(places: Sequence[Place]) -> tuple[Place, ...]:
    """Drop the places that only say where another one lies (郑州 … 二七区)."""
    return tuple(
        p for p in dict.fromkeys(places) if not any(_contains(p.code, q.code) for q in places)
    )


def _choose(mentions: Sequence[RegionMention]) -> Place | None:
    settled = [m for m in mentions if m.place is not None]
    if not settled:
        return None
    strongest = max(m.strength for m in settled)
    places = list(dict.fromkeys(m.place for m in settled if m.strength == strongest and m.place))
    innermost = _innermost(places)
    provinces = {place.code[:2] for place in innermost}
    if len(innermost) > 1 and len(provinces) == 1 and not provinces & {"ar"}:
        return Place(f"{provinces.pop()}0000", "")
    return innermost[0]
