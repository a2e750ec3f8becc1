"""Who answers for a fact that names nobody: whoever published the version that last changed it.

Told by the differences between the versions that were live one after the other, newest first;
older ones than ``VERSIONS_LOOKED_AT`` are not read: then the author of the oldest one stands.
"""

import asyncio
from datetime import UTC, date, datetime

from bot.storage.store import Store
from bot.today import day_in_china
from catalog.difference import compare
from catalog.freshness import FactAge, RowKey, fact_ages, stale_facts
from catalog.keys import rows_by_key
from catalog.sheets import Sheets

VERSIONS_LOOKED_AT = 20
"""Reading a version takes some 50 ms."""


class Owners:
    """Remembers the owners of the live version's facts until another one is live."""

    def __init__(self, store: Store) -> None:
        """Read versions from a store."""
        self._store = store
        self._version: str | None = None
        self._owners: dict[RowKey, str] = {}
        self._finding = asyncio.Lock()

    async def of_live(self) -> tuple[Sheets, dict[RowKey, str]]:
        """Return the live sheets and who answers for each of their rows."""
        live = await self._store.live_version()
        assert live is not None  # a process publishes the shipped one when it starts
        sheets = await self._store.read_sheets(live)
        async with self._finding:
            if self._version != live:
                self._owners = await self._find(sheets)
                self._version = live
        return sheets, self._owners

    async def stale(self) -> tuple[FactAge, ...]:
        """Return the live facts that are old or unsure, the worst first."""
        sheets, owners = await self.of_live()
        return await asyncio.to_thread(stale_facts, sheets, on=_today(), owners=owners)

    async def age_of(self, sheets: Sheets, sheet: str, key: str) -> FactAge | None:
        """Return owner, age and confidence of one row of a draft; None for no fact."""
        _, owners = await self.of_live()
        row = rows_by_key(sheet, sheets.get(sheet, ())).get(key)
        if row is None:
            return None
        return next(iter(fact_ages({sheet: [row]}, on=_today(), owners=owners)), None)

    async def _find(self, sheets: Sheets) -> dict[RowKey, str]:
        changes = await self._store.list_changes(VERSIONS_LOOKED_AT)
        owners: dict[RowKey, str] = {}
        newer, author = sheets, changes[0].author if changes else ""
        for change in changes[1:]:
            older = await self._store.read_sheets(change.version)
            for changed in await asyncio.to_thread(compare, older, newer):
                owners.setdefault((changed.sheet, changed.key), author)
            newer, author = older, change.author
        for name, rows in sheets.items():
            for key in rows_by_key(name, rows):
                owners.setdefault((name, key), author)
        return owners


def _today() -> date:
    return day_in_china(datetime.now(UTC))
