"""An upload becomes a draft whole, or nothing of it does; its file is gone in the end."""

import asyncio
import threading
import time
from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest

from bot.storage.office_records import ImportProgress, ImportState
from catalog.problems import CatalogProblems, Problem
from tests.bot.office.conftest import sheets_with
from tests.builders import make_row

NOT_A_WORKBOOK = Problem("目录.xlsx", None, None, "不是完好的工作簿")


@dataclass(frozen=True)
class Read:
    """What a reader gives, every problem one row further down."""

    sheets: dict
    mended: tuple = ()
    skipped: tuple = ()

    def locate(self, problem):
        return replace(problem, row=(problem.row or 0) + 1)


@pytest.fixture
def upload(tmp_path):
    file = tmp_path / "upload"
    file.write_bytes(b"rows")
    return file


async def ended(store, import_id):
    """Wait until an import is over and its file is gone."""
    while True:
        found = await store.imports.find(import_id)
        if found.state is not ImportState.RUNNING:
            return found
        await asyncio.sleep(0.02)


async def nothing_but_the_import(store):
    return await store.drafts.list_recent() == () and len(await store.list_versions()) == 1


def raising(error):
    def read(path, name, tell):
        raise error

    return read


async def test_valid_upload_becomes_a_draft_and_is_deleted(store, make_importing, upload):
    mended = SimpleNamespace(as_json=lambda: {"from": "１", "to": "1"})
    sheets = sheets_with(summary="丢了就补")
    seen = []

    def read(path, name, tell):
        seen.append((path.read_bytes(), name))
        return Read(sheets, (mended,), ("“说明”不是目录的表",))

    live = await store.live_version()
    importing = make_importing(read)
    import_id = await importing.start(upload, "目录.xlsx", "王工")
    found = await ended(store, import_id)
    assert (found.state, seen) == (ImportState.DONE, [(b"rows", "目录.xlsx")])
    assert found.report["mended"] == [{"from": "１", "to": "1"}]
    assert (found.report["mended_count"], len(found.report["skipped"])) == (1, 1)
    draft, kept = await store.drafts.read_sheets(found.draft)
    assert (draft.title, draft.base_version, draft.account) == ("目录.xlsx", live, "王工")
    assert kept == sheets
    assert await store.live_version() == live
    await importing.close()
    assert not upload.exists()


async def test_every_problem_is_kept_where_its_editor_finds_it(store, make_importing, upload):
    rows = [make_row("aliases", alias=f"叫法{n}", item="no-such-item") for n in range(2500)]
    importing = make_importing(lambda path, name, tell: Read(sheets_with(aliases=rows)))
    found = await ended(store, await importing.start(upload, "目录.xlsx", "王工"))
    assert (found.state, found.report["problem_count"]) == (ImportState.REFUSED, 2500)
    assert len(found.report["problems"]) == 2000
    first = found.report["problems"][0]
    assert (first["file"], first["row"], first["column"]) == ("aliases.csv", 3, "item")
    assert await nothing_but_the_import(store)
    await importing.close()
    assert not upload.exists()


@pytest.mark.parametrize(
    ("error", "state", "key"),
    [
        (CatalogProblems([NOT_A_WORKBOOK]), ImportState.REFUSED, "problems"),
        (MemoryError("no memory"), ImportState.FAILED, "sentence"),
    ],
)
async def test_file_that_cannot_be_read_changes_nothing(
    store, make_importing, upload, error, state, key
):
    importing = make_importing(raising(error))
    found = await ended(store, await importing.start(upload, "目录.xlsx", "王工"))
    assert found.state is state
    assert found.report[key]
    assert "no memory" not in str(found.report)
    assert await nothing_but_the_import(store)
    await importing.close()
    assert not upload.exists()


async def test_progress_is_kept_while_a_file_is_read(store, make_importing, upload):
    go_on = threading.Event()

    def read(path, name, tell):
        tell(ImportProgress("读取", 300, 1000))
        go_on.wait(20)
        return Read(sheets_with(summary="丢了就补"))

    import_id = await make_importing(read).start(upload, "目录.xlsx", "王工")
    while True:
        found = await store.imports.find(import_id)
        if found.progress.total:
            break
        await asyncio.sleep(0.02)
    assert found.progress == ImportProgress("读取", 300, 1000)
    go_on.set()
    assert (await ended(store, import_id)).state is ImportState.DONE


async def test_imports_at_once_take_turns(store, make_importing, tmp_path):
    at_once, most = 0, 0

    def read(path, name, tell):
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        time.sleep(0.05)  # long enough for another one to begin, if it may
        at_once -= 1
        return Read(sheets_with(summary=name))

    importing = make_importing(read)
    names = ["甲", "乙", "丙"]
    started = [await importing.start(tmp_path / name, name, "王工") for name in names]
    for import_id in started:
        assert (await ended(store, import_id)).state is ImportState.DONE
    assert most == 1
    assert {draft.title for draft in await store.drafts.list_open()} == set(names)


async def test_import_says_that_it_was_stopped_with_the_program(store, make_importing, upload):
    is_reading, is_over = threading.Event(), threading.Event()

    def read(path, name, tell):
        is_reading.set()
        try:
            while True:
                tell(ImportProgress("读取", 1, 2))
        finally:
            is_over.set()

    importing = make_importing(read)
    import_id = await importing.start(upload, "目录.xlsx", "王工")
    await asyncio.to_thread(is_reading.wait)
    await importing.close()
    found = await store.imports.find(import_id)
    assert found.state is ImportState.FAILED
    assert "停止" in found.report["sentence"]
    await asyncio.to_thread(is_over.wait)
    assert await nothing_but_the_import(store)
    assert not upload.exists()
