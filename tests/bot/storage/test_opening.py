"""Opening a database: made when it is missing, refused in one sentence when unusable."""

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.storage.records import StoreError
from bot.storage.store import Store
from tests.bot.storage.test_catalog_versions import marks_of, publish
from tests.postgres import own_server, postgres_database

ROOT = Path(__file__).parents[3]


async def sentence_of(url: str) -> str:
    with pytest.raises(StoreError) as caught:
        await Store.open(url)
    said = str(caught.value)
    assert "TONGBAN_DATABASE_URL" in said
    assert "\n" not in said
    return said


async def test_what_was_kept_is_there_when_it_is_opened_again(url):
    first = await Store.open(url)
    await publish(first, "v1")
    await first.close()
    second = await Store.open(url)
    assert await second.live_version() == "v1"
    await second.close()


async def test_database_in_memory_keeps_what_it_is_given():
    store = await Store.open("sqlite+aiosqlite://")
    await publish(store, "v1")
    read = [store.read_sheets("v1") for _ in range(10)]
    assert all(marks_of(sheets) == {"v1"} for sheets in await asyncio.gather(*read))
    await store.close()


def test_four_processes_may_open_a_new_database_at_once(url):
    script = (
        "import asyncio, sys\n"
        "from bot.storage.store import Store\n"
        "from tests.bot.storage.test_catalog_versions import publish\n"
        "async def main():\n"
        "    store = await Store.open(sys.argv[1])\n"
        "    await publish(store, 'v1')\n"
        "    await store.close()\n"
        "asyncio.run(main())\n"
    )
    command = [sys.executable, "-c", script, url]
    started = [
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    said = [process.communicate()[1] for process in started]
    assert [process.returncode for process in started] == [0] * 4, said


async def test_sqlite_is_in_wal_mode(tmp_path):
    await (await Store.open(f"sqlite+aiosqlite:///{tmp_path}/t.db")).close()
    with sqlite3.connect(tmp_path / "t.db") as plain:
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    plain.close()


async def test_folder_that_cannot_be_made_is_told_with_its_path(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert f"{tmp_path}/file/t.db" in await sentence_of(
        f"sqlite+aiosqlite:///{tmp_path}/file/t.db"
    )


async def test_folder_in_place_of_the_file_is_told(tmp_path):
    assert "unable to open" in await sentence_of(f"sqlite+aiosqlite:///{tmp_path}")


async def test_file_that_is_no_database_is_told_and_left_alone(tmp_path):
    file = tmp_path / "t.db"
    file.write_text("这不是数据库" * 100)
    assert "not a database" in await sentence_of(f"sqlite+aiosqlite:///{file}")
    assert file.read_text().startswith("这不是数据库")


async def test_file_that_cannot_be_written_is_told(tmp_path):
    await (await Store.open(f"sqlite+aiosqlite:///{tmp_path}/t.db")).close()
    # mode=ro is what a read-only disk looks like to SQLite, also for root.
    address = f"sqlite+aiosqlite:///file:{tmp_path}/t.db?mode=ro&uri=true"
    assert "readonly" in await sentence_of(address)


async def test_server_that_does_not_answer_is_told_without_the_password():
    said = await sentence_of("postgresql+asyncpg://tongban:s3cret@127.0.0.1:1/tongban")
    assert "PostgreSQL" in said
    assert "s3cret" not in said


async def test_database_that_the_server_lacks_is_told(postgres_url):
    address = make_url(postgres_url).set(database="no_such_database")
    said = await sentence_of(address.render_as_string(hide_password=False))
    assert "no_such_database" in said


async def test_address_that_is_none_is_told():
    assert "TONGBAN_DATABASE_URL" in await sentence_of("var/tongban.db")


async def test_missing_driver_is_told_with_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    said = await sentence_of("postgresql+asyncpg://127.0.0.1/tongban")
    assert "tongban[postgres]" in said


async def test_write_that_fails_later_is_told(tmp_path):
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/t.db")
    with sqlite3.connect(tmp_path / "t.db", isolation_level=None) as plain:
        plain.execute("DROP TABLE catalog_sheet")
    plain.close()
    with pytest.raises(StoreError, match="TONGBAN_DATABASE_URL"):
        await publish(store, "v1")
    assert await store.live_version() is None
    await store.close()


async def test_server_that_went_away_is_told(tmp_path):
    with postgres_database() as address:
        store = await Store.open(address)
        await publish(store, "v1")
    with pytest.raises(StoreError, match="TONGBAN_DATABASE_URL"):
        await store.live_version()
    with pytest.raises(StoreError, match="TONGBAN_DATABASE_URL"):
        await publish(store, "v2")
    await store.close()


async def test_tests_can_start_a_server_of_their_own():
    with own_server() as server:
        store = await Store.open(server.render_as_string(hide_password=False))
        await publish(store, "v1")
        assert await store.live_version() == "v1"
        await store.close()
