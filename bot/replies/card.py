"""Turn an Outcome into the answer object of docs/contract.md: plain values, ready for JSON."""

from dataclasses import asdict
from typing import Any

from bot.asked import Asked
from bot.decide import (
    OUTCOMES,
    AgreementTopic,
    Answer,
    AskBack,
    CatalogTopic,
    Decision,
    DirectionsTopic,
    Outcome,
    PairTopic,
    RegionTopic,
    RoutesTopic,
    SystemTopic,
    Topic,
    Unlisted,
)
from bot.knowledge import Knowledge
from bot.messages import Reply
from bot.places import Gazetteer
from bot.replies.texts import say
from bot.replies.why_text import why_chosen, why_not_chosen, why_places
from bot.route import Route, Verdict
from bot.route_facts import BasisLine, RouteFacts, SourceLine, source_line
from catalog.agreements import Agreement
from catalog.items import ServiceItem
from catalog.matching import Candidate
from catalog.sources import COMPILED_ON
from intents.lexicon import Place

_MOST_ITEMS = 5


def make_card(
    question: str,
    outcome: Outcome,
    facts: RouteFacts | None,
    sources: tuple[SourceLine, ...],
    reply: Reply,
    receipt: str | None,
    knowledge: Knowledge,
) -> dict[str, Any]:
    """Return the answer object; ``question`` is already masked."""
    decision, asked = outcome.decision, outcome.asked
    route = decision.route if isinstance(decision, Answer) else None
    topic = decision.topic if isinstance(decision, Answer) else None
    return {
        "question": question,
        "outcome": OUTCOMES[type(decision)],
        "aspect": asked.aspect if asked else "other",
        "also_aspects": list(asked.aspects[1:]) if asked else [],
        "places": _places(asked, knowledge.gazetteer),
        "items": _items(outcome, knowledge),
        "nearest": _nearest(decision),
        "verdict": outcome.verdict.value if outcome.verdict else _topic_verdict(topic),
        "direction": _direction(route, knowledge.gazetteer),
        "modes": [mode.value for mode in route.modes] if route else [],
        "channels": [asdict(c) for c in facts.channels] if facts else [],
        "materials": list(facts.materials) if facts else [],
        "time_limit": (facts.time_limit or None) if facts else None,
        "fee": (facts.fee or None) if facts else None,
        "basis": [_basis(line) for line in (facts.basis if facts else _topic_basis(topic))],
        "limits": _limits(route),
        "figures": _figures(topic),
        "parts": [],
        "sources": [asdict(line) for line in sources],
        "suggestions": [choice.say for choice in reply.choices],
        "receipt": receipt,
        "catalog_version": knowledge.release.version,
        "mode": "fast",
        "text": reply.text,
    }


def collect_sources(outcome: Outcome, facts: RouteFacts | None) -> tuple[SourceLine, ...]:
    """Return the sources of an answer, never empty for one."""
    decision = outcome.decision
    if not isinstance(decision, Answer):
        return ()
    found = _topic_sources(decision.topic) if decision.topic else []
    found += facts.sources if facts else ()
    unique = tuple({line.title: line for line in found}.values())
    return unique or (_collection(),)


def _collection() -> SourceLine:
    return SourceLine(say("topic.collection"), None, COMPILED_ON, "compiled", "medium")


def _topic_sources(topic: Topic) -> list[SourceLine]:
    match topic:
        case SystemTopic():
            rows = [f.source for f in topic.figures] + [s.source for s in topic.systems]
            return [source_line(row) for row in rows]
        case RoutesTopic(sides):
            return [line for side in sides for line in side.facts.sources]
        case PairTopic() | DirectionsTopic() | RegionTopic():
            agreements = [*_serving(topic), *_silent(topic)]
        case AgreementTopic():
            agreements = list(topic.agreements)
        case CatalogTopic():
            published = [source_line(figure.source) for figure in topic.figures]
            return [_collection(), *published]
    return [source_line(a.source, fallback=a.signed_text or None) for a in agreements]


def _serving(topic: PairTopic | DirectionsTopic | RegionTopic) -> list[Agreement]:
    match topic:
        case PairTopic(agreements=fits):
            return [fit.agreement for fit in fits]
        case DirectionsTopic(sides):
            return list(dict.fromkeys(a for side in sides for a in _serving(side)))
        case RegionTopic(agreements=agreements):
            return list(agreements)


def _silent(topic: PairTopic | DirectionsTopic | RegionTopic) -> list[Agreement]:
    if isinstance(topic, DirectionsTopic):
        return list(dict.fromkeys(a for side in topic.sides for a in side.silent))
    return list(topic.silent)


def _topic_verdict(topic: Topic | None) -> str | None:
    if not isinstance(topic, PairTopic) or topic.agreements:
        return None
    return Verdict.LOCAL if topic.is_local else Verdict.UNKNOWN


def _places(asked: Asked | None, gazetteer: Gazetteer) -> dict[str, Any]:
    if asked is None:
        return {"home": None, "current": None, "destination": None}
    places = asked.places
    current = _place(places.current, gazetteer)
    if current is not None and asked.given:
        current["given"] = True
    return {
        "home": _place(places.home, gazetteer),
        "current": current,
        "destination": _place(places.destination, gazetteer),
    }


