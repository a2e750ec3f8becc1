"""Say dates as people do: 2020-09-29 → 2020年9月29日, 2023-04 → 2023年4月."""

import re

_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?![\d-])")
_YEAR = re.compile(r"\d{4}")


def say_date(text: str) -> str:
    """Return a date text with its ISO part put into words; anything else stays."""
    return _ISO.sub(_in_words, text)


def _in_words(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    words = f"{year}年" if month else year
    words += f"{int(month)}月" if month else ""
    return words + (f"{int(day)}日" if day else "")


def say_day(text: str) -> str:
    """Return what is a date and nothing else in words, a year alone too: 2021 → 2021年."""
    return f"{text}年" if _YEAR.fullmatch(text) else say_date(text)
