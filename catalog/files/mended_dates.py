"""Puts right how a day is written: in Chinese, with dots, or as a spreadsheet counts it."""

import re
import unicodedata
from datetime import date, timedelta

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号])?)?"
)
_DATE = re.compile(
    r"(?P<year>\d{4})\s*(?:"
    r"年\s*(?P<month>\d{1,2})\s*月\s*(?:(?P<day>\d{1,2})\s*[日号])?"
    r"|年$"
    r"|[./-]\s*(?P<month2>\d{1,2})(?:\s*[./-]\s*(?P<day2>\d{1,2}))?(?![\d./-])"
    r")"
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.0)?")
"""1954 to 2119: a number of five digits is no year and no date of ours."""
_DAY_ZERO = date(1899, 12, 30)
_MIDNIGHT = re.compile(r"(?<=\d) 00:00(?::00)?$")


def mend_date(text: str) -> str:
    """Return a day as ``2024-03-01``; what is not understood or no day stays as it is."""
    plain = _MIDNIGHT.sub("", _CHINESE.sub(_in_digits, unicodedata.normalize("NFKC", text)))
    if match := _COMPACT.fullmatch(plain):
        return _joined(match.groups()) or text
    if _SERIAL.fullmatch(plain):
        return (_DAY_ZERO + timedelta(days=int(plain[:5]))).isoformat()
    match = _DATE.match(plain)
    if match is None:
        # What follows a date is free text: it keeps its full-width signs.
        return text
    found = match.groupdict()
    parts = (found["year"], found["month"] or found["month2"], found["day"] or found["day2"])
    mended = _joined(parts)
    return f"{mended}{plain[match.end() :]}" if mended else text


def _in_digits(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    written = f"{year.translate(_DIGITS)}年"
    written += f"{_small_number(month)}月" if month else ""
    return written + (f"{_small_number(day)}日" if day else "")


def _small_number(chinese: str) -> int:
    """Return a number below 100: 十 is 10, 二十一 is 21."""
    tens, ten, ones = chinese.rpartition("十")
    if not ten:
        return int(ones.translate(_DIGITS))
    return int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0)


def _joined(parts: tuple[str | None, ...]) -> str | None:
    """Return the parts of a date in ISO form, or None when there is no such day."""
    year, month, day = (int(part) if part else None for part in parts)
    if year is None or month is None:
        return None if year is None else f"{year:04}"
    try:
        found = date(year, month, day or 1)
    except ValueError:
        return None
    return found.isoformat() if day else f"{found:%Y-%m}"
