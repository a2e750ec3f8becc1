"""Settle a cluster of questions: its row goes into a draft, and what became of it is kept.

Decides into which draft: the one that is named, else the open one for questions, which is begun
where there is none. The rows themselves are made by ``suggestions.rows``.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.knowledge import Knowledge
from bot.office.drafting import Drafting, read_open
from bot.office.edits import AddRow
from bot.office.refusals import OfficeRefusal
from bot.storage.office_records import Draft
from bot.storage.records import Settlement
from bot.storage.store import Store
from bot.suggestions.clusters import Cluster
from bot.suggestions.rows import NewRow, NoRow, alias_row, new_item_row
from bot.today import day_in_china
from catalog.problems import Problem
from catalog.sheets import Sheets

QUESTIONS_DRAFT = "来自居民提问"
"""Title of the draft that rows of questions go into."""

MakeRow = Callable[[Sheets], NewRow]


@dataclass(frozen=True, slots=True)
class Settled:
    """A cluster whose row is in a draft."""

    draft: Draft
    """The draft as saved."""
    row: NewRow
    """The row, with the columns that must still be filled in."""
    problems: tuple[Problem, ...]
    """What is wrong with the draft now."""


class Settling:
    """Settles clusters of questions."""

    def __init__(self, store: Store) -> None:
        """Keep drafts and decisions in a store."""
        self._store = store
        self._drafting = Drafting(store)

    async def add_alias(
        self,
        cluster: Cluster,
        item: str,
        text: str | None,
        knowledge: Knowledge,
        *,
        account: str,
        draft: str | None = None,
    ) -> Settled:
        """Make a text, or the words of the cluster, one more alias of an item, in a draft.

        Raises:
            OfficeRefusal: It cannot be an alias of the item, or there is no such draft; nothing
                was changed.
        """
        alias = text if text is not None else cluster.phrase.replace(" ", "")
        made = await self._add(draft, account, lambda s: alias_row(item, alias, s, knowledge))
        await self._keep(cluster, Settlement.ALIAS, account)
        return made

    async def begin_item(
        self, cluster: Cluster, item: str, *, account: str, draft: str | None = None
    ) -> Settled:
        """Begin a new item for the cluster in a draft; raises as ``add_alias`` does."""
        today = day_in_china(datetime.now(UTC))
        made = await self._add(draft, account, lambda s: new_item_row(cluster, item, s, on=today))
        await self._keep(cluster, Settlement.ITEM, account)
        return made

    async def ignore(self, cluster: Cluster, *, account: str) -> None:
        """Keep that nothing is to be done about a cluster."""
        await self._keep(cluster, Settlement.IGNORED, account)

    async def _keep(self, cluster: Cluster, settlement: Settlement, account: str) -> None:
        await self._store.questions.settle(
            cluster.wordings, settlement, phrase=cluster.phrase, account=account
        )

    async def _add(self, draft: str | None, account: str, make_row: MakeRow) -> Settled:
        draft = draft or await self._find_draft()
        sheets = await self._read(draft)
        try:
            row = await asyncio.to_thread(make_row, sheets)
        except NoRow as error:
            raise OfficeRefusal(str(error)) from None
        if draft is None:
            draft = (await self._drafting.begin(QUESTIONS_DRAFT, account)).id
        edited = await self._drafting.edit(draft, AddRow(row.sheet, row.cells), account)
        return Settled(edited.draft, row, edited.problems)

    async def _find_draft(self) -> str | None:
        opened = await self._store.drafts.list_open()
        return next((draft.id for draft in opened if draft.title == QUESTIONS_DRAFT), None)

    async def _read(self, draft: str | None) -> Sheets:
        """Return the rows of a draft, or those that one would begin with."""
        if draft is not None:
            return (await read_open(self._store, draft))[1]
        live = await self._store.live_version()
        assert live is not None  # a process publishes the shipped one when it starts
        return await self._store.read_sheets(live)
