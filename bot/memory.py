"""What a conversation knows after a turn: the places, the matter, the topic. Pure.

Decides what is kept for the next message and what is dropped; how it is used is decided by
``bot.asked`` and ``bot.follow_up``.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.asked import Asked
from bot.conversation import Conversation, Slots
from bot.decide import (
    AgreementTopic,
    Answer,
    AskBack,
    CatalogTopic,
    DirectionsTopic,
    Handoff,
    HomeKept,
    Outcome,
    OutOfScope,
    PairTopic,
    Refused,
    SmallTalk,
    SystemTopic,
    Topic,
    Unlisted,
)
from bot.route import Places
from bot.topics import WHOLE_CATALOG
from catalog.items import ServiceItem
from intents.regions import Role

REMEMBERED_ITEMS = 5
"""How many matters one can come back to."""
NO_TOPIC: Mapping[str, Any] = {
    "systems": (),
    "systems_before": (),
    "about_pair": False,
    "parties": (),
    "agreements": (),
    "is_listed": False,
    "between": (),
    "category": "",
    "mode": "",
}
"""What a conversation holds while it is about an item."""


def remember(conversation: Conversation, outcome: Outcome) -> Slots:
    """Return what the conversation knows after this turn."""
    decision, before = outcome.decision, conversation.slots
    if isinstance(decision, HomeKept) and decision.home is not None:
        return replace(before, home=decision.home.code)
    if outcome.asked is None or isinstance(
        decision, SmallTalk | HomeKept | Handoff | Refused | OutOfScope
    ):
        return before
    for part in outcome.parts[1:]:
        before = _remember_one(before, part)
    # What stands first in the message is what a short question after it means.
    return _remember_one(before, outcome)


def _remember_one(before: Slots, outcome: Outcome) -> Slots:
    asked, decision = outcome.asked, outcome.decision
    if asked is None:
        return before
    slots = replace(
        with_places(before, _without_guess(asked), given=asked.given),
        abroad=asked.is_abroad,
        item=None,
        case="",
        aspect=asked.aspect,
        **NO_TOPIC,
    )
    match decision:
        case Answer(route=route) if route is not None:
            case = (word for limit in route.limits for word in limit.when if word in asked.text)
            return _with_item(replace(slots, case=" ".join(case) or before.case), route.item)
        case Unlisted(item=item) if item is not None:
            return _with_item(slots, item)
        case Answer(topic=topic) if topic is not None:
            return _with_topic(slots, topic, asked, before)
        case AskBack(question=question) if question in list(Role):
            return replace(
                before, home=slots.home, current=slots.current, destination=slots.destination
            )
        case _:
            return slots


def _without_guess(asked: Asked) -> Places:
    """Return the places without a destination that only the kind of matter suggested."""
    is_said = asked.understanding.places.destination or Role.DESTINATION in asked.carried
    if is_said or asked.places.destination != asked.places.current:
        return asked.places
    return replace(asked.places, destination=None)


def _with_topic(slots: Slots, topic: Topic, asked: Asked, before: Slots) -> Slots:
    named = asked.named_codes
    match topic:
        case SystemTopic(systems=systems):
            ids = tuple(system.id for system in systems)
            earlier = before.systems if before.systems != ids else before.systems_before
            kept = _still_listed(slots, before) if before.systems == ids else slots
            return replace(kept, systems=ids, systems_before=earlier)
        case PairTopic(places=places, agreements=fits):
            between = tuple(fit.agreement.id for fit in fits)
            parties = named if len(named) > 1 else tuple(place.code for place in places.named)
            slots = with_places(slots, places, given=False)
            return replace(slots, about_pair=True, parties=parties, agreements=between)
        case DirectionsTopic(sides):
            return _with_topic(slots, sides[0], asked, before)
        case AgreementTopic(agreements=agreements):
            parties = named if len(named) > 1 else (*before.parties[:1], *named)
            ids = tuple(a.id for a in agreements)
            kept = _still_listed(slots, before) if {*ids} <= {*before.agreements} else slots
            return replace(kept, parties=parties, agreements=ids)
        case CatalogTopic():
            return _with_overview(slots, topic)
        case _:
            return slots


def _still_listed(slots: Slots, before: Slots) -> Slots:
    """Return what is known with the overview before it: only what it rests on was asked."""
    return replace(
        slots,
        is_listed=before.is_listed,
        between=before.between,
        category=before.category,
        mode=before.mode,
    )


def _with_overview(slots: Slots, topic: CatalogTopic) -> Slots:
    home, current = topic.places.home, topic.places.current
    return replace(
        with_places(slots, topic.places, given=False) if home != current else slots,
        systems=(WHOLE_CATALOG,) if not topic.agreements else (),
        agreements=tuple(agreement.id for agreement in topic.agreements),
        is_listed=True,
        between=tuple(place.code if place else None for place in (home, current)),
        category=next(iter(topic.categories)) if len(topic.categories) == 1 else "",
        mode=topic.mode.value if topic.mode else "",
    )


def _with_item(slots: Slots, item: ServiceItem) -> Slots:
    recent = dict.fromkeys((item.id, *slots.recent))
    return replace(slots, item=item.id, recent=tuple(recent)[:REMEMBERED_ITEMS])


def with_places(slots: Slots, places: Places, *, given: bool) -> Slots:
    """Return what is known with these places; a position the surface gave is not kept."""
    return replace(
        slots,
        home=places.home.code if places.home else None,
        current=places.current.code if places.current and not given else None,
        destination=places.destination.code if places.destination else None,
    )
