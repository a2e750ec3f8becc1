"""Facts that cannot all be right are told with their rows; facts that can, are not."""

from datetime import date
from pathlib import Path

import catalog
from catalog.contradictions import ContradictionKind, find_contradictions
from catalog.loading import build_release
from catalog.sheets import read_sheets
from tests.builders import make_row, make_sheets

DAY = date(2026, 11, 23)
DIVISIONS = [
    make_row("divisions", code=code, name=name, area_code="")
    for code, name in (
        ("110000", "北京市"),
        ("110112", "通州区"),
        ("120000", "天津市"),
        ("120116", "滨海新区"),
        ("130000", "河北省"),
        ("131082", "三河市"),
        ("131024", "香河县"),
    )
]
REGIONS = [
    make_row("regions", name="北三县", members="131082;131024"),
    make_row("regions", name="甲开发区", kind="功能区", members="120116", is_part="yes"),
    make_row("regions", name="乙开发区", kind="功能区", members="120116", is_part="yes"),
]


def found_in(on=DAY, **rows):
    sheets = make_sheets(**{"divisions": DIVISIONS, "regions": REGIONS, **rows})
    return find_contradictions(build_release(sheets), sheets, on=on)


def offerings(*rows):
    return [make_row("offerings", id=f"o{n}", **row) for n, row in enumerate(rows)]


def agreements(*rows):
    return [
        make_row("agreements", id=f"a{n}", title=f"协议{n}", **row) for n, row in enumerate(rows)
    ]


def figures(*rows):
    return [make_row("figures", **row) for row in rows]


def test_default_catalog_contradicts_itself_in_nothing():
    assert found_in() == ()


def test_shipped_catalog_only_leaves_open_who_signed_one_agreement():
    sheets = read_sheets(Path(catalog.__file__).parent / "data")
    found = find_contradictions(build_release(sheets), sheets, on=DAY)
    assert [(c.kind, c.keys) for c in found] == [
        (ContradictionKind.UNKNOWN_PLACE, ("nine-provinces-14-counties",))
    ]


def test_two_offerings_for_the_same_places_with_different_facts_are_told():
    (found,) = found_in(offerings=offerings({"fee": "20元"}, {"fee": "免费", "materials": "照片"}))
    assert (found.kind, found.sheet, found.keys) == (
        ContradictionKind.FACTS,
        "offerings",
        ("o0", "o1"),
    )
    assert found.what == "“居民身份证补领”在同样的地方有两种说法:费用 o0 写“20元”,o1 写“免费”"


def test_point_in_a_number_counts_and_one_at_the_end_does_not():
    assert found_in(offerings=offerings({"fee": "10.5元"}, {"fee": "105元"}))
    assert not found_in(offerings=offerings({"fee": "10.5元"}, {"fee": "10.5 元."}))


def test_offerings_that_say_the_same_or_nothing_do_not_contradict():
    same = ({"time_limit": "1—15个工作日", "materials": "照片;户口簿"},)
    assert not found_in(offerings=offerings(*same, {"time_limit": "1-15 个工作日。"}))
    assert not found_in(offerings=offerings(*same, {"materials": "户口簿;照片"}))
    assert not found_in(offerings=offerings(*same, {"fee": "20元"}))


def test_local_offering_may_differ_from_the_national_one():
    local = {"homes": "*;!110000", "currents": "110000", "fee": "免费"}
    assert not found_in(offerings=offerings({"fee": "20元"}, local))
    district = {"homes": "130000", "currents": "110112", "fee": "5元"}
    assert not found_in(offerings=offerings(local, district))


def test_offerings_whose_places_meet_only_in_part_contradict():
    one = {"homes": "110000;120000", "currents": "130000", "fee": "20元"}
    other = {"homes": "area:甲开发区;110000", "currents": "area:北三县;120000", "fee": "免费"}
    (found,) = found_in(offerings=offerings(one, other))
    assert found.kind is ContradictionKind.FACTS


def test_offerings_for_other_places_ways_or_days_do_not_contradict():
    free, costly = {"fee": "免费"}, {"fee": "20元"}
    assert not found_in(
        offerings=offerings(free | {"homes": "area:甲开发区"}, costly | {"homes": "area:乙开发区"})
    )
    assert not found_in(
        offerings=offerings(free | {"homes": "*;!120000"}, costly | {"homes": "120116"})
    )
    assert not found_in(offerings=offerings(free | {"modes": "全程网办"}, costly))
    assert not found_in(offerings=offerings(free | {"accepts": "home"}, costly))
    assert not found_in(offerings=offerings(free | {"valid_until": "2025"}, costly))
    assert not found_in(offerings=offerings(free | {"valid_from": "2027"}, costly))


def test_agreement_that_goes_one_way_contradicts_one_that_goes_back():
    one_way = {"direction": "110000→120000"}
    (found,) = found_in(agreements=agreements(one_way, {"direction": "mutual"}))
    assert (found.kind, found.sheet, found.keys) == (
        ContradictionKind.DIRECTION,
        "agreements",
        ("a0", "a1"),
    )
    assert "只写了北京市→天津市" in found.what
    turned = {"direction": "120000→110000"}
    assert len(found_in(agreements=agreements(one_way, turned))) == 1


def test_agreements_that_agree_are_silent_or_about_something_else_do_not_contradict():
    one_way = {"direction": "110000→120000"}
    both_ways = {"direction": "110000→120000;120000→110000"}
    for other in (
        one_way,
        {"direction": "unknown"},
        {"direction": "mutual", "party_codes": "110112;120000"},
        {"direction": "mutual", "categories": "税务"},
        {"direction": "mutual", "items": "id-card"},
        {"direction": "mutual", "expires_on": "2020"},
        {"direction": "mutual", "is_service_agreement": "no"},
    ):
        assert not found_in(agreements=agreements(one_way, other)), other
    assert not found_in(agreements=agreements(both_ways, {"direction": "mutual"}))


