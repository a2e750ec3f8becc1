"""Keeps drafts of a catalog, and publishes them; each method is one transaction.

A draft is changed only by who saw its newest revision, and every change stands in the audit log.
Publishing moves the draft, the version, the pointer to it and the log together or not at all.
"""

import asyncio
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.storage import catalog_versions
from bot.storage.audit import note
from bot.storage.catalog_versions import Change, prepare
from bot.storage.database import Database
from bot.storage.encoding import decode_sheets, encode, encode_sheets, storable
from bot.storage.notices import Notices
from bot.storage.office_records import Draft, DraftChanged, DraftState, UnknownDraft
from bot.storage.office_tables import DraftRow, DraftSheetRow
from bot.storage.records import ChangeKind
from catalog.sheets import Sheets

_ID_BYTES = 6
_SHOWN: tuple[Any, ...] = (
    *(col(DraftRow.id), col(DraftRow.title), col(DraftRow.base_version), col(DraftRow.account)),
    *(col(DraftRow.created_at), col(DraftRow.changed_at), col(DraftRow.revision)),
    *(col(DraftRow.state), col(DraftRow.version)),
    *(col(DraftRow.rehearsed_revision), col(DraftRow.rehearsed_against)),
)
"""All but the rehearsal itself, which is long."""

Documents = Mapping[str, str]
"""Name of a sheet → its rows as one document."""


class Drafts:
    """Drafts in the store."""

    def __init__(self, database: Database, notices: Notices) -> None:
        """Keep them in a database; tell of what is published."""
        self._database = database
        self._notices = notices

    async def begin(self, title: str, base_version: str, sheets: Sheets, account: str) -> Draft:
        """Begin a draft with these sheets."""
        documents = await asyncio.to_thread(encode_sheets, sheets)
        return await self._database.write(
            lambda c: begin_draft(c, title, base_version, documents, account)
        )

    async def find(self, draft_id: str) -> Draft | None:
        """Return a draft, whatever became of it."""
        return await self._database.read(lambda c: _find(c, draft_id))

    async def list_open(self) -> tuple[Draft, ...]:
        """Return the drafts that are being worked on, the last changed first."""
        is_open = col(DraftRow.state) == DraftState.OPEN.value
        return await self._list(select(*_SHOWN).where(is_open))

    async def list_recent(self, limit: int = 50) -> tuple[Draft, ...]:
        """Return all drafts, the last changed first."""
        return await self._list(select(*_SHOWN).limit(limit))

    async def read_sheets(self, draft_id: str) -> tuple[Draft, Sheets]:
        """Return a draft and the sheets of that very revision.

        Raises:
            UnknownDraft: There is none such, or its sheets went when it was dropped.
        """
        query = select(*_SHOWN, col(DraftSheetRow.noun), col(DraftSheetRow.document)).join(
            DraftSheetRow, col(DraftSheetRow.draft) == col(DraftRow.id)
        )

        async def job(connection: AsyncConnection) -> Sequence[Any]:
            # One statement sees one moment, also where every statement sees a new one.
            return (await connection.execute(query.where(col(DraftRow.id) == draft_id))).all()

        rows = await self._database.read(job)
        if not rows:
            raise UnknownDraft(draft_id)
        documents = {row.noun: row.document for row in rows}
        return _draft(rows[0]), await asyncio.to_thread(decode_sheets, documents)

    async def save(
        self, draft_id: str, sheets: Sheets, *, revision: int, account: str, what: str
    ) -> Draft:
        """Keep the sheets; ``what`` tells the audit log what was done.

        Raises:
            DraftChanged: ``revision`` is not the newest any more; nothing was saved.
        """
        documents = await asyncio.to_thread(encode_sheets, sheets)

        async def job(connection: AsyncConnection) -> Draft:
            draft = await _change(connection, draft_id, revision)
            await _write_sheets(connection, draft_id, documents)
            await note(connection, account, "修改草稿", draft_id, what)
            return draft

        return await self._database.write(job)

    async def rebase(
        self, draft_id: str, sheets: Sheets, base_version: str, *, revision: int, account: str
    ) -> Draft:
        """Keep the sheets as they are upon another live version; raises as ``save`` does."""
        documents = await asyncio.to_thread(encode_sheets, sheets)

        async def job(connection: AsyncConnection) -> Draft:
            draft = await _change(connection, draft_id, revision, base_version=base_version)
            await _write_sheets(connection, draft_id, documents)
            await note(connection, account, "草稿并入现行版本", draft_id, base_version)
            return draft

        return await self._database.write(job)

    async def drop(self, draft_id: str, *, account: str) -> bool:
        """Give a draft up; False when it was not open."""
        values = {"state": DraftState.DROPPED.value, "changed_at": datetime.now(UTC)}
        is_open = col(DraftRow.state) == DraftState.OPEN.value

        async def job(connection: AsyncConnection) -> bool:
            dropped = await connection.execute(
                update(DraftRow).where(col(DraftRow.id) == draft_id, is_open).values(**values)
            )
            if dropped.rowcount:
                await connection.execute(_delete_sheets(draft_id))
                await note(connection, account, "丢弃草稿", draft_id)
            return bool(dropped.rowcount)

        return await self._database.write(job)

    async def keep_rehearsal(
        self, draft_id: str, *, revision: int, against: str, rehearsal: Mapping[str, Any]
    ) -> bool:
        """Keep what was rehearsed; False when the draft has changed meanwhile."""
        values = {
            "rehearsed_revision": revision,
            "rehearsed_against": against,
            "rehearsal": encode(rehearsal),
        }
        keeping = update(DraftRow).where(*_at(draft_id, revision)).values(**values)
        kept = await self._database.write(lambda c: c.execute(keeping))
        return bool(kept.rowcount)

    async def read_rehearsal(self, draft_id: str) -> Mapping[str, Any] | None:
        """Return what was last rehearsed, as it was given."""
        query = select(col(DraftRow.rehearsal)).where(col(DraftRow.id) == draft_id)
        kept = await self._database.read(lambda c: c.scalar(query))
        return None if kept is None else dict(json.loads(kept))

    async def publish(
        self,
        draft_id: str,
        sheets: Sheets,
        version: str,
        *,
        revision: int,
        expected_live: str,
        account: str,
        reason: str,
    ) -> bool:
        """Make the draft live; False, and nothing done, when its version is live already.

        ``sheets`` are those of ``revision``, from which ``version`` was built.

        Raises:
            LiveChanged: Another version went live than the one expected; nothing was published.
            DraftChanged: The draft is not open at that revision; nothing was published.
        """
        change = Change(account, reason, ChangeKind.PUBLISHED)
        prepared = await asyncio.to_thread(prepare, sheets, version)
        state = {"state": DraftState.PUBLISHED.value, "version": version}

        async def job(connection: AsyncConnection) -> bool:
            if not await catalog_versions.publish(connection, prepared, change, expected_live):
                return False
            await _change(connection, draft_id, revision, **state)
            # The version has them now.
            await connection.execute(_delete_sheets(draft_id))
            await note(connection, account, "发布草稿", draft_id, version)
            return True

        is_live = await self._database.write(job)
        self._notices.announce()
        return is_live

    async def _list(self, query: Any) -> tuple[Draft, ...]:  # noqa: ANN401 - a Select
        last_first = query.order_by(col(DraftRow.changed_at).desc())

        async def job(connection: AsyncConnection) -> tuple[Draft, ...]:
            return tuple(map(_draft, await connection.execute(last_first)))

        return await self._database.read(job)


