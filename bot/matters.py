"""Split one message into the matters it asks about, each with the text that belongs to it. Pure.

“身份证到期了怎么换?另外护照能办吗” asks two things, “身份证和护照都到期了” as well. Two clauses
are two matters when they are about different things and no single item explains the words of both:
“公积金怎么提,租房可以吗” is one. A matter that is only told, as letters do, is story and no matter
of its own, unless it is listed with one that is asked about (“身份证丢了,护照也到期了,能补吗”).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.asked import Asked
from bot.gate import Standing, judge
from bot.knowledge import Knowledge
from bot.search import Search, search_items, stands_alone, things_meant
from bot.systems import find_systems
from bot.topics import TOPIC_ASPECTS
from intents.normalize import split_sentences
from intents.recognize import asks_openly, is_asking
from intents.understand import Understanding, understand

MOST_MATTERS = 5
"""More in one message are a list to choose from, not a question."""
LONGEST_MESSAGE = 80
"""A longer text is a letter: most of it is story."""
MOST_CLAUSES = 60
"""Longer letters are read as one story with its question."""
ONE_EXPLAINS_BOTH = 0.8
"""From this share of both clauses on, one item is meant."""

_CLAUSE = re.compile(r"[^,。!?;\n]+[,。!?;\n]*")
_LIST_MARK = re.compile(
    r"[(][1-5一二三四五][)]\s*"
    r"|(?:^|(?<=[\s,。!?;:]))(?:[1-5一二三四五](?:[、.)]|\s)|第[一二三四五](?:[,、:]|是))\s*"
)
_MARK = "\ue001"
"""Stands before each entry of a numbered list."""
_FOR_ALL = re.compile(r"^(?:都|这[几两三四五些]|以上|分别|各|全都|一共)")
_LINKED = re.compile(r"^\s*(?:另外|还有|还想|以及|顺便|顺带|同时|其次|再就是|再问)")
_WISH = re.compile("想|要|需|打算")
_LISTED = re.compile(r"^.{0,8}?[也还]|^\s*和")
_JOINS = frozenset({"和", "跟", "与", "、", "及", "以及", "还有"})
_ONLY_BROUGHT = re.compile(r"(?:带|拿|提供|提交|准备|凭|用|交|出示|需要|要)[^,]{0,4}$")
"""“要带户口本和身份证吗”: papers to bring, no matters."""


@dataclass(slots=True)
class _Group:
    """A matter, or several listed together, with what is said about them."""

    heads: list[str]
    """The clauses that name a matter each."""
    tail: list[str] = field(default_factory=list)
    """What follows and holds for all of them."""
    is_wanted: bool = False
    """True when it is wanted although no clause asks (“要补一个”)."""

    @property
    def texts(self) -> list[str]:
        tail = "".join(self.tail)
        return [head + tail for head in self.heads]


@dataclass(frozen=True, slots=True)
class Matters:
    """The matters of one message."""

    told: str
    """What is said around them: it tells places, no matter."""
    texts: tuple[str, ...]
    """The text of each, in the order of the message."""


class MatterSplitter:
    """Splits the messages of one turn; remembers what it looked up."""

    def __init__(self, ask: Callable[[Understanding], Asked], knowledge: Knowledge) -> None:
        """Take how a text becomes a question, and where it is looked up."""
        self._ask = ask
        self._knowledge = knowledge
        self._seen: dict[str, _Found] = {}

    def split(self, text: str) -> Matters | None:
        """Return the matters in the order of the message.

        None for just one, except where a letter asks for it in a sentence that says all.
        """
        marked = _LIST_MARK.sub(f"\n{_MARK}", text)
        if len(_CLAUSE.findall(marked)) > MOST_CLAUSES:
            return None
        is_letter = len(text) > LONGEST_MESSAGE
        told: list[str] = []
        asked: list[str] = []
        for sentence in split_sentences(marked):
            is_told = is_letter and not self._is_question(sentence)
            (told if is_told else asked).append(sentence)
        segments = self._segments(asked, told)
        is_wanted = len(segments) > 1 and not is_letter
        parts: list[str] = []
        for segment in segments:
            units = _units(segment, is_letter=is_letter)
            listed = self._listed(units, told, is_letter=is_letter, is_wanted=is_wanted)
            parts += listed or [segment]
        if is_letter and told and len(parts) == 1 and self._find(parts[0]).is_strong:
            return Matters("".join(told), tuple(parts))
        if not 2 <= len(parts) <= MOST_MATTERS:
            return None
        if len(segments) == 1 and not self._holds_the_whole(text, parts, is_letter=is_letter):
            return None
        return Matters("".join(told), tuple(part.removeprefix(_MARK) for part in parts))

    def _holds_the_whole(self, text: str, parts: Sequence[str], *, is_letter: bool) -> bool:
        """Say whether what the whole is about is one of its matters, or each of them asks."""
        each_asks = not is_letter and all(map(self._asks, parts))
        return each_asks or self._find(text).lead in {self._find(part).lead for part in parts}

    def _segments(self, sentences: Sequence[str], told: list[str]) -> list[str]:
        """Return the pieces that the writer set apart (“1、… 2、…”, “…。另外…”).

        What stands before a list or is said of all its entries is added to ``told``; a piece
        without a matter of its own belongs to the one before.
        """
        segments: list[str] = []
        for clause in (clause for s in sentences for clause in _CLAUSE.findall(s)):
            is_apart = clause.startswith(_MARK) or _LINKED.match(clause)
            if not segments or is_apart or segments[-1].endswith(";"):
                segments.append(clause)
            else:
                segments[-1] += clause
        if sum(segment.startswith(_MARK) for segment in segments) > 1:
            return self._entries(segments, told)
        kept: list[str] = segments[:1]
        for segment in segments[1:]:
            if self._is_apart(kept[-1], segment):
                kept.append(segment)
            else:
                kept[-1] += segment
        return kept

    def _entries(self, segments: Sequence[str], told: list[str]) -> list[str]:
        """Return the entries of a numbered list, with what is said of all behind each."""
        at = next(n for n, segment in enumerate(segments) if segment.startswith(_MARK))
        told.extend(segments[:at])
        *first, last = segments[at:]
        last, for_all = _cut_tail(last)
        kept: list[str] = []
        for entry in (*first, last):
            whole = f"{entry.rstrip()},{for_all}" if for_all else entry
            if not kept or self._find(whole).is_strong:
                kept.append(whole)
            else:
                kept[-1] += entry.removeprefix(_MARK)
        return kept

    def _is_apart(self, before: str, segment: str) -> bool:
        """Say whether a piece is about other things than the piece before."""
        earlier, here = self._strong(before), self._strong(segment)
        if earlier and here:
            return all(self._differ(one, other) for one in earlier for other in here)
        things = self._find(segment).things
        return bool(earlier and things) and not any(self._find(e).things & things for e in earlier)

    def _strong(self, text: str) -> list[str]:
        return [clause for clause in _CLAUSE.findall(text) if self._find(clause).is_strong]

    def _listed(
        self, units: Sequence[str], told: list[str], *, is_letter: bool, is_wanted: bool
    ) -> list[str]:
        """Return the text of each matter of one piece; empty for just one.

        ``is_wanted``: what is only stated is wanted too, since another piece follows.
        """
        if len(units) == 1 and len(self._variants(units[0])) == 1:
            return []
        groups = self._group(units, told, is_letter=is_letter)
        asking = [
            group
            for group in groups
            if group.is_wanted
            or (is_wanted and len(group.heads) > 1)
            or any(map(self._asks, group.texts))
        ]
        texts = [text for group in asking for text in group.texts]
        return texts if len(texts) > 1 else []

    def _group(self, units: Sequence[str], told: list[str], *, is_letter: bool) -> list[_Group]:
        """Return the matters of one piece, each with the units that belong to it."""
        groups: list[_Group] = []
        before: list[str] = []
        """What may belong to the matter that follows, as “我爱人户口太原,也在北京,”."""
        context: list[str] = []
        for unit in units:
            variants = self._variants(unit)
            if len(variants) > 1 or self._find(unit).is_strong:
                told_first = "".join(before)
                before.clear()
                named = [told_first + variant for variant in variants] if groups else variants
                context += [told_first] if not groups else []
                self._add(groups, tuple(named), context, is_letter=is_letter)
            else:
                before.append(unit)
                if groups and not self._begins_another(unit):
                    groups[-1].tail += before
                    before.clear()
        if groups:
            groups[-1].tail += before
        if len(groups) > 1 or (groups and len(groups[0].heads) > 1):
            told.extend(context)
        return groups

    def _begins_another(self, unit: str) -> bool:
        """Say whether a unit without a matter may tell of the next: another person's place."""
        return bool(self._understand(unit).mentions) and not self._asks(unit)

    def _add(
        self,
        groups: list[_Group],
        variants: Sequence[str],
        context: list[str],
        *,
        is_letter: bool,
    ) -> None:
        """Put clauses that name a matter where they belong."""
        if not groups:
            groups.append(_Group(list(variants)))
            return
        group = groups[-1]
        is_asked = any(map(self._asks, group.texts))
        if not all(self._differ(head, variants[0]) for head in group.heads):
            if len(group.heads) > 1 and not is_asked and self._asks(variants[0]):
                self._single_out(groups, variants, context)
            else:
                group.tail.extend(variants[:1])
        elif is_asked:
            groups.append(_Group(list(variants)))
        elif _LINKED.match(variants[0]) or (_LISTED.match(variants[0]) and not is_letter):
            group.heads.extend(variants)
        else:
            context.extend(group.texts)
            groups[-1] = _Group(list(variants))

    def _single_out(
        self, groups: list[_Group], variants: Sequence[str], context: list[str]
    ) -> None:
        """Ask about one of several things that were listed; what is wanted beside it stays."""
        *_, listed = groups
        wanted = [h for h in listed.heads if _WISH.search(h) and self._differ(h, variants[0])]
        context.extend(text for text in listed.heads if text not in wanted)
        groups[-1:] = [_Group([head], is_wanted=True) for head in wanted]
        groups.append(_Group(list(variants)))

    def _is_question(self, sentence: str) -> bool:
        return self._asks(sentence) and asks_openly(sentence)

    def _variants(self, clause: str) -> tuple[str, ...]:
        """Return the clause once for each thing that is listed in it (“身份证和护照都…”)."""
        words = self._knowledge.segment(clause)
        for at in range(1, len(words) - 1):
            last = at
            while last + 1 < len(words) and words[last] in _JOINS:
                last += 2
            things = words[at - 1 : last : 2]
            before, after = "".join(words[: at - 1]), "".join(words[last:])
            if len(things) < 2 or _ONLY_BROUGHT.search(before):
                continue
            variants = tuple(before + thing + after for thing in things)
            if all(self._differ(one, other) for one, other in pairwise(variants)):
                return variants
        return (clause,)

    def _differ(self, first: str, second: str) -> bool:
        """Say whether two clauses name matters of their own about different things."""
        one, other = self._find(first), self._find(second)
        if not (one.is_strong and other.is_strong) or one.lead == other.lead:
            return False
        if one.is_topic or other.is_topic:
            return True
        if one.things & other.things and not _LINKED.match(second):
            return False
        return self._find(f"{first},{second}").explained < ONE_EXPLAINS_BOTH

    def _asks(self, text: str) -> bool:
        wishes = _LINKED.match(text) is not None and _WISH.search(text) is not None
        return wishes or is_asking(text, self._knowledge.lexicon.aspect_rules)

    def _understand(self, text: str) -> Understanding:
        return understand(text, self._knowledge.lexicon)

    def _find(self, text: str) -> "_Found":
        found = self._seen.get(text)
        if found is None:
            found = _look_up(text.rstrip(",;。"), self._ask, self._knowledge)
            self._seen[text] = found
        return found


