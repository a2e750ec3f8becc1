"""Messages keep their distance, and none is lost when Telegram asks to wait."""

import asyncio
import time
from itertools import pairwise

import pytest
from telegram.error import RetryAfter

from bot.adapters.telegram import build_application, start, stop
from bot.adapters.telegram_pacing import Pacing
from bot.messages import Reply
from tests.bot.adapters.fake_bot_api import TOKEN, Refused
from tests.bot.adapters.fake_talker import replying


class Clocked:
    """Notes when each message went out; refuses the first ones."""

    def __init__(self, pacing, refusals=()):
        self.pacing = pacing
        self.refusals = list(refusals)
        self.sent = []

    async def send(self, chat, endpoint="sendMessage"):
        data = {"chat_id": chat}
        return await self.pacing.process_request(self._post, (chat,), {}, endpoint, data, None)

    async def _post(self, chat):
        if self.refusals:
            raise RetryAfter(self.refusals.pop(0))
        self.sent.append((chat, time.monotonic()))
        return True

    def gaps(self, chat):
        times = [at for to, at in self.sent if to == chat]
        return [b - a for a, b in pairwise(times)]


@pytest.mark.parametrize(("chat", "seconds"), [(7, 0.1), (-7, 0.2)])
async def test_messages_to_one_chat_keep_their_distance(chat, seconds):
    clocked = Clocked(Pacing(private=0.1, group=0.2, overall=0))
    await asyncio.gather(*(clocked.send(chat) for _ in range(4)))
    assert len(clocked.gaps(chat)) == 3
    assert min(clocked.gaps(chat)) > seconds * 0.8


async def test_different_chats_do_not_wait_for_each_other():
    clocked = Clocked(Pacing(private=1, group=1, overall=0))
    async with asyncio.timeout(0.5):
        await asyncio.gather(*(clocked.send(chat) for chat in range(1, 100)))
    assert len(clocked.sent) == 99


async def test_all_messages_together_keep_the_overall_pace():
    clocked = Clocked(Pacing(private=0, group=0, overall=0.02))
    began = time.monotonic()
    await asyncio.gather(*(clocked.send(chat) for chat in range(1, 12)))
    assert time.monotonic() - began > 0.2 * 0.9


async def test_edits_and_answers_to_buttons_need_no_slot():
    clocked = Clocked(Pacing(private=1, group=1, overall=1))
    async with asyncio.timeout(0.5):
        for endpoint in ("editMessageReplyMarkup", "answerCallbackQuery"):
            await clocked.send(7, endpoint)
            await clocked.send(7, endpoint)
    assert len(clocked.sent) == 4


async def test_all_senders_wait_when_one_is_told_to():
    clocked = Clocked(Pacing(private=0, group=0, overall=0), refusals=[1])
    began = time.monotonic()
    first = asyncio.create_task(clocked.send(1))
    await asyncio.sleep(0.05)
    await asyncio.gather(first, clocked.send(2), clocked.send(3, "answerCallbackQuery"))
    assert sorted(chat for chat, _ in clocked.sent) == [1, 2, 3]
    assert min(at for _, at in clocked.sent) - began > 1


async def test_idle_chats_are_forgotten():
    pacing = Pacing(private=0.001, group=0.001, overall=0)
    clocked = Clocked(pacing)
    for chat in range(1, 3000):
        await clocked.send(chat)
    assert len(pacing._lanes) < 1100


async def test_no_message_is_lost_when_telegram_refuses_fast_ones(api, talker):
    api.seconds_per_message = 0.9
    api.refuse("sendMessage", Refused(429, "Too Many Requests: retry after 1", retry_after=1))
    talker.answer = replying(Reply("\n\n".join(["很长的段落" * 500] * 2)))
    application = build_application(TOKEN, api.url, talker)
    await start(application, poll_pause=0)
    api.say("一", chat=7)
    api.say("一", chat=8)
    sent = await api.wait_for_sent(4, seconds=10)
    await stop(application)
    assert sorted(m["chat"]["id"] for m in sent) == [7, 7, 8, 8]
    assert len(api.payloads("sendMessage")) == 5  # only the one that was refused on purpose
