"""What is told of the catalog's versions, and going back to one of them."""

import asyncio

from bot.office.refusals import NO_REASON_BACK, NO_SUCH_VERSION, OfficeRefusal
from bot.storage.records import LiveChange, PublishedVersion, UnknownVersion
from bot.storage.store import Store
from catalog.difference import Change, compare
from catalog.sheets import Sheets


class Versions:
    """The catalog versions in the store; all are kept."""

    def __init__(self, store: Store) -> None:
        """Read them from a store."""
        self._store = store

    async def list_all(self) -> tuple[PublishedVersion, ...]:
        """Return all versions with who, when, why and how many rows, newest first."""
        return await self._store.list_versions()

    async def list_changes(self, limit: int = 100) -> tuple[LiveChange, ...]:
        """Return who made which version live, last change first."""
        return await self._store.list_changes(limit)

    async def read_sheets(self, version: str) -> Sheets:
        """Return the rows of a version, to export or show them.

        Raises:
            OfficeRefusal: There is none such.
        """
        try:
            return await self._store.read_sheets(version)
        except UnknownVersion:
            raise OfficeRefusal(NO_SUCH_VERSION.format(version=version)) from None

    async def compare(self, old: str, new: str) -> tuple[Change, ...]:
        """Return what changed from one version to another, row by row and cell by cell.

        Raises:
            OfficeRefusal: There is none such.
        """
        before, after = await self.read_sheets(old), await self.read_sheets(new)
        return await asyncio.to_thread(compare, before, after)

    async def compare_with_live(self, version: str) -> tuple[Change, ...]:
        """Return what going back to a version would change; raises as ``compare`` does."""
        live = await self._store.live_version()
        return await self.compare(live or version, version)

    async def roll_back(self, version: str, account: str, reason: str) -> bool:
        """Make an older version live again; False when it is live already.

        Raises:
            OfficeRefusal: There is none such, or no reason was given.
        """
        if not reason.strip():
            raise OfficeRefusal(NO_REASON_BACK)
        try:
            return await self._store.set_live(version, author=account, reason=reason.strip())
        except UnknownVersion:
            raise OfficeRefusal(NO_SUCH_VERSION.format(version=version)) from None
