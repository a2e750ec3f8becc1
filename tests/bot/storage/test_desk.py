"""What the desk keeps: answers marked wrong, the history of a shift."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.desk import shift_of
from bot.storage.records import TurnRecord

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def make_turn(receipt, *, account="小王", asked_at=NOW):
    return TurnRecord(
        receipt=receipt,
        surface="desk",
        asked_at=asked_at,
        question="身份证丢了",
        outcome="answer",
        conversation=shift_of(account),
        catalog_version="v1",
        answer={"text": "能办。"},
    )


@pytest.fixture
async def kept(store):
    for turn in (
        make_turn("A-1", asked_at=NOW - timedelta(days=1)),
        make_turn("A-2"),
        make_turn("B-1", account="小李"),
    ):
        await store.record_turn(turn)
    await store.flush()
    return store


async def test_wrong_answer_is_shown_with_its_question_until_it_is_settled(kept):
    assert await kept.desk.mark_wrong("A-2", "小王", "电话不对")
    assert not await kept.desk.mark_wrong("none", "小王", "电话不对")
    [marked] = await kept.desk.list_wrong()
    assert (marked.receipt, marked.question, marked.text) == ("A-2", "身份证丢了", "能办。")
    assert (marked.account, marked.reason, marked.catalog_version) == ("小王", "电话不对", "v1")
    assert await kept.desk.count_wrong() == 1

    assert await kept.desk.settle_wrong(marked.id, "admin")
    assert not await kept.desk.settle_wrong(marked.id, "other")
    assert not await kept.desk.settle_wrong(2**40, "admin")
    assert await kept.desk.list_wrong() == ()
    [settled] = await kept.desk.list_wrong(is_open=False)
    assert settled.settled_by == "admin"
    actions = [(e.account, e.action, e.subject) for e in await kept.audit.list_entries()]
    assert actions[:2] == [("admin", "处理标错", "A-2"), ("小王", "标错答复", "A-2")]


async def test_history_is_of_one_account_and_one_shift(kept):
    history = await kept.desk.shift_history("小王", NOW - timedelta(hours=8))
    assert [turn.receipt for turn in history] == ["A-2"]


async def test_answer_marked_twice_by_one_account_is_one_mark_with_the_last_reason(kept):
    for account, reason in (("小王", "不对"), ("小李", "少了照片"), ("小王", "电话不对")):
        assert await kept.desk.mark_wrong("A-2", account, reason)
    told = {marked.account: marked.reason for marked in await kept.desk.list_wrong()}
    assert told == {"小李": "少了照片", "小王": "电话不对"}
    assert await kept.desk.count_wrong() == 2
    for marked in await kept.desk.list_wrong():
        await kept.desk.settle_wrong(marked.id, "admin")
    await kept.desk.mark_wrong("A-2", "小王", "还是不对")
    assert [marked.reason for marked in await kept.desk.list_wrong()] == ["还是不对"]
