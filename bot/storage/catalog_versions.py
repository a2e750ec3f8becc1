"""Keeps catalog versions and the pointer to the live one; each function runs in one transaction.

A version is written once and never changed. Publishing writes its sheets and moves the pointer in
the same transaction, so a reader sees the old version or the new one, whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.storage.audit import note
from bot.storage.encoding import encode_sheets, storable
from bot.storage.records import (
    ChangeKind,
    LiveChange,
    LiveChanged,
    PublishedVersion,
    UnknownVersion,
)
from bot.storage.schema import take_turn
from bot.storage.tables import CatalogChangeRow, CatalogSheetRow, CatalogVersionRow, LiveCatalogRow
from catalog.sheets import Sheets, digest

NOTICE_CHANNEL = "tongban_catalog"
"""PostgreSQL channel on which a publish is announced, with the version as its payload."""


_ACTIONS = {
    ChangeKind.SHIPPED: "随程序发布",
    ChangeKind.PUBLISHED: "发布",
    ChangeKind.ROLLED_BACK: "退回版本",
}
"""What the audit log calls each way."""


@dataclass(frozen=True, slots=True)
class Change:
    """Who makes a version live, why and how."""

    author: str
    """Who."""
    reason: str
    """Why."""
    kind: ChangeKind
    """How."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A version as it is written: made before the transaction, which it would keep waiting."""

    version: str
    """Its name."""
    row_count: int
    """Rows of all its sheets."""
    digest: str
    """SHA-256 over its sheets."""
    documents: Mapping[str, str]
    """Name of a sheet → its rows as one document."""


def prepare(sheets: Sheets, version: str) -> Prepared:
    """Return sheets as they are written; takes a moment, so call it in a thread."""
    return Prepared(
        version=version,
        row_count=sum(len(rows) for rows in sheets.values()),
        digest=digest(sheets),
        documents=encode_sheets(sheets),
    )


async def live_version(connection: AsyncConnection) -> str | None:
    """Return the version that answers come from; None before the first publish."""
    return await connection.scalar(select(col(LiveCatalogRow.version)))


async def live_digest(connection: AsyncConnection) -> str | None:
    """Return the digest of the live version's sheets; None before the first publish."""
    return await connection.scalar(
        select(col(CatalogVersionRow.digest)).join(
            LiveCatalogRow, col(LiveCatalogRow.version) == col(CatalogVersionRow.version)
        )
    )


async def read_documents(connection: AsyncConnection, version: str) -> dict[str, str]:
    """Return all sheets of a version as documents."""
    found = await connection.execute(
        select(col(CatalogSheetRow.noun), col(CatalogSheetRow.document)).where(
            col(CatalogSheetRow.version) == version
        )
    )
    documents = {row.noun: row.document for row in found}
    if not documents:
        raise UnknownVersion(version)
    return documents


async def publish(
    connection: AsyncConnection, prepared: Prepared, change: Change, expected_live: str | None
) -> bool:
    """Write a version and make it live; say whether anything changed."""
    await take_turn(connection)
    if expected_live is not None and await live_version(connection) != expected_live:
        raise LiveChanged(expected_live)
    if not await _has_version(connection, prepared.version):
        await _insert_version(connection, prepared, change)
    return await _point_to(connection, prepared.version, change)


async def set_live(connection: AsyncConnection, version: str, change: Change) -> bool:
    """Make a version that is already there the live one; say whether anything changed."""
    await take_turn(connection)
    if not await _has_version(connection, version):
        raise UnknownVersion(version)
    return await _point_to(connection, version, change)


async def list_versions(connection: AsyncConnection) -> tuple[PublishedVersion, ...]:
    """Return all versions, newest first."""
    live = await live_version(connection)
    newest_first = col(CatalogVersionRow.published_at).desc()
    rows = await connection.execute(select(CatalogVersionRow).order_by(newest_first))
    return tuple(
        PublishedVersion(
            version=row.version,
            published_at=row.published_at,
            author=row.author,
            reason=row.reason,
            row_count=row.row_count,
            is_live=row.version == live,
        )
        for row in rows
    )


async def list_changes(connection: AsyncConnection, limit: int) -> tuple[LiveChange, ...]:
    """Return who made which version live, last change first."""
    last_first = col(CatalogChangeRow.id).desc()
    rows = await connection.execute(select(CatalogChangeRow).order_by(last_first).limit(limit))
    return tuple(
        LiveChange(row.version, ChangeKind(row.kind), row.author, row.reason, row.changed_at)
        for row in rows
    )


async def _has_version(connection: AsyncConnection, version: str) -> bool:
    known = select(col(CatalogVersionRow.version)).where(col(CatalogVersionRow.version) == version)
    return await connection.scalar(known) is not None


async def _insert_version(connection: AsyncConnection, prepared: Prepared, change: Change) -> None:
    row = {
        "version": prepared.version,
        "published_at": datetime.now(UTC),
        "author": storable(change.author),
        "reason": storable(change.reason),
        "row_count": prepared.row_count,
        "digest": prepared.digest,
    }
    await connection.execute(insert(CatalogVersionRow), row)
    documents = [
        {"version": prepared.version, "noun": noun, "document": document}
        for noun, document in prepared.documents.items()
    ]
    if documents:
        await connection.execute(insert(CatalogSheetRow), documents)


async def _point_to(connection: AsyncConnection, version: str, change: Change) -> bool:
    live = await live_version(connection)
    if live == version:
        return False
    pointer = {"version": version, "changed_at": datetime.now(UTC)}
    if live is None:
        await connection.execute(insert(LiveCatalogRow), {"id": 1, **pointer})
    else:
        await connection.execute(update(LiveCatalogRow), pointer)
    who = {"author": storable(change.author), "reason": storable(change.reason)}
    row = {**pointer, **who, "kind": change.kind.value}
    await connection.execute(insert(CatalogChangeRow), row)
    await note(connection, change.author, _ACTIONS[change.kind], version, change.reason)
    if connection.dialect.name == "postgresql":
        # Delivered when the transaction commits, never before.
        notice = {"channel": NOTICE_CHANNEL, "version": version}
        await connection.execute(text("SELECT pg_notify(:channel, :version)"), notice)
    return True
