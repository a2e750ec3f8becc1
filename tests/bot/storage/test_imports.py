"""An import ends in a draft, in problems or in a sentence; one that died is told from the rest."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.storage.office_records import (
    IMPORT_DIED,
    IMPORT_SILENT_AFTER,
    ImportProgress,
    ImportState,
    UnknownImport,
)
from tests.bot.storage.test_catalog_versions import make_sheets, publish

SHEETS = make_sheets("imported")
PROBLEMS = {"problems": [{"file": "items.csv", "wrong": "空着"}]}


@pytest.fixture
async def import_id(store):
    await publish(store, "v1")
    return await store.imports.begin("目录.xlsx", "王工")


async def finish(store, import_id):
    return await store.imports.finish(
        import_id,
        title="目录.xlsx",
        base_version="v1",
        sheets=SHEETS,
        account="王工",
        report={"mended": []},
    )


async def fall_silent(store, import_id):
    seen = datetime.now(UTC) - IMPORT_SILENT_AFTER * 1.1
    if store.database.engine.dialect.name == "sqlite":
        seen = seen.replace(tzinfo=None).isoformat(" ")
    aging = text("UPDATE catalog_import SET seen_at = :seen WHERE id = :id")
    await store.database.write(lambda c: c.execute(aging, {"seen": seen, "id": import_id}))


async def test_progress_is_seen_by_everybody(store, import_id):
    await store.imports.tell(import_id, ImportProgress("检查", 300, 1000))
    found = await store.imports.find(import_id)
    assert (found.state, found.file_name, found.account) == (
        ImportState.RUNNING,
        "目录.xlsx",
        "王工",
    )
    assert found.progress == ImportProgress("检查", 300, 1000)
    assert await store.imports.list_recent() == (found,)


async def test_finished_import_has_become_a_draft(store, import_id):
    draft = await finish(store, import_id)
    found = await store.imports.find(import_id)
    assert (found.state, found.draft, found.report) == (
        ImportState.DONE,
        draft.id,
        {"mended": []},
    )
    assert (await store.drafts.read_sheets(draft.id))[1] == SHEETS
    assert await store.live_version() == "v1"


async def test_refused_import_keeps_its_problems_and_makes_no_draft(store, import_id):
    await store.imports.refuse(import_id, PROBLEMS)
    found = await store.imports.find(import_id)
    assert (found.state, found.report, found.draft) == (ImportState.REFUSED, PROBLEMS, None)
    assert await store.drafts.list_recent() == ()


async def test_failed_import_tells_one_sentence(store, import_id):
    await store.imports.fail(import_id, "打不开这个文件")
    found = await store.imports.find(import_id)
    assert (found.state, found.report) == (ImportState.FAILED, {"sentence": "打不开这个文件"})


async def test_silent_import_reads_as_failed_and_cannot_come_back(store, import_id):
    await fall_silent(store, import_id)
    found = await store.imports.find(import_id)
    assert (found.state, found.report) == (ImportState.FAILED, {"sentence": IMPORT_DIED})
    with pytest.raises(UnknownImport):
        await finish(store, import_id)
    with pytest.raises(UnknownImport):
        await store.imports.tell(import_id, ImportProgress("检查", 1, 1))
    assert await store.drafts.list_recent() == ()


async def test_ended_import_cannot_end_again(store, import_id):
    await finish(store, import_id)
    with pytest.raises(UnknownImport):
        await store.imports.fail(import_id, "中断")
    assert (await store.imports.find(import_id)).state is ImportState.DONE
