"""Reads and writes the files of ``tongban catalog …``, with a bar that shows how far it is."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.progress_bar import ProgressBar
from bot.reload import SourceCatalog, read_source_catalog
from bot.wrong_usage import WrongUsage
from catalog.files.workbooks import write_template, write_workbook
from catalog.files.writing import write_json, write_sheets
from catalog.sheets import Sheets

_NOT_WRITTEN = (".xls", ".xlsm", ".csv", ".zip")


async def read_source(source: Path) -> SourceCatalog:
    """Read and validate a folder or file, with a bar on stderr if that is a terminal.

    Raises:
        WrongUsage: There is no such folder or file.
        CatalogProblems: With everything that is wrong with it.
    """
    if not await asyncio.to_thread(source.exists):
        raise WrongUsage(f"没有 {source} 这个文件夹或文件")
    with ProgressBar(sys.stderr) as bar:
        return await read_source_catalog(source, on_progress=bar.show)


def write_target(sheets: Sheets, target: Path) -> None:
    """Write sheets as a workbook, as JSON or as a folder of CSV files, whatever the name says.

    Raises:
        WrongUsage: It cannot be written, or not in this form.
    """
    with _writing(target):
        match target.suffix.lower():
            case ".xlsx":
                write_workbook(sheets, target)
            case ".json":
                write_json(sheets, target)
            case suffix if suffix in _NOT_WRITTEN:
                raise WrongUsage(f"写不了 {suffix}:写成文件夹、.xlsx 或 .json")
            case _:
                write_sheets(sheets, target)


def write_template_file(target: Path) -> None:
    """Write an empty workbook to be filled.

    Raises:
        WrongUsage: It cannot be written, or the name is not that of a workbook.
    """
    if target.suffix.lower() != ".xlsx":
        raise WrongUsage(f"{target} 不是 .xlsx:模板是工作簿,文件名以 .xlsx 结尾")
    with _writing(target):
        write_template(target)


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WrongUsage(f"写不了 {target}:{error.strerror or error}") from None
