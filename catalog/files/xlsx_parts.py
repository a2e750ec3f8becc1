"""Looks through the parts of an XLSX workbook before a library reads it.

Finds what the library does not tell (formulas, error values) and what it would not survive (a cell
in the last row of the last column makes it take memory for all cells before). What was looked
through is copied to a fresh file, and only that is read: nothing can differ between the two.
"""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from catalog.files.archives import Archive
from catalog.files.bounds import MOST_COLUMNS, MOST_FAULTS_PER_SHEET, MOST_ROWS
from catalog.files.tables import CellFault, Merge, column_letters
from catalog.problems import CatalogProblems, Fault, Problem
from catalog.progress import Meter

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_NEEDED = ("xl/styles.xml", "xl/sharedStrings.xml", "[Content_Types].xml", "_rels/.rels")
_BINARY_WORKBOOK = "xl/workbook.bin"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

FORMULA = Fault("是公式", "改成文字或数值:复制后选择性粘贴为“值”")
"""What is wrong with a cell that holds a formula."""
ERROR_VALUE = Fault("是出错的值(如 #N/A)", "改成正确的内容,没有就留空")
"""What is wrong with a cell that shows an error."""

OnStart = Callable[[str, dict[str, str]], None]


@dataclass(slots=True)
class SheetPart:
    """What was found in one sheet of a workbook."""

    name: str
    """Name of the sheet."""
    row_count: int = 0
    """Number of the last row that has contents."""
    faults: list[CellFault] = field(default_factory=list)
    """Formulas and error values."""
    merges: list[Merge] = field(default_factory=list)
    """Merged cells that span several rows."""


def is_workbook(archive: Archive) -> bool:
    """Return whether an archive is a workbook rather than a folder of files."""
    return any(name in archive.members for name in (_WORKBOOK, _BINARY_WORKBOOK))


def copy_parts(archive: Archive, name: str, target: IO[bytes], meter: Meter) -> list[SheetPart]:
    """Copy what is needed of a workbook to a file; return what was found on the way.

    Raises:
        CatalogProblems: The workbook has macros, is too large or is broken.
    """
    if _BINARY_WORKBOOK in archive.members:
        raise _problem(name, "是二进制工作簿(.xlsb)", "另存为 .xlsx")
    if any(member.lower().endswith("vbaproject.bin") for member in archive.members):
        raise _problem(name, "带有宏", "另存为不带宏的 .xlsx")
    paths = _sheet_paths(archive, name)
    parts = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
        for member in (_WORKBOOK, _RELATIONS, *_NEEDED):
            if member in archive.members:
                _copy(archive.chunks(member), copy, member, name, _ignore)
        for sheet, path in paths.items():
            scan = _Scan(SheetPart(sheet), name)
            _copy(meter.count(archive.chunks(path)), copy, path, name, scan.start)
            parts.append(scan.part)
    return parts


def _copy(
    chunks: Iterable[bytes], copy: zipfile.ZipFile, member: str, name: str, on_start: OnStart
) -> None:
    with copy.open(member, "w", force_zip64=True) as part:

        def copied() -> Iterable[bytes]:
            for chunk in chunks:
                part.write(chunk)
                yield chunk

        _parse(copied(), name, on_start)


def _sheet_paths(archive: Archive, name: str) -> dict[str, str]:
    """Return name of each sheet → the member it stands in."""
    targets: dict[str, str] = {}
    ids: dict[str, str] = {}

    def on_relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            if not target.startswith("xl/"):
                target = posixpath.join("/xl", target)
            targets[attributes.get("Id", "")] = posixpath.normpath(target).lstrip("/")

    def on_sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            (id_,) = [v for key, v in attributes.items() if key.endswith(":id")] or [""]
            ids[attributes.get("name", "")] = id_

    if _RELATIONS not in archive.members:
        raise _broken(name)
    _parse(archive.chunks(_RELATIONS), name, on_relation)
    _parse(archive.chunks(_WORKBOOK), name, on_sheet)
    paths = {sheet: targets[id_] for sheet, id_ in ids.items() if id_ in targets}
    if not paths or any(path not in archive.members for path in paths.values()):
        raise _broken(name)
    return paths


def _parse(chunks: Iterable[bytes], name: str, on_start: OnStart) -> None:
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        on_start(tag.rpartition(":")[2], attributes)

    def refuse(*_: object) -> None:
        raise _problem(name, "文件里有不该有的声明(DOCTYPE)", "用表格软件重新另存一份")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise _broken(name) from None


class _Scan:
    """Follows the elements of a sheet and notes what stands where."""

    def __init__(self, part: SheetPart, name: str) -> None:
        self.part = part
        self._name = name
        self._row = 0
        self._column = -1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "is"):
            self._note_extent()
        elif tag == "f":
            self._note_extent()
            self._note_fault(FORMULA)
        elif tag == "row":
            self._row = _number(attributes.get("r")) or self._row + 1
            self._column = -1
        elif tag == "mergeCell":
            self._note_merge(attributes.get("ref", ""))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        if match:
            self._column = _column_number(match[1])
            self._row = int(match[2])
        else:
            self._column += 1
        if attributes.get("t") == "e":
            self._note_fault(ERROR_VALUE)

    def _note_extent(self) -> None:
        if self._row > self.part.row_count:
            if self._row > MOST_ROWS + 1:
                raise _too_long(self._name, self.part.name, self._row)
            self.part.row_count = self._row
        if self._column >= MOST_COLUMNS:
            raise _too_wide(self._name, self.part.name, self._column)

    def _note_merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if start and end and start[2] != end[2]:
            merge = Merge(int(start[2]), int(end[2]), _column_number(start[1]))
            self.part.merges.append(merge)

    def _note_fault(self, fault: Fault) -> None:
        if len(self.part.faults) < MOST_FAULTS_PER_SHEET:
            column = column_letters(self._column)
            self.part.faults.append(CellFault(self._row, column, fault))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _ignore(_: str, __: dict[str, str]) -> None:
    pass


def _too_long(file: str, sheet: str, row: int) -> CatalogProblems:
    return _problem(f"{file} {sheet}", f"第{row}行还有内容", f"一份文件最多 {MOST_ROWS} 行")


def _too_wide(file: str, sheet: str, column: int) -> CatalogProblems:
    wrong = f"{column_letters(column)} 列还有内容"
    return _problem(f"{file} {sheet}", wrong, f"一张表最多 {MOST_COLUMNS} 列")


def _broken(name: str) -> CatalogProblems:
    return _problem(name, "不是完好的工作簿", "用表格软件打开,另存为 .xlsx")


def _problem(file: str, wrong: str, instead: str) -> CatalogProblems:
    return CatalogProblems([Problem(file, None, None, wrong, instead)])
