"""What the actions of ``tongban catalog`` share: the store, the live version, a source, lines."""

import getpass
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings

if TYPE_CHECKING:
    from bot.reload import SourceCatalog
    from bot.storage.store import Store
    from catalog.difference import Change
    from catalog.sheets import Sheets

SOURCES = "CSV 文件夹、.zip、.xlsx、.xls 或 .json"
"""What a catalog can be read from."""
_MOST_MENDED_LISTED = 200
"""More lines than that nobody reads; their number is told."""


@dataclass(frozen=True, slots=True)
class Live:
    """The live version."""

    version: str
    """Its name."""
    sheets: "Sheets"
    """Its rows."""


def write(line: str) -> None:
    """Write one line to stdout."""
    sys.stdout.write(line + "\n")


@asynccontextmanager
async def open_store(settings: Settings) -> "AsyncIterator[Store]":
    """Open the store; the shipped catalog is published where that is due."""
    from bot.reload import publish_shipped
    from bot.storage.store import Store

    store = await Store.open(settings.database_url)
    try:
        await publish_shipped(store)
        yield store
    finally:
        await store.close()


async def read_live(store: "Store") -> Live:
    """Return the live version with its rows."""
    version = await store.live_version()
    assert version is not None  # the shipped one at least
    return Live(version, await store.read_sheets(version))


def summarize(live: Live, version: str, changes: "Sequence[Change]") -> str:
    """Return one line: how many rows are different, and how."""
    if version == live.version:
        return f"和现行版本 {live.version} 没有差别。"
    if not changes:
        return f"和现行版本 {live.version} 只有行的先后不同。"
    counts = Counter(str(change.kind) for change in changes)
    kinds = "、".join(f"{kind} {count} 行" for kind, count in counts.items())
    return f"和现行版本 {live.version} 有 {len(changes)} 行不同:{kinds}。"


async def read_and_tell(source: Path) -> "SourceCatalog":
    """Read a source; show how far it is on a terminal, and then what was put right."""
    from bot.catalog_files import read_source

    draft = await read_source(source)
    for sentence in draft.skipped:
        write(f"{sentence}。")
    for mended in draft.mended[:_MOST_MENDED_LISTED]:
        write(f"已整理 {mended.render()}")
    if draft.mended:
        write(f"共整理 {len(draft.mended)} 格。")
    return draft


def login_name() -> str:
    """Return who is at the command line."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "命令行"
