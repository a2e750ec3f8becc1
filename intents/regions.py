"""Decide what each place of a text is to the matter.

Gives ``home`` (业务属地), ``current`` (where it should be handled) and ``destination``
(转入地) by the words around a place, never by a score: “北京户口在天津办” and
“天津户口在北京办” hold the same words. How it goes:

1. every place is one PLACE_MARK in a *frame*, on which the rules of ``roles.yaml`` are tried
   in their order; the first that fits a place gives its role and its strength;
2. what was (以前) and what is another person's counts less, unless it is asked for them
   (给媳妇换证: more); what is taken back (说错了) not at all;
3. a place listed with another, or named again more closely, has the role of that one;
4. an ambiguous name is settled by another place of the text that contains one of its readings;
5. one place a role: the strongest, of equals where they came last; the place where they ask to
   handle it wins over where they are, and two places of one province that are listed together
   fall back to the province.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from intents.lexicon import Lexicon, Place, RoleRule, RoleWords
from intents.place_names import (
    PLACE_MARK,
    RegionMention,
    Role,
    contains,
    find_mentions,
    frame,
    lies_in_any,
)

__all__ = [
    "PLACE_MARK",
    "PlacesAsked",
    "RegionMention",
    "Role",
    "find_mentions",
    "frame",
    "gather_places",
    "give_roles",
]

_LISTING = re.compile(r"[\s、和及与跟]?")
_CLAUSE_END = re.compile(r"[,。!?;\s]")
_NAMED_CLOSER = re.compile(r"的?[\s,、。:;]{0,2}")
_TELLS_HOME = (None, Role.HOME)
FINISHED_MOVE = 5
"""From this strength on a home is where something was moved to (roles.yaml)."""
ASKED = 4
"""Strength of the place where they ask to handle it."""
WEAK = 1
"""Strength of a place that gives way to any other of its role."""


def assign_roles(
    framed: str, mentions: Sequence[RegionMention], rules: Sequence[RoleRule]
) -> list[RegionMention]:
    """Return the mentions with the role that the first matching rule gives each."""
    marks = _marks(framed)
    number = {at: n for n, at in enumerate(marks)}
    result = list(mentions)
    for rule in rules:
        for match in rule.pattern.finditer(framed):
            n = number[match.start("place")]
            if result[n].strength == 0:
                first = bisect_left(marks, match.start())
                words = _fill_marks(match[0], mentions[first:])
                result[n] = replace(_with_role(result[n], rule), words=words)
    return result


def _marks(framed: str) -> list[int]:
    return [at for at, char in enumerate(framed) if char == PLACE_MARK]


def _fill_marks(framed: str, mentions: Sequence[RegionMention]) -> str:
    """Return framed words with their places put back, the first mention for the first mark."""
    names = iter(mentions)
    return "".join(next(names).text if c == PLACE_MARK else c for c in framed).strip(",。 ")


def _with_role(mention: RegionMention, rule: RoleRule) -> RegionMention:
    match rule.role:
        case "negated":
            return replace(mention, negated=True, strength=rule.strength)
        case "aside":
            return replace(mention, aside=True, strength=rule.strength)
        case role:
            return replace(mention, role=Role(role), strength=rule.strength)


def _weaken(
    mentions: Sequence[RegionMention], framed: str, words: RoleWords
) -> list[RegionMention]:
    """Let what was and what is another person's give way to what is said beside it."""
    marks = _marks(framed)
    weak = {marks.index(m.start("place")) for m in words.weakens.finditer(framed)}
    return [
        replace(mention, strength=WEAK) if n in weak and mention.role else mention
        for n, mention in enumerate(mentions)
    ]


def _take_back(
    mentions: Sequence[RegionMention], framed: str, words: RoleWords
) -> list[RegionMention]:
    """Leave out what the next words correct: “在天津,说错了,在廊坊”."""
    marks = _marks(framed)
    result = list(mentions)
    for n in range(1, len(result)):
        before, here = result[n - 1], result[n]
        between = framed[marks[n - 1] + 1 : marks[n]]
        if (
            before.negated
            and between in words.instead
            and before.role is None
            and here.role is not Role.HOME
        ):
            _replace_denied(result, n)
        elif words.corrects.search(between) and _can_correct(before, here, between, words):
            result[n - 1] = replace(before, role=None, aside=True)
            if before.role is not None:
                kept = max(before.strength, here.strength)
                result[n] = replace(
                    here, role=before.role, strength=kept, words=before.words or here.words
                )
    return result


def _replace_denied(mentions: list[RegionMention], n: int) -> None:
    """Put the place for the one denied before it: “迁到武汉,不是武汉是长沙”."""
    denied = mentions[n - 1].readings
    for k in range(n - 1):
        said = mentions[k]
        if said.role is not None and said.readings == denied:
            mentions[n] = replace(
                mentions[n], role=said.role, strength=said.strength, words=said.words
            )
            mentions[k] = replace(said, role=None, aside=True)


