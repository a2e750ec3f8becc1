"""Verdict, direction and modes, rule by rule as docs/contract.md has them."""

from datetime import date

import pytest

from bot.route import Verdict
from catalog.offerings import Accepts, BasisKind, HandlingMode
from tests.bot.world import dated_agreement, day, offer, route_of
from tests.builders import make_agreement, make_row

NATIONAL = offer("*", "*")
JJJ = offer("area:京津冀", "area:京津冀", id="jjj")
ONE_WAY = offer("110000", "area:北三县", id="one-way")
ZONE = offer("110000", "area:天津经开区", id="zone")
GUESTS_IN_BEIJING = offer("* !110000", "110000", id="guests")
TRANSFER = offer("*", "", "*", id="transfer")
NO_MOVE_TO_BEIJING = offer("*", "", "* !110000", id="no-beijing")


def limit(effect="not_yet", **cells):
    return make_row("limits", items="id-card", effect=effect, **cells)


@pytest.mark.parametrize(
    ("offering", "home", "current", "destination", "verdict"),
    [
        # local: one province, whatever is offered
        (NATIONAL, "130600", "131000", None, "local"),
        (NATIONAL, "130600", "130000", None, "local"),
        (NATIONAL, "110112", "110000", None, "local"),
        (NATIONAL, "120000", "120116", None, "local"),
        (NATIONAL, "130600", "area:北三县", None, "local"),
        (TRANSFER, "130600", None, "131000", "local"),
        # covered
        (NATIONAL, None, None, None, "covered"),
        (NATIONAL, "130600", "110000", None, "covered"),
        (NATIONAL, "130600", None, None, "covered"),
        (NATIONAL, None, "110112", None, "covered"),
        (JJJ, "130600", "110112", None, "covered"),
        (TRANSFER, "130600", None, "110000", "covered"),
        # one way: the reverse is not known
        (ONE_WAY, "110000", "131082", None, "covered"),
        (ONE_WAY, "110112", "area:北三县", None, "covered"),
        (ONE_WAY, "131082", "110000", None, "unknown"),
        # outside of what the offering serves
        (JJJ, "340100", "110000", None, "unknown"),
        (JJJ, "110000", "340100", None, "unknown"),
        (JJJ, "340100", None, None, "unknown"),
        # a place that is only partly served: perhaps
        (ZONE, "110000", "120116", None, "conditional"),
        (ZONE, "110000", "120000", None, "conditional"),
        (ZONE, "110000", "area:天津经开区", None, "covered"),
        (ONE_WAY, "110000", "131000", None, "conditional"),
        # places left out
        (GUESTS_IN_BEIJING, "130600", "110000", None, "covered"),
        (GUESTS_IN_BEIJING, "130600", "120000", None, "unknown"),
        (GUESTS_IN_BEIJING, "110000", "120000", None, "unknown"),
        (NO_MOVE_TO_BEIJING, "130600", None, "120000", "covered"),
        (NO_MOVE_TO_BEIJING, "130600", None, "110000", "unknown"),
        (NO_MOVE_TO_BEIJING, "130600", None, "110112", "unknown"),
    ],
)
def test_verdict_follows_places_and_direction(offering, home, current, destination, verdict):
    route = route_of(offering, home=home, current=current, destination=destination)
    assert route.verdict == verdict


@pytest.mark.parametrize(
    ("dates", "on", "verdict"),
    [
        ({"valid_from": "2026-12-01"}, date(2026, 11, 30), "unknown"),
        ({"valid_from": "2026-12-01"}, date(2026, 12, 1), "covered"),
        ({"valid_from": "2026-12"}, date(2026, 12, 30), "unknown"),
        ({"valid_from": "2026-12"}, date(2026, 12, 31), "covered"),
        ({"valid_until": "2026-11-22"}, date(2026, 11, 22), "covered"),
        ({"valid_until": "2026-11-22"}, date(2026, 11, 23), "unknown"),
        ({"valid_until": "2026"}, date(2026, 12, 31), "covered"),
        ({"valid_until": "2026"}, date(2027, 1, 1), "unknown"),
    ],
)
def test_offering_counts_only_on_its_days(dates, on, verdict):
    offering = offer("*", "*", **{name: day(text) for name, text in dates.items()})
    assert route_of(offering, home="130600", current="110000", on=on).verdict == verdict


ABOUT_ANOTHER_ITEM = make_row(
    "limits", items="dog-licence", categories="公安户籍", effect="not_yet"
)