def _units(sentence: str, *, is_letter: bool) -> list[str]:
    """Return what can be a matter of its own: a clause, in a letter all but “另外…”."""
    units: list[str] = []
    for clause in _CLAUSE.findall(sentence):
        if units and is_letter and not _LINKED.match(clause):
            units[-1] += clause
        else:
            units.append(clause)
    return units


def _cut_tail(segment: str) -> tuple[str, str]:
    """Return the last entry of a list and what follows for all of them (“都怎么转”)."""
    clauses = _CLAUSE.findall(segment)
    at = next((n for n, c in enumerate(clauses) if n and _FOR_ALL.match(c)), len(clauses))
    return "".join(clauses[:at]), "".join(clauses[at:])


@dataclass(frozen=True, slots=True)
class _Found:
    """What a piece of text was looked up as."""

    lead: str
    """Id of the item that leads; blank for none."""
    is_strong: bool
    """True when it stands for a matter of its own."""
    things: frozenset[str]
    """What of the text the matter is about."""
    explained: float
    """Share of its things that one wording of one item names."""
    is_topic: bool = False
    """True when the lead is a system that is asked about by its name."""


def _look_up(text: str, ask: Callable[[Understanding], Asked], knowledge: Knowledge) -> _Found:
    understanding = understand(text, knowledge.lexicon)
    search = search_items(ask(understanding), knowledge)
    explained = _explained_at_once(search, knowledge)
    named = find_systems(understanding.utterance.text, knowledge)
    if named is not None and TOPIC_ASPECTS & set(understanding.aspects):
        return _Found(named.systems[0].id, True, frozenset(), explained, is_topic=True)
    judgement = judge(search.candidates, held=knowledge.held, umbrellas=knowledge.umbrellas)
    if judgement.standing is Standing.STRANGE or understanding.only_adds:
        return _Found("", is_strong=False, things=frozenset(), explained=explained)
    return _Found(
        judgement.candidates[0].item,
        stands_alone(search, judgement, knowledge),
        things_meant(search, judgement, knowledge),
        explained,
    )


def _explained_at_once(search: Search, knowledge: Knowledge) -> float:
    things = knowledge.things(search.query.concepts)
    named = (things & frozenset(knowledge.wording(c.alias).concepts) for c in search.candidates)
    return max((len(found) for found in named), default=0) / len(things) if things else 1.0
