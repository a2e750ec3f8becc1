"""Edit single rows of a catalog that is not live yet: pure, each edit returns new sheets.

Refuses what no row can be (an unknown sheet, row or column, a key twice); whether the cells are
right is found by ``loading``, so that a draft may be wrong for a while.
"""

from collections.abc import Iterable, Mapping, Sequence

from catalog.columns import LAYOUTS
from catalog.keys import key_columns, key_of, rows_by_key
from catalog.problems import suggest
from catalog.sheets import SURPLUS, Sheets

Cells = Mapping[str, str]
"""Name of a column → cell."""

_TITLES = {layout.name: layout.title for layout in LAYOUTS}
_COLUMNS = {layout.name: tuple(c.name for c in layout.columns) for layout in LAYOUTS}


class BadEdit(ValueError):
    """An edit that cannot be made; the text says what is wrong and what to do instead."""


def find_row(sheets: Sheets, sheet: str, key: str) -> Cells | None:
    """Return the row of that key; None when the sheet has none."""
    return rows_by_key(sheet, sheets.get(sheet, ())).get(key)


def edit_row(sheets: Sheets, sheet: str, key: str, cells: Cells) -> Sheets:
    """Return the sheets with these cells of one row changed, all others as they were.

    Raises:
        BadEdit: There is no such sheet, row or column, or another row has the new key.
    """
    row = _existing(sheets, sheet, key)
    _check_columns(sheet, cells)
    changed = {**row, **_stripped(cells)}
    if key_of(sheet, changed) != key_of(sheet, row):
        _check_key(sheets, sheet, changed)
    rows = [changed if other is row else other for other in sheets[sheet]]
    return _with_rows(sheets, sheet, rows)


def add_row(sheets: Sheets, sheet: str, cells: Cells, *, after: str | None = None) -> Sheets:
    """Return the sheets with a row more, behind the row ``after`` or else at the end.

    Raises:
        BadEdit: There is no such sheet, row or column, or a row with this key stands there.
    """
    _check_columns(sheet, cells)
    row = {**dict.fromkeys(_columns_in_use(sheets, sheet), ""), **_stripped(cells)}
    _check_key(sheets, sheet, row)
    rows = list(sheets.get(sheet, ()))
    at = len(rows)
    if after is not None:
        before = _existing(sheets, sheet, after)
        at = 1 + next(number for number, other in enumerate(rows) if other is before)
    return _with_rows(sheets, sheet, [*rows[:at], row, *rows[at:]])


def remove_row(sheets: Sheets, sheet: str, key: str) -> Sheets:
    """Return the sheets without one row.

    Raises:
        BadEdit: There is no such sheet or row.
    """
    row = _existing(sheets, sheet, key)
    rows = [other for other in sheets[sheet] if other is not row]
    return _with_rows(sheets, sheet, rows)


def even_rows(rows: Iterable[Cells]) -> list[dict[str, str]]:
    """Return the rows with every column that one of them has, blank where it was missing."""
    known = list(rows)
    columns = dict.fromkeys(column for row in known for column in row if column != SURPLUS)
    # A blank row says nothing, and cells too many are told where they stand: both stay.
    return [{**{c: row.get(c, "") for c in columns}, **row} if row else {} for row in known]


def _with_rows(sheets: Sheets, sheet: str, rows: Sequence[Cells]) -> Sheets:
    return {**sheets, sheet: even_rows(rows)}


def _title(sheet: str, column: str) -> str:
    """Return what the office calls a column."""
    columns = next(layout.columns for layout in LAYOUTS if layout.name == sheet)
    return next((c.title for c in columns if c.name == column), column)


def _stripped(cells: Cells) -> dict[str, str]:
    return {name: cell.strip() for name, cell in cells.items()}


def _columns_in_use(sheets: Sheets, sheet: str) -> tuple[str, ...]:
    used = dict.fromkeys(column for row in sheets.get(sheet, ()) for column in row)
    return tuple(used) or _COLUMNS[sheet]


def _existing(sheets: Sheets, sheet: str, key: str) -> Cells:
    _check_sheet(sheet)
    known = rows_by_key(sheet, sheets.get(sheet, ()))
    if key not in known:
        near = suggest(key, tuple(known))
        raise BadEdit(f"“{_TITLES[sheet]}”里没有“{key}”这一行;{near or '先看看是否已被删去'}")
    return known[key]


def _check_sheet(sheet: str) -> None:
    if sheet not in _COLUMNS:
        raise BadEdit(f"没有“{sheet}”这张表;{suggest(sheet, tuple(_COLUMNS))}".rstrip(";"))


def _check_columns(sheet: str, cells: Cells) -> None:
    _check_sheet(sheet)
    known = _COLUMNS[sheet]
    for name in cells:
        if name not in known:
            raise BadEdit(f"{sheet} 没有“{name}”这一列;可写:{'、'.join(known)}")


def _check_key(sheets: Sheets, sheet: str, row: Cells) -> None:
    columns = key_columns(sheet)
    if not row.get(columns[0], ""):
        raise BadEdit(f"“{_TITLES[sheet]}”的“{_title(sheet, columns[0])}”不能空着;这一行靠它辨认")
    key = key_of(sheet, row)
    if find_row(sheets, sheet, key) is not None:
        other = _title(sheet, columns[0])
        raise BadEdit(f"“{_TITLES[sheet]}”里已有“{key}”这一行;改那一行,或换一个“{other}”")
