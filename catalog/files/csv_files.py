"""Reads CSV files as spreadsheet programs in China write them: in UTF-8, UTF-16 or GB18030."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence

from catalog.files.tables import Table
from catalog.problems import CatalogProblems, Problem

_DELIMITERS = ",\t;"
"""What may stand between two cells, the most usual first."""
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_csv(data: bytes, name: str) -> Table:
    """Return a CSV file as a table; its rows are parsed as they are gone through.

    Raises:
        CatalogProblems: It is no text. Going through the rows raises it when they are no CSV.
    """
    text = _decode(data, name)
    return Table(name, text.count("\n"), _rows(text, name))


def _decode(data: bytes, name: str) -> str:
    encodings = ("utf-16",) if data.startswith(_UTF_16_MARKS) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CatalogProblems([Problem(name, None, None, "不是文本", "另存为“CSV UTF-8”")])


def _rows(text: str, name: str) -> Iterator[Sequence[str]]:
    first_line = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 1
    try:
        for record in records:
            yield record
            row += 1
    except csv.Error as error:
        wrong = f"不是有效的 CSV({error})"
        raise CatalogProblems([Problem(name, row, None, wrong, "检查引号是否成对")]) from None
