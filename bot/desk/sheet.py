"""Put everything the desk shows of one answer on one sheet: sayable, complete, both ways, trip."""

from dataclasses import dataclass
from datetime import date

from bot.decide import Answer, Outcome
from bot.desk.both_ways import BothWays, PlaceAgreement, compare_ways, find_place_agreements
from bot.desk.calls import Call, answer_target, hear, places_of, question_of
from bot.desk.complete import Complete, lay_out, tell_losers
from bot.desk.sayable import AnswerObject, say_aloud
from bot.desk.targets import Target
from bot.desk.trip import Stop, describe_trip
from bot.desk.work_order import write_work_order
from bot.knowledge import Knowledge
from bot.replies.compose import compose
from bot.route import Route
from bot.route_facts import collect_facts


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """One answer as the desk shows it (答复单)."""

    answer: AnswerObject
    """The answer object of docs/contract.md; its receipt is None until it is kept."""
    sayable: tuple[str, ...]
    """To read aloud."""
    complete: Complete
    """Everything."""
    work_order: str
    """Plain text to paste, masked."""
    on: date | None
    """Day it is about; None for a kept one, which tells when it was asked."""
    both_ways: BothWays | None = None
    """Both directions of the item."""
    agreements: tuple[PlaceAgreement, ...] = ()
    """What the two places have agreed."""
    trip: tuple[Stop, ...] = ()
    """What each place asks for."""


def make_sheet(
    target: Target, call: Call, knowledge: Knowledge, receipt: str | None = None
) -> AnswerSheet:
    """Return the answer to a hit of a call."""
    heard = hear(call, knowledge)
    outcome = answer_target(target, call, heard, knowledge)
    turn = compose(question_of(target, call, knowledge), outcome, knowledge, receipt)
    route = _route(outcome)
    facts = collect_facts(route, knowledge.release, knowledge.gazetteer) if route else None
    sentences = say_aloud(turn.answer, facts)
    places = places_of(outcome, call)
    ways = (
        compare_ways(route.item, places, knowledge, text=call.text, on=call.on) if route else None
    )
    return AnswerSheet(
        answer=turn.answer,
        sayable=sentences,
        complete=lay_out(turn.answer, facts, tell_losers(outcome, knowledge)),
        work_order=write_work_order(turn.answer, sentences),
        on=call.on,
        both_ways=ways,
        agreements=find_place_agreements(places, knowledge, on=call.on),
        trip=describe_trip(route, facts, knowledge) if route and facts else (),
    )


def _route(outcome: Outcome) -> Route | None:
    is_one = isinstance(outcome.decision, Answer) and not outcome.parts
    return outcome.decision.route if is_one and isinstance(outcome.decision, Answer) else None


def make_kept_sheet(answer: AnswerObject) -> AnswerSheet:
    """Return a kept answer as it was, from nothing but what was kept."""
    sentences = say_aloud(answer)
    return AnswerSheet(
        answer=answer,
        sayable=sentences,
        complete=lay_out(answer),
        work_order=write_work_order(answer, sentences),
        on=None,
    )
