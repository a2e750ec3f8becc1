"""Make a draft of an uploaded file: read, mend, check, keep; whole or not at all.

The work is done in a thread; how far it is stands in the store, so that any process can show it.
The uploaded file is deleted whatever happens. One file is worked on at a time, so that memory
stays bounded; others wait and give signs of life.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from bot.office.checking import Checked, check_now
from bot.storage.office_records import ImportProgress, UnknownImport
from bot.storage.records import StoreError
from bot.storage.store import Store
from catalog.problems import CatalogProblems, Problem
from catalog.sheets import Sheets

TOLD_EVERY_SECONDS = 0.3
"""How often progress is written at most."""
SIGN_OF_LIFE_SECONDS = 3.0
"""How often it is when nothing moves."""
KEPT_PROBLEMS = 2000
"""So many problems and mended cells are kept; the counts tell of all."""

_WAITING = ImportProgress("排队", 0, 0)
_CHECKING = ImportProgress("检查", 0, 0)
_BROKE_OFF = "导入时程序出错,什么都没有改动;请重新上传,再不行就告诉管理员"
_STOPPED = "程序正在停止,什么都没有改动;请稍后重新上传"

_log = logging.getLogger(__name__)


class MendedCell(Protocol):
    """What was put right in one cell."""

    def as_json(self) -> Mapping[str, Any]:
        """Return it for a page."""
        ...


class ReadSheets(Protocol):
    """What reading a file gives (``catalog.files.reading.Imported``)."""

    @property
    def sheets(self) -> Sheets:
        """Its rows."""
        ...

    @property
    def mended(self) -> Sequence[MendedCell]:
        """What was put right."""
        ...

    @property
    def skipped(self) -> Sequence[str]:
        """What was not read and why."""
        ...

    def locate(self, problem: Problem) -> Problem:
        """Return a problem as its editor finds it in the file."""
        ...


OnProgress = Callable[[ImportProgress], None]
"""Is told how far reading is; called from another thread."""
ReadFile = Callable[[Path, str, OnProgress], ReadSheets]
"""Reads a file by its path and the name it was uploaded under; raises CatalogProblems."""


@dataclass(slots=True)
class _Work:
    """What the thread and the loop share about one import."""

    progress: ImportProgress = _WAITING
    is_stopped: bool = False

    def tell(self, progress: ImportProgress) -> None:
        if self.is_stopped:
            raise _Stopped
        self.progress = progress


class _Stopped(Exception):
    """The process ends, so the thread should."""


class Importing:
    """Runs the imports of one process."""

    def __init__(self, store: Store, read: ReadFile) -> None:
        """Keep drafts in a store; read files with ``read``."""
        self._store = store
        self._read = read
        self._one_at_a_time = asyncio.Semaphore(1)
        self._running: set[asyncio.Task[None]] = set()

    async def start(self, path: Path, file_name: str, account: str) -> str:
        """Begin to import a file, which is deleted at the end; return the import's id."""
        try:
            import_id = await self._store.imports.begin(file_name, account)
        except BaseException:
            _delete(path)
            raise
        task = asyncio.create_task(self._run(import_id, path, file_name, account))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return import_id

    async def close(self) -> None:
        """Stop what is running, each saying so; call it before the store is closed."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _run(self, import_id: str, path: Path, file_name: str, account: str) -> None:
        work = _Work()
        telling = asyncio.create_task(self._keep_telling(import_id, work))
        try:
            async with self._one_at_a_time:
                await self._import(import_id, path, file_name, account, work)
        except asyncio.CancelledError:
            work.is_stopped = True
            await self._fail(import_id, _STOPPED)
            raise
        except UnknownImport:
            _log.warning("import %s counts as dead; its draft was not made", import_id)
        except Exception:
            _log.exception("import %s broke off", import_id)
            await self._fail(import_id, _BROKE_OFF)
        finally:
            telling.cancel()
            _delete(path)

    async def _import(
        self, import_id: str, path: Path, file_name: str, account: str, work: _Work
    ) -> None:
        live = await self._store.live_version()
        assert live is not None  # a process publishes the shipped one when it starts
        try:
            read, checked = await asyncio.to_thread(self._read_and_check, path, file_name, work)
        except CatalogProblems as error:
            await self._store.imports.refuse(import_id, _problem_report(error.problems))
            return
        report = {
            "mended": [m.as_json() for m in read.mended[:KEPT_PROBLEMS]],
            "mended_count": len(read.mended),
            "skipped": list(read.skipped),
        }
        if checked.problems:
            problems = tuple(map(read.locate, checked.problems))
            await self._store.imports.refuse(import_id, report | _problem_report(problems))
            return
        await self._store.imports.finish(
            import_id,
            title=file_name,
            base_version=live,
            sheets=checked.sheets,
            account=account,
            report=report,
        )

    def _read_and_check(
        self, path: Path, file_name: str, work: _Work
    ) -> tuple[ReadSheets, Checked]:
        read = self._read(path, file_name, work.tell)
        work.tell(_CHECKING)
        return read, check_now(read.sheets)

    async def _keep_telling(self, import_id: str, work: _Work) -> None:
        told, silent_for = None, 0.0
        while True:
            if work.progress != told or silent_for >= SIGN_OF_LIFE_SECONDS:
                told, silent_for = work.progress, 0.0
                try:
                    await self._store.imports.tell(import_id, told)
                except UnknownImport:
                    return
                except StoreError as error:
                    _log.warning("progress of import %s is not kept: %s", import_id, error)
            await asyncio.sleep(TOLD_EVERY_SECONDS)
            silent_for += TOLD_EVERY_SECONDS

    async def _fail(self, import_id: str, sentence: str) -> None:
        with suppress(UnknownImport, StoreError):
            await self._store.imports.fail(import_id, sentence)


def _delete(path: Path) -> None:
    path.unlink(missing_ok=True)


def _problem_report(problems: Sequence[Problem]) -> dict[str, Any]:
    return {
        "problems": [asdict(problem) for problem in problems[:KEPT_PROBLEMS]],
        "problem_count": len(problems),
    }
