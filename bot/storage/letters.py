"""Keeps what staff write back to the person of a hand-off, until it has arrived.

Delivery is at least once: a letter is marked delivered only after the person's surface has it, so
one that was shown just before a failure comes again, with the same id.
"""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.storage.audit import note as note_audit
from bot.storage.database import Database
from bot.storage.desk_tables import HandoffRow, LetterRow
from bot.storage.encoding import storable
from bot.storage.handoff_records import Letter
from bot.storage.handoffs import is_claimed_by
from bot.storage.upsert import insert_into

LETTERS_AT_ONCE = 100
"""How many letters are read at once; the rest comes with the next reading."""

_IS_ON_ITS_WAY = col(LetterRow.delivered_at).is_(None) & col(LetterRow.refused_at).is_(None)


class Letters:
    """The letters in the store."""

    def __init__(self, database: Database) -> None:
        """Keep them in a database."""
        self._database = database

    async def write(self, handoff: int, account: str, text: str) -> Letter | None:
        """Keep a letter, masked before; None unless that account has the hand-off claimed."""
        claimed = (
            select(col(HandoffRow.conversation))
            .where(col(HandoffRow.id) == handoff)
            .where(is_claimed_by(account))
            # Whoever closes or takes over the hand-off at this moment waits.
            .with_for_update()
        )

        async def job(connection: AsyncConnection) -> Letter | None:
            conversation = (await connection.execute(claimed)).scalar_one_or_none()
            if conversation is None:
                return None
            values: dict[str, Any] = {
                "handoff": handoff,
                "conversation": conversation,
                "account": storable(account),
                "text": storable(text),
                "written_at": datetime.now(UTC),
            }
            statement = insert_into(connection.dialect.name, LetterRow).values(**values)
            added = await connection.execute(statement.returning(col(LetterRow.id)))
            await note_audit(connection, account, "回复居民", f"转人工 {handoff}", text)
            return Letter(id=added.scalar_one(), **values)

        return await self._database.write(job)

    async def letters_of(self, handoff: int) -> tuple[Letter, ...]:
        """Return all letters of a hand-off, the oldest first."""
        return await self._list(col(LetterRow.handoff) == handoff)

    async def undelivered(self, conversation: str) -> tuple[Letter, ...]:
        """Return the letters that a person has not got yet, the oldest first."""
        return await self._list(
            _IS_ON_ITS_WAY & (col(LetterRow.conversation) == storable(conversation))
        )

    async def undelivered_on(self, surface: str) -> tuple[Letter, ...]:
        """Return the letters on their way to all conversations of a surface, the oldest first."""
        of_surface = col(LetterRow.conversation).startswith(f"{surface}:", autoescape=True)
        return await self._list(_IS_ON_ITS_WAY & of_surface)

    async def mark_delivered(
        self, letters: Collection[int], *, conversation: str | None = None
    ) -> None:
        """Note that letters have arrived; with a conversation, only those that went there."""
        which: ColumnElement[bool] = col(LetterRow.id).in_(letters)
        if conversation is not None:
            which &= col(LetterRow.conversation) == storable(conversation)
        await self._mark(which, delivered_at=datetime.now(UTC))

    async def mark_refused(self, letter: int) -> None:
        """Note that a letter will never arrive."""
        await self._mark(col(LetterRow.id) == letter, refused_at=datetime.now(UTC))

    async def _mark(self, which: ColumnElement[bool], **values: datetime) -> None:
        statement = update(LetterRow).where(which, _IS_ON_ITS_WAY).values(**values)
        await self._database.write(lambda c: c.execute(statement))

    async def _list(self, which: ColumnElement[bool]) -> tuple[Letter, ...]:
        query = select(LetterRow).where(which).order_by(col(LetterRow.id)).limit(LETTERS_AT_ONCE)

        async def job(connection: AsyncConnection) -> tuple[Letter, ...]:
            return tuple(map(_letter, await connection.execute(query)))

        return await self._database.read(job)


def _letter(row: Row[Any]) -> Letter:
    return Letter(
        id=row.id,
        handoff=row.handoff,
        conversation=row.conversation,
        account=row.account,
        text=row.text,
        written_at=row.written_at,
        delivered_at=row.delivered_at,
        refused_at=row.refused_at,
    )
