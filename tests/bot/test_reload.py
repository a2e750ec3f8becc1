"""Publishing a folder, following the live version, and when the shipped catalog is published."""

import asyncio
import csv
import shutil

import pytest

from bot.reload import (
    SHIPPED_AUTHOR,
    SHIPPED_FOLDER,
    LiveCatalog,
    publish_shipped,
    read_source_catalog,
)
from bot.storage.records import ChangeKind, LiveChanged
from bot.storage.store import Store
from catalog.problems import CatalogProblems


@pytest.fixture
async def store():
    opened = await Store.open("sqlite+aiosqlite://")
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def make_folder(tmp_path_factory):
    """Copies of the shipped catalog that differ in one cell."""
    made = {}

    def make(mark):
        if mark not in made:
            folder = tmp_path_factory.mktemp("catalog") / mark
            shutil.copytree(SHIPPED_FOLDER, folder)
            change_first_row(folder / "items.csv", "summary", f"测试用简介{mark}")
            made[mark] = folder
        return made[mark]

    return make


def change_first_row(file, column, text):
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        names, rows = reader.fieldnames, list(reader)
    rows[0][column] = text
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names)
        writer.writeheader()
        writer.writerows(rows)


async def publish(store, folder, **options):
    draft = await read_source_catalog(folder)
    version = draft.release.version
    await store.publish(draft.sheets, version, author="王工", reason="测试", **options)
    return version


def first_summary(release):
    return next(iter(release.items.values())).summary


async def test_shipped_catalog_is_published_when_the_store_is_empty(store):
    assert await publish_shipped(store)
    assert (
        await store.live_version() == (await read_source_catalog(SHIPPED_FOLDER)).release.version
    )
    last = (await store.list_changes())[0]
    assert (last.kind, last.author) == (ChangeKind.SHIPPED, SHIPPED_AUTHOR)


async def test_shipped_catalog_is_left_when_it_is_live(store):
    await publish_shipped(store)
    assert not await publish_shipped(store)
    assert len(await store.list_changes()) == 1


async def test_newly_shipped_catalog_replaces_one_that_was_shipped(store, make_folder):
    await publish_shipped(store, make_folder("old"))
    assert await publish_shipped(store, make_folder("new"))
    live = await store.live_version()
    assert live == (await read_source_catalog(make_folder("new"))).release.version
    assert len(await store.list_versions()) == 2


async def test_shipped_catalog_is_left_when_an_administrator_has_published(store, make_folder):
    await publish_shipped(store, make_folder("old"))
    own = await publish(store, make_folder("own"))
    assert not await publish_shipped(store, make_folder("new"))
    assert await store.live_version() == own


async def test_shipped_catalog_is_left_when_an_administrator_went_back(store, make_folder):
    await publish_shipped(store, make_folder("old"))
    old = await store.live_version()
    await publish_shipped(store, make_folder("new"))
    await store.set_live(old, author="王工", reason="新版有误")
    assert not await publish_shipped(store, make_folder("new"))
    assert await store.live_version() == old


async def test_broken_folder_changes_nothing(store, make_folder, tmp_path):
    version = await publish(store, make_folder("own"))
    broken = tmp_path / "broken"
    shutil.copytree(make_folder("own"), broken)
    change_first_row(broken / "items.csv", "id", "不是 id")
    with pytest.raises(CatalogProblems) as caught:
        await publish(store, broken)
    assert caught.value.problems
    assert await store.live_version() == version
    assert len(await store.list_versions()) == 1


async def test_publish_is_refused_when_another_version_went_live_meanwhile(store, make_folder):
    first = await publish(store, make_folder("old"))
    await publish(store, make_folder("new"))
    with pytest.raises(LiveChanged):
        await publish(store, make_folder("own"), expected_live=first)


async def test_live_catalog_takes_over_what_was_published(store, make_folder):
    catalog = LiveCatalog(store, build=lambda release, held: release)
    assert not await catalog.refresh()
    version = await publish(store, make_folder("old"))
    assert await catalog.refresh()
    assert catalog.version == version
    assert first_summary(catalog.current()) == "测试用简介old"
    assert not await catalog.refresh()


async def test_turn_keeps_the_knowledge_it_began_with(store, make_folder):
    catalog = LiveCatalog(store, build=lambda release, held: release)
    await publish(store, make_folder("old"))
    await catalog.refresh()
    begun_with = catalog.current()
    await publish(store, make_folder("new"))
    await catalog.refresh()
    assert first_summary(begun_with) == "测试用简介old"
    assert first_summary(catalog.current()) == "测试用简介new"


async def test_old_knowledge_stays_when_the_live_version_cannot_be_used(store, make_folder):
    def build(release, held):
        if first_summary(release).endswith("bad"):
            raise ValueError("cannot be used")
        return release

    catalog = LiveCatalog(store, build)
    await publish(store, make_folder("old"))
    await catalog.refresh()
    await publish(store, make_folder("bad"))
    with pytest.raises(ValueError, match="cannot be used"):
        await catalog.refresh()
    assert first_summary(catalog.current()) == "测试用简介old"
    assert not await catalog.refresh()  # said once
    await publish(store, make_folder("new"))
    assert await catalog.refresh()


async def test_watching_follows_a_publish_and_survives_an_error(store, make_folder):
    loop, is_built = asyncio.get_running_loop(), asyncio.Event()

    def build(release, held):
        if first_summary(release).endswith("new"):
            loop.call_soon_threadsafe(is_built.set)
        return release

    catalog = LiveCatalog(store, build)
    await publish(store, make_folder("old"))
    await catalog.refresh()
    await store.publish({"items": []}, "unusable", author="王工", reason="")
    watching = asyncio.create_task(catalog.watch(0.01))
    await asyncio.sleep(0.1)
    new = await publish(store, make_folder("new"))
    await asyncio.wait_for(is_built.wait(), 10)
    await catalog.refresh()  # waits for the refresh that is under way
    assert catalog.version == new
    watching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await watching


def test_current_needs_a_refresh_before():
    with pytest.raises(RuntimeError):
        LiveCatalog(None, build=lambda release, held: release).current()
