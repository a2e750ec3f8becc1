"""Find what a caller may mean while it is typed: the answer to the words, items, systems, deals.

The order of the hits:

1. what the words as a whole are answered with, where that is no single item: a question back,
   several matters, a topic;
2. the item they are answered with, then the other items considered, as the search has them;
3. names that begin with what was typed or with its pinyin;
4. systems, agreements, and what the two places have agreed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.agreements import find_titled
from bot.decide import (
    AgreementTopic,
    Answer,
    AskBack,
    Outcome,
    OutOfScope,
    SystemTopic,
)
from bot.desk.calls import Call, hear, places_of
from bot.desk.place_picker import PlacePicker
from bot.desk.spelled_names import NameFit, SpelledName, spell, typed_form
from bot.desk.targets import HitKind, Target
from bot.knowledge import Knowledge
from bot.replies.texts import say
from bot.replies.typeset import typeset
from bot.route import Places, Verdict, find_route
from bot.systems import find_systems
from catalog.index import bare_name
from catalog.items import ServiceItem

MOST_HITS = 12
"""Hits shown; what is meant stands among the first, or more has to be typed."""
_MOST_BY_NAME = 6
_LONGEST_NAME_TYPED = 12
"""A longer text is a question, not the beginning of a name."""
_CONSIDERED = 5
_NEAR_THE_BEST = 0.5
"""Share of the best score from which on another held item is worth a look …"""
_NEAR_UNLISTED = 0.75
"""… and a matter on no list, of which there are more that only look alike."""
_LETTERS = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something the caller may mean (候选)."""

    target: Target
    """What it stands for."""
    name: str
    """Its name."""
    category: str
    """Field of an item, or what kind of thing it is."""
    verdict: str = ""
    """Verdict, or outcome where there is none: picks the colour."""
    word: str = ""
    """The verdict in one word."""
    mode: str = ""
    """The mode with the fewest trips."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a call."""

    hits: tuple[Hit, ...]
    """Best first."""
    places: Places
    """Where it is about, picked or read from the words."""
    heard: Outcome
    """What the words are answered with."""


@dataclass(frozen=True, slots=True)
class DeskIndex:
    """What is looked up by its letters, made once for a catalog version."""

    picker: PlacePicker
    """The places."""
    names: tuple[tuple[Target, SpelledName], ...]
    """Names of items, systems and agreements."""


def build_desk_index(knowledge: Knowledge) -> DeskIndex:
    """Return what is looked up while somebody types; what is made at first need is made now."""
    knowledge.speller.correct("shebaokaxyz")
    knowledge.spaced("社保卡")
    return DeskIndex(PlacePicker(knowledge), tuple(_names(knowledge)))


def _names(knowledge: Knowledge) -> Iterator[tuple[Target, SpelledName]]:
    release = knowledge.release
    for item in release.items.values():
        short = (a.text for a in item.aliases if a.kind in ("简称", "旧称", "英文缩写"))
        for name in dict.fromkeys((bare_name(item.name), *short)):
            yield Target(HitKind.ITEM, item.id), spell(name)
    for system in release.systems.values():
        for name in (system.name, *system.aliases):
            yield Target(HitKind.SYSTEM, system.id), spell(name)
    for agreement in release.agreements.values():
        yield Target(HitKind.AGREEMENT, agreement.id), spell(agreement.title)


def look_up(call: Call, knowledge: Knowledge, index: DeskIndex) -> Found:
    """Return what a call may mean, best first."""
    heard = hear(call, knowledge)
    places = places_of(heard, call)
    by_name = _by_name(call.text, index)
    targets = [*_heard_targets(heard), *_considered(heard, knowledge.held), *by_name]
    targets += _topics(call, knowledge)
    if not targets and call.text.strip():
        targets = [Target(HitKind.QUESTION)]
    if places.home is not None and (places.current or places.destination) is not None:
        kept = list(dict.fromkeys(targets))[: MOST_HITS - 1]
        targets = [*kept, Target(HitKind.PAIR)]
    unique = list(dict.fromkeys(targets))[:MOST_HITS]
    hits = tuple(_hit(target, heard, places, call, knowledge) for target in unique)
    return Found(hits, places, heard)


