"""Decide the reply about a matter: its route, a question back, or that no list holds it.

The rules are numbers 4 to 7 of ``decide``.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.asked import Asked
from bot.decide import Answer, AskBack, Decision, OutOfScope, Unlisted
from bot.gate import Judgement, Standing
from bot.knowledge import Knowledge
from bot.route import find_route
from catalog.items import ServiceItem
from catalog.limits import LimitEffect
from catalog.matching import Candidate
from intents.regions import RegionMention

MEMBER_LEADS_FROM_RATIO = 0.9
"""A member that fits almost as well as the name for all of them is the best guess."""

WORD_FOR_WORD = 0.999
"""Letters in common from here on: a wording was said as it stands."""


def decide_item(
    asked: Asked,
    candidates: tuple[Candidate, ...],
    judgement: Judgement,
    knowledge: Knowledge,
) -> Decision:
    """Return the decision about the matter that the candidates stand for."""
    limited = _denied_item(asked, candidates, knowledge)
    if limited is not None:
        return answer_with_route(limited, asked, candidates, knowledge)
    match judgement.standing:
        case Standing.HELD:
            return _answer_held(asked, judgement, knowledge)
        case Standing.KNOWN:
            item = knowledge.release.items[judgement.candidates[0].item]
            return decide_about(item, asked, candidates, knowledge)
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
            if not limit.when and candidate is held[0]:
                return None  # of the best one it is always true, and told with its route
            if any(word in asked.text for word in limit.when):
                return knowledge.release.items[candidate.item]
    return None


def _answer_held(asked: Asked, judgement: Judgement, knowledge: Knowledge) -> Decision:
    candidates = judgement.candidates
    choices = _umbrella_choices(judgement, knowledge)
    if choices:
        return AskBack("item", candidates=choices)
    item = knowledge.release.items[candidates[0].item]
    reply = answer_with_route(item, asked, candidates, knowledge)
    open_name = _open_name(asked)
    if open_name is not None:
        names = tuple(knowledge.gazetteer.full_name(p) for p in open_name.readings)
        return AskBack(
            "place",
            candidates=candidates[:1],
            place=open_name.text,
            place_choices=names[:5],
        )
    return reply


def _open_name(asked: Asked) -> RegionMention | None:
    """Return the name of several places that leaves open what the route depends on.

    With a role (“桥西区户口,人在北京”) that role is empty; without one nothing else is known.
    """
    places = asked.places
    for mention in asked.understanding.places.ambiguous:
        if mention.role is None:
            is_open = places.home is None and places.current is None
        else:
            is_open = getattr(places, mention.role.value) is None
        if is_open:
            return mention
    return None


def _umbrella_choices(judgement: Judgement, knowledge: Knowledge) -> tuple[Candidate, ...]:
    """Return what to choose from when the wording covers several items, else nothing."""
    candidates = judgement.candidates
    best = candidates[0]
    item = knowledge.release.items[best.item]
    known = {c.item: c for c in candidates}
    if not knowledge.release.is_listed(item.id):
        # The commonest first, as in the data, but what was said, or nearly, before all.
        nearly = MEMBER_LEADS_FROM_RATIO * best.score.total
        said = [i for i in item.members if i in known and known[i].score.total >= nearly]
        said.sort(key=lambda i: known[i].score.signals["letters"] < WORD_FOR_WORD)
        guesses = dict.fromkeys((*said, *item.members))
        return tuple(known.get(i) or replace(best, item=i, alias="") for i in guesses)[:5]
    alias = next((a for a in item.aliases if a.text == best.alias), None)
    others = alias.ambiguous_with if alias else ()
    rivals = [c.item for c in judgement.rivals]
    wanted = [i for i in dict.fromkeys((*others, *rivals)) if knowledge.release.is_listed(i)]
    if not wanted:
        return ()
    return (best, *(known.get(i) or replace(best, item=i, alias="") for i in wanted))[:5]


def decide_about(
    item: ServiceItem,
    asked: Asked,
    candidates: tuple[Candidate, ...],
    knowledge: Knowledge,
    *,
    case: str = "",
) -> Answer | Unlisted:
    """Return the decision about one item that is meant, whether it is held or not."""
    if knowledge.release.is_listed(item.id):
        return answer_with_route(item, asked, candidates, knowledge, case=case)
    nearest = tuple(knowledge.release.items[i] for i in item.near)
    return Unlisted(item, candidates, nearest)


def answer_with_route(
    item: ServiceItem,
    asked: Asked,
    candidates: tuple[Candidate, ...],
    knowledge: Knowledge,
    *,
    case: str = "",
) -> Answer:
    """Return the answer about one item, the other held candidates behind it.

    ``case`` are words said before that tell which limits apply.
    """
    route = find_route(
        item,
        asked.places,
        knowledge.release,
        knowledge.gazetteer,
        text=f"{case} {asked.text}",
        on=asked.on,
        abroad=asked.is_abroad,
    )
    first = next((c for c in candidates if c.item == item.id), None)
    others = tuple(
        c for c in candidates if c.item != item.id and knowledge.release.is_listed(c.item)
    )
    return Answer(((first,) if first else ()) + others, route=route)
