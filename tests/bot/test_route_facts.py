"""What the rows of a route say, and where each value comes from."""

from datetime import date

import pytest

from bot.places import Gazetteer
from bot.route import find_route
from bot.route_facts import collect_facts, source_line
from catalog.offerings import BasisKind
from catalog.sources import COMPILED_ON, Confidence, Source
from tests.bot.world import DAY, make_world, offer, places
from tests.builders import make_agreement, make_item, make_row

UNDATED = Source("办事指南", None, "official", None, Confidence.MEDIUM)


def facts(*offerings, home="130600", current="110000", on=DAY, **world):
    release = make_world(offerings=offerings, **world)
    gazetteer = Gazetteer(release)
    item = release.items["id-card"]
    route = find_route(item, places(home, current), release, gazetteer, text="", on=on)
    return collect_facts(route, release, gazetteer)


def test_blank_is_filled_from_the_next_offering_that_fits():
    near = offer("area:京津冀", "area:京津冀", id="near", materials=("户口簿",))
    wide = offer("*", "*", id="wide", materials=("别的",), time_limit="60日", fee="40元")
    found = facts(wide, near)
    assert (found.materials, found.time_limit, found.fee) == (("户口簿",), "60日", "40元")


def test_blank_is_never_filled_from_an_offering_for_other_places():
    near = offer("area:京津冀", "area:京津冀", id="near")
    far = offer("310000", "340000", id="far", fee="5元")
    assert facts(near, far).fee == ""


def test_hotline_is_that_of_the_deciding_place():
    assert facts(offer("*", "*")).hotline.phone == "0312-12345"
    assert facts(offer("*", "*"), home="120000").hotline.phone == "022-12345"
    assert facts(offer("*", "*"), home=None).hotline is None


def test_hotline_is_named_for_unknown_too():
    assert facts(offer("310000", "340000")).hotline.phone == "0312-12345"


def test_hotline_is_dialled_without_area_code_from_the_same_city():
    assert facts(offer("*", "*"), home="110000", current="110112").hotline.phone == "12345"
    assert facts(offer("*", "*"), home="110112", current="130600").hotline.phone == "010-12345"


def test_hotline_of_a_county_is_that_of_its_city():
    found = facts(offer("*", "*"), home="131082").hotline
    assert (found.name, found.phone) == ("廊坊市12345热线", "0316-12345")
    assert facts(offer("*", "*"), home="110112", current="130600").hotline.region == "北京市"


def test_hotlines_of_the_matter_are_held_apart_and_dialled_alike():
    kind = {"kind": "热线", "regions": "*", "categories": "公安户籍"}
    local = make_row("channels", id="one", phone="12333", notes="异地拨打加区号", **kind)
    whole = make_row("channels", id="two", phone="12367", **kind)
    other = make_row("channels", id="three", phone="12366", **{**kind, "categories": "公安治安"})
    found = facts(offer("*", "*"), channels=[local, whole, other])
    assert [c.phone for c in found.topic_hotlines] == ["0312-12333", "12367"]
    assert [c.phone for c in found.channels] == ["0312-12333", "12367", "0312-12345"]


def test_nobody_is_sent_to_a_window_that_is_rated_low():
    low = make_row("channels", categories="公安户籍", confidence="low")
    assert [c.kind for c in facts(offer("*", "*"), channels=[low]).channels] == ["热线"]


def test_nearest_window_comes_first():
    city = make_row("channels", id="city", name="市局", categories="公安户籍")
    near = make_row("channels", id="near", name="通州", regions="110112", categories="公安户籍")
    found = facts(offer("*", "*"), current="110112", channels=[city, near])
    assert [c.name for c in found.channels[:2]] == ["通州", "市局"]


def test_what_is_for_another_item_of_the_row_is_not_brought():
    both = offer(
        "*", "*", items=("id-card", "other"), materials=("照片", "旧证(换领)", "申请书(补领)")
    )
    items = [make_item(id="id-card", name="身份证换领"), make_item(id="other", name="身份证补领")]
    release = make_world(offerings=[both], items=items)
    gazetteer = Gazetteer(release)
    found = [
        collect_facts(
            find_route(item, places("130600", "110000"), release, gazetteer, text="", on=DAY),
            release,
            gazetteer,
        ).materials
        for item in release.items.values()
    ]
    assert found == [("照片", "旧证(换领)"), ("照片", "申请书(补领)")]


