"""Every storage test runs on SQLite and on PostgreSQL."""

import pytest

from bot.storage.store import Store
from tests.postgres import empty_database, postgres_database


@pytest.fixture(scope="session")
def postgres_url():
    with postgres_database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request):
    return request.param


@pytest.fixture
def url(engine_name, request, tmp_path):
    """Address of an empty database."""
    if engine_name == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/new/tongban.db"
    address = request.getfixturevalue("postgres_url")
    empty_database(address)
    return address


@pytest.fixture
async def store(url):
    opened = await Store.open(url)
    yield opened
    await opened.close()
