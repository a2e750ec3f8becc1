"""The rows of the live catalog's sheets as pages show them: numbered, searched, sorted."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.storage.browsing import Sort
from bot.storage.store import Store
from bot.web.tables.titles import ROW_NUMBER
from catalog.sheets import Sheets

_FIRST_ROW = 2
"""Row of the first fact in its file; the header is above it."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet."""

    number: int
    """Where it stands in its file, as an editor counts."""
    cells: Mapping[str, str]
    """Name of the column → its text."""
    searched: str
    """What a search looks through."""

    @classmethod
    def of(cls, number: int, cells: Mapping[str, str]) -> "SheetRow":
        """Return a row with what a search looks through."""
        return cls(number, cells, "\n".join(cells.values()).casefold())


def number_rows(sheet: Sequence[Mapping[str, str]]) -> tuple[SheetRow, ...]:
    """Return the rows of a sheet; blank ones are counted and left out."""
    return tuple(SheetRow.of(n, cells) for n, cells in enumerate(sheet, _FIRST_ROW) if cells)


def select_rows(
    rows: Sequence[SheetRow], *, search: str = "", sorts: Sequence[Sort] = ()
) -> list[SheetRow]:
    """Return the rows that hold a text in any column, in whatever case, and in order."""
    wanted = search.casefold()
    found = [row for row in rows if wanted in row.searched]
    # Sorting keeps the order of equals, so the sort that counts least comes first.
    for sort in reversed(sorts):
        if sort.column == ROW_NUMBER:
            found.sort(key=lambda row: row.number, reverse=sort.is_descending)
        else:
            name = sort.column
            found.sort(key=lambda row: row.cells.get(name, ""), reverse=sort.is_descending)
    return found


@dataclass(frozen=True, slots=True)
class _Version:
    name: str | None = None
    sheets: Mapping[str, tuple[SheetRow, ...]] = field(default_factory=dict)


class LiveSheets:
    """The sheets of the live version, read anew only when another version is live."""

    def __init__(self, store: Store) -> None:
        """Read them from a store."""
        self._store = store
        self._kept = _Version()

    async def rows(self, sheet: str) -> tuple[SheetRow, ...]:
        """Return the rows of a sheet; none when the live version has no such sheet."""
        kept, live = self._kept, await self._store.live_version()
        if live is not None and live != kept.name:
            sheets = await self._store.read_sheets(live)
            kept = self._kept = _Version(live, await asyncio.to_thread(_number_sheets, sheets))
        return kept.sheets.get(sheet, ())


def _number_sheets(sheets: Sheets) -> dict[str, tuple[SheetRow, ...]]:
    return {name: number_rows(rows) for name, rows in sheets.items()}