@pytest.mark.parametrize(
    ("limits", "text", "verdict"),
    [
        ([limit("not_yet")], "", "not_yet"),
        ([limit("conditional")], "", "conditional"),
        ([limit("note")], "", "covered"),
        ([limit("not_yet", when="改名;更名")], "我要更名", "not_yet"),
        ([limit("not_yet", when="改名;更名")], "丢了", "covered"),
        ([limit("not_yet", homes="130000")], "", "not_yet"),
        ([limit("not_yet", homes="310000")], "", "covered"),
        ([limit("conditional", id="a"), limit("not_yet", id="b")], "", "not_yet"),
        ([make_row("limits", categories="公安户籍", effect="conditional")], "", "conditional"),
        ([ABOUT_ANOTHER_ITEM], "", "covered"),
    ],
)
def test_limit_changes_the_verdict_when_it_applies(limits, text, verdict):
    route = route_of(NATIONAL, home="130600", current="110000", text=text, limits=limits)
    assert route.verdict == verdict


def test_limit_of_some_homes_does_not_apply_when_the_home_was_not_named():
    route = route_of(NATIONAL, current="110000", limits=[limit("not_yet", homes="130000")])
    assert route.verdict is Verdict.COVERED


def test_limit_wins_over_unknown():
    route = route_of(ONE_WAY, home="131082", current="110000", limits=[limit("not_yet")])
    assert route.verdict is Verdict.NOT_YET


def test_strictest_limit_comes_first():
    limits = [limit("note", id="a"), limit("conditional", id="b"), limit("not_yet", id="c")]
    route = route_of(NATIONAL, home="130600", current="110000", limits=limits)
    assert [x.id for x in route.limits] == ["c", "b", "a"]


def test_local_wins_over_a_limit():
    route = route_of(NATIONAL, home="130600", current="131000", limits=[limit("not_yet")])
    assert route.verdict is Verdict.LOCAL


def test_regional_offering_comes_first_when_the_places_fit():
    route = route_of(NATIONAL, JJJ, home="130600", current="110000")
    assert [o.id for o in route.offerings] == ["jjj", "id-card-national"]


def test_national_offering_is_all_when_the_region_does_not_fit():
    route = route_of(JJJ, NATIONAL, home="340100", current="110000")
    assert [o.id for o in route.offerings] == ["id-card-national"]


def test_national_offering_comes_first_when_no_place_was_named():
    route = route_of(JJJ, NATIONAL)
    assert [o.id for o in route.offerings] == ["id-card-national", "jjj"]


def test_sure_offering_comes_before_one_that_perhaps_fits():
    route = route_of(ZONE, NATIONAL, home="110000", current="120000")
    assert route.verdict is Verdict.COVERED
    assert route.offerings[0].id == "id-card-national"


def test_unknown_keeps_what_holds_elsewhere_as_the_alternative():
    route = route_of(ONE_WAY, home="131082", current="110000")
    assert route.offerings == ()
    assert [o.id for o in route.alternative] == ["one-way"]


@pytest.mark.parametrize(
    ("modes", "accepts", "decides"),
    [
        (["ONLINE"], "130600", "130600"),
        (["PROXY"], "110000", "130600"),
        (["CLOUD_WINDOW"], "110000", "130600"),
        (["TERMINAL"], "110000", "130600"),
        (["NATIONWIDE_WINDOW"], "110000", "110000"),
        (["DIRECT_SETTLEMENT"], "110000", "110000"),
        (["JOINT"], "110000", "130600"),
        (["PROXY", "ONLINE"], "130600", "130600"),
        ([], None, "130600"),
    ],
)
def test_direction_follows_the_mode(modes, accepts, decides):
    offering = offer("*", "*", modes=tuple(HandlingMode[m] for m in modes))
    route = route_of(offering, home="130600", current="110000")
    assert code(route.direction.accepts) == accepts
    assert code(route.direction.decides) == decides


def code(place):
    return place.code if place else None


@pytest.mark.parametrize(
    ("mode", "takes", "accepts", "decides"),
    [
        ("ONLINE", "CURRENT", "110000", "130600"),
        ("NATIONWIDE_WINDOW", "HOME", "130600", "130600"),
        ("PROXY", "HOME", "130600", "130600"),
    ],
)
def test_source_overrides_who_accepts(mode, takes, accepts, decides):
    offering = offer("*", "*", modes=(HandlingMode[mode],), accepts=Accepts[takes])
    route = route_of(offering, home="130600", current="110000")
    assert (code(route.direction.accepts), code(route.direction.decides)) == (accepts, decides)


