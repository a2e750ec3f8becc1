"""Compose the Turn of an Outcome: its facts, its reply and its answer object. Pure."""

import secrets

from bot.decide import Answer, Outcome
from bot.knowledge import Knowledge
from bot.messages import Choice, Turn
from bot.privacy import mask
from bot.replies.card import collect_sources, make_card
from bot.replies.render import LONGEST_LABEL, render, render_parts
from bot.replies.texts import say
from bot.route_facts import collect_facts
from catalog.index import bare_name

_RECEIPT_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def compose(text: str, outcome: Outcome, knowledge: Knowledge, receipt: str | None = None) -> Turn:
    """Return what is shown, stored and sent for an outcome, matter by matter if it has several."""
    turn = _compose_one(text, outcome, knowledge, receipt)
    if not outcome.parts:
        return turn
    parts = [
        _compose_one(part.asked.text if part.asked else text, part, knowledge, receipt)
        for part in outcome.parts
    ]
    choices = tuple(
        Choice(name[:LONGEST_LABEL], say("place_buttons.detail", item=name))
        for part in parts
        for name in [bare_name(item["name"]) for item in part.answer["items"][:1]]
    )
    reply = render_parts([part.reply for part in parts], choices)
    card = {
        **turn.answer,
        "parts": [part.answer for part in parts],
        "suggestions": [choice.say for choice in choices],
        "text": reply.text,
    }
    return Turn(reply, card)


def _compose_one(text: str, outcome: Outcome, knowledge: Knowledge, receipt: str | None) -> Turn:
    decision = outcome.decision
    route = decision.route if isinstance(decision, Answer) else None
    facts = collect_facts(route, knowledge.release, knowledge.gazetteer) if route else None
    sources = collect_sources(outcome, facts)
    reply = render(outcome, facts, sources, knowledge)
    card = make_card(mask(text).text, outcome, facts, sources, reply, receipt, knowledge)
    return Turn(reply, card)


def new_receipt() -> str:
    """Return a code such as 7K3F-Q2MX that is easy to read out over the phone."""
    letters = [secrets.choice(_RECEIPT_LETTERS) for _ in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])
