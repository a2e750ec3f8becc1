"""The raw form of a catalog: sheets of text cells, as files and the store keep them.

Decides how files become cells and which cells count for the version; does not judge any of them.
A row whose cells are all blank stays in its place as an empty row, so that rows are counted as an
editor sees them.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from catalog.problems import CatalogProblems, Problem

Sheets = Mapping[str, Sequence[Mapping[str, str]]]
"""Name of a sheet (``items``, ``offerings`` …) → its rows: name of the column → cell.

A row with too few cells lacks the last columns; what it has too much stands under ``SURPLUS``.
"""

SURPLUS = "+"
"""Name of the column that holds the cells to the right of the last column."""


def read_sheets(folder: Path) -> dict[str, list[dict[str, str]]]:
    """Return all CSV files of a folder as sheets.

    Raises:
        CatalogProblems: There is no such folder, or files that are no CSV in UTF-8.
    """
    if not folder.is_dir():
        raise CatalogProblems([Problem(folder.name, None, None, "没有这个文件夹")])
    sheets, problems = {}, []
    for file in sorted(folder.glob("*.csv")):
        try:
            sheets[file.stem] = _read_sheet(file)
        except UnicodeDecodeError:
            wrong = "不是 UTF-8 编码"
            problems.append(Problem(file.name, None, None, wrong, "另存为“CSV UTF-8”"))
        except csv.Error as error:
            wrong = f"不是有效的 CSV({error})"
            problems.append(Problem(file.name, None, None, wrong, "检查引号是否成对"))
    if problems:
        raise CatalogProblems(problems)
    return sheets


def _read_sheet(file: Path) -> list[dict[str, str]]:
    # utf-8-sig: spreadsheet programs put a byte order mark in front.
    records = csv.reader(
        io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""), strict=True
    )
    header = list(distinct(next(records, [])))
    rows = [_row(header, cells) for cells in records]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def distinct(names: Sequence[str]) -> Iterator[str]:
    """Yield stripped column names; a repeated one gets a number, so that no cell hides another."""
    seen: dict[str, int] = {}
    for name in map(str.strip, names):
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def _row(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    stripped = [cell.strip() for cell in cells]
    if not any(stripped):
        return {}
    row = dict(zip(header, stripped, strict=False))
    surplus = stripped[len(header) :]
    if surplus:
        row[SURPLUS] = ";".join(surplus)
    return row


def digest(sheets: Sheets) -> str:
    """Return the SHA-256 over the canonical rows, in hexadecimal.

    Neither the order of sheets and columns nor blank cells, rows and sheets count; the order of
    rows does, as the first of equals is preferred.
    """
    summed = hashlib.sha256()
    for name in sorted(sheets):
        summed.update("\x1e".join(_canonical_rows(name, sheets[name])).encode("utf-8", "replace"))
    return summed.hexdigest()


def _canonical_rows(name: str, rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Yield each row as text; control characters part its cells: they stand in none of them."""
    columns = sorted({column for row in rows for column in row})
    for row in rows:
        filled = [f"{c}\x1f{cell}" for c in columns if (cell := row.get(c, "").strip())]
        if filled:
            yield "\x1f".join([name, *filled, ""])
