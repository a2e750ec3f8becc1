"""Keeps what the hotline desk adds: answers marked wrong; reads the questions of a shift."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Result, Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.storage.audit import note
from bot.storage.database import Database
from bot.storage.desk_tables import WrongAnswerRow
from bot.storage.encoding import storable
from bot.storage.records import TurnRecord
from bot.storage.tables import TurnRow
from bot.storage.turns import read_turn, turn_by_receipt

DESK = "desk"
"""Surface of the turns that are asked at the desk."""

_HIGHEST_ID = 2**31 - 1
"""PostgreSQL refuses to look for a larger one."""


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """An answer that staff marked wrong (标错)."""

    id: int
    """Counts up."""
    receipt: str
    """The turn."""
    account: str
    """Who marked it."""
    reason: str
    """What is wrong, masked."""
    marked_at: datetime
    """When, UTC."""
    question: str
    """What was asked, masked."""
    text: str
    """What was answered."""
    catalog_version: str
    """Catalog version it was answered from."""
    settled_by: str | None = None
    """Administrator who has looked into it."""


def shift_of(account: str) -> str:
    """Return the conversation under which an account's questions at the desk are kept."""
    return f"{DESK}:{account}"


class Desk:
    """What the desk keeps in the store."""

    def __init__(self, database: Database) -> None:
        """Keep it in a database."""
        self._database = database

    async def mark_wrong(self, receipt: str, account: str, reason: str) -> bool:
        """Keep that an answer is wrong, the reason masked before; False without such a turn.

        Who marks it again before it is settled (a key pressed twice) changes the reason.
        """

        async def job(connection: AsyncConnection) -> bool:
            if await turn_by_receipt(connection, receipt) is None:
                return False
            await _keep_mark(connection, receipt, account, reason)
            await note(connection, account, "标错答复", receipt, reason)
            return True

        return await self._database.write(job)

    async def list_wrong(
        self, *, is_open: bool = True, limit: int = 200
    ) -> tuple[WrongAnswer, ...]:
        """Return the answers marked wrong, the last first."""
        query = (
            select(WrongAnswerRow, *(col(c) for c in _SHOWN))
            .join(TurnRow, col(TurnRow.receipt) == col(WrongAnswerRow.receipt))
            .order_by(col(WrongAnswerRow.id).desc())
            .limit(limit)
        )
        if is_open:
            query = query.where(col(WrongAnswerRow.settled_at).is_(None))

        async def job(connection: AsyncConnection) -> tuple[WrongAnswer, ...]:
            rows: Result[Any] = await connection.execute(query)
            return tuple(map(_wrong_answer, rows))

        return await self._database.read(job)

    async def count_wrong(self) -> int:
        """Return how many are still to be looked into."""
        is_open = col(WrongAnswerRow.settled_at).is_(None)
        query = select(func.count(col(WrongAnswerRow.id))).where(is_open)
        return await self._database.read(lambda c: c.scalar(query)) or 0

    async def settle_wrong(self, mark_id: int, account: str) -> bool:
        """Keep that an administrator has looked into one; False when it was settled before."""
        if not 0 < mark_id <= _HIGHEST_ID:
            return False
        settling = (
            update(WrongAnswerRow)
            .where(col(WrongAnswerRow.id) == mark_id, col(WrongAnswerRow.settled_at).is_(None))
            .values(settled_by=storable(account), settled_at=datetime.now(UTC))
            .returning(col(WrongAnswerRow.receipt))
        )

        async def job(connection: AsyncConnection) -> bool:
            receipt = await connection.scalar(settling)
            if receipt is not None:
                await note(connection, account, "处理标错", receipt)
            return receipt is not None

        return await self._database.write(job)

    async def shift_history(
        self, account: str, since: datetime, *, limit: int = 100
    ) -> tuple[TurnRecord, ...]:
        """Return what an account asked at the desk since a moment, the last first."""
        query = (
            select(*TurnRow.metadata.tables["turn"].columns)
            .where(col(TurnRow.conversation) == storable(shift_of(account)))
            .where(col(TurnRow.asked_at) >= since)
            .order_by(col(TurnRow.id).desc())
            .limit(limit)
        )

        async def job(connection: AsyncConnection) -> tuple[TurnRecord, ...]:
            return tuple(map(read_turn, await connection.execute(query)))

        return await self._database.read(job)


async def _keep_mark(connection: AsyncConnection, receipt: str, account: str, reason: str) -> None:
    of_account = {"receipt": storable(receipt), "account": storable(account)}
    given = {"reason": storable(reason), "marked_at": datetime.now(UTC)}
    known = update(WrongAnswerRow).filter_by(**of_account, settled_at=None).values(**given)
    if not (await connection.execute(known)).rowcount:
        await connection.execute(insert(WrongAnswerRow), of_account | given)


_SHOWN = (TurnRow.question, TurnRow.answer, TurnRow.catalog_version)


def _wrong_answer(row: Row[Any]) -> WrongAnswer:
    return WrongAnswer(
        id=row.id,
        receipt=row.receipt,
        account=row.account,
        reason=row.reason,
        marked_at=row.marked_at,
        question=row.question,
        text=json.loads(row.answer).get("text", ""),
        catalog_version=row.catalog_version,
        settled_by=row.settled_by,
    )
