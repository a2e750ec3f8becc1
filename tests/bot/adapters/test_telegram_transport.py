"""Requests over aiohttp: files keep their Chinese names, errors keep the token to themselves."""

import asyncio

import pytest
from telegram import Bot
from telegram.error import NetworkError, TimedOut

from bot.adapters.telegram_transport import AiohttpRequest
from tests.bot.adapters.fake_bot_api import TOKEN, serve_bot_api


def make_bot(url, **more):
    polling = AiohttpRequest()
    return Bot(TOKEN, f"{url}/bot", request=AiohttpRequest(**more), get_updates_request=polling)


async def test_file_keeps_its_chinese_name(api):
    async with make_bot(api.url) as bot:
        sent = await bot.send_document(7, b"x", filename="材料清单.txt")
    assert sent.document.file_name == "材料清单.txt"


async def test_slow_answer_is_a_timeout(api):
    async with make_bot(api.url) as bot:
        with pytest.raises(TimedOut):
            await bot.get_updates(timeout=3, read_timeout=-2.9)


async def test_error_does_not_name_the_token():
    async with serve_bot_api() as api:
        url = api.url
    bot = make_bot(url)
    with pytest.raises(NetworkError) as raised:
        await bot.initialize()
    await bot.shutdown()
    assert TOKEN not in str(raised.value)
    assert raised.value.__cause__ is None or TOKEN not in str(raised.value.__cause__)


async def test_address_in_an_error_is_masked():
    bot = make_bot("ftp://127.0.0.1")
    with pytest.raises(NetworkError) as raised:
        await bot.initialize()
    await bot.shutdown()
    assert "ABC-secret" not in str(raised.value)


async def test_many_requests_share_the_connections(api):
    async with make_bot(api.url, connections=4) as bot:
        await asyncio.gather(*(bot.send_message(chat, "好") for chat in range(1, 101)))
    assert len(api.sent) == 100
