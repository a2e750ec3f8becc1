"""Letters of the hotline get into the chats, in order, at least once, or are noted as refused."""

import asyncio
import contextlib
from datetime import UTC, datetime

import pytest

from bot.adapters.telegram_letters import deliver_letters
from bot.storage.records import TurnRecord
from tests.bot.adapters.fake_bot_api import Refused


@pytest.fixture
def write(store):
    """Write back to a chat as staff do; gives the letter."""

    async def write_one(text, chat=7):
        key = f"telegram:{chat}"
        now = datetime.now(UTC)
        turn = TurnRecord(f"R{chat}", "telegram", now, "转人工", "handoff", conversation=key)
        await store.handoffs.begin(turn)
        number = (await store.handoffs.find_open(key)).id
        await store.handoffs.claim(number, "小王")
        return await store.letters.write(number, "小王", text)

    return write_one


@contextlib.asynccontextmanager
async def delivering(bot, store):
    task = asyncio.create_task(deliver_letters(bot, store.letters, pause=0.01))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def arrived(store, letter):
    """Return the letter once it is delivered or refused."""
    async with asyncio.timeout(5):
        while True:
            kept = (await store.letters.letters_of(letter.handoff))[-1]
            if kept.delivered_at or kept.refused_at:
                return kept
            await asyncio.sleep(0.01)


async def test_letters_reach_the_chat_in_order_and_once(bot, api, store, write):
    await write("请带户口簿")
    last = await write("周六也开门")
    async with delivering(bot, store):
        assert (await arrived(store, last)).delivered_at is not None
        await asyncio.sleep(0.05)
    assert [m["text"].partition("\n")[2] for m in api.sent] == ["请带户口簿", "周六也开门"]
    assert {m["chat"]["id"] for m in api.sent} == {7}
    assert "热线工作人员" in api.sent[0]["text"]


async def test_long_letter_arrives_in_parts(bot, api, store, write):
    letter = await write("字" * 2000 + "\n" + "😀" * 1500)
    async with delivering(bot, store):
        await arrived(store, letter)
    assert len(api.sent) == 2


@pytest.mark.parametrize("how", ["unknown_chats", "blocked_by"])
async def test_letter_to_a_chat_that_is_gone_is_refused_and_others_arrive(
    bot, api, store, write, how
):
    getattr(api, how).add(8)
    lost, other = await write("在吗", chat=8), await write("您好", chat=9)
    async with delivering(bot, store):
        kept = await arrived(store, lost)
        assert (kept.delivered_at, kept.refused_at is None) == (None, False)
        assert (await arrived(store, other)).delivered_at is not None
    assert [m["chat"]["id"] for m in api.sent] == [9]
    assert len(api.payloads("sendMessage")) == 2


async def test_letter_is_sent_again_after_a_failure_on_the_way(bot, api, store, write):
    api.refuse("sendMessage", Refused(500, "Internal Server Error"), Refused(429, "x"))
    first, second = await write("一"), await write("二")
    async with delivering(bot, store):
        assert (await arrived(store, second)).delivered_at is not None
    assert [m["text"][-1] for m in api.sent] == ["一", "二"]
    assert first.id < second.id
