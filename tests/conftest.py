"""What the tests share: the shipped catalog, read and indexed once; databases of both kinds."""

import pytest

from bot.knowledge import Knowledge, build_knowledge
from bot.reload import SHIPPED_FOLDER
from catalog.loading import build_release
from catalog.sheets import read_sheets
from tests.postgres import empty_database, postgres_database


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Everything one turn answers from, built from the shipped catalog."""
    return build_knowledge(build_release(read_sheets(SHIPPED_FOLDER)))


@pytest.fixture(scope="session")
def postgres_url():
    with postgres_database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request):
    return request.param


@pytest.fixture
def url(engine_name, request, tmp_path):
    """Address of an empty database, of each kind in turn."""
    if engine_name == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/new/tongban.db"
    address = request.getfixturevalue("postgres_url")
    empty_database(address)
    return address
