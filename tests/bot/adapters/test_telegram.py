"""The adapter as a whole: it polls, survives what goes wrong, and keeps the token to itself."""

import asyncio
import contextlib
import logging

import pytest

from bot.adapters.telegram import build_application, run_telegram, start, stop
from bot.adapters.telegram_pacing import Pacing
from bot.messages import Reply
from tests.bot.adapters.fake_bot_api import TOKEN, Refused, serve_bot_api
from tests.bot.adapters.fake_talker import FakeTalker, NoLetters


@contextlib.asynccontextmanager
async def running(url, talker, token=TOKEN):
    task = asyncio.create_task(
        run_telegram(token, url, talker, NoLetters(), poll_seconds=5, poll_pause=0.01)
    )
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_message_is_answered_when_the_adapter_runs_as_a_task(api, talker):
    async with running(api.url, talker):
        api.say("办身份证")
        [sent] = await api.wait_for_sent(1)
    assert sent["text"] == "您说的是:办身份证"
    assert talker.heard[0].conversation == "telegram:7"
    assert talker.heard[0].surface == "telegram"


async def test_command_menu_is_set_in_chinese(bot, api):
    [menu] = api.payloads("setMyCommands")
    assert [c["command"] for c in menu["commands"]] == ["start", "help", "forget"]
    assert all(c["description"] for c in menu["commands"])


async def test_polling_begins_when_the_menu_is_refused(api, talker):
    api.refuse("setMyCommands", Refused(400, "Bad Request: BOT_COMMAND_INVALID"))
    async with running(api.url, talker):
        api.say("在吗")
        await api.wait_for_sent(1)
    assert len(api.sent) == 1


async def test_polling_begins_when_telegram_can_be_reached_again(api, talker):
    api.refuse("getMe", None, Refused(502, "Bad Gateway"))
    async with running(api.url, talker):
        api.say("在吗")
        await api.wait_for_sent(1, seconds=8)
    assert len(api.sent) == 1


async def test_adapter_gives_up_when_the_token_is_refused(api, talker, caplog):
    wrong = "999:wrong-secret"
    async with asyncio.timeout(5):
        await run_telegram(wrong, api.url, talker, NoLetters())
    assert "refuses the bot token" in caplog.text
    assert "wrong-secret" not in caplog.text


async def test_polling_goes_on_after_a_conflict(api, talker, caplog):
    api.refuse("getUpdates", Refused(409, "Conflict: terminated by other getUpdates request"))
    async with running(api.url, talker):
        api.say("在吗")
        await api.wait_for_sent(1)
    assert "only one may" in caplog.text


async def test_second_poller_is_refused_by_telegram_and_says_so(bot, api, talker, caplog):
    await api.wait_for_call("getUpdates")
    async with running(api.url, FakeTalker()):
        await api.wait_for_call("getUpdates", 4)
    assert "only one may" in caplog.text


async def test_person_hears_one_sentence_when_answering_fails(bot, api, talker, caplog):
    async def fail_once(message):
        if len(talker.heard) == 1:
            raise RuntimeError("boom")
        return Reply("好了")

    talker.answer = fail_once
    api.say("一")
    api.say("二")
    texts = [m["text"] for m in await api.wait_for_sent(2)]
    assert "抱歉" in texts[0]
    assert texts[1] == "好了"
    assert "boom" in caplog.text


@pytest.mark.parametrize("how", ["unknown_chats", "blocked_by"])
async def test_others_are_answered_when_one_chat_is_gone(bot, api, how, caplog):
    getattr(api, how).add(8)
    api.say("在吗", chat=8)
    api.say("在吗", chat=9)
    [sent] = await api.wait_for_sent(1)
    assert sent["chat"]["id"] == 9
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR]


async def test_no_chat_is_out_of_order_when_forty_talk_at_once(bot, api, talker):
    async def answer_slowly(message):
        # The first messages take longest: side by side they would come last.
        await asyncio.sleep(0.05 / (1 + int(message.text)))
        return Reply(message.text)

    talker.answer = answer_slowly
    for number in range(5):
        for chat in range(1, 41):
            api.say(str(number), chat=chat)
    sent = await api.wait_for_sent(200, seconds=20)
    for chat in range(1, 41):
        texts = [m["text"] for m in sent if m["chat"]["id"] == chat]
        assert texts == ["0", "1", "2", "3", "4"]


async def test_reply_under_way_goes_out_when_the_program_stops(api, talker):
    async def answer_slowly(message):
        await asyncio.sleep(0.3)
        return Reply("来了")

    talker.answer = answer_slowly
    application = build_application(TOKEN, api.url, talker, pacing=Pacing())
    await start(application, poll_pause=0)
    api.say("在吗")
    await talker.wait_for(lambda: bool(talker.heard))
    await stop(application)
    assert [m["text"] for m in api.sent] == ["来了"]


async def test_adapter_stops_at_once_when_telegram_was_never_reached(talker):
    async with serve_bot_api() as api:
        url = api.url
    async with asyncio.timeout(2), running(url, talker):
        await asyncio.sleep(0.2)
    assert not talker.heard


async def test_token_is_in_no_log_line_whatever_happens(api, talker, caplog):
    caplog.set_level(logging.DEBUG)
    api.refuse("getUpdates", None, Refused(409, "Conflict"), Refused(500, "Internal Server Error"))
    api.refuse("sendMessage", None, Refused(400, "Bad Request: chat not found"))
    async with running(api.url, talker):
        api.say("一")
        api.say("二")
        await api.wait_for_sent(1, seconds=8)
    assert TOKEN not in caplog.text
    assert "ABC-secret" not in caplog.text
