"""Publish catalog versions and swap what turns answer from; never stops a turn that is under way.

A source is read and validated whole before anything is published: a broken one raises
``CatalogProblems`` and changes nothing. Each process looks at the live version in the store,
builds the new knowledge beside the old one in a thread, and then swaps one reference.
"""

import asyncio
import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import catalog
from bot.storage.records import ChangeKind, LiveChanged
from bot.storage.store import Store
from catalog.files.importing import import_catalog
from catalog.files.mended import Mended
from catalog.loading import build_release
from catalog.progress import OnProgress, ignore
from catalog.release import CatalogRelease
from catalog.sheets import Sheets, digest, read_sheets

SHIPPED_FOLDER = Path(catalog.__file__).parent / "data"
"""The catalog that comes with the program."""
SHIPPED_AUTHOR = "通办助手"
"""Stands as the author of versions that came with the program."""
SHIPPED_REASON = "随程序发布"
"""Stands as their reason."""

K = TypeVar("K")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SourceCatalog:
    """A catalog that was read and found valid, not yet published."""

    sheets: Sheets
    """Its rows as they stand in the files."""
    release: CatalogRelease
    """The facts made of them."""
    mended: tuple[Mended, ...] = ()
    """Cells that were put right."""
    skipped: tuple[str, ...] = ()
    """What was not read and why, one sentence each."""


async def read_source_catalog(
    source: Path, *, name: str | None = None, on_progress: OnProgress = ignore
) -> SourceCatalog:
    """Read and validate a folder of CSV files, a workbook, an archive or a JSON file.

    ``name`` is what an uploaded file was called; ``on_progress`` is called from another thread.

    Raises:
        CatalogProblems: With everything that is wrong with it.
    """
    return await asyncio.to_thread(_read_source_catalog, source, name, on_progress)


def _read_source_catalog(source: Path, name: str | None, on_progress: OnProgress) -> SourceCatalog:
    done = import_catalog(source, name=name, on_progress=on_progress)
    imported = done.imported
    return SourceCatalog(imported.sheets, done.release, imported.mended, imported.skipped)


async def publish_shipped(store: Store, folder: Path = SHIPPED_FOLDER) -> bool:
    """Publish the catalog that comes with the program where that is due; say whether it was.

    1. Nothing was ever published: publish it.
    2. An administrator made the last change (loaded a catalog or went back): leave it.
    3. What is live came with a program and is the same: leave it.
    4. It came with another version of the program: publish ours, the facts follow the program.
    """
    last_changes = await store.list_changes(limit=1)
    if last_changes and last_changes[0].kind is not ChangeKind.SHIPPED:
        return False
    sheets = await asyncio.to_thread(read_sheets, folder)
    live = last_changes[0].version if last_changes else None
    if await store.live_digest() == digest(sheets):
        return False
    release = await asyncio.to_thread(build_release, sheets)
    try:
        return await store.publish(
            sheets,
            release.version,
            author=SHIPPED_AUTHOR,
            reason=SHIPPED_REASON,
            expected_live=live,
            kind=ChangeKind.SHIPPED,
        )
    except LiveChanged:
        return False


@contextmanager
def collecting_later() -> Iterator[None]:
    """Put off the search for garbage while much is made that will stay.

    Looking through all of it again and again took half of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Held(Generic[K]):
    version: str
    knowledge: K


class LiveCatalog(Generic[K]):
    """The knowledge of the live catalog version, held by one reference."""

    def __init__(self, store: Store, build: Callable[[CatalogRelease, K | None], K]) -> None:
        """Make knowledge with ``build``, of a release and what is held; it runs in a thread."""
        self._store = store
        self._build = build
        self._held: _Held[K] | None = None
        self._refused: str | None = None
        self._refreshing = asyncio.Lock()

    def current(self) -> K:
        """Return the knowledge to answer from; a turn keeps what it got here to its end."""
        if self._held is None:
            raise RuntimeError("refresh() comes before current()")
        return self._held.knowledge

    @property
    def version(self) -> str | None:
        """The catalog version held; None before the first refresh."""
        return self._held.version if self._held else None

    async def refresh(self) -> bool:
        """Take over the live version if it is another one; say whether it was.

        Raises:
            CatalogProblems: The live version cannot be used by this program; the old one stays.
        """
        async with self._refreshing:
            version = await self._store.live_version()
            if version is None or version in (self.version, self._refused):
                return False
            sheets = await self._store.read_sheets(version)
            try:
                knowledge = await asyncio.to_thread(self._build_from, sheets)
            except Exception:
                # Known to be unusable: it is reported once, not at every look.
                self._refused = version if self._held else None
                raise
            self._held = _Held(version, knowledge)
            return True

    def _build_from(self, sheets: Sheets) -> K:
        held = self._held.knowledge if self._held else None
        with collecting_later():
            return self._build(build_release(sheets), held)

    async def watch(self, poll_seconds: float) -> None:
        """Refresh whenever another process publishes, until cancelled; errors are only logged."""
        while True:
            await self._store.wait_for_publish(poll_seconds)
            try:
                if await self.refresh():
                    _log.info("catalog version %s is live", self.version)
            except Exception as error:
                _log.error("catalog could not be refreshed: %s", error)
