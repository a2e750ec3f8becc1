"""Reads tables page by page for people who look around in them; changes nothing.

The tables and their columns are a closed list: neither passwords and session tokens nor keys of
conversations, by which a person could be told from another, stand in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Column, Select, String, Table, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import AutoString

from bot.storage.database import Database
from bot.storage.encoding import storable
from bot.storage.tables import Row

Cell = str | int | bool | datetime | None
"""What stands in one column of one row."""
Record = Mapping[str, Cell]
"""One row: name of the column → its cell."""

_FARTHEST_ROW = 2**31 - 1
"""Databases refuse larger numbers, whether they count rows or name one."""


class BrowsedTable(Enum):
    """The tables that may be looked at; the value is their name in the database."""

    TURNS = "turn"
    FEEDBACK = "feedback"
    WRONG_ANSWERS = "wrong_answer"
    HANDOFFS = "handoff"
    VERSIONS = "catalog_version"
    CHANGES = "catalog_change"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class _Listing:
    key: str
    listed: tuple[str, ...]
    newest_by: str
    only_found: tuple[str, ...] = ()


_LISTINGS = {
    BrowsedTable.TURNS: _Listing(
        "id",
        (
            *("id", "asked_at", "question", "outcome", "verdict", "items", "aspect", "surface"),
            *("receipt", "catalog_version"),
        ),
        "id",
        ("answer",),
    ),
    BrowsedTable.FEEDBACK: _Listing(
        "receipt", ("receipt", "useful", "reason", "given_at"), "given_at"
    ),
    BrowsedTable.WRONG_ANSWERS: _Listing(
        "id",
        ("id", "receipt", "reason", "account", "marked_at", "settled_by", "settled_at"),
        "id",
    ),
    BrowsedTable.HANDOFFS: _Listing(
        "id",
        (
            *("id", "asked_at", "question", "state", "claimed_by", "claimed_at", "closed_at"),
            *("note", "surface", "receipt"),
        ),
        "id",
    ),
    BrowsedTable.VERSIONS: _Listing(
        "version",
        ("version", "published_at", "author", "reason", "row_count", "digest"),
        "published_at",
    ),
    BrowsedTable.CHANGES: _Listing(
        "id", ("id", "changed_at", "version", "kind", "author", "reason"), "id"
    ),
    BrowsedTable.AUDIT: _Listing(
        "id", ("id", "at", "account", "action", "subject", "detail"), "id"
    ),
}


@dataclass(frozen=True, slots=True)
class Sort:
    """By which column rows are ordered."""

    column: str
    """One of the listed columns."""
    is_descending: bool = False
    """True for the largest or latest first."""


class Browsing:
    """Looks into the tables of the closed list."""

    def __init__(self, database: Database) -> None:
        """Read from a database."""
        self._database = database

    async def page(
        self,
        table: BrowsedTable,
        *,
        search: str = "",
        sorts: Sequence[Sort] = (),
        skip: int = 0,
        limit: int = 50,
    ) -> tuple[Record, ...]:
        """Return some rows with their listed columns, the newest first unless sorted.

        Args:
            table: Where to look.
            search: Text that one of the text columns must hold, in whatever case.
            sorts: The first counts most.
            skip: How many rows stand before the page.
            limit: How many rows the page has at most.
        """
        listing = _LISTINGS[table]
        columns = _columns(table)
        wanted = (*sorts, Sort(listing.newest_by, is_descending=True), Sort(listing.key))
        query = _holding(select(*(columns[name] for name in listing.listed)), table, search)
        for sort in wanted:
            column = columns[sort.column]
            query = query.order_by(column.desc() if sort.is_descending else column)
        return await self._records(query.offset(min(skip, _FARTHEST_ROW)).limit(limit))

    async def count(self, table: BrowsedTable, *, search: str = "") -> int:
        """Return how many rows ``page`` goes through."""
        query = _holding(select(func.count()).select_from(_table(table)), table, search)

        async def job(connection: AsyncConnection) -> int:
            return await connection.scalar(query) or 0

        return await self._database.read(job)

    async def find(self, table: BrowsedTable, key: str) -> Record | None:
        """Return one row with all its columns of the closed list."""
        listing = _LISTINGS[table]
        columns = _columns(table)
        column = columns[listing.key]
        wanted: str | int = storable(key)
        if not _is_text(column):
            number = _row_number(key)
            if number is None:
                return None
            wanted = number
        names = listing.listed + listing.only_found
        found = await self._records(select(*(columns[n] for n in names)).where(column == wanted))
        return found[0] if found else None

    async def _records(self, query: Select[Any]) -> tuple[Record, ...]:
        async def job(connection: AsyncConnection) -> tuple[Record, ...]:
            return tuple(dict(row) for row in (await connection.execute(query)).mappings())

        return await self._database.read(job)


def listed_columns(table: BrowsedTable) -> tuple[str, ...]:
    """Return the names of the columns that a page shows, the most telling first."""
    return _LISTINGS[table].listed


def columns_of_one(table: BrowsedTable) -> tuple[str, ...]:
    """Return the names of the columns that ``find`` gives."""
    return _LISTINGS[table].listed + _LISTINGS[table].only_found


def key_of(table: BrowsedTable) -> str:
    """Return the name of the column that tells one row from another."""
    return _LISTINGS[table].key


def _table(table: BrowsedTable) -> Table:
    return Row.metadata.tables[table.value]


def _columns(table: BrowsedTable) -> Mapping[str, Column[Any]]:
    return {column.name: column for column in _table(table).columns}


def _is_text(column: Column[Any]) -> bool:
    return isinstance(column.type, String | AutoString)


def _row_number(key: str) -> int | None:
    if not (key.isascii() and key.isdigit() and len(key) <= len(str(_FARTHEST_ROW))):
        return None
    number = int(key)
    return number if number <= _FARTHEST_ROW else None


def _holding(query: Select[Any], table: BrowsedTable, search: str) -> Select[Any]:
    """Return the query for the rows that hold a text in a listed column."""
    if not search:
        return query
    columns = _columns(table)
    texts = (columns[n] for n in _LISTINGS[table].listed if _is_text(columns[n]))
    return query.where(or_(*(text.icontains(storable(search), autoescape=True) for text in texts)))
