"""Read a catalog from whatever an office sends: CSV, ZIP, XLSX, XLS or JSON; mended, not judged.

1. What a file is, its first bytes say; its name is only shown.
2. A file that is broken, too large or made to do harm is refused before it is read.
3. Each sheet is recognized, its header found and its cells put right one by one.
4. When all sheets are there, names within cells are put right too.

Whether the sheets make a catalog is the business of ``loading``: nothing here is loaded anywhere.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from catalog.columns import LAYOUT_OF
from catalog.files.archives import Archive
from catalog.files.bounds import MEBIBYTE, MOST_FILE_BYTES, MOST_MEMBERS, MOST_TEXT_BYTES
from catalog.files.compound import SIGNATURE
from catalog.files.csv_files import read_csv
from catalog.files.file_names import shown_name
from catalog.files.filling import fill
from catalog.files.json_files import read_json
from catalog.files.mended import Mended, SheetPlace
from catalog.files.spreadsheets import read_xls, read_xlsx
from catalog.files.tables import Table
from catalog.files.xlsx_parts import is_workbook
from catalog.problems import CatalogProblems, Problem
from catalog.progress import OnProgress, ignore
from catalog.sheets import Sheets

_PLACE = re.compile(r" (\w+)\.csv 第(\d+)行")
"""How one problem names the place of another row."""
_ZIP = b"PK"
_WORKBOOK_SUFFIXES = (".xlsx", ".xls", ".xlsm", ".xlsb", ".et", ".ods")
_SUFFIXES = "CSV 文件夹、.zip、.csv、.xlsx、.xls 或 .json"


@dataclass(frozen=True, slots=True)
class Imported:
    """A catalog as it was read, with all that was put right; not yet checked."""

    name: str
    """Bare name of the file or folder."""
    sheets: Sheets
    """Its sheets, by the names the catalog has for them."""
    mended: tuple[Mended, ...]
    """What was put right, in the order of the file."""
    skipped: tuple[str, ...]
    """What was not read and why, one sentence each."""
    places: Mapping[str, SheetPlace]
    """Name of a sheet → where it stands in the file."""

    def locate(self, problem: Problem) -> Problem:
        """Return a problem of the sheets as one of the file: its sheet, row and header."""
        wrong = _PLACE.sub(self._locate_place, problem.wrong)
        name = problem.file.removesuffix(".csv")
        place = self.places.get(name)
        if place is None:
            return self._locate_missing(problem)
        column = place.show(problem.column) if problem.column else problem.column
        row = None if problem.row is None else problem.row + place.header_row - 1
        return replace(problem, file=place.shown, row=row, column=column, wrong=wrong)

    def _locate_missing(self, problem: Problem) -> Problem:
        """Return a missing sheet as one; a folder lacks a file indeed."""
        layout = LAYOUT_OF.get(problem.file.removesuffix(".csv"))
        if layout is None or any(p.shown.endswith(".csv") for p in self.places.values()):
            return problem
        file = f"{layout.title}({layout.name})"
        return replace(
            problem, file=file, wrong="缺少这张表", instead="从模板里补上,没有内容就留空"
        )

    def _locate_place(self, match: re.Match[str]) -> str:
        place = self.places.get(match[1])
        return f" {place.shown} 第{int(match[2]) + place.header_row - 1}行" if place else match[0]


def read_catalog(
    source: Path, *, name: str | None = None, on_progress: OnProgress = ignore
) -> Imported:
    """Read a folder of CSV files or one file; ``name`` is its own name if it was renamed.

    Raises:
        CatalogProblems: It cannot be read, or some of its cells cannot be understood.
    """
    shown = shown_name(name or source.name or source.resolve().name)
    try:
        if source.is_dir():
            return _imported(shown, _read_folder(source, shown), (), on_progress)
        if source.stat().st_size > MOST_FILE_BYTES:
            raise _too_large(shown, MOST_FILE_BYTES)
        return read_upload(source.read_bytes(), shown, on_progress=on_progress)
    except OSError as error:
        wrong = f"读不了({error.strerror or error})"
        raise _problem(shown, wrong, f"要有{_SUFFIXES}") from None


def read_upload(data: bytes, name: str, *, on_progress: OnProgress = ignore) -> Imported:
    """Read a file from its contents; ``name`` is what it was called where it came from.

    Raises:
        CatalogProblems: It cannot be read, or some of its cells cannot be understood.
    """
    shown = shown_name(name)
    if len(data) > MOST_FILE_BYTES:
        raise _too_large(shown, MOST_FILE_BYTES)
    if not data.strip():
        raise _problem(shown, "是空的", f"要有{_SUFFIXES}")
    if data.startswith(_ZIP):
        archive = Archive(data, shown)
        if is_workbook(archive):
            tables = read_xlsx(archive, shown, on_progress)
            return _imported(shown, tables, (), on_progress)
        return _imported(shown, *_read_archive(archive, shown), on_progress)
    if data.startswith(SIGNATURE):
        return _imported(shown, read_xls(data, shown), (), on_progress)
    return _imported(shown, _read_text(data, shown), (), on_progress)


def _read_folder(folder: Path, shown: str) -> list[Table]:
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() == ".csv")
    if not files:
        raise _problem(shown, "文件夹里没有 CSV 文件", "一张表一个文件,如 items.csv")
    if len(files) > MOST_MEMBERS:
        raise _problem(shown, f"里面有 {len(files)} 个文件", f"最多 {MOST_MEMBERS} 个")
    if sum(file.stat().st_size for file in files) > MOST_FILE_BYTES:
        raise _too_large(shown, MOST_FILE_BYTES)
    return _all_csv((file.name, file.read_bytes()) for file in files)


def _read_archive(archive: Archive, shown: str) -> tuple[list[Table], tuple[str, ...]]:
    listed = [m for m in archive.members if not m.startswith("__MACOSX/")]
    names = {m: shown_name(m) for m in listed if m.lower().endswith(".csv")}
    if not names:
        wrong = "压缩包里没有 CSV 文件,也不是 .xlsx 工作簿"
        raise _problem(shown, wrong, f"要有{_SUFFIXES}")
    if len(set(names.values())) < len(names):
        raise _problem(shown, "里面有同名的文件", "每个文件名只用一次")
    skipped = tuple(f"“{shown_name(m)}”不是 CSV,没有读" for m in listed if m not in names)
    return _all_csv((name, archive.read(member)) for member, name in names.items()), skipped


def _all_csv(files: Iterable[tuple[str, bytes]]) -> list[Table]:
    """Return CSV files as tables, or what is wrong with all of them."""
    tables: list[Table] = []
    problems: list[Problem] = []
    for name, data in files:
        try:
            tables.append(_read_csv(data, name))
        except CatalogProblems as error:
            problems.extend(error.problems)
    if problems:
        raise CatalogProblems(problems)
    return tables


def _read_csv(data: bytes, name: str) -> Table:
    if len(data) > MOST_TEXT_BYTES:
        raise _too_large(name, MOST_TEXT_BYTES)
    return read_csv(data, name)


def _read_text(data: bytes, shown: str) -> Sequence[Table]:
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    suffix = Path(shown).suffix.lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise _problem(shown, "其实是网页,不是工作簿", "用表格软件打开,另存为 .xlsx")
    if suffix in _WORKBOOK_SUFFIXES:
        raise _problem(shown, "不是完好的工作簿", "用表格软件打开,另存为 .xlsx")
    if start.startswith((b"{", b"[")) or suffix == ".json":
        if len(data) > MOST_TEXT_BYTES:
            raise _too_large(shown, MOST_TEXT_BYTES)
        return read_json(data, shown)
    if suffix in (".csv", ".txt", ""):
        return [_read_csv(data, shown)]
    raise _problem(shown, "不认识这种文件", f"要有{_SUFFIXES}")


def _imported(
    shown: str, tables: Sequence[Table], skipped: tuple[str, ...], on_progress: OnProgress
) -> Imported:
    filled = fill(tables, shown, on_progress)
    return Imported(
        name=shown,
        sheets=filled.sheets,
        mended=tuple(filled.mended),
        skipped=(*skipped, *filled.skipped),
        places=filled.places,
    )


def _too_large(file: str, most: int) -> CatalogProblems:
    return _problem(file, "文件太大", f"最多 {most // MEBIBYTE} MB")


def _problem(file: str, wrong: str, instead: str) -> CatalogProblems:
    return CatalogProblems([Problem(file, None, None, wrong, instead)])