def _can_correct(
    before: RegionMention, here: RegionMention, between: str, words: RoleWords
) -> bool:
    if before.negated or before.aside or here.negated:
        return False
    if here.role in (None, before.role) or before.role is None:
        return True
    return words.instead_is.search(between) is not None


def _share_roles(mentions: Sequence[RegionMention], text: str) -> list[RegionMention]:
    """Give a place the role of the one it is listed with (“淮安、南通户口”) or tells closer."""
    shared = list(mentions)
    for n in range(len(shared) - 2, -1, -1):
        here, after = shared[n], shared[n + 1]
        listed = _LISTING.fullmatch(text[here.end : after.start])
        if here.strength == 0 and after.role is not None and listed:
            shared[n] = _like(here, after)
    for n in range(1, len(shared)):
        before, here = shared[n - 1], shared[n]
        closer = _NAMED_CLOSER.fullmatch(text[before.end : here.start])
        inside = any(lies_in_any(p, before.readings) for p in here.readings)
        if here.strength == 0 and before.role is not None and closer and inside:
            shared[n] = _like(here, before)
    return shared


def _like(mention: RegionMention, other: RegionMention) -> RegionMention:
    return replace(mention, role=other.role, strength=other.strength, words=other.words)


def settle_readings(mentions: Sequence[RegionMention]) -> list[RegionMention]:
    """Settle ambiguous names by the other places of the text (通州 beside 北京).

    Where someone stands or goes does not tell which 朝阳 their home is.
    """
    certain = [m for m in mentions if m.place is not None]
    return [
        replace(m, readings=_likely_readings(m.readings, [c.readings[0] for c in beside]))
        for m in mentions
        for beside in [[c for c in certain if m.role is not Role.HOME or c.role in _TELLS_HOME]]
    ]


def _likely_readings(readings: tuple[Place, ...], certain: Sequence[Place]) -> tuple[Place, ...]:
    if len(readings) == 1:
        return readings
    inside = tuple(p for p in readings if lies_in_any(p, certain))
    beside = tuple(p for p in readings if any(p.code[:4] == c.code[:4] for c in certain))
    provinces = tuple(p for p in readings if p.code.endswith("0000"))
    around = tuple(
        p for p in readings if all(contains(p.code, q.code) or p == q for q in readings)
    )
    for fewer in (inside, beside, provinces, around):
        if len(fewer) == 1:
            return fewer
    return readings


def give_roles(
    mentions: Sequence[RegionMention], framed: str, text: str, lexicon: Lexicon
) -> list[RegionMention]:
    """Return the places of a text with their roles and, where the text settles it, one reading."""
    words = lexicon.role_words
    told = _weaken(assign_roles(framed, mentions, lexicon.role_rules), framed, words)
    told = settle_readings(_share_roles(_take_back(told, framed, words), text))
    told = _prefer_whose(_find_home(told, framed, words), framed, words)
    told = _with_kinds(told, framed, words)
    return _follow_deixis(told, framed, words)


def _find_home(
    mentions: Sequence[RegionMention], framed: str, words: RoleWords
) -> list[RegionMention]:
    """Read one of two places of being as the home when only its clause names a thing of theirs."""
    live = [m for m in mentions if not m.negated and not m.aside]
    here = [m for m in live if m.role is Role.CURRENT]
    is_open = not any(m.role is Role.HOME for m in live) and len({m.readings for m in here}) > 1
    if not is_open:
        return list(mentions)
    with_thing = {
        id(m)
        for m, clause in _clauses(mentions, framed)
        if words.homelands.search(clause) or words.things.search(clause)
    }
    homes = [m for m in here if id(m) in with_thing and m.strength < ASKED]
    if len({m.readings for m in homes}) != 1:
        return list(mentions)
    return [replace(m, role=Role.HOME) if m in homes else m for m in mentions]


def _prefer_whose(
    mentions: Sequence[RegionMention], framed: str, words: RoleWords
) -> list[RegionMention]:
    """Let the home of the one it is asked for win: “媳妇户口在沧州,我天津,给媳妇换证”."""
    asked = words.whose.search(framed)
    if asked is None:
        return list(mentions)
    kin = asked["kin"]
    told = []
    for mention, clause in _clauses(mentions, framed):
        is_theirs = kin in clause if kin else words.relatives.search(clause) is not None
        if is_theirs and mention.role is Role.HOME:
            mention = replace(mention, strength=max(mention.strength, ASKED))
        told.append(mention)
    return told


def _clauses(
    mentions: Sequence[RegionMention], framed: str
) -> Iterator[tuple[RegionMention, str]]:
    """Yield each place with the words around it, up to the next mark or place."""
    marks = _marks(framed)
    for mark, mention in zip(marks, mentions, strict=True):
        before = _CLAUSE_END.split(framed[:mark])[-1].split(PLACE_MARK)[-1]
        after = _CLAUSE_END.split(framed[mark + 1 :])[0].split(PLACE_MARK)[0]
        yield mention, f"{before}{PLACE_MARK}{after}"


