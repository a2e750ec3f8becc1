"""Keeps conversations, turns and feedback; each function runs inside the caller's transaction."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.conversation import CONVERSATION_TTL_SECONDS, KEPT_HOME_DAYS, Conversation
from bot.storage.encoding import (
    decode_conversation,
    encode_conversation,
    storable,
    turn_columns,
)
from bot.storage.records import TurnRecord
from bot.storage.tables import ConversationRow, FeedbackRow, TurnRow
from bot.storage.upsert import insert_into

FORGET_AT_ONCE = 100
"""How many expired conversations one new one sweeps away."""
_TTL = timedelta(seconds=CONVERSATION_TTL_SECONDS)
_KEPT = timedelta(days=KEPT_HOME_DAYS)
_ENDED = ""
"""State of a conversation of which only the kept home is left."""

# Statements are made once: making them anew took half the time of a turn.
_LOAD = select(*ConversationRow.metadata.tables["conversation"].columns).where(
    col(ConversationRow.key) == bindparam("key")
)
_UPDATE = (
    update(ConversationRow)
    .where(
        col(ConversationRow.key) == bindparam("of_key"),
        col(ConversationRow.version) == bindparam("of_version"),
    )
    .returning(col(ConversationRow.version))
)
_DUE = (
    select(col(ConversationRow.key))
    .where(col(ConversationRow.sweep_at) < bindparam("now"))
    .limit(FORGET_AT_ONCE)
    # Two processes that sweep at once must not wait for each other.
    .with_for_update(skip_locked=True)
)
_HAS_ONE_PART = col(ConversationRow.kept_home).is_(None) | (col(ConversationRow.state) == _ENDED)
_DELETE_DUE = delete(ConversationRow).where(col(ConversationRow.key).in_(_DUE), _HAS_ONE_PART)
_END_DUE = (
    update(ConversationRow)
    .where(col(ConversationRow.key).in_(_DUE), ~_HAS_ONE_PART)
    .values(state=_ENDED, sweep_at=bindparam("kept_until"))
)
_FIND_TURN = select(*TurnRow.metadata.tables["turn"].columns).where(
    col(TurnRow.receipt) == bindparam("receipt")
)


async def load_conversation(
    connection: AsyncConnection, key: str, now: datetime
) -> Conversation | None:
    """Return a conversation that is still going on, or a fresh one with just the kept home."""
    row = (await connection.execute(_LOAD, {"key": key})).one_or_none()
    if row is None:
        return None
    fresh = Conversation(
        key, kept_home=row.kept_home, version=row.version, updated_at=row.updated_at
    )
    has_ended = row.state == _ENDED or now - row.updated_at > _TTL
    going_on = None if has_ended else decode_conversation(fresh, row.state)
    return going_on or (fresh if row.kept_home else None)


async def save_conversation(
    connection: AsyncConnection, conversation: Conversation, now: datetime
) -> int | None:
    """Save a conversation; return its new version, or None when somebody else saved first."""
    key, old = conversation.key, conversation.version
    values = {
        "state": encode_conversation(conversation),
        "version": old + 1,
        "updated_at": now,
        "kept_home": conversation.kept_home,
        "sweep_at": now + 2 * _TTL,
    }
    if old:
        values |= {"of_key": key, "of_version": old}
        saved = await connection.execute(_UPDATE, values)
    else:
        await _sweep(connection, now)
        values |= {"key": key, "ended_before": now - _TTL}
        saved = await connection.execute(_begin_conversation(connection.dialect.name), values)
    version: int | None = saved.scalar_one_or_none()
    return version


async def _sweep(connection: AsyncConnection, now: datetime) -> None:
    """Delete what has ended; of a row with a kept home first the rest, the home much later."""
    await connection.execute(_DELETE_DUE, {"now": now})
    await connection.execute(_END_DUE, {"now": now, "kept_until": now + _KEPT})


@cache
def _begin_conversation(dialect: str) -> Any:  # noqa: ANN401 - one class a dialect
    statement = insert_into(dialect, ConversationRow)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["key"],
        # An ended one that is still there counts on, so that who holds it cannot save it.
        set_={
            "state": new.state,
            "version": col(ConversationRow.version) + 1,
            "updated_at": new.updated_at,
            "kept_home": new.kept_home,
            "sweep_at": new.sweep_at,
        },
        # Whoever begins anew has not seen a home that was kept meanwhile.
        where=(col(ConversationRow.updated_at) < bindparam("ended_before"))
        & col(ConversationRow.kept_home).is_(None),
    ).returning(col(ConversationRow.version))


async def forget_conversation(connection: AsyncConnection, key: str) -> None:
    """Delete what is known of a conversation, the kept home too."""
    await connection.execute(delete(ConversationRow).where(col(ConversationRow.key) == key))


async def add_turn(connection: AsyncConnection, record: TurnRecord) -> None:
    """Add a turn; one that is already there stays as it is."""
    await connection.execute(_add_turn(connection.dialect.name), turn_columns(record))


@cache
def _add_turn(dialect: str) -> Any:  # noqa: ANN401 - one class a dialect
    return insert_into(dialect, TurnRow).on_conflict_do_nothing(index_elements=["receipt"])


async def turn_by_receipt(connection: AsyncConnection, receipt: str) -> TurnRecord | None:
    """Return the turn of a receipt."""
    found = await connection.execute(_FIND_TURN, {"receipt": storable(receipt)})
    row = found.one_or_none()
    return None if row is None else read_turn(row)


def read_turn(row: Row[Any]) -> TurnRecord:
    """Return the record of a row that has all columns of a turn."""
    return TurnRecord(
        receipt=row.receipt,
        surface=row.surface,
        asked_at=row.asked_at,
        question=row.question,
        outcome=row.outcome,
        conversation=row.conversation,
        aspect=row.aspect,
        items=tuple(json.loads(row._mapping["items"])),
        verdict=row.verdict,
        catalog_version=row.catalog_version,
        answer=json.loads(row.answer),
    )


async def save_feedback(
    connection: AsyncConnection, receipt: str, useful: bool, reason: str
) -> bool:
    """Keep what a person thought of a turn; False when there is no such turn."""
    receipt = storable(receipt)
    if (await connection.execute(_FIND_TURN, {"receipt": receipt})).first() is None:
        return False
    given = {"useful": useful, "reason": storable(reason), "given_at": datetime.now(UTC)}
    statement = insert_into(connection.dialect.name, FeedbackRow).values(receipt=receipt, **given)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["receipt"], set_=given)
    )
    return True
