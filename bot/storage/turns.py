"""Keeps conversations, turns and feedback; each function runs inside the caller's transaction."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from bot.conversation import CONVERSATION_TTL_SECONDS, Conversation
from bot.storage.encoding import (
    decode_conversation,
    encode_conversation,
    storable,
    turn_columns,
)
from bot.storage.records import TurnRecord
from bot.storage.tables import ConversationRow, FeedbackRow, TurnRow

FORGET_AT_ONCE = 100
"""How many expired conversations one new one sweeps away."""
_TTL = timedelta(seconds=CONVERSATION_TTL_SECONDS)


async def load_conversation(session: AsyncSession, key: str, now: datetime) -> Conversation | None:
    """Return a conversation that is still going on."""
    row = await session.get(ConversationRow, key)
    if row is None or now - row.updated_at > _TTL:
        return None
    return decode_conversation(key, row.state, version=row.version, updated_at=row.updated_at)


async def save_conversation(
    session: AsyncSession, conversation: Conversation, now: datetime
) -> int | None:
    """Save a conversation; return its new version, or None when somebody else saved first."""
    state = encode_conversation(conversation)
    if conversation.version:
        statement: Any = (
            update(ConversationRow)
            .where(
                col(ConversationRow.key) == conversation.key,
                col(ConversationRow.version) == conversation.version,
            )
            .values(state=state, version=conversation.version + 1, updated_at=now)
        )
    else:
        await _forget_expired(session, now)
        values = {"state": state, "version": 1, "updated_at": now}
        statement = _insert(session, ConversationRow).values(key=conversation.key, **values)
        # An expired one that is still there counts on, so that who holds it cannot save it.
        statement = statement.on_conflict_do_update(
            index_elements=["key"],
            set_={**values, "version": col(ConversationRow.version) + 1},
            where=col(ConversationRow.updated_at) < now - _TTL,
        )
    saved = await session.execute(statement.returning(col(ConversationRow.version)))
    version: int | None = saved.scalar_one_or_none()
    return version


async def forget_conversation(session: AsyncSession, key: str) -> None:
    """Delete what is known of a conversation."""
    await session.execute(delete(ConversationRow).where(col(ConversationRow.key) == key))


async def _forget_expired(session: AsyncSession, now: datetime) -> None:
    expired = (
        select(ConversationRow.key)
        .where(ConversationRow.updated_at < now - 2 * _TTL)
        .limit(FORGET_AT_ONCE)
        # Two processes that sweep at once must not wait for each other.
        .with_for_update(skip_locked=True)
    )
    await session.execute(delete(ConversationRow).where(col(ConversationRow.key).in_(expired)))


async def add_turn(session: AsyncSession, record: TurnRecord) -> None:
    """Add a turn; one that is already there stays as it is."""
    statement = _insert(session, TurnRow).values(**turn_columns(record))
    await session.execute(statement.on_conflict_do_nothing(index_elements=["receipt"]))


async def turn_by_receipt(session: AsyncSession, receipt: str) -> TurnRecord | None:
    """Return the turn of a receipt."""
    row = await session.scalar(select(TurnRow).where(TurnRow.receipt == storable(receipt)))
    return _record_of(row) if row else None


def _record_of(row: TurnRow) -> TurnRecord:
    return TurnRecord(
        receipt=row.receipt,
        surface=row.surface,
        asked_at=row.asked_at,
        question=row.question,
        outcome=row.outcome,
        conversation=row.conversation,
        aspect=row.aspect,
        items=tuple(json.loads(row.items)),
        verdict=row.verdict,
        catalog_version=row.catalog_version,
        answer=json.loads(row.answer),
    )


async def save_feedback(session: AsyncSession, receipt: str, useful: bool, reason: str) -> bool:
    """Keep what a person thought of a turn; False when there is no such turn."""
    receipt = storable(receipt)
    if await session.scalar(select(TurnRow.id).where(TurnRow.receipt == receipt)) is None:
        return False
    given = {"useful": useful, "reason": storable(reason), "given_at": datetime.now(UTC)}
    statement = _insert(session, FeedbackRow).values(receipt=receipt, **given)
    await session.execute(statement.on_conflict_do_update(index_elements=["receipt"], set_=given))
    return True


def _insert(session: AsyncSession, table: type[object]) -> Any:  # noqa: ANN401 - one class a dialect
    """Return an INSERT that knows ON CONFLICT, which each dialect has for itself."""
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
