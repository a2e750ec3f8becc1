"""Decide what a call is answered with: the words typed, the places picked, the hit chosen.

A place picked by hand wins over one that the words name; a place nobody picked is read from the
words. The decision itself is the assistant's.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from bot.agreements import find_titled
from bot.asked import Asked, place_unmarked, resolve
from bot.assistant import answer
from bot.conversation import Conversation, Slots
from bot.decide import (
    AgreementTopic,
    Answer,
    AskBack,
    Decision,
    DirectionsTopic,
    Outcome,
    SystemTopic,
    Unlisted,
)
from bot.desk.targets import HitKind, Target
from bot.items import decide_about
from bot.knowledge import Knowledge
from bot.pairs import describe_pair
from bot.privacy import mask
from bot.route import Places
from bot.systems import describe_systems
from catalog.index import bare_name
from catalog.items import ServiceItem
from intents.lexicon import Place
from intents.regions import Role
from intents.understand import understand

_SPELLED = re.compile(r"[a-zA-Z'\s·-]*")
"""Only letters: pinyin of what was looked for, not what the caller said."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a caller asks (来电), as typed and picked at the desk."""

    text: str
    """What is in the box, unmasked."""
    on: date
    """Day it is about."""
    home: Place | None = None
    """业务属地 picked by hand."""
    current: Place | None = None
    """办理地 picked by hand."""


class UnknownPlace(ValueError):
    """A place was picked that the catalog does not have; the text is one sentence."""


def read_call(text: str, home: str, current: str, on: date, knowledge: Knowledge) -> Call:
    """Return a call with its places by their codes; an empty code is no place.

    Raises:
        UnknownPlace: There is no place of such a code.
    """
    return Call(text, on, _place(home, knowledge), _place(current, knowledge))


def _place(code: str, knowledge: Knowledge) -> Place | None:
    place = knowledge.gazetteer.place(code) if code else None
    if code and place is None:
        raise UnknownPlace(f"没有代码是“{code[:20]}”的地方,请重新选")
    return place


def hear(call: Call, knowledge: Knowledge) -> Outcome:
    """Return what the words are answered with, at the places picked."""
    slots = Slots(
        home=call.home.code if call.home else None,
        current=call.current.code if call.current else None,
    )
    outcome = answer(call.text, knowledge, on=call.on, conversation=Conversation("", slots))
    return _at_places(outcome, call, knowledge)


def _at_places(outcome: Outcome, call: Call, knowledge: Knowledge) -> Outcome:
    if outcome.asked is None:
        return outcome
    item = _item_of(
        outcome, knowledge, is_picked=call.home is not None or call.current is not None
    )
    asked = _placed(outcome.asked, item, call)
    decision = outcome.decision
    if item is not None:
        decision = decide_about(item, asked, outcome.candidates, knowledge)
    parts = tuple(_at_places(part, call, knowledge) for part in outcome.parts)
    return replace(outcome, asked=asked, decision=decision, parts=parts)


def _item_of(outcome: Outcome, knowledge: Knowledge, *, is_picked: bool) -> ServiceItem | None:
    """Return the item answered; also where only a place was open that is picked by now."""
    match outcome.decision:
        case Answer(route=route) if route is not None:
            return route.item
        case Unlisted(item=item):
            return item
        case AskBack(question="place", candidates=candidates) if is_picked and candidates:
            return knowledge.release.items[candidates[0].item]
        case _:
            return None


def _placed(asked: Asked, item: ServiceItem | None, call: Call) -> Asked:
    picked = _with_picked(asked, call)
    return _with_picked(place_unmarked(picked, item), call)


def _with_picked(asked: Asked, call: Call) -> Asked:
    places = asked.places
    destination = places.destination
    if call.current is not None and destination is not None and destination == places.current:
        destination = call.current  # it goes where the person is
    placed = Places(call.home or places.home, call.current or places.current, destination)
    by_hand = ((Role.HOME, call.home), (Role.CURRENT, call.current))
    picked = tuple(role for role, place in by_hand if place is not None)
    return replace(asked, places=placed, picked=picked, carried=(), given=False)


def answer_target(target: Target, call: Call, heard: Outcome, knowledge: Knowledge) -> Outcome:
    """Return the answer to a hit; ``heard`` is what the words alone are answered with.

    Of a hit that is not in the catalog any more, the answer is what was heard.
    """
    release = knowledge.release
    match target.kind:
        case HitKind.ITEM if target.id in release.items:
            return _about_item(release.items[target.id], call, heard, knowledge)
        case HitKind.SYSTEM if target.id in release.systems:
            system = release.systems[target.id]
            topic = describe_systems((system,), knowledge)
            return _about_topic(topic, system.name, call, heard, knowledge)
        case HitKind.AGREEMENT if target.id in release.agreements:
            agreement = release.agreements[target.id]
            others = [a for a in find_titled(call.text, knowledge) if a != agreement]
            found = AgreementTopic((agreement, *others))
            return _about_topic(found, agreement.title, call, heard, knowledge)
        case HitKind.PAIR:
            return _about_pair(call, heard, knowledge)
    return heard


def places_of(outcome: Outcome, call: Call) -> Places:
    """Return the places a call is answered for, also before anything was typed."""
    return outcome.asked.places if outcome.asked else Places(call.home, call.current)


def question_of(target: Target, call: Call, knowledge: Knowledge) -> str:
    """Return what is kept as the question: the words, or a name found by letters alone."""
    release = knowledge.release
    if not _SPELLED.fullmatch(call.text):
        return call.text
    match target.kind:
        case HitKind.ITEM if target.id in release.items:
            return bare_name(release.items[target.id].name)
        case HitKind.SYSTEM if target.id in release.systems:
            return release.systems[target.id].name
        case HitKind.AGREEMENT if target.id in release.agreements:
            return release.agreements[target.id].title
    return call.text


def _about_item(item: ServiceItem, call: Call, heard: Outcome, knowledge: Knowledge) -> Outcome:
    if heard.item == item.id and not heard.parts:
        return heard
    part = next((part for part in heard.parts if part.item == item.id), None)
    if part is not None:
        return part
    asked = _placed(_asked(item.name, call, heard, knowledge), item, call)
    decision = decide_about(item, asked, heard.candidates, knowledge)
    return Outcome(asked, decision, heard.candidates)


def _about_topic(
    topic: SystemTopic | AgreementTopic,
    name: str,
    call: Call,
    heard: Outcome,
    knowledge: Knowledge,
) -> Outcome:
    decision: Decision = Answer(candidates=(), topic=topic)
    return Outcome(_asked(name, call, heard, knowledge), decision, heard.candidates)


def _about_pair(call: Call, heard: Outcome, knowledge: Knowledge) -> Outcome:
    places = places_of(heard, call)
    home, current = places.home, places.current or places.destination
    if home is None or current is None:
        return heard
    there = describe_pair(home, current, knowledge, on=call.on)
    back = describe_pair(current, home, knowledge, on=call.on)
    topic = DirectionsTopic((there, back))
    return Outcome(
        _placed(_asked("", call, heard, knowledge), None, call),
        Answer(candidates=(), topic=topic),
        heard.candidates,
    )


def _asked(name: str, call: Call, heard: Outcome, knowledge: Knowledge) -> Asked:
    """Return the question; where no words were typed it is about the name alone."""
    if heard.asked is not None:
        return heard.asked
    masked = mask(call.text or name)
    return resolve(
        understand(masked.without_marks, knowledge.lexicon),
        None,
        knowledge.gazetteer,
        here=None,
        on=call.on,
        masked=masked.kinds,
    )
