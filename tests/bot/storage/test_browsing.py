"""Looking into the tables of the closed list."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.browsing import BrowsedTable, Sort, columns_of_one, listed_columns
from bot.storage.records import TurnRecord

ASKED = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
async def asked(store):
    for number, question in enumerate(("身份证丢了", "100%报销吗", "ABC公司落户", "社保转移")):
        await store.record_turn(
            TurnRecord(
                receipt=f"7K3F-000{number}",
                surface="web",
                asked_at=ASKED + timedelta(minutes=number),
                question=question,
                outcome="clarify" if number % 2 else "answer",
                conversation=f"telegram:{number}",
                answer={"text": "能办"},
            )
        )
    await store.flush()
    return store.browsing


async def test_pages_follow_each_other_from_the_newest(asked):
    pages = [await asked.page(BrowsedTable.TURNS, skip=skip, limit=3) for skip in (0, 3)]
    assert [len(page) for page in pages] == [3, 1]
    assert [record["id"] for record in pages[0] + pages[1]] == [4, 3, 2, 1]
    assert await asked.page(BrowsedTable.TURNS, skip=10**30) == ()


async def test_rows_are_sorted_by_several_columns(asked):
    sorts = (Sort("outcome"), Sort("asked_at", is_descending=True))
    page = await asked.page(BrowsedTable.TURNS, sorts=sorts)
    assert [record["id"] for record in page] == [3, 1, 4, 2]
    assert page[0]["asked_at"] == ASKED + timedelta(minutes=2)


@pytest.mark.parametrize(
    ("search", "found"),
    [("身份", 1), ("abc", 1), ("0%", 1), ("%", 1), ("_", 0), ("7k3f-", 4), ("a\0b", 0)],
)
async def test_search_takes_every_character_as_it_is(asked, search, found):
    assert await asked.count(BrowsedTable.TURNS, search=search) == found
    assert len(await asked.page(BrowsedTable.TURNS, search=search)) == found


@pytest.mark.parametrize("key", ["0", "99", "99999999999999999999", "x", "", "²", "1 OR 1=1"])
async def test_nothing_is_found_when_there_is_no_such_row(asked, key):
    assert await asked.find(BrowsedTable.TURNS, key) is None


async def test_one_row_has_what_the_page_leaves_out(asked):
    found = await asked.find(BrowsedTable.TURNS, "1")
    assert found["question"] == "身份证丢了"
    assert "能办" in found["answer"]


@pytest.mark.parametrize("table", BrowsedTable)
async def test_every_table_can_be_read(store, table):
    await store.publish({"items": [{"id": "a"}]}, "v1", author="a", reason="b")
    page = await store.browsing.page(table, sorts=[Sort(listed_columns(table)[-1])], search="v1")
    assert len(page) == await store.browsing.count(table, search="v1")
    for record in page:
        assert tuple(record) == listed_columns(table)


@pytest.mark.parametrize("table", BrowsedTable)
def test_no_table_tells_secrets_or_who_asked(table):
    private = re.compile("hash|token|password|conversation|session")
    assert not [name for name in columns_of_one(table) if private.search(name)]
    assert table.value not in {"account", "session", "sign_in_failure", "conversation"}
