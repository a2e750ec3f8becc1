"""Conversations, turns and feedback: kept, forgotten, never overwritten by a late writer."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation import (
    CONVERSATION_TTL_SECONDS,
    KEPT_HOME_DAYS,
    Conversation,
    Slots,
)
from bot.storage.records import StoreError, TurnRecord
from bot.storage.store import Store

EXPIRED = timedelta(seconds=CONVERSATION_TTL_SECONDS + 1)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TALK = Conversation(
    key="web:1",
    slots=Slots(home="130600", current="110000", item="id-card-renewal", aspect="place"),
    pending="身份证能在北京换吗",
    choices=("首次申领", "换领"),
    last_receipt="7K3F-AAAA",
)


def make_turn(receipt: str = "7K3F-0001", **changes) -> TurnRecord:
    answer = {
        "receipt": receipt,
        "question": "我户口在保定,身份证丢了能在北京补办吗",
        "outcome": "answer",
        "aspect": "eligibility",
        "items": [{"id": "id-card-reissue", "name": "居民身份证补领"}],
        "verdict": "covered",
        "catalog_version": "v1",
    }
    record = TurnRecord.from_answer(answer, surface="web", asked_at=NOW, conversation="web:1")
    return replace(record, **changes)


async def test_conversation_comes_back_as_it_was_saved(store):
    saved = await store.save_conversation(TALK, now=NOW)
    assert saved == replace(TALK, version=1, updated_at=NOW)
    assert await store.load_conversation("web:1", now=NOW) == saved


async def test_conversation_is_none_when_it_was_never_saved(store):
    assert await store.load_conversation("web:1", now=NOW) is None


async def test_conversation_ends_when_it_was_silent_for_longer_than_its_time(store):
    await store.save_conversation(TALK, now=NOW)
    last = NOW + timedelta(seconds=CONVERSATION_TTL_SECONDS)
    assert await store.load_conversation("web:1", now=last) is not None
    assert await store.load_conversation("web:1", now=last + timedelta(seconds=1)) is None


async def test_conversation_can_begin_anew_when_the_old_one_has_ended(store):
    old = await store.save_conversation(TALK, now=NOW)
    later = NOW + timedelta(seconds=CONVERSATION_TTL_SECONDS + 1)
    new = await store.save_conversation(Conversation(key="web:1"), now=later)
    assert await store.load_conversation("web:1", now=later) == new
    assert await store.save_conversation(old, now=later) is None


async def test_expired_conversations_are_swept_away_by_new_ones(store):
    await store.save_conversation(TALK, now=NOW)
    later = NOW + timedelta(days=1)
    await store.save_conversation(Conversation(key="web:2"), now=later)
    assert await store.load_conversation("web:1", now=NOW) is None


async def test_save_loses_when_another_message_was_saved_first(store):
    first = await store.save_conversation(TALK, now=NOW)
    second = await store.save_conversation(replace(first, pending=None), now=NOW)
    assert second.version == 2
    assert await store.save_conversation(replace(first, pending="旧"), now=NOW) is None
    assert (await store.load_conversation("web:1", now=NOW)).pending is None


async def test_save_loses_when_two_begin_the_same_conversation(store):
    assert await store.save_conversation(TALK, now=NOW)
    assert await store.save_conversation(TALK, now=NOW) is None


async def test_one_of_many_wins_when_two_stores_save_at_once(store, url):
    other = await Store.open(url)
    for _ in range(5):
        talk = await store.load_conversation("web:1", now=NOW) or TALK
        saved = await asyncio.gather(
            *(s.save_conversation(talk, now=NOW) for s in (store, other, store, other))
        )
        assert len([s for s in saved if s is not None]) == 1
    await other.close()


async def test_conversation_is_gone_when_it_was_forgotten(store):
    saved = await store.save_conversation(TALK, now=NOW)
    await store.forget_conversation("web:1")
    assert await store.load_conversation("web:1", now=NOW) is None
    assert await store.save_conversation(saved, now=NOW) is None


async def count_rows(store, column="*"):
    statement = f"SELECT count({column}) FROM conversation"
    counted = await store.database.read(lambda c: c.exec_driver_sql(statement))
    return counted.scalar_one()


async def test_kept_home_comes_back_with_its_conversation(store):
    saved = await store.save_conversation(replace(TALK, kept_home="130600"), now=NOW)
    assert await store.load_conversation("web:1", now=NOW) == saved
    assert saved.kept_home == "130600"


async def test_only_the_kept_home_is_left_when_the_conversation_has_ended(store):
    saved = await store.save_conversation(replace(TALK, kept_home="130600"), now=NOW)
    left = await store.load_conversation("web:1", now=NOW + EXPIRED)
    assert left == Conversation("web:1", kept_home="130600", version=1, updated_at=NOW)
    again = await store.save_conversation(left, now=NOW + EXPIRED)
    assert again.version == 2
    assert await store.save_conversation(saved, now=NOW + EXPIRED) is None


async def test_sweep_takes_the_ended_conversation_and_leaves_its_kept_home(store):
    await store.save_conversation(replace(TALK, kept_home="130600"), now=NOW)
    await store.save_conversation(replace(TALK, key="web:2"), now=NOW)
    later = NOW + timedelta(days=1)
    await store.save_conversation(Conversation("web:3"), now=later)
    assert await count_rows(store) == 2
    found = await store.database.read(
        lambda connection: connection.exec_driver_sql("SELECT * FROM conversation")
    )
    rows = found.all()
    assert TALK.pending not in str(rows)
    # Also for a clock that runs behind the one that swept.
    left = await store.load_conversation("web:1", now=NOW)
    assert left == Conversation("web:1", kept_home="130600", version=1, updated_at=NOW)
    assert (await store.save_conversation(left, now=later)).version == 2


async def test_sweep_takes_a_kept_home_that_nobody_used_for_very_long(store):
    await store.save_conversation(replace(TALK, kept_home="130600"), now=NOW)
    day = timedelta(days=1)
    for number, later in enumerate((day, (KEPT_HOME_DAYS - 1) * day, (KEPT_HOME_DAYS + 2) * day)):
        assert (await store.load_conversation("web:1", now=NOW + later)).kept_home == "130600"
        await store.save_conversation(Conversation(f"api:{number}"), now=NOW + later)
    assert await store.load_conversation("web:1", now=NOW) is None


async def test_kept_home_lives_on_when_it_is_used_now_and_then(store):
    talk = replace(TALK, kept_home="130600")
    for number in range(4):
        later = NOW + number * timedelta(days=KEPT_HOME_DAYS - 1)
        await store.save_conversation(Conversation(f"api:{number}"), now=later)
        if number:
            talk = await store.load_conversation("web:1", now=later)
        assert talk.kept_home == "130600"
        await store.save_conversation(talk, now=later)


async def test_every_ended_conversation_is_swept_away_when_there_are_many(store):
    for number in range(250):
        talk = replace(TALK, key=f"web:{number}", kept_home="130600" if number % 2 else None)
        await store.save_conversation(talk, now=NOW)
    for number in range(4):
        await store.save_conversation(Conversation(f"api:{number}"), now=NOW + timedelta(days=1))
    assert await count_rows(store) == 125 + 4
    assert await count_rows(store, "nullif(state, '')") == 4


async def test_beginning_anew_does_not_overwrite_a_home_that_was_kept_meanwhile(store):
    await store.save_conversation(replace(TALK, kept_home="130600"), now=NOW)
    assert await store.save_conversation(Conversation("web:1"), now=NOW + EXPIRED) is None
    assert (await store.load_conversation("web:1", now=NOW + EXPIRED)).kept_home == "130600"


async def test_kept_home_and_its_row_are_gone_when_forgotten(store):
    await store.save_conversation(replace(TALK, kept_home="130600"), now=NOW)
    await store.forget_conversation("web:1")
    assert await store.load_conversation("web:1", now=NOW) is None
    assert await count_rows(store) == 0


async def test_turn_is_found_at_once_when_it_was_handed_in(store):
    await store.record_turn(make_turn())
    assert await store.turn_by_receipt("7K3F-0001") == make_turn()


async def test_turn_is_none_when_the_receipt_is_unknown(store):
    assert await store.turn_by_receipt("") is None
    assert await store.turn_by_receipt("没有\0这个\ud800") is None


async def test_first_turn_stays_when_a_receipt_comes_twice(store):
    await store.record_turn(make_turn(outcome="answer"))
    await store.record_turn(make_turn(outcome="clarify"))
    assert (await store.turn_by_receipt("7K3F-0001")).outcome == "answer"


async def test_odd_text_is_kept_as_far_as_a_database_can(store):
    odd = "身份证\0丢了\ud83d😀\x07\u202e' OR 1=1 --"
    await store.record_turn(make_turn(question=odd, answer={"question": odd}))
    kept = await store.turn_by_receipt("7K3F-0001")
    assert kept.question.startswith("身份证\ufffd丢了")
    assert "😀\x07\u202e' OR 1=1 --" in kept.question
    assert "😀\x07\u202e' OR 1=1 --" in kept.answer["question"]


async def test_all_turns_are_written_when_the_store_closes(url):
    first = await Store.open(url)
    for number in range(300):
        await first.record_turn(make_turn(f"R-{number}"))
    await first.close()
    second = await Store.open(url)
    assert await second.turn_by_receipt("R-0")
    assert await second.turn_by_receipt("R-299")
    await second.close()


async def test_one_bad_job_does_not_take_its_batch_with_it(store):
    bad = make_turn("R-bad", asked_at=datetime(2026, 11, 23))  # noqa: DTZ001 - no time zone
    for record in (make_turn("R-1"), bad, make_turn("R-2")):
        await store.record_turn(record)
    assert await store.turn_by_receipt("R-1")
    assert await store.turn_by_receipt("R-2")
    assert await store.turn_by_receipt("R-bad") is None


async def test_feedback_is_kept_when_the_turn_is_known(store):
    await store.record_turn(make_turn())
    assert await store.save_feedback("7K3F-0001", useful=False, reason="地址不对")
    assert await store.save_feedback("7K3F-0001", useful=True)


async def test_feedback_is_refused_when_the_receipt_is_unknown(store):
    assert not await store.save_feedback("7K3F-9999", useful=True)


async def test_closed_store_takes_nothing_more(url):
    store = await Store.open(url)
    await store.close()
    with pytest.raises(StoreError):
        await store.record_turn(make_turn())


async def test_turn_of_one_store_is_read_by_another(store, url):
    other = await Store.open(url)
    await store.record_turn(make_turn())
    await store.flush()
    assert await other.turn_by_receipt("7K3F-0001") == make_turn()
    await other.close()
