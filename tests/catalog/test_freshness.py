"""Each fact has an owner, an age and a rating; what is old or unsure is listed, worst first."""

from datetime import date

import pytest

from catalog.freshness import Doubt, fact_ages, stale_facts
from catalog.sources import Confidence
from tests.builders import make_row, make_sheets

DAY = date(2026, 11, 23)


def age_of(sheet, **cells):
    owners = cells.pop("owners", None)
    rows = make_sheets(**{sheet: [make_row(sheet, **cells)]})
    (found,) = [age for age in fact_ages(rows, on=DAY, owners=owners) if age.sheet == sheet]
    return found


def limits(*rows):
    fresh = {"as_of": "2026"}
    return [make_row("limits", id=f"l{n}", **fresh | row) for n, row in enumerate(rows)]


def stale(**rows):
    empty = {s: [] for s in ("agreements", "channels", "figures", "systems", "offerings")}
    found = stale_facts(make_sheets(**{**empty, "unlisted_items": [], **rows}), on=DAY)
    return [(age.key, age.doubts) for age in found]


def test_age_counts_from_the_last_day_a_date_allows():
    assert age_of("limits", as_of="2026-11-20").age_days == 3
    assert age_of("limits", as_of="2026-10").age_days == 23
    assert age_of("limits", as_of="2026").age_days == 0
    assert age_of("limits", as_of="").age_days is None
    assert age_of("limits", as_of="6月23日(年份待核)").doubts == (Doubt.UNDATED,)
    assert age_of("limits", as_of="2026-02-31").age_days is None


def test_offering_of_an_undated_source_is_as_old_as_its_list():
    assert age_of("offerings", as_of="", basis_as_of="2026-11-13").age_days == 10
    assert age_of("offerings", as_of="2026-11-20", basis_as_of="2026-11-13").age_days == 3


def test_matter_on_no_list_is_as_old_as_its_look_up_and_has_no_rating():
    found = age_of("unlisted_items", known_as_of="2026-10-24")
    assert (found.age_days, found.confidence, found.name) == (30, None, "养犬登记")


def test_owner_is_that_of_the_row_before_who_changed_it():
    owners = {("limits", "changed-name"): "李四", ("limits", "other"): "王五"}
    assert age_of("limits", owners=owners).owner == "李四"
    assert age_of("limits", owner="张三", owners=owners).owner == "张三"
    assert age_of("limits").owner == ""


@pytest.mark.parametrize(
    ("cells", "rating"),
    [
        ({"confidence": "high"}, Confidence.HIGH),
        ({"confidence": "high", "source_kind": "memory"}, Confidence.INFERRED),
        ({"confidence": "high", "basis_confidence": "low"}, Confidence.LOW),
        ({"confidence": "medium", "basis_confidence": "high"}, Confidence.MEDIUM),
        ({"confidence": "?", "basis_confidence": ""}, None),
    ],
)
def test_rating_is_the_lower_of_source_and_basis(cells, rating):
    assert age_of("offerings", **cells).confidence is rating


def test_sound_facts_are_not_listed():
    assert stale(limits=limits({})) == []


def test_what_is_old_unsure_undated_or_over_is_listed_worst_first():
    over = make_row("offerings", id="over", valid_until="2026-11-22", as_of="2026")
    last_day = make_row("offerings", id="last-day", valid_until="2026-11-23", as_of="2026")
    rows = limits(
        {"as_of": "2024-11-23"},
        {"as_of": "2023"},
        {"as_of": ""},
        {"confidence": "inferred"},
        {"confidence": "low"},
        {"as_of": "2020", "confidence": "low"},
        {"as_of": "2024-11-24"},
    )
    assert stale(limits=rows, offerings=[over, last_day]) == [
        ("over", (Doubt.EXPIRED,)),
        ("l5", (Doubt.LOW, Doubt.OLD)),
        ("l4", (Doubt.LOW,)),
        ("l3", (Doubt.INFERRED,)),
        ("l2", (Doubt.UNDATED,)),
        ("l1", (Doubt.OLD,)),
    ]


def test_agreement_that_is_over_is_listed_by_its_title():
    sheets = make_sheets(agreements=[make_row("agreements", expires_on="2020-12-31")])
    first = stale_facts(sheets, on=DAY)[0]
    assert (first.sheet, first.name, first.doubts[0]) == (
        "agreements",
        "京津通办协议",
        Doubt.EXPIRED,
    )
