"""What starlette-admin is told of each table: its columns and how to find its rows."""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Never

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette_admin import BaseModelView, StringField
from starlette_admin.actions import link_row_action
from starlette_admin.helpers import detail_url
from starlette_admin.types import RequestAction, RowActionsDisplayType

from bot.storage.browsing import (
    BrowsedTable,
    Browsing,
    Cell,
    Record,
    Sort,
    columns_of_one,
    key_of,
    listed_columns,
)
from bot.today import CHINA
from bot.web.tables.addresses import within_site
from bot.web.tables.rows import LiveSheets, SheetRow, select_rows
from bot.web.tables.titles import COLUMN_TITLES, ROW_NUMBER, TABLE_TITLES
from catalog.kinds import Layout

LISTED_COLUMNS = 8
"""Columns of a sheet in its list; the page of a row has all."""
LONGEST_SEARCH = 100
"""Characters; databases refuse patterns without end."""


class TableView(BaseModelView):
    """A table that is read and never changed."""

    page_size = 50
    page_size_options = (20, 50, 100, 200)
    exporters = ()
    importers = ()
    actions = ()
    row_actions = ("view",)
    row_actions_display_type = RowActionsDisplayType.INLINE_LINKS

    def __init__(self, title: str, columns: Mapping[str, str], listed: Iterable[str]) -> None:
        """Describe a table by its columns and their titles; ``key`` and ``pk_attr`` are set."""
        self.menu_label = self.display_name = title
        self.fields = [StringField(name, shown) for name, shown in columns.items()]
        self.exclude_fields_from_list = sorted(set(columns) - set(listed))
        super().__init__()

    def can_create(self, request: Request) -> bool:  # noqa: ARG002 - the library's form
        """Nothing is made here."""
        return False

    can_edit = can_delete = can_export = can_import = can_create

    async def create(self, request: Request, data: dict[str, Any]) -> Never:  # noqa: ARG002
        """Refuse: nothing is changed here."""
        raise HTTPException(403)

    async def edit(self, request: Request, pk: Any, data: dict[str, Any]) -> Never:  # noqa: ANN401, ARG002
        """Refuse: nothing is changed here."""
        raise HTTPException(403)

    async def delete(self, request: Request, pks: list[Any]) -> Never:  # noqa: ARG002
        """Refuse: nothing is changed here."""
        raise HTTPException(403)

    async def find_by_pks(self, request: Request, pks: list[Any]) -> Sequence[Any]:
        """Return several rows."""
        found = [await self.find_by_pk(request, pk) for pk in pks]
        return [row for row in found if row is not None]

    def is_active(self, request: Request) -> bool:
        """Say whether the page of this table is open."""
        return request.path_params.get("key") == self.key

    @link_row_action("view", "查看", exclude_from_detail=True)
    def row_action_1_view(self, request: Request, pk: Any) -> str:  # noqa: ANN401 - its form
        """Lead to the page of one row."""
        return within_site(detail_url(request, str(self.key), pk))

    async def serialize(
        self,
        obj: Any,  # noqa: ANN401 - the library's form
        request: Request,
        include_relationships: bool = True,  # noqa: ARG002
        include_select2: bool = False,  # noqa: ARG002
    ) -> dict[str, Any]:
        """Return the texts of a row: those of its list or all."""
        is_whole = request.state.action == RequestAction.DETAIL
        cells = self.cells(obj)
        listed = (f.name for f in self.fields if is_whole or not f.exclude_from_list)
        return {name: in_words(name, cells.get(name)) for name in listed}

    def cells(self, row: Any) -> Mapping[str, Cell]:  # noqa: ANN401 - what find_all gives
        """Return the cells of a row by column."""
        raise NotImplementedError


