"""Single rows of a draft are edited, added and removed; what no row can be is refused."""

import pytest

from catalog.editing import BadEdit, add_row, edit_row, find_row, remove_row
from catalog.loading import build_release
from catalog.problems import CatalogProblems
from catalog.sheets import SURPLUS
from tests.builders import make_row, make_sheets


def test_edited_cell_changes_that_row_of_a_new_catalog_only():
    sheets = make_sheets()
    edited = edit_row(sheets, "offerings", "id-card-national", {"fee": " 10元 "})
    assert find_row(edited, "offerings", "id-card-national")["fee"] == "10元"
    assert find_row(sheets, "offerings", "id-card-national")["fee"] == ""
    assert build_release(edited).offerings[0].fee == "10元"
    assert {name: rows for name, rows in edited.items() if name != "offerings"} == {
        name: rows for name, rows in sheets.items() if name != "offerings"
    }


def test_row_of_several_key_columns_is_found_by_all_of_them():
    assert find_row(make_sheets(), "aliases", "补身份证 / id-card")["kind"] == "口语"
    assert find_row(make_sheets(), "aliases", "补身份证") is None


def test_added_row_stands_behind_the_one_named_and_has_every_column():
    sheets = make_sheets(limits=[make_row("limits", id="a"), make_row("limits", id="b")])
    new = {"id": "c", "topic": "x", "limit": "y", "effect": "note"}
    added = add_row(sheets, "limits", new, after="a")
    assert [row["id"] for row in added["limits"]] == ["a", "c", "b"]
    assert added["limits"][1]["homes"] == ""
    assert [row["id"] for row in add_row(sheets, "limits", new)["limits"]] == ["a", "b", "c"]


def test_first_row_of_an_empty_sheet_has_the_columns_of_its_layout():
    added = add_row(make_sheets(limits=[]), "limits", make_row("limits"))
    build_release(added)
    assert len(added["limits"]) == 1


def test_removed_row_is_gone_and_only_it():
    sheets = make_sheets(divisions=[{"code": "110000"}, {"code": "120000"}])
    assert remove_row(sheets, "divisions", "110000")["divisions"] == [{"code": "120000"}]


def test_optional_column_filled_in_one_row_stays_valid_in_all():
    plain = [{k: v for k, v in row.items() if k != "owner"} for row in make_sheets()["limits"]]
    other = {**plain[0], "id": "other"}
    edited = edit_row(make_sheets(limits=[*plain, other]), "limits", "other", {"owner": "张三"})
    assert [row["owner"] for row in edited["limits"]] == ["", "张三"]
    build_release(edited)


def test_cells_too_many_in_one_row_are_still_told_for_that_row_only():
    rows = [make_row("limits", id="a") | {SURPLUS: "x"}, make_row("limits", id="b")]
    edited = edit_row(make_sheets(limits=rows), "limits", "b", {"topic": "改"})
    with pytest.raises(CatalogProblems) as caught:
        build_release(edited)
    assert [problem.row for problem in caught.value.problems] == [2]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda s: edit_row(s, "offering", "x", {}), "最接近的是“offerings”"),
        (lambda s: edit_row(s, "offerings", "id-card", {}), "没有“id-card”这一行"),
        (lambda s: edit_row(s, "limits", "changed-name", {"costs": "1"}), "没有“costs”这一列"),
        (lambda s: edit_row(s, "divisions", "120000", {"code": "110000"}), "已有“110000”这一行"),
        (lambda s: add_row(s, "limits", make_row("limits")), "已有“changed-name”这一行"),
        (lambda s: add_row(s, "limits", make_row("limits", id=" ")), "“标识”不能空着"),
        (lambda s: add_row(s, "limits", make_row("limits", id="n"), after="?"), "没有“?”"),
        (lambda s: remove_row(s, "limits", "gone"), "没有“gone”这一行"),
    ],
)
def test_impossible_edit_is_refused_with_what_to_do(edit, says):
    with pytest.raises(BadEdit, match=says.replace("?", r"\?")):
        edit(make_sheets())