def _place(place: Place | None, gazetteer: Gazetteer) -> dict[str, Any] | None:
    if place is None:
        return None
    shown: dict[str, Any] = {"code": place.code, "name": gazetteer.name(place.code)}
    if place.members:
        shown["members"] = list(place.members)
    return shown


def _items(outcome: Outcome, knowledge: Knowledge) -> list[dict[str, Any]]:
    items, decision = knowledge.release.items, outcome.decision
    match decision:
        case Answer(candidates, Route() as route):
            others = [c for c in candidates if c.item != route.item.id]
            first = next((c for c in candidates if c.item == route.item.id), None)
            shown = [(route.item, first), *((items[c.item], c) for c in others)]
        case Answer(topic=SystemTopic() | PairTopic() | RegionTopic() as topic):
            shown = [(item, None) for item in topic.items]
        case Answer(topic=DirectionsTopic(sides)):
            found = dict.fromkeys(item for side in sides for item in side.items)
            shown = [(item, None) for item in found]
        case Answer(topic=RoutesTopic(sides)):
            shown = [(sides[0].route.item, None)]
        case AskBack(question="item", candidates=candidates):
            shown = [(items[c.item], c) for c in candidates]
        case Unlisted(item=ServiceItem() as item, candidates=candidates):
            shown = [(item, next((c for c in candidates if c.item == item.id), None))]
        case _:
            shown = []
    first = shown[0][1] if shown else None
    return [
        {
            "id": item.id,
            "name": item.name,
            "score": round(candidate.score.share, 4) if candidate else 1.0,
            "why": _why(candidate, first, outcome, knowledge),
        }
        for item, candidate in shown[:_MOST_ITEMS]
    ]


def _why(
    candidate: Candidate | None,
    first: Candidate | None,
    outcome: Outcome,
    knowledge: Knowledge,
) -> list[str]:
    """Return why an item stands where it stands; the places are told once, with the first."""
    asked = outcome.asked
    if asked is None or candidate is None:
        return []
    if first is None or candidate is first:
        places = why_places(asked, knowledge) if candidate is first else []
        return why_chosen(candidate, asked, knowledge) + places
    if isinstance(outcome.decision, AskBack):
        return why_chosen(candidate, asked, knowledge)
    return why_not_chosen(candidate, first, asked, knowledge)


def _nearest(decision: Decision) -> list[dict[str, Any]]:
    if not isinstance(decision, Unlisted):
        return []
    return [{"id": item.id, "name": item.name} for item in decision.nearest]


def _direction(route: Route | None, gazetteer: Gazetteer) -> dict[str, Any] | None:
    if route is None:
        return None
    accepts, decides = route.direction.accepts, route.direction.decides
    if accepts is None and decides is None:
        return None
    return {
        "accepts": gazetteer.name(accepts.code) if accepts else None,
        "decides": gazetteer.name(decides.code) if decides else None,
    }


def _basis(line: BasisLine) -> dict[str, Any]:
    shown = asdict(line)
    if line.scope is None:
        del shown["scope"]
    return shown


def _topic_basis(topic: Topic | None) -> tuple[BasisLine, ...]:
    match topic:
        case RoutesTopic(sides):
            lines = [line for side in sides for line in side.facts.basis]
            return tuple({line.title: line for line in lines}.values())
        case PairTopic() | DirectionsTopic() | RegionTopic():
            agreements = _serving(topic)
        case SystemTopic() | AgreementTopic() | CatalogTopic():
            agreements = list(topic.agreements)
        case _:
            agreements = []
    return tuple(_agreement_basis(a) for a in agreements)


def _agreement_basis(agreement: Agreement) -> BasisLine:
    return BasisLine(
        "agreement",
        agreement.title,
        agreement.signed_text or agreement.source.as_of,
        agreement.source.confidence,
        scope=None if agreement.items else "not itemised",
    )


def _limits(route: Route | None) -> list[dict[str, Any]]:
    if route is None:
        return []
    return [
        {"topic": x.topic, "limit": x.limit, "what_to_do": x.what_to_do or None}
        for x in route.limits
    ]


def _figures(topic: Topic | None) -> list[dict[str, Any]]:
    if not isinstance(topic, SystemTopic | CatalogTopic):
        return []
    collected = [_catalog_figure(topic)] if isinstance(topic, CatalogTopic) else []
    return collected + [
        {
            "system": f.system,
            "value": f.value,
            "unit": f.unit,
            "as_of": f.as_of,
            "meaning": f.meaning,
            "source": f.source.title,
        }
        for f in topic.figures
    ]


def _catalog_figure(topic: CatalogTopic) -> dict[str, Any]:
    """Return how many items an overview holds, as a figure of its own day."""
    return {
        "system": say("topic.collection"),
        "value": str(sum(len(items) for items in topic.categories.values())),
        "unit": say("topic.unit_items"),
        "as_of": COMPILED_ON,
        "meaning": "、".join(topic.categories),
        "source": say("topic.collection"),
    }
