"""Keeps catalog versions and the pointer to the live one; each function runs in one transaction.

A version is written once and never changed. Publishing writes its sheets and moves the pointer in
the same transaction, so a reader sees the old version or the new one, whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from bot.storage.encoding import decode_sheet, digest_sheets, encode_sheet
from bot.storage.records import (
    ChangeKind,
    LiveChange,
    LiveChanged,
    PublishedVersion,
    UnknownVersion,
)
from bot.storage.schema import take_turn
from bot.storage.tables import CatalogChangeRow, CatalogSheetRow, CatalogVersionRow, LiveCatalogRow
from catalog.sheets import Sheets

NOTICE_CHANNEL = "tongban_catalog"
"""PostgreSQL channel on which a publish is announced, with the version as its payload."""


@dataclass(frozen=True, slots=True)
class Change:
    """Who makes a version live, why and how."""

    author: str
    """Who."""
    reason: str
    """Why."""
    kind: ChangeKind
    """How."""


async def live_version(session: AsyncSession) -> str | None:
    """Return the version that answers come from; None before the first publish."""
    return await session.scalar(select(LiveCatalogRow.version))


async def read_sheets(session: AsyncSession, version: str) -> dict[str, list[dict[str, str]]]:
    """Return all sheets of a version."""
    found = await session.execute(
        select(CatalogSheetRow.noun, CatalogSheetRow.document).where(
            CatalogSheetRow.version == version
        )
    )
    sheets = {noun: decode_sheet(document) for noun, document in found}
    if not sheets:
        raise UnknownVersion(version)
    return sheets


async def publish(
    session: AsyncSession, sheets: Sheets, version: str, change: Change, expected_live: str | None
) -> bool:
    """Write a version and make it live; say whether anything changed."""
    await take_turn(await session.connection())
    if expected_live is not None and await live_version(session) != expected_live:
        raise LiveChanged(expected_live)
    if await session.get(CatalogVersionRow, version) is None:
        await _insert_version(session, sheets, version, change)
    return await _point_to(session, version, change)


async def set_live(session: AsyncSession, version: str, change: Change) -> bool:
    """Make a version that is already there the live one; say whether anything changed."""
    await take_turn(await session.connection())
    if await session.get(CatalogVersionRow, version) is None:
        raise UnknownVersion(version)
    return await _point_to(session, version, change)


async def list_versions(session: AsyncSession) -> tuple[PublishedVersion, ...]:
    """Return all versions, newest first."""
    live = await live_version(session)
    newest_first = col(CatalogVersionRow.published_at).desc()
    rows = await session.scalars(select(CatalogVersionRow).order_by(newest_first))
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


async def list_changes(session: AsyncSession, limit: int) -> tuple[LiveChange, ...]:
    """Return who made which version live, last change first."""
    last_first = col(CatalogChangeRow.id).desc()
    rows = await session.scalars(select(CatalogChangeRow).order_by(last_first).limit(limit))
    return tuple(_change_of(row) for row in rows)


def _change_of(row: CatalogChangeRow) -> LiveChange:
    return LiveChange(row.version, ChangeKind(row.kind), row.author, row.reason, row.changed_at)


async def _insert_version(
    session: AsyncSession, sheets: Sheets, version: str, change: Change
) -> None:
    session.add(
        CatalogVersionRow(
            version=version,
            published_at=datetime.now(UTC),
            author=change.author,
            reason=change.reason,
            row_count=sum(len(rows) for rows in sheets.values()),
            digest=digest_sheets(sheets),
        )
    )
    await session.flush()
    documents: Sequence[dict[str, str]] = [
        {"version": version, "noun": noun, "document": encode_sheet(rows)}
        for noun, rows in sheets.items()
    ]
    if documents:
        await session.execute(insert(CatalogSheetRow), documents)


async def _point_to(session: AsyncSession, version: str, change: Change) -> bool:
    pointer = await session.get(LiveCatalogRow, 1)
    if pointer is not None and pointer.version == version:
        return False
    now = datetime.now(UTC)
    if pointer is None:
        session.add(LiveCatalogRow(version=version, changed_at=now))
    else:
        pointer.version, pointer.changed_at = version, now
    session.add(
        CatalogChangeRow(
            version=version,
            kind=change.kind,
            author=change.author,
            reason=change.reason,
            changed_at=now,
        )
    )
    await session.flush()
    if session.get_bind().dialect.name == "postgresql":
        # Delivered when the transaction commits, never before.
        notice = {"channel": NOTICE_CHANNEL, "version": version}
        await session.execute(text("SELECT pg_notify(:channel, :version)"), notice)
    return True
