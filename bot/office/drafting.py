"""Prepare a draft: begin it, edit single facts, bring it up to date with what went live.

A draft may be wrong for a while; every answer tells the problems it has now. Rehearsing and
publishing are in ``publishing``.
"""

import asyncio
from dataclasses import dataclass

from bot.office.checking import Checked, check
from bot.office.edits import Edit, apply_edit, describe_edit
from bot.office.refusals import DRAFT_MOVED_ON, NO_SUCH_DRAFT, OfficeRefusal
from bot.storage.office_records import Draft, DraftChanged, DraftState, UnknownDraft
from bot.storage.store import Store
from catalog.difference import Change, compare
from catalog.merging import Conflict, merge
from catalog.problems import Problem
from catalog.sheets import Sheets

_SAVE_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft as an administrator looks at it."""

    draft: Draft
    """The draft."""
    sheets: Sheets
    """Its rows."""
    problems: tuple[Problem, ...]
    """What is wrong with it; none = it can be rehearsed."""
    changes: tuple[Change, ...]
    """How it differs from the version it stands upon."""
    live: str | None
    """The live version."""

    @property
    def is_behind(self) -> bool:
        """True when another version went live, so that it has to be brought up to date."""
        return self.draft.base_version != self.live


@dataclass(frozen=True, slots=True)
class Edited:
    """A draft after an edit."""

    draft: Draft
    """The draft as saved."""
    problems: tuple[Problem, ...]
    """What is wrong with it now."""


@dataclass(frozen=True, slots=True)
class BroughtUpToDate:
    """A draft after it was joined with the live version."""

    draft: Draft
    """The draft as saved."""
    conflicts: tuple[Conflict, ...]
    """What both sides changed; the draft's stays until somebody decides otherwise."""
    problems: tuple[Problem, ...]
    """What is wrong with it now."""


class Drafting:
    """Prepares drafts."""

    def __init__(self, store: Store) -> None:
        """Keep them in a store."""
        self._store = store

    async def begin(self, title: str, account: str) -> Draft:
        """Begin a draft that is the live version so far."""
        if not title.strip():
            raise OfficeRefusal("没有写草稿名称;写一句要改什么")
        live = await self._store.live_version()
        assert live is not None  # a process publishes the shipped one when it starts
        sheets = await self._store.read_sheets(live)
        return await self._store.drafts.begin(title.strip(), live, sheets, account)

    async def open(self, draft_id: str) -> OpenDraft:
        """Return a draft that is being worked on, with its problems and changes.

        Raises:
            OfficeRefusal: There is none such.
        """
        draft, sheets = await read_open(self._store, draft_id)
        base = await self._store.read_sheets(draft.base_version)
        checked = await check(sheets)
        changes = await asyncio.to_thread(compare, base, sheets)
        live = await self._store.live_version()
        return OpenDraft(draft, sheets, checked.problems, changes, live)

    async def edit(self, draft_id: str, edit: Edit, account: str) -> Edited:
        """Change one row and say what is wrong with the draft now.

        Raises:
            OfficeRefusal: The edit cannot be made; nothing was changed.
        """
        for _ in range(_SAVE_ATTEMPTS):
            draft, sheets = await read_open(self._store, draft_id)
            changed = await asyncio.to_thread(apply_edit, sheets, edit)
            try:
                saved = await self._store.drafts.save(
                    draft_id,
                    changed,
                    revision=draft.revision,
                    account=account,
                    what=describe_edit(edit),
                )
            except DraftChanged:
                continue  # somebody else edited another row: make this edit upon theirs
            return Edited(saved, (await check(changed)).problems)
        raise OfficeRefusal(DRAFT_MOVED_ON)

    async def bring_up_to_date(self, draft_id: str, account: str) -> BroughtUpToDate:
        """Join a draft with the live version, row by row and cell by cell.

        Raises:
            OfficeRefusal: There is no such draft, or somebody saved it meanwhile.
        """
        draft, ours = await read_open(self._store, draft_id)
        live = await self._store.live_version()
        if live is None or live == draft.base_version:
            return BroughtUpToDate(draft, (), (await check(ours)).problems)
        base = await self._store.read_sheets(draft.base_version)
        theirs = await self._store.read_sheets(live)
        merged = await asyncio.to_thread(merge, base, ours, theirs)
        try:
            saved = await self._store.drafts.rebase(
                draft_id, merged.sheets, live, revision=draft.revision, account=account
            )
        except DraftChanged:
            raise OfficeRefusal(DRAFT_MOVED_ON) from None
        return BroughtUpToDate(saved, merged.conflicts, (await check(merged.sheets)).problems)

    async def drop(self, draft_id: str, account: str) -> None:
        """Give a draft up.

        Raises:
            OfficeRefusal: It is not open.
        """
        if not await self._store.drafts.drop(draft_id, account=account):
            raise OfficeRefusal(NO_SUCH_DRAFT)


async def read_open(store: Store, draft_id: str) -> tuple[Draft, Sheets]:
    """Return a draft that is being worked on, with its sheets.

    Raises:
        OfficeRefusal: There is none such.
    """
    try:
        draft, sheets = await store.drafts.read_sheets(draft_id)
    except UnknownDraft:
        raise OfficeRefusal(NO_SUCH_DRAFT) from None
    if draft.state is not DraftState.OPEN:
        raise OfficeRefusal(NO_SUCH_DRAFT)
    return draft, sheets


async def check_open(store: Store, draft_id: str) -> tuple[Draft, Checked]:
    """Return a draft that is being worked on, checked; raises as ``read_open`` does."""
    draft, sheets = await read_open(store, draft_id)
    return draft, await check(sheets)
