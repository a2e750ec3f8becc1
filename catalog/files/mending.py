"""Puts right how cells are written in the sheets of real offices; never what they say.

Looks at one cell at a time, given its column: width, invisible characters, dates, yes and no.
What needs the other rows (where one name ends and the next begins) is the business of
``mended_names``. A cell that is right already comes back as it is.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime, time

from catalog.files.mended_dates import mend_date
from catalog.files.tables import RawCell
from catalog.kinds import Column, Kind
from catalog.sources import Confidence

YES = frozenset({"yes", "y", "true", "是", "有", "对", "√", "✓", "✔", "☑", "1"})
"""What stands for yes in a column of flags."""
NO = frozenset({"no", "n", "false", "否", "无", "不是", "×", "✗", "✘", "x", "☐", "0", "-", "/"})
"""What stands for no."""

RATINGS = {
    "高": Confidence.HIGH.value,
    "中": Confidence.MEDIUM.value,
    "低": Confidence.LOW.value,
    "推断": Confidence.INFERRED.value,
}
"""What the office calls a rating, and people write."""

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2060\ufeff]"
)
_LINE_BREAK = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_LIST_SEPARATOR = re.compile(r"\s*[;；\n]\s*")
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_WIDE = re.compile(
    "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]|(?<=[0-9\uff10-\uff19])\uff0d(?=[0-9\uff10-\uff19])"
)
"""Digits and letters of an input method, and the hyphen of a phone number."""


def text_of(cell: RawCell) -> str:
    """Return a cell of a file as the text that an editor sees in it."""
    match cell:
        case str():
            return cell.strip()
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.isoformat(" ", "minutes").removesuffix(" 00:00")
        case time():
            return cell.isoformat("minutes")
        case _:
            return str(cell)


def mend_cell(text: str, column: Column) -> str:
    """Return a stripped cell as its column wants it, or as it is when that is not clear."""
    plain = _LINE_BREAK.sub("\n", text)
    # A half of a pair of characters cannot be stored: shown as what could not be read.
    plain = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", plain)).replace("\u00a0", " ").strip()
    mend = _MENDERS.get(column.kind)
    return mend(plain, column) if plain and mend else plain


def fold(text: str) -> str:
    """Return text by which spellings are compared: one width, one case, no space within."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _mend_code(text: str, _: Column) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def _mend_flag(text: str, _: Column) -> str:
    said = fold(text)
    return "yes" if said in YES else "" if said in NO else text


def _mend_one_of(text: str, column: Column) -> str:
    said = fold(text)
    if {"yes", "no"} == set(column.allowed):
        return "yes" if said in YES else "no" if said in NO else text
    rating = RATINGS.get(said, text)
    meant = rating if rating in column.allowed else text
    return next((value for value in column.allowed if fold(value) == said), meant)


def _mend_date(text: str, _: Column) -> str:
    return mend_date(text)


def _mend_text(text: str, _: Column) -> str:
    return _WIDE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def _mend_list(text: str, column: Column) -> str:
    """Part a list of text; only signs that never stand within a part do that."""
    text = _mend_text(text, column)
    parts = _LIST_SEPARATOR.split(text)
    return text if len(parts) == 1 else ";".join(part for part in parts if part)


def _mend_web(text: str, _: Column) -> str:
    return unicodedata.normalize("NFKC", text) if _FULL_WIDTH.match(text[5:]) else text


_MENDERS: Mapping[Kind, Callable[[str, Column], str]] = {
    Kind.SLUG: _mend_code,
    Kind.CODE: _mend_code,
    Kind.NEW_CODE: _mend_code,
    Kind.FLAG: _mend_flag,
    Kind.ONE_OF: _mend_one_of,
    Kind.DATE: _mend_date,
    Kind.PUBLISHED_DATE: _mend_date,
    Kind.TEXT: _mend_text,
    Kind.LIST: _mend_list,
    Kind.WEB: _mend_web,
}
"""How each kind of cell is put right on its own."""