class SheetView(TableView):
    """A sheet of the live catalog."""

    pk_attr = ROW_NUMBER

    def __init__(self, layout: Layout, live: LiveSheets) -> None:
        """Show a sheet with the columns of its layout."""
        columns = {ROW_NUMBER: COLUMN_TITLES[ROW_NUMBER]}
        columns |= {column.name: column.title for column in layout.columns}
        self.key = layout.name
        self._live = live
        super().__init__(layout.title, columns, list(columns)[: LISTED_COLUMNS + 1])

    async def find_all(
        self,
        request: Request,  # noqa: ARG002
        skip: int = 0,
        limit: int = 100,
        q: str | None = None,
        sorts: Sequence[tuple[str, str]] | None = None,
        filters: object = None,  # noqa: ARG002
    ) -> Sequence[SheetRow]:
        """Return the rows of one page."""
        rows = await self._live.rows(str(self.key))
        found = await asyncio.to_thread(select_rows, rows, search=_search(q), sorts=_sorts(sorts))
        return found[skip : skip + limit]

    async def count(
        self,
        request: Request,  # noqa: ARG002
        q: str | None = None,
        filters: object = None,  # noqa: ARG002
    ) -> int:
        """Return how many rows there are."""
        return len(select_rows(await self._live.rows(str(self.key)), search=_search(q)))

    async def find_by_pk(self, request: Request, pk: Any) -> SheetRow | None:  # noqa: ANN401, ARG002
        """Return the row with that number."""
        rows = await self._live.rows(str(self.key))
        return next((row for row in rows if str(row.number) == pk), None)

    def cells(self, row: SheetRow) -> Mapping[str, Cell]:
        """Return the texts with the number."""
        return {**row.cells, ROW_NUMBER: row.number}


class RecordView(TableView):
    """A table of the database."""

    def __init__(self, table: BrowsedTable, browsing: Browsing) -> None:
        """Show a table of the closed list."""
        self.key, self.pk_attr = table.value, key_of(table)
        self.fields_default_sort = ()
        self._table, self._browsing = table, browsing
        columns = {name: COLUMN_TITLES[name] for name in columns_of_one(table)}
        super().__init__(TABLE_TITLES[table], columns, listed_columns(table))

    def _default_sort(self) -> list[tuple[str, bool]]:
        # The library would sort by the key; without any sort the newest come first.
        return []

    async def find_all(
        self,
        request: Request,  # noqa: ARG002
        skip: int = 0,
        limit: int = 100,
        q: str | None = None,
        sorts: Sequence[tuple[str, str]] | None = None,
        filters: object = None,  # noqa: ARG002
    ) -> Sequence[Record]:
        """Return the rows of one page."""
        return await self._browsing.page(
            self._table, search=_search(q), sorts=_sorts(sorts), skip=skip, limit=limit
        )

    async def count(
        self,
        request: Request,  # noqa: ARG002
        q: str | None = None,
        filters: object = None,  # noqa: ARG002
    ) -> int:
        """Return how many rows there are."""
        return await self._browsing.count(self._table, search=_search(q))

    async def find_by_pk(self, request: Request, pk: Any) -> Record | None:  # noqa: ANN401, ARG002
        """Return one row."""
        return await self._browsing.find(self._table, str(pk))

    def cells(self, row: Record) -> Mapping[str, Cell]:
        """Return the row as it is."""
        return row


def in_words(column: str, cell: Cell) -> str:
    """Return what stands in a cell as text: moments in China's time, JSON by what it says."""
    match cell:
        case None:
            return ""
        case bool():
            return "是" if cell else "否"
        case datetime():
            return cell.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
        case str() if column == "answer":
            return str(json.loads(cell).get("text", ""))
        case str() if column == "items" and cell.startswith("["):
            return ";".join(json.loads(cell))
        case _:
            return str(cell)


def _search(q: str | None) -> str:
    return (q or "").strip()[:LONGEST_SEARCH]


def _sorts(sorts: Sequence[tuple[str, str]] | None) -> tuple[Sort, ...]:
    return tuple(Sort(column, direction == "desc") for column, direction in sorts or ())
