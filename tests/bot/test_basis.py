"""Which agreements are in force between two places on a day."""

from datetime import date

import pytest

from bot.basis import agreements_between, concerns, is_in_force, touching
from bot.places import Fit, Gazetteer
from catalog.agreements import DirectionKind
from tests.bot.world import DAY, dated_agreement, make_world, place
from tests.builders import make_agreement, make_item

ONE_WAY = make_agreement(
    id="179",
    title="北京市179项政务服务事项可在廊坊北三县办理",
    party_codes=("110000", "area:北三县"),
    direction=DirectionKind.PAIRS,
    pairs=(("110000", "area:北三县"),),
)
ZONES = make_agreement(
    id="zones",
    title="两家经开区授权协议",
    party_codes=("area:北京经开区", "area:天津经开区"),
)
SILENT = make_agreement(id="silent", title="框架协议", direction=DirectionKind.UNKNOWN)


def titles(home, current, *agreements, on=DAY):
    gazetteer = Gazetteer(make_world())
    found = agreements_between(place(home), place(current), agreements, gazetteer, on=on)
    return [fit.agreement.title for fit in found]


@pytest.mark.parametrize(
    ("dates", "on", "counts"),
    [
        ({"signed": "2023-08-15"}, date(2023, 8, 14), False),
        ({"signed": "2023-08-15"}, date(2023, 8, 15), True),
        ({"signed": "2023-08"}, date(2023, 8, 30), False),
        ({"signed": "2023-08"}, date(2023, 8, 31), True),
        ({"signed": "2023-02"}, date(2023, 2, 28), True),
        ({"signed": "2023年底"}, date(2023, 12, 30), False),
        ({"signed": "2023年底"}, date(2023, 12, 31), True),
        ({"signed": "2021"}, date(2021, 6, 1), False),
        ({"signed": "2020-01-01", "expires": "2023-01-01"}, date(2023, 1, 1), True),
        ({"signed": "2020-01-01", "expires": "2023-01-01"}, date(2023, 1, 2), False),
        ({"signed": "2020-01-01", "expires": "2023"}, date(2023, 12, 31), True),
        # without a date of its own it counts from its source on
        ({"published": "2022-05"}, date(2022, 5, 30), False),
        ({"published": "2022-05"}, date(2022, 5, 31), True),
        # and without any it counts on no day
        ({}, DAY, False),
        ({"published": "6月23日(年份待核)"}, DAY, False),
    ],
)
def test_agreement_counts_from_the_last_day_of_its_date_until_it_expires(dates, on, counts):
    assert is_in_force(dated_agreement(**dates), on) is counts


def test_expired_agreement_is_never_found():
    expired = dated_agreement("2018-01-01", expires="2020-12-31")
    assert titles("110000", "120000", expired) == []
    assert titles("110000", "120000", expired, on=date(2020, 12, 31)) == [expired.title]


@pytest.mark.parametrize(
    ("home", "current", "serves"),
    [
        ("110000", "120000", True),
        ("120000", "110000", True),
        ("110112", "120116", True),
        ("110000", "110112", False),
        ("110000", "130600", False),
        ("310000", "340100", False),
    ],
)
def test_mutual_agreement_serves_any_two_different_parties(home, current, serves):
    assert bool(titles(home, current, make_agreement())) is serves


@pytest.mark.parametrize(
    ("home", "current", "serves"),
    [
        ("110000", "131082", True),
        ("110112", "131024", True),
        ("110000", "area:北三县", True),
        ("131082", "110000", False),
        ("area:北三县", "110000", False),
        ("110000", "130600", False),
        ("120000", "131082", False),
    ],
)
def test_one_way_agreement_serves_only_its_direction(home, current, serves):
    assert bool(titles(home, current, ONE_WAY)) is serves


def test_pairs_are_taken_as_pairs_and_not_crosswise():
    two = make_agreement(
        direction=DirectionKind.PAIRS,
        party_codes=("110000", "120000", "310000", "340000"),
        pairs=(("110000", "120000"), ("310000", "340000")),
    )
    assert titles("110000", "120000", two)
    assert titles("110000", "340000", two) == []


def test_agreement_of_unknown_direction_serves_nobody():
    assert titles("110000", "120000", SILENT) == []
    assert titles("120000", "110000", SILENT) == []


def test_plan_that_is_no_service_agreement_is_not_found():
    assert titles("110000", "120000", make_agreement(is_service_agreement=False)) == []


def test_most_specific_agreement_comes_first():
    provinces = make_agreement(id="a", title="甲", party_codes=("110000", "130000"))
    city = make_agreement(id="b", title="乙", party_codes=("110000", "131000"))
    counties = make_agreement(id="c", title="丙", party_codes=("110112", "131082"))
    assert titles("110112", "131082", provinces, counties, city) == ["丙", "乙", "甲"]


def test_sure_agreement_comes_before_a_zone_that_perhaps_holds():
    assert titles("110115", "120116", ZONES, make_agreement()) == [
        "京津通办协议",
        "两家经开区授权协议",
    ]


@pytest.mark.parametrize(
    ("home", "current", "fit"),
    [
        ("area:北京经开区", "area:天津经开区", Fit.YES),
        ("110115", "area:天津经开区", Fit.PERHAPS),
        ("110115", "120116", Fit.PERHAPS),
    ],
)
def test_zone_is_sure_only_when_the_zone_itself_was_named(home, current, fit):
    gazetteer = Gazetteer(make_world())
    (found,) = agreements_between(place(home), place(current), [ZONES], gazetteer, on=DAY)
    assert found.fit is fit


def test_whole_province_is_no_sign_of_being_in_one_of_its_zones():
    assert titles("110000", "120000", ZONES) == []
    assert titles("110115", "120000", ZONES) == []


def test_zone_serves_no_place_outside_its_division():
    assert titles("110112", "120000", ZONES) == []


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({}, True),
        ({"categories": ("公安户籍",)}, True),
        ({"categories": ("住房公积金",)}, False),
        ({"items": ("id-card",)}, True),
        ({"items": ("passport",)}, False),
        ({"items": ("passport",), "categories": ("公安户籍",)}, False),
    ],
)
def test_topical_agreement_concerns_only_its_own_items(changes, about):
    assert concerns(make_agreement(**changes), make_item()) is about


def test_agreements_touching_a_place_have_it_as_a_party_for_sure():
    gazetteer = Gazetteer(make_world())
    known = [make_agreement(), ONE_WAY, ZONES]
    assert [a.id for a in touching([place("131082")], known, gazetteer)] == ["179"]
    assert [a.id for a in touching([place("110112")], known, gazetteer)] == [
        "beijing-tianjin",
        "179",
    ]
    both = [place("110000"), place("120000")]
    assert [a.id for a in touching(both, known, gazetteer)] == ["beijing-tianjin"]


def test_agreement_with_the_whole_country_touches_only_who_is_named():
    gazetteer = Gazetteer(make_world())
    known = [make_agreement(party_codes=("310000", "*")), make_agreement(party_codes=("*",))]
    assert touching([place("110000"), place("120000")], known, gazetteer) == []
    assert touching([place("310000"), place("120000")], known, gazetteer) == known[:1]
