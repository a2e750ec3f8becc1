"""Rehearse a draft and make it live; go back to a version.

The rules of publishing, in this order, each with its sentence:

1. there is a reason;
2. no other version went live since the draft's base: else what changed meanwhile is told;
3. the draft is valid and differs from the live version;
4. it was rehearsed as it is, against the live version;
5. what the rehearsal found is confirmed.

The store moves draft, version, pointer and log in one transaction and checks 2 once more there.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from bot.knowledge import Knowledge, build_knowledge
from bot.office.checking import Checked
from bot.office.drafting import check_open
from bot.office.refusals import (
    DRAFT_MOVED_ON,
    HAS_PROBLEMS,
    NO_REASON,
    NOT_CONFIRMED,
    NOT_REHEARSED,
    NOTHING_CHANGED,
    OfficeRefusal,
)
from bot.rehearsal import Rehearsal, rehearse
from bot.reload import LiveCatalog, collecting_later
from bot.storage.office_records import Draft, DraftChanged
from bot.storage.records import LiveChange, LiveChanged
from bot.storage.store import Store
from catalog.difference import Change, compare
from catalog.release import CatalogRelease

OnProgress = Callable[[int, int], None]
"""Is told how many steps are done, and of how many; called from another thread."""
ReadAsked = Callable[[], Awaitable[Sequence[str]]]
"""Returns recent real questions, masked."""
_CHANGES_LOOKED_AT = 1000


@dataclass(frozen=True, slots=True)
class Published:
    """A draft that went live."""

    version: str
    """The live version now."""
    before: str
    """The one it took over from."""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A draft that was not published, since another version went live meanwhile (被抢先)."""

    draft: Draft
    """Still open; bring it up to date, rehearse and publish it."""
    live: str
    """The live version."""
    by: tuple[LiveChange, ...]
    """Who published what since, when and why, last first."""
    changes: tuple[Change, ...]
    """What is different from the version the draft stands upon, row by row."""


PublishOutcome = Published | Overtaken
"""What became of a publish that was in order."""


class Publishing:
    """Rehearses drafts and publishes them."""

    def __init__(
        self, store: Store, catalog: LiveCatalog[Knowledge], read_asked: ReadAsked | None = None
    ) -> None:
        """Compare with what ``catalog`` answers from; replay what ``read_asked`` returns."""
        self._store = store
        self._catalog = catalog
        self._read_asked = read_asked
        self._one_at_a_time = asyncio.Semaphore(1)
        """Two releases and their knowledge are in memory while one is rehearsed."""

    async def rehearse(
        self, draft_id: str, *, on: date, on_progress: OnProgress | None = None
    ) -> Rehearsal:
        """Rehearse a draft against the live version and keep what came of it.

        Raises:
            OfficeRefusal: The draft has problems, is not open, or was changed meanwhile.
        """
        asked = await self._read_asked() if self._read_asked else ()
        async with self._one_at_a_time:
            draft, checked = await check_open(self._store, draft_id)
            release = _valid(checked)
            await self._catalog.refresh()
            live = self._catalog.current()
            live_sheets = await self._store.read_sheets(live.release.version)
            run = partial(rehearse, on=on, asked=asked, on_progress=on_progress)
            draft_knowledge = await asyncio.to_thread(_know, release, live)
            rehearsal = await asyncio.to_thread(
                run, live, draft_knowledge, live_sheets, checked.sheets
            )
        await self._keep(draft, rehearsal)
        return rehearsal

    async def _keep(self, draft: Draft, rehearsal: Rehearsal) -> None:
        is_kept = await self._store.drafts.keep_rehearsal(
            draft.id,
            revision=draft.revision,
            against=rehearsal.live_version,
            rehearsal=rehearsal.as_json(),
        )
        if not is_kept:
            raise OfficeRefusal(DRAFT_MOVED_ON)

    async def read_rehearsal(self, draft_id: str) -> Rehearsal | None:
        """Return what was last rehearsed, also when the draft has changed since."""
        kept = await self._store.drafts.read_rehearsal(draft_id)
        return None if kept is None else Rehearsal.from_json(kept)

    async def publish(
        self, draft_id: str, account: str, reason: str, *, is_confirmed: bool = False
    ) -> PublishOutcome:
        """Make a draft live; see the rules above.

        Raises:
            OfficeRefusal: It is not in order; nothing was changed.
        """
        if not reason.strip():
            raise OfficeRefusal(NO_REASON)
        draft, checked = await check_open(self._store, draft_id)
        live = await self._store.live_version()
        if live is not None and live != draft.base_version:
            return await self._overtaken(draft, live)
        release = _valid(checked)
        if release.version == draft.base_version:
            raise OfficeRefusal(NOTHING_CHANGED)
        if not draft.is_rehearsed_against(live):
            raise OfficeRefusal(NOT_REHEARSED)
        rehearsal = await self.read_rehearsal(draft_id)
        if rehearsal is None or (rehearsal.has_blockers and not is_confirmed):
            raise OfficeRefusal(NOT_CONFIRMED)
        return await self._make_live(draft, checked, release, account, reason.strip())

    async def _make_live(
        self, draft: Draft, checked: Checked, release: CatalogRelease, account: str, reason: str
    ) -> PublishOutcome:
        try:
            await self._store.drafts.publish(
                draft.id,
                checked.sheets,
                release.version,
                revision=draft.revision,
                expected_live=draft.base_version,
                account=account,
                reason=reason,
            )
        except LiveChanged:
            live = await self._store.live_version()
            assert live is not None  # another one is live, that is why
            return await self._overtaken(draft, live)
        except DraftChanged:
            raise OfficeRefusal(DRAFT_MOVED_ON) from None
        return Published(release.version, draft.base_version)

    async def _overtaken(self, draft: Draft, live: str) -> Overtaken:
        base = await self._store.read_sheets(draft.base_version)
        now = await self._store.read_sheets(live)
        changes = await asyncio.to_thread(compare, base, now)
        return Overtaken(draft, live, await self._changes_since(draft.base_version), changes)

    async def _changes_since(self, version: str) -> tuple[LiveChange, ...]:
        since = []
        for change in await self._store.list_changes(_CHANGES_LOOKED_AT):
            if change.version == version:
                break
            since.append(change)
        return tuple(since)


def _know(release: CatalogRelease, live: Knowledge) -> Knowledge:
    with collecting_later():
        return build_knowledge(release, live)


def _valid(checked: Checked) -> CatalogRelease:
    if checked.release is None:
        raise OfficeRefusal(HAS_PROBLEMS.format(count=len(checked.problems)))
    return checked.release
