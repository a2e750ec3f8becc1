"""A sheet as a file holds it, before anyone knows what its columns mean.

The one form in which CSV, XLSX and XLS come to ``reading``; decides nothing about contents.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from catalog.problems import Fault

GUIDE_TITLE = "说明"
"""Title of the sheet that tells editors how to fill the others; never read back."""

RawCell = str | int | float | bool | date | time | timedelta
"""One cell with the type its file gives it; a date may have a time of day."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that were made one, seen by their first column (合并单元格)."""

    first_row: int
    """First row, counted from 1."""
    last_row: int
    """Last row, counted from 1."""
    column: int
    """First column, counted from 0."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell already as the file holds it: a formula, an error value."""

    row: int
    """Row, counted from 1."""
    column: str | None
    """Letters of the column, or its name where columns have names; None = the whole row."""
    fault: Fault
    """What is wrong."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a workbook or one CSV file."""

    name: str
    """As an editor sees it: name of the sheet, or of the file with ``.csv``."""
    row_count: int
    """About how many rows there are."""
    rows: Iterable[Sequence[RawCell]]
    """All rows from the first, to be gone through once."""
    merges: tuple[Merge, ...] = ()
    """Merged cells that span several rows."""
    is_hidden: bool = False
    """True when an editor does not see the sheet."""
    faults: tuple[CellFault, ...] = ()
    """What is wrong with it as it stands; counts only if the sheet is one of the catalog's."""


def column_letters(column: int) -> str:
    """Return the letters of a column that is counted from 0: A, B … Z, AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