def _with_kinds(
    mentions: Sequence[RegionMention], framed: str, words: RoleWords
) -> list[RegionMention]:
    """Say what each home is the place of; “后来迁到廊坊了” goes on with what was named before."""
    marks = _marks(framed)
    told, kind, start = [], "", 0
    for mark, mention in zip(marks, mentions, strict=True):
        if mention.role is Role.HOME:
            clause = _CLAUSE_END.split(framed[start:mark])[-1]
            said = mention.words.replace(mention.text, "")
            goes_on = kind if mention.strength >= FINISHED_MOVE else ""
            kind = _kind_of(clause + said, words) or goes_on
            mention = replace(mention, kind=kind)
        told.append(mention)
        start = mark + 1
    return told


def _kind_of(text: str, words: RoleWords) -> str:
    return next((kind for kind, named in words.kinds.items() if named.search(text)), "")


def _follow_deixis(
    mentions: Sequence[RegionMention], framed: str, words: RoleWords
) -> list[RegionMention]:
    """Add the place where they are as the destination of “转过来”, when no other is named."""
    live = [m for m in mentions if not m.negated]
    here = next((m for m in live if m.role is Role.CURRENT), _home_of_kin(live))
    if here is None or any(m.role is Role.DESTINATION for m in live):
        return list(mentions)
    settles = here.strength == WEAK and words.settles_here.search(framed)
    if not settles and words.moves_here.search(framed) is None:
        return list(mentions)
    return [*mentions, replace(here, role=Role.DESTINATION)]


def _home_of_kin(live: Sequence[RegionMention]) -> RegionMention | None:
    homes = [m for m in live if m.role is Role.HOME]
    if len({m.strength == WEAK for m in homes}) < 2:
        return None
    return next(m for m in homes if m.strength == WEAK)


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
    homes: tuple[RegionMention, ...] = ()
    """All that were named as a home; the matter decides whose (户口在A,社保在B)."""


def gather_places(mentions: Sequence[RegionMention]) -> PlacesAsked:
    """Choose one place a role; see rule 5 of the module."""
    live = [m for m in mentions if not m.negated and not m.aside]
    chosen = {role: choose_place([m for m in live if m.role == role]) for role in Role}
    if _only_owns_there(live, chosen[Role.DESTINATION]):
        chosen[Role.CURRENT] = None
    taken = [p for p in chosen.values() if p is not None]
    unmarked = _innermost([m.place for m in live if m.role is None and m.place is not None])
    return PlacesAsked(
        home=chosen[Role.HOME],
        current=chosen[Role.CURRENT],
        destination=chosen[Role.DESTINATION],
        unmarked=tuple(p for p in unmarked if not _is_taken(p, taken)),
        ambiguous=tuple(m for m in live if m.place is None),
        cleared=tuple({Role.CURRENT for m in mentions if m.negated}),
        homes=tuple(m for m in live if m.role is Role.HOME and m.place is not None),
    )


def _only_owns_there(live: Sequence[RegionMention], destination: Place | None) -> bool:
    """Say whether the only current place is weak and where it goes: “在武清买了房,落户武清”."""
    current = [m for m in live if m.role is Role.CURRENT]
    if destination is None or any(m.strength > WEAK for m in current):
        return False
    return any(m.place == destination for m in current)


def _is_taken(place: Place, taken: Sequence[Place]) -> bool:
    return any(place.code == t.code or contains(place.code, t.code) for t in taken)


def _innermost(places: Sequence[Place]) -> tuple[Place, ...]:
    """Drop the places that only say where another one lies (郑州 … 二七区)."""
    return tuple(
        p for p in dict.fromkeys(places) if not any(contains(p.code, q.code) for q in places)
    )


def choose_place(mentions: Sequence[RegionMention]) -> Place | None:
    """Return the one place that mentions of one role stand for; None for none."""
    settled = [m for m in mentions if m.place is not None]
    if not settled:
        return None
    strongest = max(m.strength for m in settled)
    best = [m for m in settled if m.strength == strongest]
    closer = [m for m in settled if m.strength > WEAK and _lies_inside_all(m, best)]
    if closer:
        return closer[0].place
    innermost = _innermost([m.place for m in best if m.place])
    provinces = {place.code[:2] for place in innermost}
    listed = len(innermost) > 1 and len({m.words for m in best}) == 1
    if listed and len(provinces) == 1 and not provinces & {"ar"}:
        return Place(f"{provinces.pop()}0000", "")
    goes_on = best[0].role is Role.CURRENT and strongest < ASKED
    return innermost[-1 if goes_on else 0]


def _lies_inside_all(mention: RegionMention, outers: Sequence[RegionMention]) -> bool:
    """Say whether a mention names the places of others more closely: 在北京朝阳 … 北京能补吗."""
    return mention.place is not None and all(
        outer.place is not None and contains(outer.place.code, mention.place.code)
        for outer in outers
    )
