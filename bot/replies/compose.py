"""Compose the Turn of an Outcome: its facts, its reply and its answer object. Pure."""

import secrets

from bot.decide import Answer, Outcome
from bot.knowledge import Knowledge
from bot.messages import Turn
from bot.privacy import mask
from bot.replies.card import collect_sources, make_card
from bot.replies.render import render
from bot.route_facts import collect_facts

_RECEIPT_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def compose(text: str, outcome: Outcome, knowledge: Knowledge, receipt: str | None = None) -> Turn:
    """Return what is shown, stored and sent for an outcome."""
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
