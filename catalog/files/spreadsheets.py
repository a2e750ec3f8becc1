"""Reads XLSX and XLS workbooks into tables, once they were looked through and found harmless."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from catalog.files.archives import Archive
from catalog.files.tables import RawCell, Table
from catalog.files.xls_records import look_through
from catalog.files.xlsx_parts import SheetPart, copy_parts
from catalog.problems import CatalogProblems, Problem
from catalog.progress import Meter, OnProgress, Stage


def read_xlsx(archive: Archive, name: str, on_progress: OnProgress) -> list[Table]:
    """Return the sheets of an XLSX workbook; each is read when its rows are gone through.

    Raises:
        CatalogProblems: It is broken, has macros or is too large.
    """
    meter = Meter(on_progress, Stage.UNPACKING, archive.count_chunks())
    # The library keeps the file open, so that it may lose its name.
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.xlsx"
        with copy.open("wb") as target:
            parts = {part.name: part for part in copy_parts(archive, name, target, meter)}
        workbook = _open(copy, name)
    meter.finish()
    return list(_tables(workbook, parts, name))


def read_xls(data: bytes, name: str) -> list[Table]:
    """Return the sheets of an XLS workbook; each is read when its rows are gone through.

    Raises:
        CatalogProblems: It is broken, has a password or macros, or is too large.
    """
    parts = look_through(data, name)
    workbook = _open(BytesIO(data), name)
    names = [m.name for m in workbook.sheets_metadata if m.typ is SheetTypeEnum.WorkSheet]
    return list(_tables(workbook, dict(zip(names, parts, strict=False)), name))


def _open(source: Path | BytesIO, name: str) -> CalamineWorkbook:
    with _told_as_broken(name):
        if isinstance(source, Path):
            return CalamineWorkbook.from_path(source)
        return CalamineWorkbook.from_filelike(source)


def _tables(workbook: CalamineWorkbook, parts: dict[str, SheetPart], name: str) -> Iterator[Table]:
    for about in workbook.sheets_metadata:
        # What was not looked through is not read: charts and dialogues have no rows.
        if about.name in parts:
            part = parts[about.name]
            yield Table(
                name=about.name,
                row_count=part.row_count,
                rows=_rows(workbook, about.name, name),
                merges=tuple(part.merges),
                is_hidden=about.visible is not SheetVisibleEnum.Visible,
                faults=tuple(part.faults),
            )


def _rows(workbook: CalamineWorkbook, sheet_name: str, name: str) -> Iterator[Sequence[RawCell]]:
    """Yield all rows from the first and from column A, which the library leaves out if blank."""
    with _told_as_broken(name):
        sheet = workbook.get_sheet_by_name(sheet_name)
    before: list[RawCell] = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield [*before, *row] if before else row


@contextmanager
def _told_as_broken(name: str) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        # On some broken files the library panics: that is no Exception and cannot be imported.
        if not isinstance(error, CalamineError) and type(error).__name__ != "PanicException":
            raise
        wrong, instead = "不是完好的工作簿", "用表格软件打开,另存为 .xlsx"
        raise CatalogProblems([Problem(name, None, None, wrong, instead)]) from None
