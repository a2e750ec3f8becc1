"""Two drafts begun from one catalog are joined; nothing that either side did is lost."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.editing import add_row, edit_row, find_row, remove_row
from catalog.loading import build_release
from catalog.merging import ConflictKind, merge, take_theirs
from catalog.sheets import digest
from tests.builders import make_row, make_sheets


def limits(*ids, **cells):
    return make_sheets(limits=[make_row("limits", id=id_, **cells) for id_ in ids])


def ids_of(merged):
    return [row["id"] for row in merged.sheets["limits"]]


BASE = limits("a", "b", "c")


def test_equal_sides_merge_to_themselves():
    merged = merge(BASE, BASE, BASE)
    assert digest(merged.sheets) == digest(BASE)
    assert merged.conflicts == ()


def test_changes_of_only_one_side_are_taken_from_both():
    ours = edit_row(BASE, "limits", "a", {"topic": "我们"})
    theirs = edit_row(
        edit_row(BASE, "limits", "a", {"limit": "他们"}), "limits", "b", {"when": "x"}
    )
    merged = merge(BASE, ours, theirs)
    row = find_row(merged.sheets, "limits", "a")
    assert (row["topic"], row["limit"]) == ("我们", "他们")
    assert find_row(merged.sheets, "limits", "b")["when"] == "x"
    assert merged.conflicts == ()
    build_release(merged.sheets)


def test_same_change_on_both_sides_is_no_conflict():
    both = edit_row(BASE, "limits", "a", {"topic": "一样"})
    assert merge(BASE, both, both).conflicts == ()


def test_cell_changed_in_two_ways_keeps_ours_and_tells_theirs():
    ours = edit_row(BASE, "limits", "a", {"topic": "我们"})
    theirs = edit_row(BASE, "limits", "a", {"topic": "他们"})
    merged = merge(BASE, ours, theirs)
    (conflict,) = merged.conflicts
    assert (conflict.kind, conflict.sheet, conflict.key) == (ConflictKind.CELL, "limits", "a")
    assert (conflict.column, conflict.base) == ("topic", "改名")
    assert (conflict.ours, conflict.theirs) == ("我们", "他们")
    assert conflict.render() == ("limits a 的 topic:原来是“改名”,现行版本改成“他们”,草稿是“我们”")
    assert find_row(merged.sheets, "limits", "a")["topic"] == "我们"
    decided = take_theirs(merged.sheets, conflict, theirs)
    assert digest(decided) == digest(theirs)


def test_row_removed_on_one_side_and_left_alone_on_the_other_is_removed():
    fewer = remove_row(BASE, "limits", "b")
    assert ids_of(merge(BASE, fewer, BASE)) == ["a", "c"]
    assert ids_of(merge(BASE, BASE, fewer)) == ["a", "c"]
    assert merge(BASE, fewer, fewer).conflicts == ()


def test_row_removed_here_and_changed_there_stays_removed_and_is_told():
    ours, theirs = remove_row(BASE, "limits", "b"), edit_row(BASE, "limits", "b", {"when": "x"})
    merged = merge(BASE, ours, theirs)
    (conflict,) = merged.conflicts
    assert (conflict.kind, conflict.column) == (ConflictKind.REMOVED_HERE, None)
    assert ids_of(merged) == ["a", "c"]
    assert digest(take_theirs(merged.sheets, conflict, theirs)) == digest(theirs)


def test_row_changed_here_and_removed_there_is_kept_in_its_place_and_is_told():
    ours, theirs = edit_row(BASE, "limits", "b", {"when": "x"}), remove_row(BASE, "limits", "b")
    merged = merge(BASE, ours, theirs)
    (conflict,) = merged.conflicts
    assert conflict.kind is ConflictKind.REMOVED_THERE
    assert ids_of(merged) == ["a", "b", "c"]
    assert digest(take_theirs(merged.sheets, conflict, theirs)) == digest(theirs)


def test_rows_added_on_both_sides_stand_behind_the_rows_they_stood_behind():
    ours = add_row(BASE, "limits", make_row("limits", id="ours"), after="a")
    theirs = add_row(BASE, "limits", make_row("limits", id="theirs"), after="b")
    assert ids_of(merge(BASE, ours, theirs)) == ["a", "ours", "b", "theirs", "c"]


def test_row_added_alike_is_one_and_added_in_two_ways_is_a_conflict():
    def adding(topic):
        return add_row(BASE, "limits", make_row("limits", id="d", topic=topic))

    assert ids_of(merge(BASE, adding("x"), adding("x"))) == ["a", "b", "c", "d"]
    merged = merge(BASE, adding("x"), adding("y"))
    (conflict,) = merged.conflicts
    assert (conflict.column, conflict.ours, conflict.theirs) == ("topic", "x", "y")


def test_order_is_taken_from_the_side_that_changed_it():
    turned = limits("c", "b", "a")
    assert ids_of(merge(BASE, turned, BASE)) == ["c", "b", "a"]
    assert ids_of(merge(BASE, BASE, turned)) == ["c", "b", "a"]
    assert ids_of(merge(BASE, limits("b", "a", "c"), turned)) == ["c", "b", "a"]


def test_column_that_one_side_began_to_fill_stands_in_every_row():
    plain = {
        **BASE,
        "limits": [{k: v for k, v in row.items() if k != "owner"} for row in BASE["limits"]],
    }
    merged = merge(plain, edit_row(plain, "limits", "a", {"owner": "李四"}), plain)
    assert [row["owner"] for row in merged.sheets["limits"]] == ["李四", "", ""]
    build_release(merged.sheets)


def test_sheet_that_only_one_side_has_is_kept():
    with_more = {**BASE, "umbrella_items": [make_row("items", id="id-kinds", name="身份证业务")]}
    assert merge(BASE, BASE, with_more).sheets["umbrella_items"][0]["id"] == "id-kinds"
    assert "umbrella_items" not in merge(BASE, BASE, BASE).sheets


@st.composite
def edited(draw):
    """Return the base with rows removed, changed, added and moved in any way."""
    kept = draw(st.permutations([id_ for id_ in "abc" if draw(st.booleans())]))
    topics = st.sampled_from(("改名", "一", "二"))
    rows = [make_row("limits", id=id_, topic=draw(topics)) for id_ in kept]
    for id_ in draw(st.sets(st.sampled_from("xyz"))):
        at = draw(st.integers(0, len(rows)))
        rows.insert(at, make_row("limits", id=id_, topic=draw(topics)))
    return make_sheets(limits=rows)


def rows_in(sheets):
    return {row["id"]: row["topic"] for row in sheets["limits"]}


@given(edited())
def test_what_only_one_side_did_is_taken_whole(side):
    for merged in (merge(BASE, side, BASE), merge(BASE, BASE, side), merge(BASE, side, side)):
        assert digest(merged.sheets) == digest(side)
        assert merged.conflicts == ()


@given(edited(), edited())
def test_nothing_that_either_side_did_is_lost(ours, theirs):
    merged = merge(BASE, ours, theirs)
    rows, told = rows_in(merged.sheets), {conflict.key for conflict in merged.conflicts}
    base, here, there = rows_in(BASE), rows_in(ours), rows_in(theirs)
    for key in {*base, *here, *there} - told:
        sides = {side.get(key) for side in (here, there)}
        changed = {topic for topic in sides if topic != base.get(key)}
        assert {rows.get(key)} == (changed or {base.get(key)})
    for key in told:
        assert rows.get(key) == here.get(key)
    assert len(merged.sheets["limits"]) == len(rows)
