"""Join a draft with what went live since it was begun: row by row and field by field.

The rules, for each row by its key:

1. what only one side changed, added or removed is taken;
2. what both sides did alike is no conflict;
3. a cell that both changed differently is a conflict: ours is kept, theirs is told;
4. a row that one side removed and the other changed is a conflict: what we did is kept;
5. the order is that of the side that changed it, theirs where both did; rows the other side added
   stand behind the row they stood behind.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from catalog.columns import LAYOUTS
from catalog.editing import add_row, edit_row, even_rows, remove_row
from catalog.keys import rows_by_key
from catalog.sheets import Sheets

Row = Mapping[str, str]
"""One row: name of the column → cell."""
_Rows = Mapping[str, Row]

_SHEETS = tuple(layout.name for layout in LAYOUTS)
_NO_ROW: Row = {}


class ConflictKind(StrEnum):
    """What both sides did."""

    CELL = "同一格改得不一样"
    REMOVED_HERE = "草稿删了这一行,现行版本改了它"
    REMOVED_THERE = "草稿改了这一行,现行版本删了它"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that two people changed in two ways."""

    kind: ConflictKind
    """What both did."""
    sheet: str
    """Name of the sheet."""
    key: str
    """What the row is known by, as in ``Change``."""
    column: str | None
    """The cell; None = the whole row."""
    base: str
    """The cell when the draft was begun; blank for a row."""
    ours: str
    """The cell in the draft; kept."""
    theirs: str
    """The cell that went live meanwhile."""

    def render(self) -> str:
        """Return one line in Chinese."""
        if self.column is None:
            return f"{self.sheet} {self.key}:{self.kind}"
        was = f"原来是“{self.base}”," if self.base else ""
        return (
            f"{self.sheet} {self.key} 的 {self.column}:{was}"
            f"现行版本改成“{self.theirs}”,草稿是“{self.ours}”"
        )


@dataclass(frozen=True, slots=True)
class Merged:
    """A draft with what went live since it was begun."""

    sheets: Sheets
    """All rows; where both sides differ, ours."""
    conflicts: tuple[Conflict, ...]
    """What a person has to look at, sheet by sheet."""


def merge(base: Sheets, ours: Sheets, theirs: Sheets) -> Merged:
    """Return our draft joined with theirs, both begun from ``base``."""
    sheets: dict[str, Sequence[Row]] = {}
    conflicts: list[Conflict] = []
    for name in dict.fromkeys((*_SHEETS, *base, *ours, *theirs)):
        before, here, there = (rows_by_key(name, s.get(name, ())) for s in (base, ours, theirs))
        rows, found = _merge_rows(name, before, here, there)
        order = _merge_order(rows, tuple(before), tuple(here), tuple(there))
        if rows or name in ours or name in theirs:
            sheets[name] = even_rows(rows[key] for key in order)
        conflicts += found
    return Merged(sheets, tuple(conflicts))


def take_theirs(merged: Sheets, conflict: Conflict, theirs: Sheets) -> Sheets:
    """Return the merged sheets with one conflict decided for what went live.

    Raises:
        BadEdit: The row is not what it was when the conflict was found.
    """
    sheet, key = conflict.sheet, conflict.key
    match conflict.kind:
        case ConflictKind.CELL:
            return edit_row(merged, sheet, key, {conflict.column or "": conflict.theirs})
        case ConflictKind.REMOVED_THERE:
            return remove_row(merged, sheet, key)
        case ConflictKind.REMOVED_HERE:
            there = rows_by_key(sheet, theirs.get(sheet, ()))
            kept = rows_by_key(sheet, merged.get(sheet, ()))
            before = [k for k in tuple(there)[: tuple(there).index(key)] if k in kept]
            return add_row(merged, sheet, there[key], after=before[-1] if before else None)
    assert_never(conflict.kind)


def _merge_rows(
    sheet: str, base: _Rows, ours: _Rows, theirs: _Rows
) -> tuple[dict[str, Row], list[Conflict]]:
    rows: dict[str, Row] = {}
    conflicts: list[Conflict] = []
    for key in dict.fromkeys((*theirs, *ours)):
        row, found = _merge_row(sheet, key, base.get(key), ours.get(key), theirs.get(key))
        conflicts += found
        if row is not None:
            rows[key] = row
    return rows, conflicts


def _merge_row(
    sheet: str, key: str, base: Row | None, ours: Row | None, theirs: Row | None
) -> tuple[Row | None, Sequence[Conflict]]:
    if ours is None or theirs is None:
        only, removed = (theirs, ConflictKind.REMOVED_HERE)
        if ours is not None:
            only, removed = (ours, ConflictKind.REMOVED_THERE)
        if base is None:
            return only, ()
        if only is None or _are_equal(only, base):
            return None, ()
        return ours, [Conflict(removed, sheet, key, None, "", "", "")]
    return _merge_cells(sheet, key, base or _NO_ROW, ours, theirs)


def _merge_cells(
    sheet: str, key: str, base: Row, ours: Row, theirs: Row
) -> tuple[Row, Sequence[Conflict]]:
    row: dict[str, str] = {}
    conflicts = []
    for column in dict.fromkeys((*theirs, *ours)):
        was, here, there = (_cell(side, column) for side in (base, ours, theirs))
        row[column] = there if here == was else here
        if was not in (here, there) and here != there:
            conflicts.append(Conflict(ConflictKind.CELL, sheet, key, column, was, here, there))
    return row, conflicts


def _merge_order(
    rows: Iterable[str], base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> tuple[str, ...]:
    """Return the keys of the merged rows in their order (rule 5)."""
    kept = frozenset(rows)
    common = frozenset(base) & frozenset(ours) & frozenset(theirs)
    is_theirs_moved = _only(theirs, common) != _only(base, common)
    lead, other = (theirs, ours) if is_theirs_moved else (ours, theirs)
    if _only(ours, common) == _only(base, common):
        lead, other = theirs, ours
    return _insert_missing(_only(lead, kept), _only(other, kept))


def _insert_missing(lead: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """Return ``lead`` with what only ``other`` has, each behind the one it follows there."""
    known = frozenset(lead)
    following: dict[str | None, list[str]] = {}
    anchor: str | None = None
    for key in other:
        if key in known:
            anchor = key
        else:
            following.setdefault(anchor, []).append(key)
    return tuple(_walk(lead, following))


def _walk(lead: Sequence[str], following: Mapping[str | None, Sequence[str]]) -> Iterator[str]:
    yield from following.get(None, ())
    for key in lead:
        yield key
        yield from following.get(key, ())


def _only(keys: Sequence[str], wanted: frozenset[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if key in wanted)


def _are_equal(one: Row, other: Row) -> bool:
    return all(_cell(one, c) == _cell(other, c) for c in {*one, *other})


def _cell(row: Row, column: str) -> str:
    return row.get(column, "").strip()
