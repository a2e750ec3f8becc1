"""Every storage test runs on SQLite and on PostgreSQL."""

import pytest

from bot.storage.store import Store


@pytest.fixture
async def store(url):
    opened = await Store.open(url)
    yield opened
    await opened.close()
