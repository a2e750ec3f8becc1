"""What changed is told row by row and field by field."""

from catalog.difference import ChangeKind, FieldChange, compare
from tests.builders import make_row, make_sheets


def test_equal_catalogs_differ_in_nothing():
    assert compare(make_sheets(), make_sheets()) == ()


def test_changed_cell_is_told_with_before_and_after():
    (change,) = compare(make_sheets(), make_sheets(offerings=[make_row("offerings", fee="10元")]))
    assert (change.sheet, change.key, change.kind) == (
        "offerings",
        "id-card-national",
        ChangeKind.CHANGED,
    )
    assert change.fields == (FieldChange("fee", "", "10元"),)
    assert change.render() == "修改 offerings id-card-national:fee “”→“10元”"


def test_added_and_removed_rows_are_told():
    new = make_sheets(limits=[make_row("limits", id="other")])
    removed, added = compare(make_sheets(), new)
    assert (removed.kind, removed.key) == (ChangeKind.REMOVED, "changed-name")
    assert (added.kind, added.key) == (ChangeKind.ADDED, "other")
    assert FieldChange("topic", "", "改名") in added.fields
    assert removed.render() == "删除 limits changed-name"


def test_order_of_rows_and_blanks_do_not_matter():
    old = make_sheets()
    divisions = [{**row, "note": " "} for row in reversed(old["divisions"])]
    assert compare(old, {**old, "divisions": [{}, *divisions]}) == ()


def test_changed_value_of_a_figure_is_a_change_of_that_figure():
    (change,) = compare(make_sheets(), make_sheets(figures=[make_row("figures", value="234")]))
    assert change.kind is ChangeKind.CHANGED
    assert change.fields == (FieldChange("value", "179", "234"),)


def test_aliases_are_known_by_wording_and_item():
    (change,) = compare(make_sheets(), make_sheets(aliases=[]))
    assert change.key == "补身份证 / id-card"


def test_repeated_keys_are_told_apart():
    rows = [make_row("limits"), make_row("limits", topic="又一个")]
    (change,) = compare(make_sheets(), make_sheets(limits=rows))
    assert (change.kind, change.key) == (ChangeKind.ADDED, "changed-name (2)")


def test_missing_and_new_sheets_are_compared_as_empty():
    old = make_sheets()
    new = {name: rows for name, rows in old.items() if name != "limits"}
    assert [c.kind for c in compare(old, new)] == [ChangeKind.REMOVED]
    assert [c.kind for c in compare({}, {"more": [{"id": "a"}]})] == [ChangeKind.ADDED]


def test_long_cells_are_cut_in_the_line_but_not_in_the_change():
    text = "很长" * 100
    (change,) = compare(make_sheets(), make_sheets(limits=[make_row("limits", limit=text)]))
    assert change.fields[0].new == text
    assert len(change.render()) < 140