def test_offering_that_serves_the_reverse_of_its_agreement_is_told():
    rows = agreements({"direction": "110000→area:北三县"})
    turned = {"homes": "131082", "currents": "110000", "agreement": "a0"}
    (found,) = found_in(agreements=rows, offerings=offerings(turned))
    assert (found.kind, found.sheet, found.keys) == (
        ContradictionKind.DIRECTION,
        "offerings",
        ("o0",),
    )
    right = {"homes": "110112", "currents": "131082", "agreement": "a0"}
    assert not found_in(agreements=rows, offerings=offerings(right))


def test_offering_and_system_that_rest_on_an_agreement_that_is_over_are_told():
    rows = {
        "agreements": agreements({"expires_on": "2025-12-31"}),
        "offerings": offerings({"agreement": "a0"}),
        "systems": [make_row("systems", agreements="a0")],
    }
    offering, system = found_in(**rows)
    assert offering.kind is system.kind is ContradictionKind.EXPIRED_BASIS
    assert (offering.sheet, offering.keys) == ("offerings", ("o0",))
    assert (system.sheet, system.keys) == ("systems", ("jjj",))
    assert "《协议0》到 2025-12-31 为止" in offering.what
    assert not found_in(on=date(2025, 12, 31), **rows)


def test_offering_that_cites_an_agreement_that_is_over_by_its_title_is_told():
    rows = agreements({"expires_on": "2025-12-31"})
    (found,) = found_in(agreements=rows, offerings=offerings({"basis_title": "协议0"}))
    assert found.kind is ContradictionKind.EXPIRED_BASIS


def test_item_of_which_no_offering_holds_any_more_is_told():
    past = {"valid_until": "2025-06"}
    (found,) = found_in(offerings=offerings(past, past))
    assert (found.kind, found.keys) == (ContradictionKind.EXPIRED_BASIS, ("o0", "o1"))
    assert not found_in(offerings=offerings(past, {}))


def test_value_with_two_numbers_is_told_and_a_date_or_range_is_not():
    for value in ("179/234", "179项、234项", "179+55"):
        (found,) = found_in(figures=figures({"value": value}))
        assert (found.kind, found.keys) == (
            ContradictionKind.MERGED_FIGURES,
            ("首批事项 / 京津冀通办 / 2024-05",),
        )
    for value in ("2025-05-10", "1.16亿", "3600余", "1,234", "超过1亿"):
        assert not found_in(figures=figures({"value": value})), value


def test_figure_without_a_day_is_told():
    (found,) = found_in(figures=figures({"as_of": ""}))
    assert "没有时点" in found.what


def test_two_values_of_one_count_on_one_day_are_told():
    (found,) = found_in(
        figures=figures({"value": "179"}, {"value": "234", "meaning": "首批 事项"})
    )
    assert "有 179和234 两个数" in found.what
    assert not found_in(figures=figures({"value": "179"}, {"value": "234", "as_of": "2025"}))


def test_sum_of_figures_of_different_days_is_told_unless_it_says_so():
    parts = (
        {"value": "179", "as_of": "2023"},
        {"value": "55", "as_of": "2024", "meaning": "新增"},
    )
    (found,) = found_in(figures=figures(*parts, {"value": "234", "meaning": "事项"}))
    assert len(found.keys) == 3
    assert "179(2023)加55(2024)" in found.what
    assert not found_in(figures=figures(*parts, {"value": "234", "meaning": "两批合计"}))


def test_alias_that_is_the_name_of_another_item_is_told():
    rows = [make_row("aliases"), make_row("aliases", alias="“养犬”登记")]
    (found,) = found_in(aliases=rows)
    assert (found.kind, found.sheet, found.keys) == (
        ContradictionKind.STOLEN_PHRASE,
        "aliases",
        ("“养犬”登记 / id-card",),
    )
    assert found.what == "““养犬”登记”写给了“居民身份证补领”,也是“养犬登记”的名称"
    named = [make_row("aliases", alias="养犬登记", ambiguous_with="dog-licence")]
    assert not found_in(aliases=named)


def test_alias_that_differs_from_that_of_another_item_in_signs_only_is_told():
    (found,) = found_in(aliases=[make_row("aliases", alias="狗 证")])
    assert found.kind is ContradictionKind.STOLEN_PHRASE
    assert found.instead.endswith("ambiguous_with 写 id-card")


def test_area_without_members_is_an_unknown_place_wherever_it_is_named():
    nowhere = [*REGIONS, make_row("regions", name="某新区", members="")]
    (found,) = found_in(regions=nowhere, offerings=offerings({"homes": "area:某新区"}))
    assert (found.kind, found.sheet, found.keys) == (
        ContradictionKind.UNKNOWN_PLACE,
        "offerings",
        ("o0",),
    )
    channel = make_row("channels", regions="area:某新区")
    assert found_in(regions=nowhere, channels=[channel])[0].sheet == "channels"
    assert not found_in(regions=nowhere)


def test_agreement_in_force_without_parties_is_told():
    (found,) = found_in(agreements=agreements({"party_codes": "", "direction": "unknown"}))
    assert (found.kind, found.keys) == (ContradictionKind.UNKNOWN_PLACE, ("a0",))
    past = {"party_codes": "", "direction": "unknown", "expires_on": "2020"}
    assert not found_in(agreements=agreements(past))
