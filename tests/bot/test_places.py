"""How surely a place lies within what is served, and what places are called."""

import pytest

from bot.places import Fit, Gazetteer
from intents.lexicon import Place
from tests.bot.world import make_world, place


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer(make_world())


@pytest.mark.parametrize(
    ("code", "served", "fit"),
    [
        ("131082", "131082", Fit.YES),
        ("131082", "131000", Fit.YES),
        ("131082", "130000", Fit.YES),
        ("131082", "*", Fit.YES),
        ("131082", "area:北三县", Fit.YES),
        ("131082", "area:全国", Fit.YES),
        ("131000", "131082", Fit.PERHAPS),
        ("130000", "area:北三县", Fit.PERHAPS),
        ("131082", "130600", Fit.NO),
        ("110112", "131000", Fit.NO),
        ("131082", "area:没有这个", Fit.NO),
        ("131082", "", Fit.NO),
        # a zone is only part of its division
        ("120116", "area:天津经开区", Fit.PERHAPS),
        ("area:天津经开区", "area:天津经开区", Fit.YES),
        ("area:天津经开区", "120000", Fit.YES),
        # several divisions at once
        ("area:北三县", "131000", Fit.YES),
        ("area:北三县", "131082", Fit.PERHAPS),
        ("area:北三县", "131082 131024", Fit.PERHAPS),
        ("area:北三县", "131082 131024 131028", Fit.YES),
        ("area:京津冀", "110000 120000 130000", Fit.YES),
        ("area:京津冀", "area:京津冀", Fit.YES),
        ("area:京津冀", "310000", Fit.NO),
    ],
)
def test_place_lies_within_what_is_served(gazetteer, code, served, fit):
    assert gazetteer.fit(place(code), served.split()) is fit


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("130600", "131082", True),
        ("110000", "110112", True),
        ("130600", "area:北三县", True),
        ("110000", "131082", False),
        ("110000", "area:京津冀", False),
    ],
)
def test_same_province_holds_for_all_members(gazetteer, first, second, same):
    assert gazetteer.same_province(place(first), place(second)) is same


@pytest.mark.parametrize(
    ("code", "area_code"),
    [
        ("131082", "0316"),
        ("131000", "0316"),
        ("110112", "010"),
        ("area:北三县", "0316"),
        ("130000", None),
        ("area:京津冀", None),
    ],
)
def test_area_code_is_that_of_the_city(gazetteer, code, area_code):
    assert gazetteer.area_code(place(code)) == area_code


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("131082", "廊坊市三河市"),
        ("110112", "北京市通州区"),
        ("131000", "廊坊市"),
        ("110000", "北京市"),
        ("area:北三县", "北三县"),
    ],
)
def test_full_name_says_where_a_county_lies(gazetteer, code, name):
    assert gazetteer.full_name(place(code)) == name


def test_unknown_places_are_none(gazetteer):
    assert gazetteer.place("999999") is None
    assert gazetteer.place("area:没有这个") is None
    assert gazetteer.name("999999") == "999999"


@pytest.mark.parametrize("code", ["710000", "810000", "820000"])
def test_whole_country_of_the_national_lists_ends_at_the_mainland(code, gazetteer):
    assert gazetteer.fit(Place(code, ""), ("*",)) is Fit.NO
