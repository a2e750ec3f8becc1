"""From a message to a decision, in one page: mask, understand, look up, decide. Pure, no I/O.

The steps: mask → understand → join with the conversation → split into matters → look up → decide;
``replies`` turns the outcome into words. Each step has its own file, this one only joins them.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from bot.asked import Asked, place_unmarked, resolve
from bot.comparison import find_two_systems
from bot.conversation import Conversation, Slots
from bot.decide import (
    LONGEST_QUESTION,
    Answer,
    AskBack,
    Decision,
    Handoff,
    HomeKept,
    Outcome,
    OutOfScope,
    Refusal,
    Refused,
    SmallTalk,
    Unlisted,
)
from bot.follow_up import (
    LONGEST_FOLLOW_UP,
    continued_item,
    continued_topic,
    earlier_item,
)
from bot.gate import Judgement, judge
from bot.items import decide_about, decide_item
from bot.knowledge import Knowledge
from bot.matters import Matters, MatterSplitter
from bot.memory import NO_TOPIC, with_places
from bot.privacy import mask
from bot.route import Places
from bot.search import Search, search_with_spelling
from bot.topics import find_topic
from catalog.items import ServiceItem
from intents.recognize import DEFAULT_ASPECT
from intents.regions import Role
from intents.understand import Understanding, understand

LONGEST_SMALL_TALK = 60
"""客服 or 人工 in a letter is part of the story."""


def answer(
    text: str,
    knowledge: Knowledge,
    *,
    on: date,
    here: str | None = None,
    conversation: Conversation | None = None,
) -> Outcome:
    """Return the decision for one message.

    A short reply to a question back that says little alone (“桥西区是石家庄的”) is read together
    with what was asked first.
    """
    outcome = _answer_alone(text, knowledge, on=on, here=here, conversation=conversation)
    pending = conversation.pending if conversation else None
    if pending is None or len(text) > LONGEST_FOLLOW_UP:
        return outcome
    if not isinstance(outcome.decision, AskBack | Unlisted | OutOfScope):
        return outcome
    whole = _answer_alone(
        f"{pending}。{text}", knowledge, on=on, here=here, conversation=conversation
    )
    match whole.decision:
        case Answer() | AskBack(question="place"):
            return whole
    return outcome


def _answer_alone(
    text: str,
    knowledge: Knowledge,
    *,
    on: date,
    here: str | None,
    conversation: Conversation | None,
) -> Outcome:
    unread = _refuse_unread(text)
    if unread is not None:
        return Outcome(None, Refused(unread))
    masked = mask(text)
    understanding = understand(masked.without_marks, knowledge.lexicon)
    if not understanding.utterance.is_readable:
        return Outcome(None, Refused(Refusal.UNREADABLE))
    ask = partial(
        resolve,
        conversation=conversation,
        gazetteer=knowledge.gazetteer,
        here=here,
        on=on,
        masked=masked.kinds,
    )
    asked = ask(understanding)
    social = _social(asked)
    if social is not None:
        return Outcome(asked, social)
    is_compared = find_two_systems(asked, knowledge) is not None
    matters = None if is_compared else MatterSplitter(ask, knowledge).split(asked.text)
    if matters is not None:
        each = _answer_each(matters, asked, conversation, knowledge, here=here)
        if each is not None:
            return each
    asked, search = search_with_spelling(asked, ask, knowledge)
    return _answer_matter(
        asked, search, conversation.slots if conversation else Slots(), knowledge
    )


def _refuse_unread(text: str) -> Refusal | None:
    if not text.strip():
        return Refusal.EMPTY
    return Refusal.TOO_LONG if len(text) > LONGEST_QUESTION else None


def _social(asked: Asked) -> Decision | None:
    if len(asked.text) > LONGEST_SMALL_TALK:
        return None
    match asked.understanding.social:
        case None:
            return None
        case "handoff":
            return Handoff()
        case "own_record":
            return Refused(Refusal.OWN_RECORD)
        case "keep_home":
            found = asked.understanding.places
            named = (found.home, *found.unmarked, asked.places.home)
            return HomeKept(next((place for place in named if place is not None), None))
        case kind:
            return SmallTalk(kind)


def _answer_each(
    matters: Matters,
    whole: Asked,
    conversation: Conversation | None,
    knowledge: Knowledge,
    *,
    here: str | None,
) -> Outcome | None:
    """Answer the matters of one message one by one, as if they had been asked in a row.

    None when they turn out to be one and the same item.
    """
    said = conversation or Conversation("")
    slots = replace(said.slots, item=None, **NO_TOPIC)

    def ask_with(slots: Slots) -> Callable[[Understanding], Asked]:
        return partial(
            resolve,
            conversation=replace(said, slots=slots, asking=None),
            gazetteer=knowledge.gazetteer,
            here=here,
            on=whole.on,
        )

    told = ask_with(slots)(understand(matters.told, knowledge.lexicon))
    slots = replace(slots, abroad=whole.is_abroad)
    around = place_unmarked(told, None).places
    # “这三样在北京能办吗” behind them all tells where, too.
    slots = with_places(slots, around if around.named else whole.places, given=whole.given)
    parts: list[Outcome] = []
    for matter in matters.texts:
        ask = ask_with(slots)
        asked, search = search_with_spelling(
            ask(understand(matter, knowledge.lexicon)), ask, knowledge
        )
        asked = replace(asked, is_home_kept=asked.is_home_kept and not parts)
        part = _answer_matter(asked, search, Slots(), knowledge)
        if part.asked is not None:  # how the places were read is told once
            part = replace(part, asked=replace(part.asked, carried=()))
        parts.append(part)
        places = part.asked.places if part.asked else Places()
        slots = with_places(slots, places, given=asked.given)
    return _join(parts, whole)


def _join(parts: Sequence[Outcome], whole: Asked) -> Outcome | None:
    """Return the parts as one outcome; None when several are about one and the same item."""
    items = {part.item or number for number, part in enumerate(parts)}
    if len(parts) > 1 and len(items) == 1:
        return None
    first = parts[0]
    return replace(
        first,
        asked=replace(first.asked, masked=whole.masked) if first.asked else None,
        parts=tuple(parts) if len(parts) > 1 else (),
    )


def _answer_matter(asked: Asked, search: Search, slots: Slots, knowledge: Knowledge) -> Outcome:
    decision = _turned(asked, slots)
    if decision is not None:
        return Outcome(asked, decision, search.candidates)
    judgement = judge(search.candidates, held=knowledge.held, umbrellas=knowledge.umbrellas)
    same = earlier_item(asked, search.candidates, slots, knowledge)
    same = same or continued_item(asked, search, judgement, slots, knowledge)
    if same is not None:
        asked = place_unmarked(_without_destination(asked, same, knowledge), same)
        case = slots.case if asked.understanding.only_adds else ""
        decision = decide_about(same, asked, search.candidates, knowledge, case=case)
        return Outcome(asked, decision, search.candidates)
    topic = continued_topic(asked, slots, knowledge)
    if topic is not None:
        asked = _with_aspect_of(asked, slots)
    tells_only_places = _tells_only_places(asked, search)
    leading = None if tells_only_places else _leading_item(judgement, knowledge)
    asked = place_unmarked(_without_destination(asked, leading, knowledge), leading)
    topic = topic or find_topic(asked, search, judgement, knowledge)
    if topic is not None:
        decision = Answer(candidates=(), topic=topic)
    elif tells_only_places:
        decision = AskBack("matter")
    else:
        decision = decide_item(asked, search.candidates, judgement, knowledge)
    return Outcome(asked, decision, search.candidates)


def _without_destination(asked: Asked, item: ServiceItem | None, knowledge: Knowledge) -> Asked:
    """Return the question without a destination from before, where nothing goes to one."""
    stays = item is not None and item.id in knowledge.held and item.id not in knowledge.moving
    if not stays or Role.DESTINATION not in asked.carried:
        return asked
    return replace(
        asked,
        places=replace(asked.places, destination=None),
        carried=tuple(role for role in asked.carried if role is not Role.DESTINATION),
    )


def _tells_only_places(asked: Asked, search: Search) -> bool:
    """Say whether only places are said, and no item goes by just these words (去香港证件)."""
    is_name = any(candidate.alias == asked.text for candidate in search.candidates)
    understanding = asked.understanding
    return understanding.only_adds and bool(understanding.mentions) and not is_name


def _turned(asked: Asked, slots: Slots) -> Decision | None:
    """Return the question back when a place was taken back and no other named."""
    role = asked.understanding.turning.retracts
    if role is None or getattr(asked.places, role) is not None:
        return None
    return AskBack(role) if slots.is_going_on or slots.aspect else AskBack("matter")


def _with_aspect_of(asked: Asked, slots: Slots) -> Asked:
    """Return the question with what was asked last, where it asks nothing itself (“那河北呢”)."""
    if asked.aspects != (DEFAULT_ASPECT,) or slots.aspect is None:
        return asked
    return replace(asked, aspects=(slots.aspect,))


def _leading_item(judgement: Judgement, knowledge: Knowledge) -> ServiceItem | None:
    if not judgement.is_matter or not judgement.candidates:
        return None
    return knowledge.release.items[judgement.candidates[0].item]