def test_transfer_is_accepted_at_the_destination():
    route = route_of(TRANSFER, home="130600", destination="110000")
    assert code(route.direction.accepts) == "110000"
    assert code(route.direction.decides) == "130600"


def test_transfer_is_accepted_elsewhere_when_the_source_says_so():
    offering = offer("*", "", "*", accepts=Accepts.HOME)
    route = route_of(offering, home="130600", destination="110000")
    assert code(route.direction.accepts) == "130600"


def test_direction_is_open_where_the_place_was_not_named():
    route = route_of(NATIONAL, current="110000")
    assert code(route.direction.accepts) == "110000"
    assert route.direction.decides is None


def test_local_matter_is_accepted_and_decided_at_home():
    route = route_of(NATIONAL, home="130600", current="131000")
    assert code(route.direction.accepts) == code(route.direction.decides) == "130600"


def test_direction_names_nobody_who_accepts_when_unknown():
    route = route_of(ONE_WAY, home="131082", current="110000")
    assert route.direction.accepts is None
    assert code(route.direction.decides) == "131082"


def test_modes_stand_with_fewest_trips_first():
    modes = (HandlingMode.PROXY, HandlingMode.JOINT, HandlingMode.ONLINE)
    route = route_of(offer("*", "*", modes=modes), home="130600", current="110000")
    assert [str(m) for m in route.modes] == ["全程网办", "异地代收代办", "多地联办"]


def test_modes_come_from_the_most_specific_offering():
    terminal = offer("area:京津冀", "area:京津冀", id="t", modes=(HandlingMode.TERMINAL,))
    route = route_of(NATIONAL, terminal, home="130600", current="110000")
    assert route.modes == (HandlingMode.TERMINAL,)


def test_unknown_has_no_modes():
    assert route_of(ONE_WAY, home="131082", current="110000").modes == ()


@pytest.mark.parametrize(
    ("home", "current", "titles"),
    [
        ("110000", "120000", ["京津通办协议"]),
        ("110112", "120116", ["京津通办协议"]),
        ("110000", "130600", []),
        ("110000", None, []),
        ("110000", "110112", []),
    ],
)
def test_agreements_of_a_route_are_those_between_its_places(home, current, titles):
    agreements = [make_agreement()]
    route = route_of(NATIONAL, home=home, current=current, agreements=agreements)
    assert [fit.agreement.title for fit in route.agreements] == titles


def test_destination_takes_the_side_of_the_handling_place_for_agreements():
    route = route_of(TRANSFER, home="110000", destination="120000", agreements=[make_agreement()])
    assert [fit.agreement.title for fit in route.agreements] == ["京津通办协议"]


def test_agreement_about_another_field_is_not_cited():
    agreements = [make_agreement(categories=("住房公积金",))]
    route = route_of(NATIONAL, home="110000", current="120000", agreements=agreements)
    assert route.agreements == ()


@pytest.mark.parametrize(
    ("dates", "on", "verdict"),
    [
        ({"signed": "2023-08-15"}, date(2023, 8, 14), "unknown"),
        ({"signed": "2023-08-15"}, date(2023, 8, 15), "covered"),
        ({"published": "2024-02"}, date(2024, 2, 28), "unknown"),
        ({"published": "2024-02"}, date(2024, 2, 29), "covered"),
        ({"signed": "2020", "expires": "2023"}, date(2023, 12, 31), "covered"),
        ({"signed": "2020", "expires": "2023"}, date(2024, 1, 1), "unknown"),
        ({}, date(2010, 1, 1), "covered"),
    ],
)
def test_offering_that_rests_on_an_agreement_holds_as_long_as_it_does(dates, on, verdict):
    offering = offer("110000", "120000", agreement="own", basis_kind=BasisKind.AGREEMENT)
    agreement = dated_agreement(id="own", **dates)
    route = route_of(offering, home="110000", current="120000", agreements=[agreement], on=on)
    assert route.verdict == verdict


def test_local_matter_brings_nothing_that_is_offered_for_other_places():
    route = route_of(ONE_WAY, home="130600", current="131000")
    assert (route.verdict, route.offerings, route.alternative) == ("local", (), (ONE_WAY,))


def test_local_matter_names_no_mode_that_takes_papers_for_another_province():
    modes = (HandlingMode.PROXY, HandlingMode.ONLINE)
    route = route_of(offer("*", "*", modes=modes), home="130600", current="131000")
    assert route.modes == (HandlingMode.ONLINE,)
