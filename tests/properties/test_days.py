"""Days: nothing is cited before it began or after it ended, and the verdict falls back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.asked import Asked
from bot.decide import Answer, Outcome
from bot.replies.compose import compose
from bot.route import Places, Verdict, find_route
from bot.route_facts import collect_facts
from catalog.agreements import DirectionKind
from catalog.sources import parse_partial_date
from intents.understand import understand
from tests.properties.atlas import RememberingGazetteer, start_of
from tests.properties.conftest import places_for
from tests.properties.test_routes import assert_none

A_DAY = timedelta(days=1)


def days_around(start, end):
    """Return the days that matter to a row, each with whether the row holds on it."""
    days = []
    if start is not None:
        days += [(start.last_day - A_DAY, False), (start.last_day, True)]
    if end is not None:
        days += [(end.last_day, True), (end.last_day + A_DAY, False)]
    return days


@pytest.fixture(scope="module")
def concerned(held):
    """Return the items an agreement is tried with: its own, and one of every category."""

    def items(agreement):
        of_category = {item.category: item for item in held}
        own = [item for item in held if item.id in agreement.items]
        return [*own, *of_category.values()]

    return items


def one_pair(agreement, gazetteer):
    """Return two places an agreement names, in a direction it serves if it gives one."""
    named = agreement.pairs[:1] or [agreement.party_codes[:2]]
    codes = [code for code in named[0] if code != "*"]
    places = [gazetteer.place(code) for code in codes]
    return places if len(places) == 2 and all(places) else None


def test_agreement_is_cited_on_its_days_and_on_no_others(concerned, knowledge, gazetteer):
    release = knowledge.release

    def contradictions():
        for agreement in release.agreements.values():
            pair = one_pair(agreement, gazetteer)
            for on, _ in days_around(start_of(agreement), agreement.expires_on) if pair else []:
                for item in concerned(agreement):
                    places = places_for(item, *pair, release)
                    route = find_route(item, places, release, gazetteer, text="", on=on)
                    facts = collect_facts(route, release, gazetteer)
                    yield from _wrongly_cited(item, route, facts, release, on)

    assert_none(contradictions())


def _wrongly_cited(item, route, facts, release, on):
    titles = {line.title for line in facts.basis}
    for agreement in release.agreements.values():
        start, end = start_of(agreement), agreement.expires_on
        over = (start and start.last_day > on) or (end and end.last_day < on)
        if over and agreement.title in titles:
            yield f"{item.name} {route.places} on {on}: cites {agreement.title}"


def test_agreement_that_is_in_force_is_found_from_its_first_day_to_its_last(
    knowledge, gazetteer, held
):
    """Its own places and an item it is about; what gives no direction serves nobody."""
    release = knowledge.release

    def contradictions():
        for agreement in release.agreements.values():
            pair = one_pair(agreement, gazetteer)
            if (
                not pair
                or not agreement.is_service_agreement
                or agreement.direction is DirectionKind.UNKNOWN
            ):
                continue
            item = next(
                i
                for i in held
                if (i.id in agreement.items)
                or (not agreement.items and i.category in (agreement.categories or (i.category,)))
            )
            for on, holds in days_around(start_of(agreement), agreement.expires_on):
                places = Places(*pair)
                route = find_route(item, places, release, gazetteer, text="", on=on)
                found = agreement in [fit.agreement for fit in route.agreements]
                if found is not holds:
                    yield f"{item.name} {places} on {on}: {agreement.title} found is {found}"

    assert_none(contradictions())


@pytest.fixture(scope="module")
def reply_on(knowledge):
    """Return route and turn of an item between two places on a day."""
    understanding = understand("", knowledge.lexicon)
    gazetteer = RememberingGazetteer(knowledge.release)

    def reply(item, places, on):
        route = find_route(item, places, knowledge.release, gazetteer, text="", on=on)
        asked = Asked(understanding, places, ("eligibility",), on)
        return route, compose("", Outcome(asked, Answer((), route)), knowledge)

    return reply


def served_places(offering, gazetteer):
    """Return places an offering serves: the divisions it names, else two that it may serve."""
    roles = []
    for reach, other in (
        (offering.homes, "130600"),
        (offering.currents, "320500"),
        (offering.destinations, "320500"),
    ):
        code = next((c for c in reach.codes if c != "*"), other) if reach.codes else None
        roles.append(code and gazetteer.place(code))
    home, current, destination = roles
    if current is not None and destination is not None:
        current = None
    return Places(home, current, destination)


def test_before_an_offering_began_the_verdict_falls_back_and_its_row_is_not_told(
    knowledge, gazetteer, reply_on
):
    release = knowledge.release

    def contradictions():
        for offering in release.offerings:
            for on, holds in days_around(offering.valid_from, offering.valid_until):
                item = release.items[offering.items[0]]
                places = served_places(offering, gazetteer)
                route, turn = reply_on(item, places, on)
                where = f"{item.name} {places} on {on}"
                if not holds and offering in (*route.offerings, *route.alternative):
                    yield f"{where}: {offering.id} is told"
                if not route.offerings and route.verdict in (
                    Verdict.COVERED,
                    Verdict.CONDITIONAL,
                ):
                    yield f"{where}: {route.verdict} without an offering"
                if not turn.answer["sources"]:
                    yield f"{where}: no source"
                yield from (
                    f"{where}: cites {row['title']} of {row['as_of']}"
                    for row in turn.answer["basis"]
                    if (day := parse_partial_date(row["as_of"] or "")) and day.last_day > on
                )

    assert_none(contradictions())


LAST_DAY = parse_partial_date("2025-06")


def test_nothing_is_cited_after_it_ended(knowledge, held, pairs):
    """In a catalog where every agreement and every offering of a region ends with 2025-06."""
    release = knowledge.release
    ended = replace(
        release,
        agreements={
            key: replace(agreement, expires_on=LAST_DAY)
            for key, agreement in release.agreements.items()
        },
        offerings_of={
            item: tuple(_ends_if_regional(offering) for offering in offerings)
            for item, offerings in release.offerings_of.items()
        },
    )
    gazetteer = RememberingGazetteer(ended)
    titles = {agreement.title for agreement in release.agreements.values()}
    some = [pair for pair in pairs if pair.kind in ("capital region", "named in the data")][::5]

    def contradictions():
        for item in held:
            for pair in some:
                places = places_for(item, pair.home, pair.other, ended)
                route = find_route(
                    item, places, ended, gazetteer, text="", on=LAST_DAY.last_day + A_DAY
                )
                facts = collect_facts(route, ended, gazetteer)
                cited = titles & {line.title for line in facts.basis}
                told = [o.id for o in route.offerings if o.valid_until or o.agreement]
                if cited or told:
                    yield f"{item.name} {pair}: cites {cited}, tells {told}"

    assert_none(contradictions())


def _ends_if_regional(offering):
    is_national = "*" in offering.homes.codes and not offering.homes.excluded
    return offering if is_national else replace(offering, valid_until=LAST_DAY)
