"""Edits of single facts in a draft: what they are, how they are made, what the log says of them.

An edit tells the cells as its editor saw them, so that nobody overwrites what somebody else wrote
a moment ago, while two people may edit different facts of one draft at the same time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from bot.office.refusals import OfficeRefusal
from catalog.editing import BadEdit, add_row, edit_row, find_row, remove_row
from catalog.keys import key_of
from catalog.sheets import Sheets

Cells = Mapping[str, str]
"""Name of a column → cell."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Write other cells into a row."""

    sheet: str
    """Name of the sheet."""
    key: str
    """What the row is known by (``catalog.keys``)."""
    cells: Cells
    """The cells to change, and only those."""
    seen: Cells = field(default_factory=dict)
    """Cells as the editor saw them; those left out are not compared."""


@dataclass(frozen=True, slots=True)
class AddRow:
    """Add a row."""

    sheet: str
    """Name of the sheet."""
    cells: Cells
    """Its cells; those left out are blank."""
    after: str | None = None
    """Key of the row it stands behind; None = at the end."""


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """Take a row out."""

    sheet: str
    """Name of the sheet."""
    key: str
    """What the row is known by."""
    seen: Cells = field(default_factory=dict)
    """Cells as the editor saw them; those left out are not compared."""


Edit = ChangeRow | AddRow | RemoveRow
"""One change of one row."""


def apply_edit(sheets: Sheets, edit: Edit) -> Sheets:
    """Return the sheets with one row changed.

    Raises:
        OfficeRefusal: The edit cannot be made, or the row is not as its editor saw it.
    """
    try:
        match edit:
            case ChangeRow(sheet, key, cells):
                _check_seen(sheets, edit)
                return edit_row(sheets, sheet, key, cells)
            case AddRow(sheet, cells, after):
                return add_row(sheets, sheet, cells, after=after)
            case RemoveRow(sheet, key):
                _check_seen(sheets, edit)
                return remove_row(sheets, sheet, key)
    except BadEdit as error:
        raise OfficeRefusal(str(error)) from None
    assert_never(edit)


def describe_edit(edit: Edit) -> str:
    """Return what was done in one line, for the audit log."""
    match edit:
        case ChangeRow(sheet, key, cells):
            return f"{sheet} {key}:改 {'、'.join(cells)}"
        case AddRow(sheet, cells):
            return f"{sheet} {key_of(sheet, cells)}:新增"
        case RemoveRow(sheet, key):
            return f"{sheet} {key}:删除"
    assert_never(edit)


def _check_seen(sheets: Sheets, edit: ChangeRow | RemoveRow) -> None:
    row = find_row(sheets, edit.sheet, edit.key) or {}
    for column, seen in edit.seen.items():
        now = row.get(column, "").strip()
        if row and now != seen.strip():
            raise OfficeRefusal(
                f"刚才有别人把 {edit.sheet} {edit.key} 的 {column} 改成了“{now}”,没有保存;看过再改"
            )
