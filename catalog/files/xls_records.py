"""Looks through the records of an XLS workbook (BIFF5 to BIFF8) before a library reads it.

Finds what the library does not tell: formulas, error values, a password and macros; see [MS-XLS].
"""

import struct
from collections.abc import Iterator
from typing import Final

from catalog.files.bounds import MOST_COLUMNS, MOST_FAULTS_PER_SHEET
from catalog.files.compound import BrokenCompound, Compound
from catalog.files.tables import CellFault, Merge, column_letters
from catalog.files.xlsx_parts import ERROR_VALUE, FORMULA, SheetPart
from catalog.problems import CatalogProblems, Problem

_STREAMS = ("Workbook", "Book")
_ENCRYPTED_STREAMS = ("EncryptedPackage",)
_MACRO_STORAGES = ("_VBA_PROJECT_CUR", "_VBA_PROJECT")

_BOUND_SHEET: Final = 0x0085
_PASSWORD: Final = 0x002F
_BEGINS: Final = 0x0809
_ENDS: Final = 0x000A
_FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
_ERROR_OR_FLAG: Final = 0x0205
_MANY_NUMBERS: Final = 0x00BD
_CELLS = frozenset({0x0203, 0x0204, 0x00FD, 0x00D6, 0x027E, _ERROR_OR_FLAG, _MANY_NUMBERS})
_MERGES: Final = 0x00E5
_WORKSHEET = 0
_SHORTEST_CELL = 6
"""Row, column and format: what every record of a cell begins with."""

_Record = tuple[int, bytes]


def look_through(data: bytes, name: str) -> list[SheetPart]:
    """Return what was found in each worksheet, in their order; names are left empty.

    Raises:
        CatalogProblems: The workbook has a password or macros, is too wide or is broken.
    """
    try:
        compound = Compound(data)
        stream = next((s for n in _STREAMS if (s := compound.stream(n)) is not None), None)
    except (BrokenCompound, struct.error):
        raise _broken(name) from None
    if any(part in compound.names for part in _ENCRYPTED_STREAMS):
        raise _has_password(name)
    if stream is None:
        raise _broken(name)
    if any(part in compound.names for part in _MACRO_STORAGES):
        raise _problem(name, "带有宏", "另存为不带宏的 .xlsx")
    return [_look_at_sheet(stream, start, name) for start in _sheet_starts(stream, name)]


def _records(stream: bytes, start: int) -> Iterator[_Record]:
    """Yield the records from a place to the end of what begins there."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + length]
        # Charts stand inside a sheet, with a beginning and an end of their own.
        depth += (kind == _BEGINS) - (kind == _ENDS)
        if depth <= 0:
            return
        start += 4 + length


def _sheet_starts(stream: bytes, name: str) -> list[int]:
    starts = []
    for kind, body in _records(stream, 0):
        if kind == _PASSWORD:
            raise _has_password(name)
        if kind == _BOUND_SHEET and len(body) >= _SHORTEST_CELL and body[5] == _WORKSHEET:
            starts.append(struct.unpack_from("<I", body)[0])
    if not starts:
        raise _broken(name)
    return starts


def _look_at_sheet(stream: bytes, start: int, name: str) -> SheetPart:
    part = SheetPart("")
    for kind, body in _records(stream, start):
        if kind == _MERGES:
            part.merges.extend(_merges(body))
        if (kind not in _CELLS and kind not in _FORMULAS) or len(body) < _SHORTEST_CELL:
            continue
        row, column = struct.unpack_from("<HH", body)
        last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _MANY_NUMBERS else 0
        if max(column, last) >= MOST_COLUMNS:
            wrong = f"{column_letters(max(column, last))} 列还有内容"
            raise _problem(name, wrong, f"一张表最多 {MOST_COLUMNS} 列")
        part.row_count = max(part.row_count, row + 1)
        is_error = kind == _ERROR_OR_FLAG and body[7:8] == b"\1"
        if (is_error or kind in _FORMULAS) and len(part.faults) < MOST_FAULTS_PER_SHEET:
            fault = ERROR_VALUE if is_error else FORMULA
            part.faults.append(CellFault(row + 1, column_letters(column), fault))
    return part


def _merges(body: bytes) -> Iterator[Merge]:
    for first, last, column, _ in struct.iter_unpack(
        "<4H", body[2 : 2 + (len(body) - 2) // 8 * 8]
    ):
        if last > first:
            yield Merge(first + 1, last + 1, column)


def _has_password(name: str) -> CatalogProblems:
    return _problem(name, "有密码", "去掉密码再导入")


def _broken(name: str) -> CatalogProblems:
    return _problem(name, "不是完好的工作簿", "用表格软件打开,另存为 .xlsx")


def _problem(file: str, wrong: str, instead: str) -> CatalogProblems:
    return CatalogProblems([Problem(file, None, None, wrong, instead)])
