"""Each thing that can be wrong is told with its file, row and column, all of them at once."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.columns import LAYOUTS
from catalog.files.writing import write_sheets
from catalog.loading import build_release, read_release
from catalog.problems import CatalogProblems
from tests.builders import make_row, make_sheets


def problems_of(**rows):
    with pytest.raises(CatalogProblems) as caught:
        build_release(make_sheets(**rows))
    return caught.value.problems


def places_of(problems):
    return [(p.file, p.row, p.column) for p in problems]


def test_valid_sheets_have_no_problems():
    assert build_release(make_sheets()).is_listed("id-card")


def test_missing_file_is_told_without_what_follows_from_it():
    sheets = make_sheets()
    del sheets["items"]
    with pytest.raises(CatalogProblems) as caught:
        build_release(sheets)
    assert places_of(caught.value.problems) == [("items.csv", None, None)]


def test_optional_file_is_read_when_it_is_there():
    umbrella = make_row("items", id="all-cards", name="身份证业务", members="id-card")
    release = build_release(make_sheets(umbrella_items=[umbrella]))
    assert release.items["all-cards"].members == ("id-card",)


def test_unknown_file_is_told_with_the_nearest_name():
    (problem,) = problems_of(offering=[])
    assert (problem.file, problem.row, problem.column) == ("offering.csv", None, None)
    assert "offerings" in problem.instead


def test_missing_column_is_told_once():
    row = make_row("limits")
    del row["topic"]
    problems = problems_of(limits=[row, {**row, "id": "other"}])
    assert places_of(problems) == [("limits.csv", 1, "topic")]


def test_unknown_column_is_told():
    problems = problems_of(
        divisions=[make_row("divisions") | {"colour": "red"}], regions=[], agreements=[]
    )
    assert places_of(problems) == [("divisions.csv", 1, "colour")]


def test_row_of_wrong_width_is_told():
    short = make_row("regions", name="京")
    del short["note"]
    long = make_row("regions", name="津") | {"+": "x;y"}
    problems = problems_of(regions=[make_row("regions"), short, long])
    assert places_of(problems) == [("regions.csv", 3, None), ("regions.csv", 4, None)]
    assert "9 格" in problems[1].wrong


def test_blank_rows_keep_their_number_and_are_skipped():
    blank = dict.fromkeys(make_row("limits"), " ")
    problems = problems_of(
        limits=[make_row("limits"), {}, blank, make_row("limits", id="b", topic="")]
    )
    assert places_of(problems) == [("limits.csv", 5, "topic")]


@pytest.mark.parametrize(
    ("sheet", "column", "cell"),
    [
        ("items", "name", ""),
        ("items", "audience", "个体"),
        ("items", "members", "no-such-item"),
        ("items", "near", "没有的事项"),
        ("items", "known_as_of", "去年"),
        ("unlisted_items", "ask", ""),
        ("unlisted_items", "known_as_of", ""),
        ("unlisted_items", "near", "没有的事项"),
        ("aliases", "item", "no-such-item"),
        ("aliases", "kind", "俗称"),
        ("aliases", "ambiguous_with", "no-such-item"),
        ("aliases", "is_umbrella", "no"),
        ("offerings", "id", "ID Card"),
        ("offerings", "items", ""),
        ("offerings", "items", "id-card;no-such-item"),
        ("offerings", "homes", "999999"),
        ("offerings", "homes", "*;!999999"),
        ("offerings", "currents", "area:没有的区域"),
        ("offerings", "destinations", "北京市"),
        ("offerings", "cross_only", "true"),
        ("offerings", "modes", "全程网办;线上"),
        ("offerings", "accepts", "there"),
        ("offerings", "channels", "no-such-channel"),
        ("offerings", "basis_kind", "law"),
        ("offerings", "basis_as_of", "2024/05/01"),
        ("offerings", "basis_confidence", "sure"),
        ("offerings", "agreement", "no-such-agreement"),
        ("offerings", "valid_from", "2024-13"),
        ("offerings", "valid_until", "2024-02-30"),
        ("offerings", "source_title", ""),
        ("offerings", "source_url", "javascript:alert(1)"),
        ("offerings", "source_kind", "blog"),
        ("offerings", "as_of", "2024年5月"),
        ("offerings", "confidence", "certain"),
        ("agreements", "party_codes", "110000;area:没有的区域"),
        ("agreements", "direction", "110000"),
        ("agreements", "direction", "110000→999999"),
        ("agreements", "signed_on", "昨天"),
        ("agreements", "signed_on", "2021-3-4"),
        ("agreements", "signed_on", "2021-99-1(待核)"),
        ("agreements", "items", "no-such-item"),
        ("agreements", "is_service_agreement", ""),
        ("limits", "categories", "公安户藉"),
        ("limits", "homes", "1100"),
        ("limits", "effect", "never"),
        ("channels", "kind", "微信"),
        ("channels", "regions", ""),
        ("channels", "regions", "110000;777777"),
        ("channels", "items", "no-such-item"),
        ("systems", "figures", "没有数过的系统"),
        ("systems", "limits", "no-such-limit"),
        ("systems", "agreements", "没有的协议"),
        ("regions", "members", "area:京津"),
        ("regions", "parent", "中国"),
        ("divisions", "code", "11000"),
    ],
)
def test_bad_cell_is_told(sheet, column, cell):
    rows = make_sheets()[sheet]
    problems = problems_of(**{sheet: [*rows, *bad_rows(sheet, column, cell)]})
    assert places_of(problems) == [(f"{sheet}.csv", len(rows) + 2, column)]


def bad_rows(sheet, column, cell):
    """Return one row that is valid beside the default ones but for one cell."""
    own = {
        "items": {"id": "other", "name": "别的事项"},
        "unlisted_items": {"id": "other", "name": "别的事项"},
        "aliases": {"alias": "别的叫法"},
        "figures": {"meaning": "别的"},
        "regions": {"name": "别的"},
        "divisions": {"code": "140000", "name": "山西省"},
    }.get(sheet, {"id": "other"})
    return [make_row(sheet, **{**own, column: cell})]


def test_value_outside_a_closed_set_comes_with_the_set_and_the_nearest():
    (problem,) = problems_of(limits=[make_row("limits", confidence="hihg")])
    assert problem.instead == "可写:high、medium、low、inferred;最接近的是“high”"


def test_name_of_a_place_comes_with_its_code():
    (problem,) = problems_of(limits=[make_row("limits", homes="北京市")])
    assert "110000" in problem.instead


@pytest.mark.parametrize(
    ("sheet", "rows", "row", "column"),
    [
        ("items", [{}, {"name": "别的"}], 3, "id"),
        ("items", [{}, {"id": "other"}], 3, "name"),
        ("aliases", [{}, {}], 3, "alias"),
        ("offerings", [{}, {}], 3, "id"),
        ("figures", [{}, {"value": "180"}], 3, "meaning"),
        ("regions", [{}, {}], 3, "name"),
    ],
)
def test_repeated_row_is_told(sheet, rows, row, column):
    problems = problems_of(**{sheet: [make_row(sheet, **cells) for cells in rows]})
    assert places_of(problems) == [(f"{sheet}.csv", row, column)]


def test_id_of_a_listed_item_may_not_return_among_the_unlisted():
    unlisted = [make_row("unlisted_items", id="id-card")]
    problems = problems_of(unlisted_items=unlisted, unlisted_aliases=[])
    assert places_of(problems) == [("unlisted_items.csv", 2, "id")]


def test_region_may_return_with_another_kind():
    regions = [make_row("regions"), make_row("regions", kind="简称")]
    assert len(build_release(make_sheets(regions=regions)).regions) == 2


def test_alias_of_two_items_is_told_unless_one_names_the_other():
    same = make_row("unlisted_aliases", alias="补身份证")
    problems = problems_of(unlisted_aliases=[same])
    assert places_of(problems) == [("unlisted_aliases.csv", 2, "alias")]
    for column in ("ambiguous_with", "see_also"):
        release = build_release(make_sheets(unlisted_aliases=[{**same, column: "id-card"}]))
        assert release.items["dog-licence"].aliases


def test_aliases_are_compared_without_width_and_case():
    aliases = [make_row("aliases", alias="ETC")]
    problems = problems_of(
        aliases=aliases, unlisted_aliases=[make_row("unlisted_aliases", alias="ＥＴc")]
    )
    assert places_of(problems) == [("unlisted_aliases.csv", 2, "alias")]


def test_members_in_a_ring_are_told():
    items = [
        make_row("items", members="b"),
        make_row("items", id="b", name="乙", members="c"),
        make_row("items", id="c", name="丙", members="id-card"),
        make_row("items", id="d", name="丁", members="b"),
    ]
    problems = problems_of(items=items)
    assert places_of(problems) == [("items.csv", row, "members") for row in (2, 3, 4)]


@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        ("items", "near"),
        ("items", "members"),
        ("aliases", "ambiguous_with"),
        ("aliases", "see_also"),
    ],
)
@pytest.mark.parametrize("itself", ["id-card", "居民身份证补领", "dog-licence;id-card"])
def test_row_that_points_to_its_own_item_is_told(sheet, column, itself):
    (problem,) = problems_of(**{sheet: [make_row(sheet, **{column: itself})]})
    assert (problem.file, problem.row, problem.column) == (f"{sheet}.csv", 2, column)
    assert "自己" in problem.wrong


def test_wording_of_many_items_is_told_for_each_row_but_not_for_all_pairs():
    names = [f"x{n}" for n in range(50)]
    items = [make_row("items"), *(make_row("items", id=n, name=n) for n in names)]
    aliases = [make_row("aliases", item=name, alias="同一说法") for name in names]
    problems = problems_of(items=items, aliases=aliases)
    assert {p.row for p in problems} == set(range(3, 52))
    assert len(problems) < 50 * 3


def test_formula_is_refused_in_columns_of_every_kind():
    rows = [make_row("channels", notes="=1+1", hours="@x", source_url="=A1", regions="+A1")]
    problems = problems_of(channels=rows)
    assert {p.column for p in problems} == {"notes", "hours", "source_url", "regions"}
    assert all("公式" in p.wrong for p in problems)


def test_column_that_is_wrong_throughout_is_told_row_by_row():
    aliases = [make_row("aliases", item=f"id-crd-{n}", alias=f"叫法{n}") for n in range(300)]
    problems = problems_of(aliases=aliases)
    assert [p.row for p in problems] == list(range(2, 302))
    assert "id-card" in problems[0].instead
    assert problems[-1].instead


def test_all_problems_are_told_at_once_in_order():
    problems = problems_of(
        limits=[make_row("limits", effect="x"), make_row("limits", topic="", id="b")],
        channels=[make_row("channels", regions="x")],
    )
    assert places_of(problems) == [
        ("channels.csv", 2, "regions"),
        ("limits.csv", 2, "effect"),
        ("limits.csv", 3, "topic"),
    ]


def test_date_without_a_year_is_kept_but_counts_on_no_day():
    row = make_row("agreements", signed_on="6月23日(年份待核)")
    agreement = build_release(make_sheets(agreements=[row])).agreements["beijing-tianjin"]
    assert (agreement.signed_on, agreement.signed_text) == (None, "6月23日(年份待核)")


def test_names_stand_for_ids():
    systems = [
        make_row(
            "systems",
            agreements="京津通办协议",
            items="居民身份证补领",
            limits="改名",
            figures="京津冀通办",
        )
    ]
    limits = [make_row("limits"), make_row("limits", id="changed-sex")]
    unlisted = [make_row("unlisted_items", near="居民身份证补领;id-card")]
    release = build_release(make_sheets(systems=systems, limits=limits, unlisted_items=unlisted))
    assert release.systems["jjj"].agreements == ("beijing-tianjin",)
    assert release.systems["jjj"].items == ("id-card",)
    assert release.systems["jjj"].limits == ("changed-name", "changed-sex")
    assert release.items["dog-licence"].near == ("id-card",)


def test_name_of_several_channels_stands_for_none():
    channels = [make_row("channels"), make_row("channels", id="hall-app", kind="APP")]
    offerings = [make_row("offerings", channels="政务服务中心")]
    (problem,) = problems_of(channels=channels, offerings=offerings)
    assert "hall、hall-app" in problem.wrong


def test_reach_of_exceptions_only_means_everywhere_else():
    offerings = [make_row("offerings", homes="!110000", currents="110000")]
    offering = build_release(make_sheets(offerings=offerings)).offerings[0]
    assert (offering.homes.codes, offering.homes.excluded) == (("*",), ("110000",))
    assert (offering.currents.codes, offering.destinations.codes) == (("110000",), ())


def test_direction_of_pairs_keeps_which_way():
    row = make_row("agreements", direction="110000→area:京津; 130000 → 110000")
    agreement = build_release(make_sheets(agreements=[row])).agreements["beijing-tianjin"]
    assert agreement.pairs == (("110000", "area:京津"), ("130000", "110000"))


def test_modes_come_fewest_trips_first():
    row = make_row("offerings", modes="异地代收代办;全程网办")
    assert build_release(make_sheets(offerings=[row])).offerings[0].modes == (
        "全程网办",
        "异地代收代办",
    )


def test_folder_reads_as_the_release_of_its_sheets(tmp_path):
    write_sheets(make_sheets(), tmp_path)
    assert read_release(tmp_path) == build_release(make_sheets())


COLUMNS = [
    (layout.name, column.name)
    for layout in LAYOUTS
    if not layout.is_optional
    for column in layout.columns
]
CELLS = st.one_of(st.text(), st.text(alphabet="0123456789-;!*→:area年", max_size=12))


@given(st.sampled_from(COLUMNS), CELLS)
def test_any_text_in_any_cell_is_taken_or_told(place, cell):
    sheet, column = place
    sheets = make_sheets(**{sheet: [make_row(sheet, **{column: cell})]})
    with contextlib.suppress(CatalogProblems):
        assert build_release(sheets).version


def test_owner_column_may_be_there_or_not_but_not_in_some_rows_only():
    rows = [make_row("limits", owner="张三"), make_row("limits", id="other")]
    assert len(build_release(make_sheets(limits=rows)).limits) == 2
    without = [{k: v for k, v in row.items() if k != "owner"} for row in rows]
    assert len(build_release(make_sheets(limits=without)).limits) == 2
    with pytest.raises(CatalogProblems, match=r"有 .* 格,表头有"):
        build_release(make_sheets(limits=[rows[0], without[1]]))
