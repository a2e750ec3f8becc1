"""A few letters find the place that is meant."""

import pytest

from bot.desk.place_picker import MOST_PLACES, PlacePicker


@pytest.fixture(scope="module")
def picker(knowledge):
    return PlacePicker(knowledge)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("bj", "110000"),
        ("bd", "130600"),
        ("BD", "130600"),
        ("lf", "131000"),
        ("sjz", "130100"),
        ("tj", "120000"),
        ("xa", "610100"),
        ("baoding", "130600"),
        ("langf", "131000"),
        ("bao'ding", "130600"),
        ("bao ding", "130600"),
        ("保", "130600"),
        ("1306", "130600"),
        ("130682", "130682"),
        ("燕郊", "131082"),
        ("北三县", "area:北三县"),
        ("chongq", "500000"),
        ("changge", "411082"),
        ("zhangzi", "140428"),
        ("daicheng", "131025"),
        ("chaoyangshi", "211300"),
    ],
)
def test_first_place_is_the_one_meant(picker, typed, code):
    assert picker.find_places(typed)[0].code == code


def test_district_is_found_as_people_read_it(picker):
    assert "110105" in [found.code for found in picker.find_places("cy")]


def test_county_is_named_with_what_it_lies_in(picker):
    assert picker.find_places("三河")[0].name == "廊坊市三河市"


@pytest.mark.parametrize("typed", ["", "   ", "qqqqq", "没有这个地方", "\ud800", "？"])
def test_nothing_is_found_for_what_is_no_place(picker, typed):
    assert picker.find_places(typed) == ()


def test_no_more_are_shown_than_can_be_taken_in(picker):
    assert len(picker.find_places("c")) == MOST_PLACES
