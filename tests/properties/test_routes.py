"""Every held item × 200 pairs of places: the route is the one docs/contract.md describes.

The rules are read a second time here, over the division codes themselves, so that a mistake in
the program is not repeated by its test.
"""

import pytest

from bot.basis import concerns
from bot.route import Verdict
from catalog.agreements import DirectionKind
from catalog.limits import LimitEffect
from catalog.offerings import Accepts, HandlingMode, Reach
from tests.properties.atlas import lies_in, start_of, touches
from tests.properties.conftest import DAY

pytestmark = pytest.mark.slow
"""The sweep takes about ten seconds, once for the whole folder."""

MOST_SHOWN = 12


def assert_none(contradictions):
    """Fail with the first of the contradictions, each of which names item, pair and what."""
    found = list(contradictions)
    shown = "\n".join(found[:MOST_SHOWN])
    assert not found, f"{len(found)} contradictions, the first are\n{shown}"


def in_force(start, end):
    """Say whether a row holds on the day; a partial date counts from its last day."""
    return (start is None or start.last_day <= DAY) and (end is None or end.last_day >= DAY)


def is_local(pair):
    return pair.home.code[:2] == pair.other.code[:2]


def reaches(offering, route):
    """Return the named places with the reach of the offering for each."""
    places = route.places
    return [
        (place.code, reach)
        for place, reach in (
            (places.home, offering.homes),
            (places.current, offering.currents),
            (places.destination, offering.destinations),
        )
        if place is not None
    ]


def serves(offering, route, release, fits=lies_in):
    return all(fits(code, reach, release) for code, reach in reaches(offering, route))


def test_route_keeps_the_places_it_was_asked_for(sweep):
    assert_none(
        f"{swept} has {swept.route.places}"
        for swept in sweep
        if swept.route.places.home != swept.pair.home
        or (swept.route.places.current or swept.route.places.destination) != swept.pair.other
    )


def test_local_is_said_of_two_places_in_one_province_and_of_no_others(sweep):
    assert_none(
        str(swept)
        for swept in sweep
        if (swept.route.verdict is Verdict.LOCAL) is not is_local(swept.pair)
    )


def test_not_yet_is_said_when_a_limit_says_no_and_never_else(sweep):
    assert_none(
        f"{swept} with limits {[x.id for x in swept.route.limits]}"
        for swept in sweep
        if not is_local(swept.pair)
        and (swept.route.verdict is Verdict.NOT_YET)
        is not any(x.effect is LimitEffect.NOT_YET for x in swept.route.limits)
    )


def test_unknown_is_said_when_nothing_in_force_serves_the_pair_and_never_else(sweep, knowledge):
    release = knowledge.release

    def contradictions():
        for swept in sweep:
            if swept.route.verdict in (Verdict.LOCAL, Verdict.NOT_YET):
                continue
            serving = [
                o.id
                for o in release.offerings_of[swept.item.id]
                if in_force(o.valid_from, o.valid_until)
                and serves(o, swept.route, release, touches)
            ]
            if (swept.route.verdict is Verdict.UNKNOWN) is bool(serving):
                yield f"{swept} with {serving}"

    assert_none(contradictions())


def test_covered_rests_on_an_offering_that_serves_both_places_for_certain(sweep, knowledge):
    assert_none(
        f"{swept} by {swept.route.offerings[0].id}"
        for swept in sweep
        if swept.route.verdict is Verdict.COVERED
        and not serves(swept.route.offerings[0], swept.route, knowledge.release)
    )


def test_conditional_has_a_condition_or_a_place_that_is_only_partly_served(sweep, knowledge):
    assert_none(
        f"{swept} by {swept.route.offerings[0].id}"
        for swept in sweep
        if swept.route.verdict is Verdict.CONDITIONAL
        and not any(x.effect is LimitEffect.CONDITIONAL for x in swept.route.limits)
        and serves(swept.route.offerings[0], swept.route, knowledge.release)
    )


def test_every_offering_of_a_route_is_of_the_item_in_force_and_for_these_places(sweep, knowledge):
    assert_none(
        f"{swept} shows {offering.id}"
        for swept in sweep
        for offering in swept.route.offerings
        if swept.item.id not in offering.items
        or not in_force(offering.valid_from, offering.valid_until)
        or not serves(offering, swept.route, knowledge.release, touches)
    )


def test_limits_of_a_route_are_about_its_item(sweep):
    assert_none(
        f"{swept} shows the limit {limit.id}"
        for swept in sweep
        for limit in swept.route.limits
        if swept.item.id not in limit.items
        and (limit.items or swept.item.category not in limit.categories)
    )


ACCEPTED_BY = {
    HandlingMode.ONLINE: "home",
    HandlingMode.AUTOMATIC: "home",
    HandlingMode.PROXY: "current",
    HandlingMode.CLOUD_WINDOW: "current",
    HandlingMode.TERMINAL: "current",
    HandlingMode.JOINT: "current",
    HandlingMode.NATIONWIDE_WINDOW: "current",
    HandlingMode.DIRECT_SETTLEMENT: "current",
}
DECIDED_BY = dict.fromkeys(HandlingMode, "home") | {
    HandlingMode.NATIONWIDE_WINDOW: "current",
    HandlingMode.DIRECT_SETTLEMENT: "current",
}


