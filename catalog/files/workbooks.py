"""Writes a catalog as one workbook: a sheet a noun, with drop-downs and notes for editors.

Every cell is text: ``010`` keeps its zero, and no text is ever run as a formula. Reading a
workbook back is the business of ``reading``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from catalog.columns import LAYOUT_OF, LAYOUTS
from catalog.files.tables import GUIDE_TITLE
from catalog.kinds import KIND_NOTES, Column, Kind, Layout
from catalog.sheets import Sheets

REQUIRED_MARK = "*"
"""Stands behind the title of a column in which no cell may be blank."""

_TEXT_FORMAT = "@"
_HEADER_FILL = PatternFill("solid", fgColor="DDE7F3")
_HEADER_FONT = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_LAST_CHECKED_ROW = 200_001
"""Drop-downs reach this far down: the most rows a sheet may have, and its header."""
_LONGEST_DROP_DOWN = 255
"""Spreadsheet programs refuse a file with a longer list in a drop-down."""
_NARROWEST, _WIDEST = 8, 40
"""Widths of columns, in characters."""
_COMMENT_SIZE = (110, 300)
"""Height and width of a note, in points."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Readers of workbooks take ``_x000D_`` for a character; the underscore itself is ``_x005F_``."""


class _Sheet(Protocol):
    """What this module needs of a write-only worksheet; the library's types leave it open."""

    freeze_panes: str
    column_dimensions: Mapping[str, "_ColumnStyle"]
    data_validations: "_Validations"

    def append(self, cells: Sequence[object]) -> None: ...


class _ColumnStyle(Protocol):
    width: float
    number_format: str


class _Validations(Protocol):
    def append(self, rule: DataValidation) -> None: ...


def write_workbook(sheets: Sheets, file: Path | BinaryIO) -> None:
    """Write all sheets as one XLSX workbook; reading it back gives the same sheets."""
    workbook = Workbook(write_only=True)
    _write_guide(workbook.create_sheet(GUIDE_TITLE))
    for name in (*LAYOUT_OF, *(name for name in sheets if name not in LAYOUT_OF)):
        if name in sheets:
            layout = LAYOUT_OF.get(name) or Layout(name, name, name, ())
            _write_sheet(workbook.create_sheet(layout.title), layout, sheets[name])
    workbook.save(file)


def write_template(file: Path | BinaryIO) -> None:
    """Write a workbook with all sheets and no rows, to be filled by an editor."""
    write_workbook({layout.name: () for layout in LAYOUTS}, file)


def describe(column: Column) -> str:
    """Return a column and what it takes, in words for an editor."""
    name = f"{column.title}({column.name}){',必填' if column.is_required else ''}"
    return "\n".join((name, *tell_content(column)))


def tell_content(column: Column) -> tuple[str, ...]:
    """Return what a column takes, a line each thing."""
    lines = [column.note, KIND_NOTES[column.kind]]
    if column.refers_to:
        titles = (layout.title for layout in LAYOUTS if layout.noun == column.refers_to)
        lines.append(f"对应的表:{'、'.join(titles) or '事项的“类别”列'}")
    if column.allowed:
        lines.append(f"可写:{'、'.join(column.allowed)}")
    return tuple(line for line in lines if line)


def _write_guide(sheet: _Sheet) -> None:
    sheet.column_dimensions["A"].width = _WIDEST / 2
    sheet.column_dimensions["B"].width = _WIDEST / 2
    sheet.column_dimensions["C"].width = _WIDEST * 2
    for cells in _guide_rows():
        sheet.append([*cells])


def _guide_rows() -> Iterator[tuple[str, ...]]:
    yield ("一张表放一类,一行放一个事实;带 * 的列不能空。",)
    yield ("没有可靠的事实就留空,不要猜。单元格里不要写公式。",)
    yield ("表名和表头不要改;表的先后、列的先后随意。这一页不会导入。",)
    yield ()
    yield ("表", "列", "怎么填")
    for layout in LAYOUTS:
        for column in layout.columns:
            yield (layout.title, column.title, describe(column).replace("\n", ";"))


def _write_sheet(sheet: _Sheet, layout: Layout, rows: Sequence[Mapping[str, str]]) -> None:
    known = {column.name: column for column in layout.columns}
    found = dict.fromkeys(column for row in rows for column in row)
    header = [*known, *(name for name in found if name not in known)]
    # Before the first row: a write-only sheet puts them at the head of its file.
    sheet.freeze_panes = "A2"
    for at, name in enumerate(header, start=1):
        style = sheet.column_dimensions[get_column_letter(at)]
        style.width = _width(name, rows)
        style.number_format = _TEXT_FORMAT
        if name in known:
            _add_drop_down(sheet, known[name], get_column_letter(at))
    sheet.append([_header_cell(sheet, known.get(name) or Column(name, name)) for name in header])
    for row in rows:
        sheet.append([_text_cell(sheet, row.get(name, "")) for name in header])


def _width(name: str, rows: Sequence[Mapping[str, str]]) -> int:
    longest = max((len(row.get(name, "")) for row in rows[:100]), default=0)
    return min(max(longest, len(name) + 2, _NARROWEST), _WIDEST)


def _add_drop_down(sheet: _Sheet, column: Column, letter: str) -> None:
    choices = ",".join(("yes",) if column.kind is Kind.FLAG else column.allowed)
    if not choices or len(choices) > _LONGEST_DROP_DOWN:
        return
    rule = DataValidation("list", formula1=f'"{choices}"', allow_blank=not column.is_required)
    # Of several values only one can be chosen from the list; the others are typed behind it.
    rule.showErrorMessage = column.kind is not Kind.SOME_OF
    rule.error = "请从列表里选"
    rule.add(f"{letter}2:{letter}{_LAST_CHECKED_ROW}")
    sheet.data_validations.append(rule)


def _header_cell(sheet: _Sheet, column: Column) -> object:
    cell = WriteOnlyCell(sheet, column.title + REQUIRED_MARK * column.is_required)  # type: ignore[arg-type]
    cell.font, cell.fill, cell.alignment = _HEADER_FONT, _HEADER_FILL, _WRAPPED
    cell.comment = Comment(describe(column), "通办助手", *_COMMENT_SIZE)
    return cell


def _text_cell(sheet: _Sheet, text: str) -> object:
    if not text:
        return None
    cell = WriteOnlyCell(sheet, _ESCAPE.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", text)))  # type: ignore[arg-type]
    # The library takes what begins with "=" for a formula and "#N/A" for an error.
    cell.data_type = "s"
    cell.number_format = _TEXT_FORMAT
    return cell