def test_window_is_shown_only_at_the_place_of_handling():
    hall = make_row("channels", categories="公安户籍")
    here = facts(offer("*", "*"), channels=[hall])
    assert [c.kind for c in here.channels] == ["窗口", "热线"]
    elsewhere = facts(offer("*", "*"), current="120000", channels=[hall])
    assert [c.kind for c in elsewhere.channels] == ["热线"]


def test_window_of_a_second_offering_is_not_shown_when_no_place_of_handling_was_named():
    hall = make_row("channels", id="tianjin-hall", regions="120000")
    national = offer("*", "*")
    tianjin = offer("*", "120000", id="tianjin", channels=("tianjin-hall",))
    for home in (None, "130600"):
        found = facts(national, tianjin, home=home, current=None, channels=[hall])
        assert [c.kind for c in found.channels if c.kind == "窗口"] == []
    alone = facts(tianjin, current=None, channels=[hall])
    assert [c.region for c in alone.channels if c.kind == "窗口"] == ["天津市"]


def test_agreement_an_offering_rests_on_comes_first():
    agreements = [make_agreement(id="other", title="甲"), make_agreement(id="own", title="乙")]
    own = offer(
        "110000", "120000", basis_kind=BasisKind.AGREEMENT, agreement="own", basis_title=""
    )
    found = facts(own, home="110000", current="120000", agreements=agreements)
    assert [(line.title, line.scope) for line in found.basis] == [
        ("乙", None),
        ("甲", "not itemised"),
    ]


def test_same_basis_is_named_once():
    twice = [offer("*", "*", id=i, basis_title="国办发〔2020〕35号") for i in "ab"]
    assert [line.title for line in facts(*twice).basis] == ["国办发〔2020〕35号"]


@pytest.mark.parametrize(
    ("on", "titles"),
    [
        (date(2020, 9, 28), []),
        (date(2020, 9, 29), ["国办发〔2020〕35号"]),
    ],
)
def test_list_is_no_basis_before_it_was_published(on, titles):
    older = offer("*", "*", basis_title="国办发〔2020〕35号", basis_as_of="2020-09-29")
    assert [line.title for line in facts(older, on=on).basis] == titles


@pytest.mark.parametrize(
    ("changes", "inferred"),
    [
        ({}, False),
        ({"basis_confidence": Confidence.INFERRED}, True),
        ({"source": Source("推断", None, "memory", None, Confidence.INFERRED)}, True),
    ],
)
def test_inferred_rows_are_told(changes, inferred):
    assert facts(offer("*", "*", **changes)).is_inferred is inferred


@pytest.mark.parametrize(
    ("changes", "as_of", "kind"),
    [
        ({}, "2024-05", "source"),
        ({"source": UNDATED, "basis_as_of": "2020-09-29"}, "2020-09-29", "list"),
        (
            {
                "source": UNDATED,
                "basis_as_of": "2020-09-29",
                "basis_kind": BasisKind.DEPARTMENT_RULE,
            },
            COMPILED_ON,
            "compiled",
        ),
        ({"source": UNDATED}, COMPILED_ON, "compiled"),
    ],
)
def test_source_has_its_own_date_else_its_lists_else_that_of_compilation(changes, as_of, kind):
    (line,) = facts(offer("*", "*", **changes)).sources
    assert (line.as_of, line.as_of_kind) == (as_of, kind)


def test_unknown_has_a_source_too():
    assert facts(offer("310000", "340000")).sources


def test_limit_that_decides_is_cited():
    limit = make_row("limits", items="id-card", source_title="限制的出处")
    titles = [line.title for line in facts(offer("*", "*"), limits=[limit]).sources]
    assert "限制的出处" in titles


def test_undated_source_without_a_list_is_dated_by_compilation():
    assert source_line(UNDATED).as_of_kind == "compiled"