async def begin_draft(
    connection: AsyncConnection, title: str, base_version: str, documents: Documents, account: str
) -> Draft:
    """Begin a draft in the transaction of the caller."""
    now = datetime.now(UTC)
    draft_id = secrets.token_hex(_ID_BYTES)
    row = {
        "id": draft_id,
        "title": storable(title),
        "base_version": base_version,
        "account": storable(account),
        "created_at": now,
        "changed_at": now,
        "revision": 1,
        "state": DraftState.OPEN.value,
    }
    await connection.execute(insert(DraftRow), row)
    await _write_sheets(connection, draft_id, documents)
    await note(connection, account, "新建草稿", draft_id, title)
    draft = await _find(connection, draft_id)
    assert draft is not None  # it was just written
    return draft


async def _find(connection: AsyncConnection, draft_id: str) -> Draft | None:
    query = select(*_SHOWN).where(col(DraftRow.id) == draft_id)
    row = (await connection.execute(query)).first()
    return None if row is None else _draft(row)


async def _change(
    connection: AsyncConnection, draft_id: str, revision: int, **values: object
) -> Draft:
    """Go from one revision to the next; whoever comes second waits and is then refused."""
    values |= {"revision": revision + 1, "changed_at": datetime.now(UTC)}
    changing = update(DraftRow).where(*_at(draft_id, revision)).values(**values)
    changed = await connection.execute(changing)
    draft = await _find(connection, draft_id)
    if draft is None:
        raise UnknownDraft(draft_id)
    if not changed.rowcount:
        raise DraftChanged(draft_id)
    return draft


def _at(draft_id: str, revision: int) -> tuple[Any, ...]:
    return (
        col(DraftRow.id) == draft_id,
        col(DraftRow.revision) == revision,
        col(DraftRow.state) == DraftState.OPEN.value,
    )


async def _write_sheets(connection: AsyncConnection, draft_id: str, documents: Documents) -> None:
    """Write the sheets that differ from what is kept, and only those."""
    query = select(col(DraftSheetRow.noun), col(DraftSheetRow.document)).where(
        col(DraftSheetRow.draft) == draft_id
    )
    kept = {row.noun: row.document for row in await connection.execute(query)}
    changed = [noun for noun, document in documents.items() if kept.get(noun) != document]
    gone = [noun for noun in kept if noun not in documents or noun in changed]
    if gone:
        these = col(DraftSheetRow.noun).in_(gone)
        await connection.execute(_delete_sheets(draft_id).where(these))
    if changed:
        rows = [{"draft": draft_id, "noun": noun, "document": documents[noun]} for noun in changed]
        await connection.execute(insert(DraftSheetRow), rows)


def _delete_sheets(draft_id: str) -> Any:  # noqa: ANN401 - a Delete
    return delete(DraftSheetRow).where(col(DraftSheetRow.draft) == draft_id)


def _draft(row: Row[Any]) -> Draft:
    fields = {name: getattr(row, name) for name in Draft.__slots__}
    return Draft(**{**fields, "state": DraftState(row.state)})
