"""A fake Bot API, and the real adapter polling it."""

import asyncio

import pytest

from bot.adapters.telegram import build_application, start, stop
from bot.adapters.telegram_pacing import Pacing
from bot.storage.store import Store
from tests.bot.adapters.fake_bot_api import TOKEN, serve_bot_api
from tests.bot.adapters.fake_talker import FakeTalker


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
async def api():
    async with serve_bot_api() as running:
        yield running


@pytest.fixture
def talker():
    return FakeTalker()


@pytest.fixture
async def bot(api, talker):
    """The adapter, polling, without pauses between messages."""
    application = build_application(
        TOKEN, api.url, talker, pacing=Pacing(private=0, group=0, overall=0)
    )
    async with asyncio.timeout(10):
        await start(application, poll_seconds=5, poll_pause=0)
    yield application.bot
    await stop(application)


@pytest.fixture
async def store():
    opened = await Store.open("sqlite+aiosqlite://")
    yield opened
    await opened.close()
