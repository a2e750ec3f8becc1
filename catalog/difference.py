"""Say what changed between two catalogs, row by row and field by field.

Rows are recognized by the key of their sheet, wherever they stand. Does not judge whether either
catalog is valid, so that a broken draft can be compared too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from catalog.columns import LAYOUTS
from catalog.keys import rows_by_key
from catalog.sheets import Sheets

_SHEETS = tuple(layout.name for layout in LAYOUTS)
_LONGEST_SHOWN = 40
"""Longer cells are cut in the rendering: what changed stays readable in one line."""


class ChangeKind(StrEnum):
    """What happened to a row."""

    ADDED = "新增"
    REMOVED = "删除"
    CHANGED = "修改"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One cell before and after."""

    column: str
    """Name of the column."""
    old: str
    """Before; empty when it was blank."""
    new: str
    """After; empty when it is blank."""


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in one row."""

    sheet: str
    """Name of the sheet, e.g. offerings."""
    key: str
    """What the row is known by: its id, or its key columns joined by `` / ``."""
    kind: ChangeKind
    """Whether it was added, removed or changed."""
    fields: tuple[FieldChange, ...]
    """The cells that differ; of an added or removed row, all that are filled."""

    def render(self) -> str:
        """Return one line in Chinese."""
        head = f"{self.kind} {self.sheet} {self.key}"
        if self.kind is not ChangeKind.CHANGED:
            return head
        fields = (f"{f.column} “{_short(f.old)}”→“{_short(f.new)}”" for f in self.fields)
        return f"{head}:{';'.join(fields)}"


def compare(old: Sheets, new: Sheets) -> tuple[Change, ...]:
    """Return what changed, sheet by sheet: first what was removed, then added and changed."""
    names = dict.fromkeys((*_SHEETS, *old, *new))
    return tuple(change for name in names for change in _compare_sheet(name, old, new))


def _compare_sheet(name: str, old: Sheets, new: Sheets) -> Iterator[Change]:
    before = rows_by_key(name, old.get(name, ()))
    after = rows_by_key(name, new.get(name, ()))
    for key, row in before.items():
        if key not in after:
            yield Change(name, key, ChangeKind.REMOVED, _differing(row, {}))
    for key, row in after.items():
        if key not in before:
            yield Change(name, key, ChangeKind.ADDED, _differing({}, row))
        elif fields := _differing(before[key], row):
            yield Change(name, key, ChangeKind.CHANGED, fields)


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[FieldChange, ...]:
    columns = dict.fromkeys((*old, *new))
    pairs = (
        (column, old.get(column, "").strip(), new.get(column, "").strip()) for column in columns
    )
    return tuple(FieldChange(*pair) for pair in pairs if pair[1] != pair[2])


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
