"""A catalog version is published whole or not at all, and everybody sees the same one."""

import asyncio
import signal
import sys
import textwrap
from pathlib import Path

import pytest

from bot.storage.records import ChangeKind, LiveChanged, UnknownVersion
from bot.storage.store import Store

ROOT = Path(__file__).parents[3]


def make_sheets(mark: str, rows: int = 3):
    """Sheets whose every cell carries the mark, so that a mixture shows."""
    return {
        noun: [{"id": f"{noun}-{n}", "name": mark, "note": ""} for n in range(rows)]
        for noun in ("items", "aliases", "offerings", "agreements")
    }


def marks_of(sheets) -> set[str]:
    return {row["name"] for rows in sheets.values() for row in rows}


async def publish(store: Store, mark: str, **options) -> bool:
    options = {"author": "王工", "reason": "测试", **options}
    return await store.publish(make_sheets(mark), mark, **options)


async def test_nothing_is_live_before_the_first_publish(store):
    assert await store.live_version() is None
    assert await store.list_versions() == ()


async def test_published_sheets_come_back_as_they_were(store):
    sheets = {
        "items": [{"id": "a", "name": "居民身份证补领;“换领”\n,"}, {"id": "b", "extra": ""}],
        "limits": [],
    }
    assert await store.publish(sheets, "v1", author="王工", reason="首次")
    assert await store.live_version() == "v1"
    assert await store.read_sheets("v1") == sheets


async def test_version_tells_who_published_it_and_why(store):
    await publish(store, "v1")
    await publish(store, "v2", reason="更新北三县清单")
    newest, oldest = await store.list_versions()
    assert (newest.version, newest.author, newest.reason) == ("v2", "王工", "更新北三县清单")
    assert (newest.row_count, newest.is_live, oldest.is_live) == (12, True, False)
    assert newest.published_at.utcoffset().total_seconds() == 0


async def test_publish_changes_nothing_when_the_version_is_live(store):
    await publish(store, "v1")
    assert not await publish(store, "v1", reason="又一次")
    assert len(await store.list_changes()) == 1


async def test_publish_of_a_known_version_makes_it_live_again(store):
    await publish(store, "v1")
    await publish(store, "v2")
    assert await publish(store, "v1")
    assert await store.live_version() == "v1"
    assert len(await store.list_versions()) == 2


async def test_publish_is_refused_when_another_version_went_live_meanwhile(store):
    await publish(store, "v1")
    await publish(store, "v2", expected_live="v1")
    with pytest.raises(LiveChanged):
        await publish(store, "v3", expected_live="v1")
    assert await store.live_version() == "v2"
    assert [v.version for v in await store.list_versions()] == ["v2", "v1"]


async def test_set_live_goes_back_and_is_written_down(store):
    await publish(store, "v1")
    await publish(store, "v2")
    assert await store.set_live("v1", author="李工", reason="清单有误")
    assert await store.live_version() == "v1"
    last = (await store.list_changes())[0]
    assert (last.version, last.kind) == ("v1", ChangeKind.ROLLED_BACK)
    assert (last.author, last.reason) == ("李工", "清单有误")
    assert not await store.set_live("v1", author="李工", reason="再来")


async def test_unknown_version_is_refused(store):
    await publish(store, "v1")
    with pytest.raises(UnknownVersion):
        await store.set_live("v9", author="李工", reason="")
    with pytest.raises(UnknownVersion):
        await store.read_sheets("v9")
    assert await store.live_version() == "v1"


async def test_reader_never_sees_a_mixture_while_another_store_publishes(store, url):
    await publish(store, "m0")
    other = await Store.open(url)

    async def read_until(last: str) -> int:
        count = 0
        while True:
            version = await other.live_version()
            assert marks_of(await other.read_sheets(version)) == {version}
            count += 1
            if version == last:
                return count

    reading = asyncio.create_task(read_until("m20"))
    for number in range(1, 21):
        await publish(store, f"m{number}")
    assert await asyncio.wait_for(reading, 10) > 1
    await other.close()


async def test_two_stores_that_publish_the_same_version_agree(store, url):
    other = await Store.open(url)
    changed = await asyncio.gather(*(publish(s, "v1") for s in (store, other)))
    assert sorted(changed) == [False, True]
    assert len(await store.list_versions()) == 1
    await other.close()


async def test_waiting_store_looks_again_after_its_time(store):
    await asyncio.wait_for(store.wait_for_publish(0.01), 2)
    assert await store.live_version() is None


async def test_waiting_store_hears_of_a_publish_at_once(store, url, engine_name):
    if engine_name == "sqlite":
        return  # SQLite has no notices: whoever waits looks again after its time, as tested above
    other = await Store.open(url)
    waiting = asyncio.create_task(other.wait_for_publish(30))
    await asyncio.sleep(0.3)
    await publish(store, "v1")
    await asyncio.wait_for(waiting, 5)
    assert await other.live_version() == "v1"
    await other.close()


PUBLISH_AND_DIE = """
    import asyncio, os, signal, sys
    from sqlalchemy import Engine, event
    from bot.storage.store import Store
    from tests.bot.storage.test_catalog_versions import publish

    @event.listens_for(Engine, "after_cursor_execute")
    def die(connection, cursor, statement, *rest):
        if statement.startswith(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)

    async def main():
        store = await Store.open(sys.argv[1])
        await publish(store, "v2")

    asyncio.run(main())
"""


@pytest.mark.parametrize(
    "last_statement",
    ["INSERT INTO catalog_version", "INSERT INTO catalog_sheet", "UPDATE live_catalog"],
)
async def test_old_version_stays_whole_when_the_publisher_is_killed(store, url, last_statement):
    await publish(store, "v1")
    script = textwrap.dedent(PUBLISH_AND_DIE)
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, url, last_statement, cwd=ROOT
    )
    assert await killed.wait() == -signal.SIGKILL
    assert await store.live_version() == "v1"
    assert marks_of(await store.read_sheets("v1")) == {"v1"}
    assert [v.version for v in await store.list_versions()] == ["v1"]
    assert await publish(store, "v2")
    assert marks_of(await store.read_sheets("v2")) == {"v2"}
