"""From a message to a reply, in one page: understand, match, decide, render. Pure, no I/O.

The steps: mask → understand → join with the conversation → candidates → decide → render. Each
step has a file of its own; this one only joins them, and holds the order of the rules in
``decide``'s docstring.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

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
    Topic,
    Unlisted,
)
from bot.gate import ANSWER_FROM_SHARE, Judgement, Standing, judge
from bot.knowledge import Knowledge
from bot.privacy import mask
from bot.route import find_route
from bot.topics import (
    describe_systems,
    find_agreements,
    find_catalog_overview,
    find_pair,
    find_system_near,
    find_systems,
)
from catalog.index import make_query
from catalog.items import ServiceItem
from catalog.limits import LimitEffect
from catalog.matching import Candidate, find_candidates
from intents.recognize import DEFAULT_ASPECT
from intents.spelling import has_latin_word
from intents.understand import Understanding, understand

LONGEST_FOLLOW_UP = 24
"""“那材料呢”: only a short text without a matter of its own continues the last one."""
ITEM_BEATS_TOPIC_FROM_SHARE = 0.62
"""From here on a matter is meant, even when the name of a system stands in the question."""

CONSIDERED = 12
"""Candidates looked at; held items and matters on no list stand among each other in them."""
TOPIC_FROM_SHARE = 0.5
"""A system that is not named outright must come this near to the wording …"""
TOPIC_LEADS_HELD_BY = 0.1
"""… and nearer than a held item by this much."""
TOPIC_ALONE_FROM_SHARE = 0.27
"""Where no item fits at all, a weaker likeness is enough."""
LONGEST_TOPIC_QUESTION = 60
"""In a longer text the name of a system is part of a story, not the question."""
LONGEST_SMALL_TALK = 60
"""客服 or 人工 in a letter is part of the story."""
SPELL_BELOW_SHARE = 0.5
"""Only when nothing fits well are typos and pinyin tried."""

_TOPIC_ASPECTS = frozenset({"overview", "definition", "basis"})


def answer(
    text: str,
    knowledge: Knowledge,
    *,
    on: date,
    here: str | None = None,
    conversation: Conversation | None = None,
) -> Outcome:
    """Return the decision for one message."""
    unread = _refuse_unread(text)
    if unread is not None:
        return Outcome(None, Refused(unread))
    masked = mask(text)
    understanding = understand(masked.without_marks, knowledge.lexicon)
    if not understanding.utterance.is_readable:
        return Outcome(None, Refused(Refusal.UNREADABLE))
    slots = conversation.slots if conversation else Slots()

    def ask(understanding: Understanding) -> Asked:
        return resolve(
            understanding, slots, knowledge.gazetteer, here=here, on=on, masked=masked.kinds
        )

    asked = ask(understanding)
    social = _social(understanding)
    if social is not None:
        return Outcome(asked, social)
    candidates = rank_items(asked, knowledge)
    if _best_share(candidates) < SPELL_BELOW_SHARE or has_latin_word(asked.text):
        correction = knowledge.speller.correct(understanding.utterance.text)
        if correction is not None:
            read = replace(
                ask(understand(correction.text, knowledge.lexicon)),
                corrected="、".join(correction.words),
            )
            respelled = rank_items(read, knowledge)
            if correction.is_spelled or _best_share(respelled) > _best_share(candidates):
                asked, candidates = read, respelled
    return _answer_matter(asked, candidates, slots, knowledge)


def _best_share(candidates: Sequence[Candidate]) -> float:
    return candidates[0].score.share if candidates else 0.0


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


def _answer_matter(
    asked: Asked, candidates: tuple[Candidate, ...], slots: Slots, knowledge: Knowledge
) -> Outcome:
    judgement = judge(candidates, held=knowledge.held, umbrellas=knowledge.umbrellas)
    if _continues(asked, judgement, slots):
        same = knowledge.release.items[slots.item or ""]
        asked = place_unmarked(asked, same)
        return Outcome(asked, _route_answer(same, asked, candidates, knowledge), candidates)
    item = _leading_item(judgement, knowledge)
    asked = place_unmarked(asked, item)
    topic = _find_topic(asked, judgement, knowledge)
    if topic is not None:
        return Outcome(asked, Answer(candidates=(), topic=topic), candidates)
    return Outcome(asked, _decide(asked, candidates, judgement, knowledge), candidates)


def rank_items(asked: Asked, knowledge: Knowledge) -> tuple[Candidate, ...]:
    """Return the items the question may mean, best first."""
    understanding = asked.understanding
    query = make_query(
        knowledge.asked_wordings(understanding.pieces, names_place=bool(understanding.mentions))
    )
    return tuple(
        find_candidates(
            query,
            knowledge.index,
            knowledge.spaced(understanding.matter),
            knowledge.spaced,
            limit=CONSIDERED,
            near=knowledge.nearness(asked.places.named),
        )
    )


def _continues(asked: Asked, judgement: Judgement, slots: Slots) -> bool:
    """Say whether a short text only adds to the matter talked about (“那材料呢”, “换成天津呢”)."""
    if slots.item is None or judgement.standing is Standing.HELD:
        return False
    adds = asked.aspects != (DEFAULT_ASPECT,) or asked.understanding.mentions
    return bool(adds) and len(asked.text) <= LONGEST_FOLLOW_UP and not judgement.is_matter


def _leading_item(judgement: Judgement, knowledge: Knowledge) -> ServiceItem | None:
    if not judgement.is_matter or not judgement.candidates:
        return None
    return knowledge.release.items[judgement.candidates[0].item]


def _find_topic(asked: Asked, judgement: Judgement, knowledge: Knowledge) -> Topic | None:
    """Return a topic when one was asked about rather than a matter, the surest sign first."""
    best = _best_share(judgement.candidates)
    if len(asked.text) > LONGEST_TOPIC_QUESTION and judgement.is_matter:
        return None
    about = bool(_TOPIC_ASPECTS & set(asked.aspects))
    if not about and best >= ITEM_BEATS_TOPIC_FROM_SHARE:
        return _topic_near(asked, judgement, knowledge)
    named = find_systems(asked.text, knowledge)
    agreements = find_agreements(asked, knowledge)
    one_place = len(asked.understanding.mentions) == 1
    if agreements is not None and (named is None or not one_place):
        return agreements
    if named is not None and (about or named.longest >= 4 or not judgement.is_matter):
        return describe_systems(named.systems[:2], knowledge)
    near = _topic_near(asked, judgement, knowledge)
    if near is not None or (judgement.standing is Standing.HELD and not about):
        return near
    return find_pair(asked, knowledge) or find_catalog_overview(asked, knowledge)


def _topic_near(asked: Asked, judgement: Judgement, knowledge: Knowledge) -> Topic | None:
    """Return the system whose names come nearer to the question than any item does."""
    found = find_system_near(asked, knowledge)
    if found is None:
        return None
    system, share = found
    best = _best_share(judgement.candidates)
    lead = TOPIC_LEADS_HELD_BY if judgement.standing is Standing.HELD else 0.0
    if share >= TOPIC_FROM_SHARE and share >= best + lead:
        return describe_systems((system,), knowledge)
    if share >= TOPIC_ALONE_FROM_SHARE and best < ANSWER_FROM_SHARE:
        return describe_systems((system,), knowledge)
    return None


def _decide(
    asked: Asked,
    candidates: tuple[Candidate, ...],
    judgement: Judgement,
    knowledge: Knowledge,
) -> Decision:
    limited = _denied_item(asked, candidates, knowledge)
    if limited is not None:
        return _route_answer(limited, asked, candidates, knowledge)
    match judgement.standing:
        case Standing.HELD:
            return _answer_held(asked, judgement, knowledge)
        case Standing.KNOWN:
            item = knowledge.release.items[judgement.candidates[0].item]
            nearest = tuple(knowledge.release.items[i] for i in item.near)
            return Unlisted(item, candidates, nearest)
        case Standing.STRANGE:
            return Unlisted(None, candidates, ()) if judgement.is_matter else OutOfScope()


def _denied_item(
    asked: Asked, candidates: Sequence[Candidate], knowledge: Knowledge
) -> ServiceItem | None:
    """Return a considered item for which a known limit says no in just these words.

    “改身份证上的名字” looks most like a matter on no list; the limit of the ID card answers it
    better.
    """
    held = [c for c in candidates if knowledge.release.is_listed(c.item)]
    for candidate in held[:3]:
        for limit in knowledge.release.limits:
            if limit.effect is not LimitEffect.NOT_YET or candidate.item not in limit.items:
                continue
            if limit.when and any(word in asked.text for word in limit.when):
                return knowledge.release.items[candidate.item]
    return None


def _answer_held(asked: Asked, judgement: Judgement, knowledge: Knowledge) -> Decision:
    candidates = judgement.candidates
    choices = _umbrella_choices(judgement, knowledge)
    if choices:
        return AskBack("item", candidates=choices)
    item = knowledge.release.items[candidates[0].item]
    reply = _route_answer(item, asked, candidates, knowledge)
    ambiguous = asked.understanding.places.ambiguous
    if ambiguous and asked.places.home is None and asked.places.current is None:
        names = tuple(knowledge.gazetteer.full_name(p) for p in ambiguous[0].readings)
        return AskBack("place", candidates=candidates[:1], place_choices=names[:5])
    return reply


def _umbrella_choices(judgement: Judgement, knowledge: Knowledge) -> tuple[Candidate, ...]:
    """Return what to choose from when the wording covers several items, else nothing."""
    candidates = judgement.candidates
    best = candidates[0]
    item = knowledge.release.items[best.item]
    known = {c.item: c for c in candidates}
    if not knowledge.release.is_listed(item.id):
        guesses = sorted(item.members, key=lambda i: -known[i].score.total if i in known else 0)
        return tuple(known.get(i) or replace(best, item=i, alias="") for i in guesses)[:5]
    alias = next((a for a in item.aliases if a.text == best.alias), None)
    others = alias.ambiguous_with if alias else ()
    rivals = [c.item for c in judgement.rivals]
    wanted = [i for i in dict.fromkeys((*others, *rivals)) if knowledge.release.is_listed(i)]
    if not wanted:
        return ()
    return (best, *(known.get(i) or replace(best, item=i, alias="") for i in wanted))[:5]


def _route_answer(
    item: ServiceItem, asked: Asked, candidates: tuple[Candidate, ...], knowledge: Knowledge
) -> Answer:
    route = find_route(
        item, asked.places, knowledge.release, knowledge.gazetteer, text=asked.text, on=asked.on
    )
    first = next((c for c in candidates if c.item == item.id), None)
    others = tuple(
        c for c in candidates if c.item != item.id and knowledge.release.is_listed(c.item)
    )
    return Answer(((first,) if first else ()) + others, route=route)


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
