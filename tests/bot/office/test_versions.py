"""Versions are kept, compared and gone back to."""

import pytest

from bot.office import OfficeRefusal
from bot.storage.records import ChangeKind
from tests.bot.office.conftest import load, sheets_with


@pytest.fixture
async def two(store):
    first = await store.live_version()
    return first, await load(store, sheets_with(summary="丢了就补"), reason="说得更短")


async def test_versions_tell_who_when_why_and_how_many_rows(versions, two):
    newest, oldest = await versions.list_all()
    assert (newest.version, oldest.version) == (two[1], two[0])
    assert (newest.author, newest.reason, newest.is_live) == ("王工", "说得更短", True)
    assert newest.row_count == oldest.row_count > 0


async def test_difference_goes_both_ways(versions, two):
    (change,) = await versions.compare(*two)
    assert [(f.old, f.new) for f in change.fields] == [("证件丢失后补领", "丢了就补")]
    (back,) = await versions.compare_with_live(two[0])
    assert [(f.old, f.new) for f in back.fields] == [("丢了就补", "证件丢失后补领")]


async def test_rows_of_any_version_can_be_exported(versions, two):
    assert await versions.read_sheets(two[0]) == sheets_with()


async def test_going_back_wants_a_reason_and_a_version_that_is_there(store, versions, two):
    with pytest.raises(OfficeRefusal, match="理由"):
        await versions.roll_back(two[0], "李工", " ")
    with pytest.raises(OfficeRefusal, match="没有版本"):
        await versions.roll_back("2020-01-00000000", "李工", "清单有误")
    assert await store.live_version() == two[1]
    assert await versions.roll_back(two[0], "李工", "清单有误")
    assert await store.live_version() == two[0]
    last = (await versions.list_changes(1))[0]
    assert (last.kind, last.author, last.reason) == (ChangeKind.ROLLED_BACK, "李工", "清单有误")
    assert not await versions.roll_back(two[0], "李工", "再来")
