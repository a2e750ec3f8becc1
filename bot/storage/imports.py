"""Keeps how uploaded files become drafts, so that any process can show how far one is.

Only the process that runs an import writes its row. When that process dies, nobody ends the
import: whoever reads it sees that it has been silent for too long. It cannot come back then.
"""

import asyncio
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.storage.audit import note
from bot.storage.database import Database
from bot.storage.drafts import begin_draft
from bot.storage.encoding import encode, encode_sheets, storable
from bot.storage.office_records import (
    IMPORT_DIED,
    IMPORT_SILENT_AFTER,
    CatalogImport,
    Draft,
    ImportProgress,
    ImportState,
    UnknownImport,
)
from bot.storage.office_tables import ImportRow
from catalog.sheets import Sheets

_ID_BYTES = 6
_SENTENCE = "sentence"


class Imports:
    """Imports in the store."""

    def __init__(self, database: Database) -> None:
        """Keep them in a database."""
        self._database = database

    async def begin(self, file_name: str, account: str) -> str:
        """Begin an import and return its id; give signs of life from now on."""
        now = datetime.now(UTC)
        row = {
            "id": secrets.token_hex(_ID_BYTES),
            "account": storable(account),
            "file_name": storable(file_name),
            "began_at": now,
            "seen_at": now,
            "state": ImportState.RUNNING.value,
            "stage": "",
            "done": 0,
            "total": 0,
            "report": encode({}),
        }

        async def job(connection: AsyncConnection) -> None:
            await connection.execute(insert(ImportRow), row)
            await note(connection, account, "导入目录", str(row["id"]), file_name)

        await self._database.write(job)
        return str(row["id"])

    async def tell(self, import_id: str, progress: ImportProgress) -> None:
        """Give a sign of life and say how far it is.

        Raises:
            UnknownImport: It counts as dead already.
        """
        values = {"stage": progress.stage, "done": progress.done, "total": progress.total}
        await self._database.write(lambda c: _change(c, import_id, **values))

    async def finish(
        self,
        import_id: str,
        *,
        title: str,
        base_version: str,
        sheets: Sheets,
        account: str,
        report: Mapping[str, Any],
    ) -> Draft:
        """Make the draft and end the import, both or neither; raises as ``tell`` does."""
        documents = await asyncio.to_thread(encode_sheets, sheets)

        async def job(connection: AsyncConnection) -> Draft:
            draft = await begin_draft(connection, title, base_version, documents, account)
            done = {"state": ImportState.DONE.value, "report": encode(report), "draft": draft.id}
            await _change(connection, import_id, **done)
            return draft

        return await self._database.write(job)

    async def refuse(self, import_id: str, report: Mapping[str, Any]) -> None:
        """End an import whose file has problems, which the report tells; raises as ``tell``."""
        values = {"state": ImportState.REFUSED.value, "report": encode(report)}
        await self._database.write(lambda c: _change(c, import_id, **values))

    async def fail(self, import_id: str, sentence: str) -> None:
        """End an import that broke off, with what to tell of it; raises as ``tell`` does."""
        report = encode({_SENTENCE: sentence})
        values = {"state": ImportState.FAILED.value, "report": report}
        await self._database.write(lambda c: _change(c, import_id, **values))

    async def find(self, import_id: str) -> CatalogImport | None:
        """Return an import as it stands now."""
        query = select(ImportRow).where(col(ImportRow.id) == import_id)

        async def job(connection: AsyncConnection) -> CatalogImport | None:
            row = (await connection.execute(query)).first()
            return None if row is None else _import(row)

        return await self._database.read(job)

    async def list_recent(self, limit: int = 20) -> tuple[CatalogImport, ...]:
        """Return imports as they stand now, the last begun first."""
        query = select(ImportRow).order_by(col(ImportRow.began_at).desc()).limit(limit)

        async def job(connection: AsyncConnection) -> tuple[CatalogImport, ...]:
            return tuple(map(_import, await connection.execute(query)))

        return await self._database.read(job)


async def _change(connection: AsyncConnection, import_id: str, **values: object) -> None:
    now = datetime.now(UTC)
    is_alive = (
        (col(ImportRow.id) == import_id)
        & (col(ImportRow.state) == ImportState.RUNNING.value)
        & (col(ImportRow.seen_at) > now - IMPORT_SILENT_AFTER)
    )
    changing = update(ImportRow).where(is_alive).values(seen_at=now, **values)
    if not (await connection.execute(changing)).rowcount:
        raise UnknownImport(import_id)


def _import(row: Row[Any]) -> CatalogImport:
    state, report = ImportState(row.state), json.loads(row.report)
    is_silent = datetime.now(UTC) - row.seen_at > IMPORT_SILENT_AFTER
    if state is ImportState.RUNNING and is_silent:
        state, report = ImportState.FAILED, {_SENTENCE: IMPORT_DIED}
    return CatalogImport(
        id=row.id,
        account=row.account,
        file_name=row.file_name,
        began_at=row.began_at,
        state=state,
        progress=ImportProgress(row.stage, row.done, row.total),
        report=report,
        draft=row.draft,
    )