def expected_direction(swept):
    """Return who accepts and who decides, by the contract's table."""
    route, pair = swept.route, swept.pair
    if route.verdict is Verdict.LOCAL:
        return pair.home, pair.home
    if not route.offerings or not route.modes:
        return None, pair.home
    lead, mode = route.offerings[0], route.modes[0]
    by_role = {role.value: getattr(route.places, role.value) for role in Accepts}
    if lead.accepts is not None:
        return by_role[lead.accepts.value], pair.home
    if lead.destinations.codes:
        return by_role["destination"], pair.home
    return by_role[ACCEPTED_BY[mode]], by_role[DECIDED_BY[mode]]


def test_direction_follows_from_the_mode_of_the_first_offering(sweep):
    assert_none(
        f"{swept} by {swept.route.modes}: {swept.route.direction}, not {expected_direction(swept)}"
        for swept in sweep
        if (swept.route.direction.accepts, swept.route.direction.decides)
        != expected_direction(swept)
    )


def test_modes_are_those_of_what_is_offered_with_the_fewest_trips_first(sweep):
    order = list(HandlingMode)
    assert_none(
        f"{swept} with {swept.route.modes}"
        for swept in sweep
        if list(swept.route.modes) != sorted(swept.route.modes, key=order.index)
        or not set(swept.route.modes) <= {m for o in swept.route.offerings for m in o.modes}
    )


def test_local_matter_names_no_mode_that_needs_a_second_place(sweep):
    alone = {HandlingMode.ONLINE, HandlingMode.AUTOMATIC}
    assert_none(
        f"{swept} with {swept.route.modes}"
        for swept in sweep
        if swept.route.verdict is Verdict.LOCAL and not set(swept.route.modes) <= alone
    )


def directed_pairs(agreement):
    """Return the ordered pairs of parties that an agreement serves."""
    if agreement.direction is DirectionKind.PAIRS:
        return list(agreement.pairs)
    if agreement.direction is DirectionKind.MUTUAL:
        parties = agreement.party_codes
        return [(a, b) for a in parties for b in parties if a != b]
    return []


def test_agreements_of_a_route_are_all_that_are_in_force_in_its_direction(sweep, pairs, knowledge):
    release = knowledge.release
    serving, excluded = {}, {}
    for pair in pairs:
        key = (pair.home.code, pair.other.code)
        sure = {a.id for a in release.agreements.values() if serves_pair(a, pair, release)}
        partly = {
            a.id for a in release.agreements.values() if serves_pair(a, pair, release, touches)
        }
        serving[key] = set() if is_local(pair) else sure
        excluded[key] = set(release.agreements) - (set() if is_local(pair) else partly)

    def contradictions():
        for swept in sweep:
            key = (swept.pair.home.code, swept.pair.other.code)
            found = {fit.agreement.id for fit in swept.route.agreements}
            about = {a.id for a in release.agreements.values() if concerns(a, swept.item)}
            missing, wrong = (serving[key] & about) - found, found & excluded[key]
            if missing or wrong or not found <= about:
                yield f"{swept} lacks {missing}, wrongly has {wrong | (found - about)}"

    assert_none(contradictions())


def serves_pair(agreement, pair, release, fits=lies_in):
    return (
        agreement.is_service_agreement
        and start_of(agreement) is not None
        and in_force(start_of(agreement), agreement.expires_on)
        and any(
            fits(pair.home.code, Reach((home,)), release)
            and fits(pair.other.code, Reach((other,)), release)
            for home, other in directed_pairs(agreement)
        )
    )


def test_swapping_home_and_current_decides_anew_from_the_swapped_places(sweep, route_for):
    by_codes = {(s.item.id, s.pair.home.code, s.pair.other.code): s.route for s in sweep}

    def contradictions():
        for swept in sweep:
            back = by_codes[swept.item.id, swept.pair.other.code, swept.pair.home.code]
            if back.places.home != swept.pair.other or back.direction.decides not in (
                swept.pair.other,
                back.places.current,
            ):
                yield f"{swept}: swapped it is decided by {back.direction.decides}"

    assert_none(contradictions())


def test_what_holds_one_way_only_is_not_told_of_the_way_back(sweep, knowledge):
    """Where a row serves home → current and not the reverse, verdict or basis change."""
    release = knowledge.release
    by_codes = {(s.item.id, s.pair.home.code, s.pair.other.code): s.route for s in sweep}

    def contradictions():
        for swept in sweep:
            back = by_codes[swept.item.id, swept.pair.other.code, swept.pair.home.code]
            if swept.route.verdict is Verdict.LOCAL:
                continue
            one_way = [o for o in swept.route.offerings if not serves(o, back, release, touches)]
            told = [o.id for o in one_way if o in back.offerings]
            told += [
                fit.agreement.id
                for fit in swept.route.agreements
                if fit in back.agreements
                and fit.agreement.direction is not DirectionKind.MUTUAL
                and not serves_pair(fit.agreement, swept.pair.swapped, release, touches)
            ]
            if told:
                yield f"{swept}: also told of the way back: {told}"
            if one_way and swept.route == back:
                yield f"{swept}: the way back has the same answer"

    assert_none(contradictions())
