"""An office over a small live catalog, in memory or where a test wants it."""

import pytest

from bot.knowledge import build_knowledge
from bot.office import Drafting, Importing, Publishing, Versions
from bot.reload import LiveCatalog
from bot.storage.store import Store
from catalog.loading import build_release
from tests.builders import make_row, make_sheets


def sheets_with(summary="证件丢失后补领", **rows):
    return make_sheets(items=[make_row("items", summary=summary)], **rows)


def version_of(sheets):
    return build_release(sheets).version


async def load(store, sheets, author="王工", reason="首次"):
    version = version_of(sheets)
    await store.publish(sheets, version, author=author, reason=reason)
    return version


@pytest.fixture
async def store():
    opened = await Store.open("sqlite+aiosqlite://")
    await load(opened, sheets_with())
    yield opened
    await opened.close()


@pytest.fixture
def drafting(store):
    return Drafting(store)


@pytest.fixture
def versions(store):
    return Versions(store)


@pytest.fixture
def make_publishing():
    def make(store, **options):
        return Publishing(store, LiveCatalog(store, build_knowledge), **options)

    return make


@pytest.fixture
def publishing(store, make_publishing):
    return make_publishing(store)


@pytest.fixture
async def make_importing(store):
    made = []

    def make(read):
        made.append(Importing(store, read))
        return made[-1]

    yield make
    for importing in made:
        await importing.close()
