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
from bot.search import search_items, stands_alone, things_meant
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
    r"(?:^|(?<=[\s,。!?;:]))(?:[(]?[1-5一二三四五](?:[、.)]|\s)|第[一二三四五](?=[,、:是]))\s*"
)
_ALSO = "另外"
_LINKED = re.compile(rf"^\s*(?:{_ALSO}|还有|还想|以及|顺便|顺带|同时|其次|再就是|再问)")
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

    @property
    def texts(self) -> list[str]:
        tail = "".join(self.tail)
        return [head + tail for head in self.heads]


class MatterSplitter:
    """Splits the messages of one turn; remembers what it looked up."""

    def __init__(self, ask: Callable[[Understanding], Asked], knowledge: Knowledge) -> None:
        """Take how a text becomes a question, and where it is looked up."""
        self._ask = ask
        self._knowledge = knowledge
        self._seen: dict[str, _Found] = {}

    def split(self, text: str) -> tuple[str, ...]:
        """Return the text of each matter in the order of the message; empty for just one."""
        listed = _LIST_MARK.sub(f"。{_ALSO}", text).lstrip("。")
        if len(_CLAUSE.findall(listed)) > MOST_CLAUSES:
            return ()
        is_letter = len(text) > LONGEST_MESSAGE
        context: list[str] = []
        groups: list[_Group] = []
        for sentence in split_sentences(listed):
            if is_letter and not self._is_question(sentence):
                context.append(sentence)
                continue
            for unit in _units(sentence, is_letter=is_letter):
                self._place(unit, groups, context, is_letter=is_letter)
        asking = [group for group in groups if any(map(self._asks, group.texts))]
        heads = [head for group in asking for head in group.heads]
        if not 2 <= len(heads) <= MOST_MATTERS:
            return ()
        parts = tuple(text for group in asking for text in group.texts)
        leads = {self._find(part).lead for part in parts}
        each_asks = not is_letter and all(map(self._asks, heads))
        if self._find(text).lead not in leads and not each_asks:
            return ()  # what the whole is about is another thing than any clause by itself
        told = "".join(context)
        return tuple(told + part for part in parts)

    def _is_question(self, sentence: str) -> bool:
        return self._asks(sentence) and asks_openly(sentence)

    def _place(
        self, clause: str, groups: list[_Group], context: list[str], *, is_letter: bool
    ) -> None:
        """Put a clause where it belongs: to what is told, to a matter or as one of its own."""
        variants = self._variants(clause)
        if len(variants) == 1 and not self._find(clause).is_strong:
            (groups[-1].tail if groups else context).append(clause)
        elif not groups:
            groups.append(_Group(list(variants)))
        else:
            self._add(groups, variants, is_letter=is_letter)

    def _add(self, groups: list[_Group], variants: Sequence[str], *, is_letter: bool) -> None:
        """Put clauses that name a matter where they belong."""
        group = groups[-1]
        if not all(self._differ(head, variants[0]) for head in group.heads):
            group.tail.extend(variants[:1])
        elif any(self._asks(text) for text in group.texts):
            groups.append(_Group(list(variants)))
        elif _LINKED.match(variants[0]) or (_LISTED.match(variants[0]) and not is_letter):
            group.heads.extend(variants)
        else:
            groups[-1] = _Group(list(variants))

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
    """Most that one item names of it."""
    is_topic: bool = False
    """True when the lead is a system that is asked about by its name."""


def _look_up(text: str, ask: Callable[[Understanding], Asked], knowledge: Knowledge) -> _Found:
    understanding = understand(text, knowledge.lexicon)
    search = search_items(ask(understanding), knowledge)
    explained = max((c.score.signals["explained"] for c in search.candidates), default=0.0)
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
