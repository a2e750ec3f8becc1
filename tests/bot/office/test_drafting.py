"""Single facts are edited into a draft; nothing of it is live, and nobody overwrites another."""

import asyncio

import pytest

from bot.office import AddRow, ChangeRow, OfficeRefusal, RemoveRow
from bot.storage.office_records import DraftState
from tests.bot.office.conftest import load, sheets_with
from tests.builders import make_row

SUMMARY = ChangeRow("items", "id-card", {"summary": "丢了就补"})
SECOND_ALIAS = AddRow("aliases", make_row("aliases", alias="身份证丢了"))


@pytest.fixture
async def draft(drafting):
    return await drafting.begin("身份证简介", "王工")


def item(sheets):
    return sheets["items"][0]


async def test_draft_begins_as_the_live_version(drafting, draft, store):
    opened = await drafting.open(draft.id)
    assert (opened.draft, opened.problems, opened.changes) == (draft, (), ())
    assert not opened.is_behind
    with pytest.raises(OfficeRefusal, match="名称"):
        await drafting.begin(" ", "王工")


async def test_edit_changes_the_draft_and_not_what_is_live(drafting, draft, store):
    edited = await drafting.edit(draft.id, SUMMARY, "李工")
    assert (edited.draft.revision, edited.problems) == (2, ())
    opened = await drafting.open(draft.id)
    assert item(opened.sheets)["summary"] == "丢了就补"
    assert [(c.sheet, c.key) for c in opened.changes] == [("items", "id-card")]
    assert item(await store.read_sheets(draft.base_version))["summary"] == "证件丢失后补领"
    last = (await store.audit.list_entries())[0]
    assert (last.account, last.detail) == ("李工", "items id-card:改 summary")


async def test_draft_may_be_wrong_for_a_while_and_says_so(drafting, draft):
    wrong = ChangeRow("offerings", "id-card-national", {"items": "no-such-item"})
    edited = await drafting.edit(draft.id, wrong, "王工")
    assert [(p.file, p.column) for p in edited.problems] == [("offerings.csv", "items")]
    right = ChangeRow("offerings", "id-card-national", {"items": "id-card"})
    assert (await drafting.edit(draft.id, right, "王工")).problems == ()


async def test_row_is_added_and_taken_out_again(drafting, draft):
    assert (await drafting.edit(draft.id, SECOND_ALIAS, "王工")).problems == ()
    opened = await drafting.open(draft.id)
    added = opened.changes[0]
    await drafting.edit(draft.id, RemoveRow("aliases", added.key), "王工")
    assert (await drafting.open(draft.id)).changes == ()


async def test_edit_that_no_row_can_be_is_refused(drafting, draft):
    for edit in (
        ChangeRow("items", "no-such-item", {"summary": ""}),
        ChangeRow("items", "id-card", {"colour": "red"}),
        AddRow("items", make_row("items")),
        RemoveRow("no-such-sheet", "id-card"),
    ):
        with pytest.raises(OfficeRefusal):
            await drafting.edit(draft.id, edit, "王工")
    assert (await drafting.open(draft.id)).draft == draft


async def test_edits_of_two_people_at_once_are_both_kept(drafting, draft):
    await asyncio.gather(
        drafting.edit(draft.id, SUMMARY, "王工"), drafting.edit(draft.id, SECOND_ALIAS, "李工")
    )
    opened = await drafting.open(draft.id)
    assert {change.sheet for change in opened.changes} == {"items", "aliases"}
    assert opened.draft.revision == 3


async def test_edit_of_a_cell_that_somebody_changed_meanwhile_is_refused(drafting, draft):
    seen = {"summary": "证件丢失后补领"}
    await drafting.edit(draft.id, SUMMARY, "王工")
    late = ChangeRow("items", "id-card", {"summary": "另一句"}, seen)
    with pytest.raises(OfficeRefusal, match="丢了就补"):
        await drafting.edit(draft.id, late, "李工")
    with pytest.raises(OfficeRefusal, match="丢了就补"):
        await drafting.edit(draft.id, RemoveRow("items", "id-card", seen), "李工")
    assert item((await drafting.open(draft.id)).sheets)["summary"] == "丢了就补"


async def test_draft_is_joined_with_what_went_live_meanwhile(drafting, draft, store):
    await drafting.edit(draft.id, SUMMARY, "王工")
    aliases = [make_row("aliases"), SECOND_ALIAS.cells]
    live = await load(store, sheets_with(aliases=aliases), author="李工")
    assert (await drafting.open(draft.id)).is_behind
    joined = await drafting.bring_up_to_date(draft.id, "王工")
    assert (joined.conflicts, joined.problems, joined.draft.base_version) == ((), (), live)
    opened = await drafting.open(draft.id)
    assert len(opened.sheets["aliases"]) == 2
    assert [(c.sheet, c.key) for c in opened.changes] == [("items", "id-card")]


async def test_cell_that_both_changed_is_told_and_the_drafts_is_kept(drafting, draft, store):
    await drafting.edit(draft.id, SUMMARY, "王工")
    await load(store, sheets_with(summary="第三种说法"))
    joined = await drafting.bring_up_to_date(draft.id, "王工")
    assert [(c.ours, c.theirs) for c in joined.conflicts] == [("丢了就补", "第三种说法")]
    assert item((await drafting.open(draft.id)).sheets)["summary"] == "丢了就补"
    again = await drafting.bring_up_to_date(draft.id, "王工")
    assert (again.draft, again.conflicts) == (joined.draft, ())


async def test_dropped_draft_is_gone(drafting, draft, store):
    await drafting.drop(draft.id, "王工")
    assert (await store.drafts.find(draft.id)).state is DraftState.DROPPED
    for act in (
        drafting.open(draft.id),
        drafting.edit(draft.id, SUMMARY, "王工"),
        drafting.bring_up_to_date(draft.id, "王工"),
        drafting.drop(draft.id, "王工"),
    ):
        with pytest.raises(OfficeRefusal, match="没有这份草稿"):
            await act
