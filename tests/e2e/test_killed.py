"""A load or a publish that is killed at any moment leaves one whole version live, old or new.

Twenty moments each, on SQLite and on PostgreSQL: half spread at random over what a whole run takes
on this machine, half over its publishing. After each the store is opened as the next start does.
"""

import json
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from urllib.request import urlopen

import pytest

from bot.storage import imports as kept_imports
from bot.storage.office_records import IMPORT_SILENT_AFTER, ImportState
from bot.storage.store import Store
from catalog.files.writing import write_sheets
from catalog.loading import build_release
from catalog.sheets import digest, read_sheets
from tests.builders import make_row, make_sheets
from tests.e2e.program import ENVIRONMENT, TONGBAN, running_program

ROUNDS = 20
MANY_ROWS = 1500
"""So many channels that writing them takes a while."""


def write_catalog(folder, mark):
    """Write a catalog that differs from all others in nearly every row."""
    channels = [make_row("channels", id=f"hall-{n}", hours=mark) for n in range(MANY_ROWS)]
    sheets = make_sheets(items=[make_row("items", summary=f"第{mark}版")], channels=channels)
    write_sheets(sheets, folder)
    return folder


def version_in(folder):
    return build_release(read_sheets(folder)).version


@dataclass(frozen=True)
class Work:
    """A command that publishes a folder, and the word it says right before."""

    command: tuple[str, ...]
    mark: str


LOAD = Work((*TONGBAN, "catalog", "load", "--no-rehearsal"), "行不同")
OFFICE = Work((sys.executable, "-m", "tests.e2e.office_at_work"), "publishing")


def start(command, database):
    settings = {"TONGBAN_DATABASE_URL": database, "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [*map(str, command)],
        env=ENVIRONMENT | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for_mark(process, mark):
    for line in process.stdout:
        if mark in line:
            return
    raise AssertionError(f"it never said {mark}")


def run_whole(work, database, folder):
    """Return how long a run takes, and how long from its mark on."""
    began = time.monotonic()
    process = start([*work.command, folder], database)
    wait_for_mark(process, work.mark)
    marked = time.monotonic()
    out, _ = process.communicate()
    assert process.returncode == 0, out
    return time.monotonic() - began, time.monotonic() - marked


def kill_after(seconds, work, database, folder, *, from_mark):
    """Run a command and kill it; say whether it had ended before."""
    process = start([*work.command, folder], database)
    if from_mark:
        wait_for_mark(process, work.mark)
    time.sleep(seconds)
    process.kill()
    process.communicate()
    return process.returncode == 0


def served_version(address):
    with urlopen(f"{address}/readyz", timeout=20) as told:
        return json.load(told)["catalog_version"]


async def look(database):
    """Open the store as the next start does; what is live has to be whole, and so its log."""
    store = await Store.open(database)
    live = await store.live_version()
    sheets = await store.read_sheets(live)
    assert build_release(sheets).version == live
    assert await store.live_digest() == digest(sheets)
    assert (await store.list_changes(limit=1))[0].version == live
    entries = await store.audit.list_entries()
    assert next(e.subject for e in entries if e.action in ("发布", "随程序发布")) == live
    await store.close()
    return live


async def look_at_all(database):
    """Every version and every draft has to be whole, live or not."""
    store = await Store.open(database)
    for known in await store.list_versions():
        sheets = await store.read_sheets(known.version)
        assert build_release(sheets).version == known.version
        assert sum(map(len, sheets.values())) == known.row_count
    for draft in await store.drafts.list_open():
        _, sheets = await store.drafts.read_sheets(draft.id)
        assert build_release(sheets)  # an import with problems makes no draft
    await store.close()


async def running_imports_later(database, monkeypatch):
    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + IMPORT_SILENT_AFTER * 2

    store = await Store.open(database)
    monkeypatch.setattr(kept_imports, "datetime", Later)
    found = await store.imports.list_recent()
    await store.close()
    return [one for one in found if one.state is ImportState.RUNNING]


@pytest.mark.slow
@pytest.mark.parametrize("work", [LOAD, OFFICE], ids=["load", "office"])
async def test_one_whole_version_is_live_whenever_the_process_is_killed(
    url, work, tmp_path, monkeypatch
):
    run_whole(LOAD, url, write_catalog(tmp_path / "first", "first"))
    whole = write_catalog(tmp_path / "whole", "whole")
    seconds, from_mark = run_whole(work, url, whole)
    before = await look(url)
    assert before == version_in(whole)

    chance, went_live = random.Random(ROUNDS), 0
    for number in range(ROUNDS):
        folder = write_catalog(tmp_path / f"r{number}", f"r{number}")
        is_late = number % 2 == 1  # every other one while it publishes
        moment = (from_mark if is_late else seconds) * (number + chance.random()) / ROUNDS
        has_ended = kill_after(moment, work, url, folder, from_mark=is_late)
        live = await look(url)
        assert live in (before, version_in(folder))
        assert live != before or not has_ended
        went_live += live != before
        before = live
    print(  # noqa: T201
        f"{went_live} of {ROUNDS} went live; a run takes {seconds:.1f} s,"
        f" publishing {from_mark:.2f} s of it"
    )

    await look_at_all(url)
    assert await running_imports_later(url, monkeypatch) == []
    listed = start([*TONGBAN, "catalog", "versions"], url)
    out, _ = listed.communicate()
    assert listed.returncode == 0
    assert f"* {before}" in out
    with running_program(tmp_path, database_url=url) as address:
        assert served_version(address) == before