def _heard_targets(heard: Outcome) -> list[Target]:
    whole = Target(HitKind.QUESTION)
    if heard.parts:
        items = [part.item for part in heard.parts if part.item]
        return [whole, *(Target(HitKind.ITEM, item) for item in items)]
    match heard.decision:
        case AskBack(question="item", candidates=candidates):
            return [whole, *(Target(HitKind.ITEM, c.item) for c in candidates)]
        case Answer(topic=SystemTopic(systems=(system,), detail=None)):
            return [Target(HitKind.SYSTEM, system.id)]
        case Answer(topic=AgreementTopic(agreements=(first, *_), is_list=False, detail=None)):
            return [Target(HitKind.AGREEMENT, first.id)]
        case Answer(topic=topic) if topic is not None:
            return [whole]
        case AskBack():
            return [whole]
    if heard.item is not None:
        return [Target(HitKind.ITEM, heard.item)]
    return [whole] if heard.candidates and not isinstance(heard.decision, OutOfScope) else []


def _considered(heard: Outcome, held: frozenset[str]) -> list[Target]:
    """Return the other items that come anywhere near; none where it is no matter at all."""
    if isinstance(heard.decision, OutOfScope) or not heard.candidates:
        return []
    best = max(c.score.share for c in heard.candidates)
    near = [
        c
        for c in heard.candidates
        if c.score.share >= best * (_NEAR_THE_BEST if c.item in held else _NEAR_UNLISTED)
    ]
    return [Target(HitKind.ITEM, c.item) for c in near[:_CONSIDERED]]


def _by_name(text: str, index: DeskIndex) -> list[Target]:
    typed = typed_form(text)
    if not typed or (len(typed) > _LONGEST_NAME_TYPED and not _LETTERS.fullmatch(typed)):
        return []
    fits: dict[Target, NameFit] = {}
    for target, name in index.names:
        fit = name.fit(typed)
        if fit > fits.get(target, NameFit.NO):
            fits[target] = fit
    return sorted(fits, key=lambda target: -fits[target])[:_MOST_BY_NAME]


def _topics(call: Call, knowledge: Knowledge) -> Iterable[Target]:
    named = find_systems(call.text, knowledge)
    for system in named.systems if named else ():
        yield Target(HitKind.SYSTEM, system.id)
    for agreement in find_titled(call.text, knowledge):
        yield Target(HitKind.AGREEMENT, agreement.id)


def _hit(target: Target, heard: Outcome, places: Places, call: Call, knowledge: Knowledge) -> Hit:
    release = knowledge.release
    match target.kind:
        case HitKind.ITEM:
            return _item_hit(target, release.items[target.id], heard, places, call, knowledge)
        case HitKind.SYSTEM:
            return Hit(target, release.systems[target.id].name, say("desk.kind.system"))
        case HitKind.AGREEMENT:
            return Hit(target, release.agreements[target.id].title, say("desk.kind.agreement"))
        case HitKind.PAIR:
            return Hit(target, _pair_name(places, knowledge), say("desk.kind.pair"))
    return _question_hit(target, heard)


def _question_hit(target: Target, heard: Outcome) -> Hit:
    kind = "parts" if heard.parts else type(heard.decision).__name__
    if isinstance(heard.decision, AskBack):
        return Hit(
            target,
            say("desk.question.AskBack"),
            say("desk.kind.question"),
            "clarify",
            say("desk.word.clarify"),
        )
    key = f"desk.question.{kind}"
    return Hit(target, say(key), say("desk.kind.question"))


def _pair_name(places: Places, knowledge: Knowledge) -> str:
    other = places.destination or places.current
    names = [knowledge.gazetteer.full_name(p) for p in (places.home, other) if p is not None]
    return typeset(say("desk.pair", places=" ⇄ ".join(names)))


def _item_hit(
    target: Target,
    item: ServiceItem,
    heard: Outcome,
    places: Places,
    call: Call,
    knowledge: Knowledge,
) -> Hit:
    name = bare_name(item.name)
    if not knowledge.release.is_listed(item.id):
        key = "several" if item.members else "unlisted"
        return Hit(target, name, item.category, key, say(f"desk.word.{key}"))
    is_heard = isinstance(heard.decision, Answer) and heard.item == item.id
    route = heard.decision.route if is_heard and isinstance(heard.decision, Answer) else None
    route = route or find_route(
        item, places, knowledge.release, knowledge.gazetteer, text=call.text, on=call.on
    )
    mode = route.modes[0].value if route.modes and route.verdict is not Verdict.UNKNOWN else ""
    word = say(f"desk.word.{route.verdict.value}")
    return Hit(target, name, item.category, route.verdict.value, word, mode)
