"""Find the rows of a draft that an editor means by some text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from catalog.keys import rows_by_key
from catalog.sheets import Sheets

MOST_FOUND = 100
"""More rows are of no use to somebody who looks for one."""
_SUMMARY_CHARACTERS = 90


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row that holds what was looked for."""

    sheet: str
    """Name of its sheet."""
    key: str
    """What it is known by."""
    summary: str
    """Its first filled cells, shortened."""


def find_rows(sheets: Sheets, text: str, *, sheet: str | None = None) -> tuple[FoundRow, ...]:
    """Return rows of one sheet or all that hold every word of the text, sheet by sheet."""
    words = text.casefold().split()
    return tuple(islice(_find(sheets, words, sheet), MOST_FOUND))


def _find(sheets: Sheets, words: list[str], only: str | None) -> Iterator[FoundRow]:
    for name, rows in sheets.items():
        if only is not None and name != only:
            continue
        for key, row in rows_by_key(name, rows).items():
            whole = "\n".join((key, *row.values())).casefold()
            if all(word in whole for word in words):
                yield FoundRow(name, key, _summary(row))


def _summary(row: Mapping[str, str]) -> str:
    whole = " · ".join(cell for cell in row.values() if cell)
    cut = whole[:_SUMMARY_CHARACTERS]
    return cut if cut == whole else f"{cut}…"
