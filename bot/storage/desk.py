"""Keeps what staff do at the desk: answers marked wrong, and what an account has answered."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.storage.audit import note
from bot.storage.database import Database
from bot.storage.desk_tables import HandoffRow, WrongAnswerRow
from bot.storage.encoding import storable
from bot.storage.tables import TurnRow

DESK = "desk"
"""Surface of what staff answer."""


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """An answer that staff marked wrong (答错了)."""

    id: int
    """Counts up."""
    receipt: str
    """The answer."""
    account: str
    """Who marked it."""
    reason: str
    """What is wrong with it, masked."""
    marked_at: datetime
    """When, UTC."""
    question: str
    """What was asked, masked."""
    catalog_version: str
    """Catalog version it was answered from."""
    settled_by: str | None = None
    """Who settled it; None while it is open."""
    settled_at: datetime | None = None
    """When, UTC."""


@dataclass(frozen=True, slots=True)
class ShiftTurn:
    """One answer that an account gave in its shift (本班记录)."""

    receipt: str
    """Opens it again."""
    asked_at: datetime
    """When, UTC."""
    question: str
    """What was asked, masked."""
    outcome: str
    """One of the outcomes of docs/contract.md."""
    verdict: str | None
    """The verdict, where there is one."""
    items: tuple[str, ...]
    """Names of the items of the answer, the one meant first."""


def desk_conversation(account: str) -> str:
    """Return the key under which the turns of an account are kept."""
    return f"{DESK}:{account}"


class Desk:
    """What the hotline desk keeps in the store."""

    def __init__(self, database: Database) -> None:
        """Keep it in a database."""
        self._database = database

    async def mark_wrong(self, receipt: str, account: str, reason: str) -> bool:
        """Mark an answer wrong, for the administrators; False when there is no such receipt."""
        # A turn that was handed in a moment ago is written before this, the queue keeps order.
        values = {
            "receipt": storable(receipt),
            "account": storable(account),
            "reason": storable(reason),
            "marked_at": datetime.now(UTC),
            "settled_by": None,
            "settled_at": None,
        }

        async def job(connection: AsyncConnection) -> bool:
            known = select(col(TurnRow.id)).where(col(TurnRow.receipt) == values["receipt"])
            if await connection.scalar(known) is None:
                return False
            await connection.execute(insert(WrongAnswerRow), values)
            await note(connection, account, "标记答错", receipt, reason)
            return True

        return await self._database.write(job)

    async def list_wrong(self, *, open_only: bool = True) -> tuple[WrongAnswer, ...]:
        """Return the answers marked wrong, the last first."""
        query = (
            select(WrongAnswerRow, col(TurnRow.question), col(TurnRow.catalog_version))
            .join(TurnRow, col(TurnRow.receipt) == col(WrongAnswerRow.receipt))
            .order_by(col(WrongAnswerRow.id).desc())
        )
        if open_only:
            query = query.where(col(WrongAnswerRow.settled_at).is_(None))

        async def job(connection: AsyncConnection) -> tuple[WrongAnswer, ...]:
            rows = await connection.execute(query)
            return tuple(WrongAnswer(**row._mapping) for row in rows)

        return await self._database.read(job)

    async def settle_wrong(self, wrong: int, account: str) -> bool:
        """Settle a mark; False when there is none such, or it is settled already."""
        settled = {"settled_by": storable(account), "settled_at": datetime.now(UTC)}
        is_open = (col(WrongAnswerRow.id) == wrong) & col(WrongAnswerRow.settled_at).is_(None)

        async def job(connection: AsyncConnection) -> bool:
            receipt = await connection.scalar(select(col(WrongAnswerRow.receipt)).where(is_open))
            if receipt is None:
                return False
            await connection.execute(update(WrongAnswerRow).where(is_open).values(**settled))
            await note(connection, account, "处理答错", receipt)
            return True

        return await self._database.write(job)

    async def shift_history(
        self, account: str, since: datetime, *, limit: int = 100
    ) -> tuple[ShiftTurn, ...]:
        """Return what an account answered since a moment, the last first."""
        query = (
            select(TurnRow)
            .where(col(TurnRow.asked_at) >= since)
            .where(col(TurnRow.conversation) == desk_conversation(storable(account)))
            .where(col(TurnRow.surface) == DESK)
            .order_by(col(TurnRow.id).desc())
            .limit(limit)
        )

        async def job(connection: AsyncConnection) -> tuple[ShiftTurn, ...]:
            return tuple(
                ShiftTurn(
                    row.receipt,
                    row.asked_at,
                    row.question,
                    row.outcome,
                    row.verdict,
                    _item_names(row.answer),
                )
                for row in await connection.execute(query)
            )

        await self._database.flush()
        return await self._database.read(job)

    async def count_waiting(self) -> int:
        """Return how many residents wait for a person."""
        waiting = select(func.count()).where(col(HandoffRow.state) == "waiting")

        async def job(connection: AsyncConnection) -> int:
            return (await connection.execute(waiting)).scalar_one()

        return await self._database.read(job)


def _item_names(answer: str) -> tuple[str, ...]:
    return tuple(item["name"] for item in json.loads(answer).get("items", ()))
