"""From a message to a decision, in one page: mask, understand, look up, decide. Pure, no I/O.

The steps: mask → understand → join with the conversation → look up → decide; ``replies`` turns the
outcome into words. Each step has a file of its own, this one only joins them.
"""

from datetime import date
from functools import partial

from bot.asked import Asked, place_unmarked, resolve
from bot.conversation import Conversation, Slots
from bot.decide import (
    LONGEST_QUESTION,
    Answer,
    AskBack,
    Decision,
    Handoff,
    Outcome,
    OutOfScope,
    Refusal,
    Refused,
    SmallTalk,
    Unlisted,
)
from bot.gate import Judgement, Standing, judge
from bot.items import answer_with_route, decide_item
from bot.knowledge import Knowledge
from bot.privacy import mask
from bot.search import Search, search_with_spelling
from bot.topics import find_topic
from catalog.items import ServiceItem
from intents.recognize import DEFAULT_ASPECT
from intents.understand import Understanding, understand

LONGEST_FOLLOW_UP = 24
"""“那材料呢”: only a short text without a matter of its own continues the last one."""
TELLING_WORDING = 4
"""Characters of a limit's wording that are enough to mean the matter talked about."""
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
    return whole if isinstance(whole.decision, Answer) else outcome


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
    slots = conversation.slots if conversation else Slots()
    ask = partial(
        resolve, slots=slots, gazetteer=knowledge.gazetteer, here=here, on=on, masked=masked.kinds
    )
    asked = ask(understanding)
    social = _social(understanding)
    if social is not None:
        return Outcome(asked, social)
    asked, search = search_with_spelling(asked, ask, knowledge)
    return _answer_matter(asked, search, slots, knowledge)


def _refuse_unread(text: str) -> Refusal | None:
    if not text.strip():
        return Refusal.EMPTY
    return Refusal.TOO_LONG if len(text) > LONGEST_QUESTION else None


def _social(understanding: Understanding) -> Decision | None:
    if len(understanding.utterance.text) > LONGEST_SMALL_TALK:
        return None
    match understanding.social:
        case None:
            return None
        case "handoff":
            return Handoff()
        case "own_record":
            return Refused(Refusal.OWN_RECORD)
        case kind:
            return SmallTalk(kind)


def _answer_matter(asked: Asked, search: Search, slots: Slots, knowledge: Knowledge) -> Outcome:
    judgement = judge(search.candidates, held=knowledge.held, umbrellas=knowledge.umbrellas)
    if _continues(asked, judgement, slots, knowledge):
        same = knowledge.release.items[slots.item or ""]
        asked = place_unmarked(asked, same)
        decision: Decision = answer_with_route(same, asked, search.candidates, knowledge)
        return Outcome(asked, decision, search.candidates)
    asked = place_unmarked(asked, _leading_item(judgement, knowledge))
    topic = find_topic(asked, search, judgement, knowledge)
    if topic is not None:
        decision = Answer(candidates=(), topic=topic)
    else:
        decision = decide_item(asked, search.candidates, judgement, knowledge)
    return Outcome(asked, decision, search.candidates)


def _continues(asked: Asked, judgement: Judgement, slots: Slots, knowledge: Knowledge) -> bool:
    """Say whether a short text only adds to the matter talked about (“那材料呢”, “换成天津呢”)."""
    if slots.item is None or len(asked.text) > LONGEST_FOLLOW_UP:
        return False
    is_held = judgement.standing is Standing.HELD
    if _limit_wording(asked.text, slots.item, knowledge) >= (TELLING_WORDING if is_held else 1):
        return True
    adds = asked.aspects != (DEFAULT_ASPECT,) or asked.understanding.mentions
    return bool(adds) and (asked.understanding.only_adds or not judgement.is_matter)


def _limit_wording(text: str, item: str, knowledge: Knowledge) -> int:
    """Return how long a wording of a limit of just this item stands in a text (“是货车呢”)."""
    limits = (limit for limit in knowledge.release.limits if item in limit.items)
    return max((len(word) for limit in limits for word in limit.when if word in text), default=0)


def _leading_item(judgement: Judgement, knowledge: Knowledge) -> ServiceItem | None:
    if not judgement.is_matter or not judgement.candidates:
        return None
    return knowledge.release.items[judgement.candidates[0].item]


def remember(conversation: Conversation, outcome: Outcome) -> Slots:
    """Return what the conversation knows after this turn."""
    asked, decision = outcome.asked, outcome.decision
    if isinstance(decision, SmallTalk) and decision.kind == "forget":
        return Slots()
    if asked is None or isinstance(decision, SmallTalk | Handoff | Refused | OutOfScope):
        return conversation.slots
    item = decision.route.item.id if isinstance(decision, Answer) and decision.route else None
    places = asked.places
    return Slots(
        home=places.home.code if places.home else None,
        current=places.current.code if places.current and not asked.given else None,
        destination=places.destination.code if places.destination else None,
        item=item,
        aspect=asked.aspect,
    )
