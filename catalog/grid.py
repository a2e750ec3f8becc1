"""Rows as the checks and the building read them: stripped and numbered, blank rows left out.

Decides that the sheets have the right files, columns and widths; does not look into cells.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.columns import LAYOUTS
from catalog.kinds import Layout
from catalog.problems import Fault, Problem, suggest
from catalog.sheets import SURPLUS, Sheets


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet."""

    file: str
    """Name of the file it stands in."""
    number: int
    """Its number with the header as row 1."""
    cells: Mapping[str, str]
    """Column → cell; a row that is too short lacks the last columns."""

    def __getitem__(self, column: str) -> str:
        """Return the cell of a column, empty when it is blank."""
        return self.cells.get(column, "")

    def parts(self, column: str) -> tuple[str, ...]:
        """Return the parts of a list in a cell."""
        return split_parts(self.cells.get(column, ""))

    def problem(self, column: str | None, fault: Fault) -> Problem:
        """Return what is wrong with one of its cells."""
        return Problem(self.file, self.number, column, fault.wrong, fault.instead)


Grid = Mapping[str, Sequence[Row]]
"""Name of a sheet → its rows that are not blank; sheets that are missing are left out."""


def split_parts(cell: str) -> tuple[str, ...]:
    """Return the parts of a list in a cell, which ``;`` separates."""
    if not cell:
        return ()
    return tuple(part for part in map(str.strip, cell.split(";")) if part)


def make_grid(sheets: Sheets) -> dict[str, list[Row]]:
    """Return the rows of the sheets a catalog has."""
    return {
        layout.name: [
            Row(layout.file, number, cells)
            for number, raw in enumerate(sheets[layout.name], start=2)
            if any((cells := {name: cell.strip() for name, cell in raw.items()}).values())
        ]
        for layout in LAYOUTS
        if layout.name in sheets
    }


def rows_about(grid: Grid, noun: str) -> Iterator[Row]:
    """Yield the rows about a noun from all sheets that hold it."""
    for layout in LAYOUTS:
        if layout.noun == noun:
            yield from grid.get(layout.name, ())


def find_shape_problems(sheets: Sheets) -> Iterator[Problem]:
    """Yield missing and unknown files and columns, and rows of the wrong width."""
    names = [layout.name for layout in LAYOUTS]
    for name in sheets:
        if name not in names:
            yield Problem(f"{name}.csv", None, None, "不认识的文件", suggest(name, names))
    for layout in LAYOUTS:
        if layout.name in sheets:
            yield from _find_column_problems(layout, sheets[layout.name])
        elif not layout.is_optional:
            wrong = "缺少这个文件"
            yield Problem(layout.file, None, None, wrong, "补上,列见 data/README.md")


def _find_column_problems(layout: Layout, rows: Sequence[Mapping[str, str]]) -> Iterator[Problem]:
    header = dict.fromkeys(name for row in rows for name in row if name != SURPLUS)
    if not header:
        return
    known = [column.name for column in layout.columns]
    needed = [column.name for column in layout.columns if not column.is_optional]
    missing = [name for name in needed if name not in header]
    for name in missing:
        yield Problem(layout.file, 1, name, "缺少这一列", "在表头加上,没有内容就留空")
    for name in header:
        if name not in known:
            wrong = "不认识的列" if name else "表头有一列没有名字"
            yield Problem(layout.file, 1, name, wrong, suggest(name, missing or known))
    for number, row in enumerate(rows, start=2):
        width = len(row) + row.get(SURPLUS, "").count(";")
        if row and width != len(header):
            wrong = f"有 {width} 格,表头有 {len(header)} 列"
            yield Problem(layout.file, number, None, wrong, "检查逗号和引号,空格子也要占一格")
