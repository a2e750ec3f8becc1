"""Times the import of a large workbook: by itself and as the office does it, and its memory.

Run: ``.venv/bin/python -m benchmarks.import_workbook [--rows 100000]``. The workbook is the
shipped catalog over and over, each copy with ids, names and wordings of its own; it is written by
a process of its own, so that the memory printed is that of the import alone. The office keeps the
draft in a new SQLite file; what its page would show of the progress is counted.
"""

import argparse
import asyncio
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from bot.office import Importing
from bot.reload import SHIPPED_FOLDER, publish_shipped
from bot.serving import read_file
from bot.storage.office_records import ImportProgress, ImportState
from bot.storage.store import Store
from catalog.difference import compare
from catalog.files.importing import import_catalog
from catalog.files.workbooks import write_workbook
from catalog.progress import Progress
from catalog.sheets import digest, read_sheets

_LOOKS_EVERY_SECONDS = 0.3
"""As often as the page does."""
_FIXED = ("divisions", "regions")
"""Sheets that are not multiplied: there is one country."""
_IDS = {
    "id": "-",
    "item": "-",
    "items": "-",
    "members": "-",
    "near": "-",
    "ambiguous_with": "-",
    "see_also": "-",
    "channels": "-",
    "agreement": "-",
    "agreements": "-",
    "limits": "-",
    "figures": "-",
    "name": "·",
    "title": "·",
    "topic": "·",
    "system": "·",
    "meaning": "·",
    "alias": "·",
}
"""Columns whose every name is made another in each copy, and the sign that parts the number."""


def multiply(rows: int) -> dict[str, list[dict[str, str]]]:
    """Return the shipped catalog with as many rows or a few more."""
    shipped = read_sheets(SHIPPED_FOLDER)
    many = {name: list(sheet) for name, sheet in shipped.items()}
    copied = [name for name in shipped if name not in _FIXED]
    copy = 0
    while sum(map(len, many.values())) < rows:
        copy += 1
        for name in copied:
            many[name] += [_copied(row, copy) for row in shipped[name]]
    return many


def _copied(row: Mapping[str, str], copy: int) -> dict[str, str]:
    return {column: _renamed(cell, column, copy) for column, cell in row.items()}


def _renamed(cell: str, column: str, copy: int) -> str:
    if column not in _IDS or not cell:
        return cell
    # Ids and names stand in the same columns: a slug gets a slug's ending.
    return ";".join(
        f"{part}{'-' if part.isascii() and _IDS[column] == '-' else '·'}{copy}"
        for part in cell.split(";")
    )


def _write(rows: int, file: Path) -> None:
    write_workbook(multiply(rows), file)


def _show(progress: Progress) -> None:
    sys.stderr.write(f"\r{progress.stage} {progress.done}/{progress.total}    ")


async def _import_in_office(file: Path, folder: Path) -> tuple[float, int]:
    """Return the seconds until the draft is kept, and how often the bar stood elsewhere."""
    store = await Store.open(f"sqlite+aiosqlite:///{folder}/tongban.db")
    await publish_shipped(store)
    importing = Importing(store, read_file)
    started = time.perf_counter()
    import_id = await importing.start(file, file.name, "benchmark")
    seen: set[ImportProgress] = set()
    while True:
        found = await store.imports.find(import_id)
        assert found is not None  # it was just begun
        if found.state is not ImportState.RUNNING:
            break
        seen.add(found.progress)
        await asyncio.sleep(_LOOKS_EVERY_SECONDS)
    seconds = time.perf_counter() - started
    assert found.state is ImportState.DONE, found.report
    await importing.close()
    await store.close()
    return seconds, len(seen)


def main() -> None:
    """Print how long each step took, and the most memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "catalog.xlsx"
        writing = multiprocessing.get_context("spawn").Process(target=_write, args=(rows, file))
        writing.start()
        writing.join()
        size = file.stat().st_size / 1e6
        started = time.perf_counter()
        done = import_catalog(file, on_progress=_show)
        imported = time.perf_counter() - started
        in_office, moves = asyncio.run(_import_in_office(file, Path(folder)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started = time.perf_counter()
    digest(done.imported.sheets)
    changes = compare(read_sheets(SHIPPED_FOLDER), done.imported.sheets)
    compared = time.perf_counter() - started
    count = sum(map(len, done.imported.sheets.values()))
    sys.stdout.write(
        f"\n{count} rows, {size:.1f} MB, {len(done.imported.mended)} cells mended\n"
        f"read, mended, checked: {imported:.1f} s\n"
        f"imported into a draft by the office: {in_office:.1f} s, the bar moved {moves} times\n"
        f"compared with the shipped catalog ({len(changes)} changes): {compared:.1f} s\n"
        f"most memory: {peak:.0f} MB\n"
    )


if __name__ == "__main__":
    main()
