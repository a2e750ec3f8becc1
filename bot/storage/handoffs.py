"""Keeps the hand-offs (转人工): who asked for a human, who of the hotline took it, how it ended.

A conversation has one open hand-off at most, and of two people who claim one at once exactly one
gets it: both are conditions of the statement that writes, so no lock is held between two requests.
What staff write back lies in letters.py.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.storage.audit import note as note_audit
from bot.storage.database import Database
from bot.storage.desk_tables import HandoffRow
from bot.storage.encoding import storable
from bot.storage.handoff_records import HandoffRecord, HandoffState, Talk
from bot.storage.records import TurnRecord
from bot.storage.tables import TurnRow
from bot.storage.turns import add_turn, read_turn
from bot.storage.upsert import insert_into

TURNS_SHOWN = 30
"""How many turns of a conversation staff see, the last ones."""
WITHDRAWN = "居民清空或离开了对话"
"""Note of a hand-off whose person emptied the conversation, or left the terminal."""

_ABOUT_A_MATTER = ("answer", "clarify", "unlisted", "out_of_scope")
"""Outcomes of turns that tell what a person wants."""
_IS_WAITING = col(HandoffRow.state) == HandoffState.WAITING.value
_IS_OPEN = col(HandoffRow.state) != HandoffState.CLOSED.value


class Handoffs:
    """The hand-offs in the store."""

    def __init__(self, database: Database) -> None:
        """Keep them in a database."""
        self._database = database

    async def begin(self, record: TurnRecord) -> bool:
        """Keep a turn and the hand-off it asks for; False when one of that person is open."""
        if record.conversation is None:
            raise ValueError("a single question cannot be answered later")
        values = {
            "receipt": storable(record.receipt),
            "conversation": storable(record.conversation),
            "surface": storable(record.surface),
            "question": storable(record.question),
            "asked_at": record.asked_at,
            "state": HandoffState.WAITING.value,
            "note": "",
        }

        async def job(connection: AsyncConnection) -> bool:
            await add_turn(connection, record)
            statement = insert_into(connection.dialect.name, HandoffRow)
            added = await connection.execute(statement.on_conflict_do_nothing(), values)
            return bool(added.rowcount)

        return await self._database.write(job)

    async def list_open(self) -> tuple[HandoffRecord, ...]:
        """Return what is waiting or claimed, the oldest first."""
        query = select(HandoffRow).where(_IS_OPEN).order_by(col(HandoffRow.id))

        async def job(connection: AsyncConnection) -> tuple[HandoffRecord, ...]:
            return tuple(map(_record, await connection.execute(query)))

        return await self._database.read(job)

    async def count_waiting(self) -> int:
        """Return how many nobody has taken."""
        query = select(func.count()).select_from(HandoffRow).where(_IS_WAITING)
        return await self._database.read(lambda c: c.scalar(query)) or 0

    async def find(self, number: int) -> HandoffRecord | None:
        """Return a hand-off by its id."""
        return await self._find(col(HandoffRow.id) == number)

    async def find_open(self, conversation: str) -> HandoffRecord | None:
        """Return the hand-off of a conversation that is waiting or claimed."""
        return await self._find(
            (col(HandoffRow.conversation) == storable(conversation)) & _IS_OPEN
        )

    async def claim(self, number: int, account: str, *, instead_of: str | None = None) -> bool:
        """Take a hand-off that waits, or that of a colleague; False when it is somebody else's.

        ``instead_of`` names the colleague: should a third person have been quicker, it stays
        with them.
        """
        values = {
            "state": HandoffState.CLAIMED.value,
            "claimed_by": storable(account),
            "claimed_at": datetime.now(UTC),
        }
        if instead_of is None:
            return await self._change(number, _IS_WAITING, values, account, "领取转人工")
        may = is_claimed_by(instead_of)
        return await self._change(number, may, values, account, "接手转人工", f"原由 {instead_of}")

    async def release(self, number: int, account: str) -> bool:
        """Let a hand-off wait again; False when somebody else has it, or nobody."""
        values = {"state": HandoffState.WAITING.value, "claimed_by": None, "claimed_at": None}
        return await self._change(number, is_claimed_by(account), values, account, "放回转人工")

    async def close(self, number: int, account: str, note: str = "") -> bool:
        """End a hand-off that one has claimed; False when somebody else has it, or nobody."""
        values = {
            "state": HandoffState.CLOSED.value,
            "closed_at": datetime.now(UTC),
            "note": storable(note),
        }
        may = is_claimed_by(account)
        return await self._change(number, may, values, account, "结束转人工", note)

    async def turns_of(self, conversation: str, *, since: datetime) -> tuple[TurnRecord, ...]:
        """Return the last turns of a conversation since a moment, the oldest first."""
        query = (
            select(TurnRow)
            .where(col(TurnRow.conversation) == storable(conversation))
            .where(col(TurnRow.asked_at) >= since)
            .order_by(col(TurnRow.id).desc())
            .limit(TURNS_SHOWN)
        )

        async def job(connection: AsyncConnection) -> tuple[TurnRecord, ...]:
            rows = (await connection.execute(query)).all()
            return tuple(read_turn(row) for row in reversed(rows))

        return await self._database.read(job)

    async def talks_of(self, conversations: Collection[str]) -> Mapping[str, Talk]:
        """Return what each conversation was about when it was heard of last."""
        key, moment = col(TurnRow.conversation), col(TurnRow.asked_at)
        said = select(key, func.max(moment)).where(key.in_(conversations)).group_by(key)
        last = (
            select(func.max(col(TurnRow.id)))
            .where(key.in_(conversations), col(TurnRow.outcome).in_(_ABOUT_A_MATTER))
            .group_by(key)
        )
        matters = select(key, col(TurnRow.question), moment).where(col(TurnRow.id).in_(last))

        async def job(connection: AsyncConnection) -> Mapping[str, Talk]:
            talks = {str(of): Talk(at) for of, at in await connection.execute(said)}
            for of, matter, at in await connection.execute(matters):
                # The second query may already see a turn that the first one did not.
                before = talks.get(str(of), Talk(at))
                talks[str(of)] = replace(before, matter=matter, matter_at=at)
            return talks

        return await self._database.read(job)

    async def _find(self, which: ColumnElement[bool]) -> HandoffRecord | None:
        async def job(connection: AsyncConnection) -> HandoffRecord | None:
            row = (await connection.execute(select(HandoffRow).where(which))).first()
            return None if row is None else _record(row)

        return await self._database.read(job)

    async def _change(
        self,
        number: int,
        may: ColumnElement[bool],
        values: Mapping[str, object],
        account: str,
        action: str,
        detail: str = "",
    ) -> bool:
        statement = update(HandoffRow).where(col(HandoffRow.id) == number, may).values(**values)

        async def job(connection: AsyncConnection) -> bool:
            changed = await connection.execute(statement)
            if not changed.rowcount:
                return False
            await note_audit(connection, account, action, f"转人工 {number}", detail)
            return True

        return await self._database.write(job)


async def withdraw(connection: AsyncConnection, conversation: str) -> None:
    """Close the hand-off of a person who emptied the conversation: no letter would arrive."""
    values = {
        "state": HandoffState.CLOSED.value,
        "closed_at": datetime.now(UTC),
        "note": WITHDRAWN,
    }
    this = (col(HandoffRow.conversation) == storable(conversation)) & _IS_OPEN
    await connection.execute(update(HandoffRow).where(this).values(**values))


def is_claimed_by(account: str) -> ColumnElement[bool]:
    """Return the condition that an account has a hand-off claimed."""
    is_claimed: ColumnElement[bool] = col(HandoffRow.state) == HandoffState.CLAIMED.value
    return is_claimed & (col(HandoffRow.claimed_by) == storable(account))


def _record(row: Row[Any]) -> HandoffRecord:
    return HandoffRecord(
        id=row.id,
        receipt=row.receipt,
        conversation=row.conversation,
        surface=row.surface,
        question=row.question,
        asked_at=row.asked_at,
        state=HandoffState(row.state),
        claimed_by=row.claimed_by,
        closed_at=row.closed_at,
        note=row.note,
    )
