"""Hand-offs and letters: one open a conversation, one winner, delivered at least once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.handoff_records import HandoffState, Talk
from bot.storage.handoffs import WITHDRAWN
from bot.storage.records import TurnRecord
from bot.storage.store import Store

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def make_turn(receipt="7K3F-0001", conversation="web:1", after=0, outcome="handoff"):
    return TurnRecord(
        receipt=receipt,
        surface=conversation.partition(":")[0],
        asked_at=NOW + timedelta(seconds=after),
        question=f"转人工 {receipt}",
        outcome=outcome,
        conversation=conversation,
        answer={"text": f"好的 {receipt}"},
    )


@pytest.fixture
async def handoff(store):
    assert await store.handoffs.begin(make_turn())
    return (await store.handoffs.list_open())[0]


async def actions(store):
    return [(e.account, e.action, e.subject) for e in await store.audit.list_entries()]


async def test_handoff_is_kept_with_its_turn(store, handoff):
    assert handoff.state is HandoffState.WAITING
    assert (handoff.surface, handoff.claimed_by) == ("web", None)
    assert (await store.turn_by_receipt(handoff.receipt)).outcome == "handoff"
    assert await store.handoffs.count_waiting() == 1


async def test_second_request_adds_its_turn_but_no_handoff(store, handoff):
    assert not await store.handoffs.begin(make_turn("7K3F-0002"))
    assert await store.turn_by_receipt("7K3F-0002") is not None
    assert await store.handoffs.list_open() == (handoff,)
    assert await store.handoffs.begin(make_turn("7K3F-0003", "telegram:7"))


async def test_two_processes_begin_one_handoff_when_asked_at_once(store, url):
    other = await Store.open(url)
    turns = [make_turn(f"7K3F-1{n:03}") for n in range(10)]
    begun = [(store, other)[n % 2].handoffs.begin(turn) for n, turn in enumerate(turns)]
    assert sorted(await asyncio.gather(*begun)) == [False] * 9 + [True]
    await other.close()


async def test_one_of_two_wins_when_both_claim_at_once(store, url, handoff):
    other = await Store.open(url)
    doors = [(store, "小王"), (other, "小李")] * 5
    claims = [
        door.handoffs.claim(handoff.id, f"{name}{n}") for n, (door, name) in enumerate(doors)
    ]
    won = await asyncio.gather(*claims)
    assert sorted(won) == [False] * 9 + [True]
    winner = f"{doors[won.index(True)][1]}{won.index(True)}"
    assert (await other.handoffs.find(handoff.id)).claimed_by == winner
    assert await actions(store) == [(winner, "领取转人工", f"转人工 {handoff.id}")]
    await other.close()


async def test_colleague_takes_over_only_from_who_has_it(store, handoff):
    await store.handoffs.claim(handoff.id, "小王")
    assert not await store.handoffs.claim(handoff.id, "小李", instead_of="小赵")
    assert await store.handoffs.claim(handoff.id, "小李", instead_of="小王")
    assert await store.letters.write(handoff.id, "小王", "还是我来") is None
    assert not await store.handoffs.release(handoff.id, "小王")
    assert await store.handoffs.release(handoff.id, "小李")
    assert await store.handoffs.count_waiting() == 1


async def test_only_who_has_it_writes_and_closes(store, handoff):
    assert await store.letters.write(handoff.id, "小王", "您好") is None
    assert not await store.handoffs.close(handoff.id, "小王", "办了")
    await store.handoffs.claim(handoff.id, "小王")
    letter = await store.letters.write(handoff.id, "小王", "您好")
    assert (letter.conversation, letter.text) == ("web:1", "您好")
    assert await store.handoffs.close(handoff.id, "小王", "已说明")
    closed = await store.handoffs.find(handoff.id)
    assert (closed.state, closed.note) == (HandoffState.CLOSED, "已说明")
    assert await store.letters.write(handoff.id, "小王", "还有") is None
    assert await store.handoffs.list_open() == ()
    told = [action for _, action, _ in await actions(store)]
    assert told == ["结束转人工", "回复居民", "领取转人工"]


async def test_person_may_ask_again_when_the_handoff_is_closed(store, handoff):
    await store.handoffs.claim(handoff.id, "小王")
    await store.handoffs.close(handoff.id, "小王")
    assert await store.handoffs.begin(make_turn("7K3F-0002"))
    assert (await store.handoffs.find_open("web:1")).receipt == "7K3F-0002"


async def test_letter_is_on_its_way_until_it_is_marked(store, handoff):
    await store.handoffs.claim(handoff.id, "小王")
    one = await store.letters.write(handoff.id, "小王", "一")
    two = await store.letters.write(handoff.id, "小王", "二")
    assert await store.letters.undelivered("web:1") == (one, two)
    await store.letters.mark_delivered([one.id], conversation="web:2")
    assert len(await store.letters.undelivered("web:1")) == 2
    await store.letters.mark_delivered([one.id], conversation="web:1")
    assert await store.letters.undelivered("web:1") == (two,)
    await store.letters.mark_refused(two.id)
    assert await store.letters.undelivered("web:1") == ()
    first, second = await store.letters.letters_of(handoff.id)
    assert first.delivered_at is not None
    assert second.delivered_at is None
    assert second.refused_at is not None


async def test_letters_of_one_surface_are_found(store):
    for receipt, conversation in (("A", "telegram:7"), ("B", "web:7"), ("C", "telegramx:7")):
        await store.handoffs.begin(make_turn(receipt, conversation))
        waiting = await store.handoffs.find_open(conversation)
        await store.handoffs.claim(waiting.id, "小王")
        await store.letters.write(waiting.id, "小王", receipt)
    assert [letter.text for letter in await store.letters.undelivered_on("telegram")] == ["A"]


async def test_talk_goes_on_in_the_sight_of_staff(store, handoff):
    for n in range(3):
        await store.record_turn(make_turn(f"8K3F-{n}", after=n + 1, outcome="answer"))
    await store.record_turn(make_turn("9K3F-0", "web:2", after=5, outcome="answer"))
    await store.record_turn(make_turn("9K3F-1", after=-7200, outcome="answer"))
    await store.flush()
    seen = await store.handoffs.turns_of("web:1", since=NOW - timedelta(hours=1))
    assert [t.receipt for t in seen] == ["7K3F-0001", "8K3F-0", "8K3F-1", "8K3F-2"]
    assert seen[1].answer["text"] == "好的 8K3F-0"


async def test_talk_tells_its_last_matter_and_when_it_was_heard_of(store, handoff):
    await store.record_turn(make_turn("8K3F-1", after=1, outcome="answer"))
    await store.record_turn(make_turn("8K3F-2", after=2, outcome="smalltalk"))
    await store.flush()
    assert await store.handoffs.talks_of({"web:1", "web:2"}) == {
        "web:1": Talk(
            said_at=NOW + timedelta(seconds=2),
            matter="转人工 8K3F-1",
            matter_at=NOW + timedelta(seconds=1),
        )
    }


async def test_handoff_is_withdrawn_when_the_person_empties_the_conversation(store, handoff):
    await store.forget_conversation("web:1")
    assert await store.handoffs.list_open() == ()
    assert (await store.handoffs.find(handoff.id)).note == WITHDRAWN
