"""Reads the questions that are still open, and keeps what was decided about them.

Open are, and that is decided here:

1. ``unlisted`` and ``out_of_scope``: nothing was answered;
2. ``clarify`` when the person said nothing more to it while the conversation went on;
3. any turn whose last feedback is 没用.

Of a message with several matters the open ones count, each with its own words.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.conversation import CONVERSATION_TTL_SECONDS
from bot.storage.audit import note
from bot.storage.database import Database
from bot.storage.desk import DESK
from bot.storage.encoding import storable
from bot.storage.office_tables import SettledQuestionRow
from bot.storage.records import NamedPlace, OpenQuestion, Settlement
from bot.storage.tables import FeedbackRow, TurnRow, UtcDateTime
from bot.storage.upsert import insert_into

MOST_QUESTIONS = 20_000
"""The newest so many are read."""
UNANSWERED = ("unlisted", "out_of_scope")
"""Outcomes that are open whatever follows."""
_CLARIFY = "clarify"
_REPLAYED = ("answer", "clarify", "unlisted")
"""Outcomes of questions that are worth asking again."""
_SAYS_NO_MORE = ("smalltalk", "handoff", "refused")
"""What may follow a question back without being a reply to it."""
_TTL = timedelta(seconds=CONVERSATION_TTL_SECONDS)


class Questions:
    """Open questions in the store, and the clusters of them that were settled."""

    def __init__(self, database: Database) -> None:
        """Read and keep them in a database."""
        self._database = database

    async def find_open(
        self, since: datetime, *, limit: int = MOST_QUESTIONS
    ) -> tuple[OpenQuestion, ...]:
        """Return the open questions asked since a moment, oldest first."""

        async def job(connection: AsyncConnection) -> tuple[OpenQuestion, ...]:
            rows = await connection.execute(_select_open(since).limit(limit))
            newest_first = [row for row in rows if _is_open(row)]
            return tuple(question for row in reversed(newest_first) for question in _read(row))

        return await self._database.read(job)

    async def recent(self, limit: int) -> tuple[str, ...]:
        """Return the last different questions of residents, masked, the newest first."""
        query = (
            select(col(TurnRow.question))
            .where(col(TurnRow.conversation).is_not(None), col(TurnRow.surface) != DESK)
            .where(col(TurnRow.outcome).in_(_REPLAYED))
            .order_by(col(TurnRow.id).desc())
            .limit(limit)
        )

        async def job(connection: AsyncConnection) -> tuple[str, ...]:
            return tuple(dict.fromkeys((await connection.scalars(query)).all()))

        return await self._database.read(job)

    async def settled(self) -> dict[str, Settlement]:
        """Return what became of the wordings that were settled, by their keys."""
        query = select(col(SettledQuestionRow.key), col(SettledQuestionRow.settled_as))

        async def job(connection: AsyncConnection) -> dict[str, Settlement]:
            rows = await connection.execute(query)
            return {key: Settlement(settled_as) for key, settled_as in rows}

        return await self._database.read(job)

    async def settle(
        self, keys: Collection[str], settlement: Settlement, *, phrase: str, account: str
    ) -> None:
        """Keep what became of wordings, the last word counts; ``phrase`` tells it in the log."""

        async def job(connection: AsyncConnection) -> None:
            values = {
                "settled_as": settlement.value,
                "account": storable(account),
                "settled_at": datetime.now(UTC),
            }
            insert = insert_into(connection.dialect.name, SettledQuestionRow)
            upsert = insert.on_conflict_do_update(index_elements=["key"], set_=values)
            # One order, so that two processes cannot block each other.
            await connection.execute(upsert, [{"key": key, **values} for key in sorted(keys)])
            await note(connection, account, _WORDS[settlement], phrase)

        await self._database.write(job)


_WORDS = {
    Settlement.ALIAS: "问法加为叫法",
    Settlement.ITEM: "问法新建事项",
    Settlement.IGNORED: "忽略问法",
}


def _select_open(since: datetime) -> Select[*tuple[Any, ...]]:
    following = _following_turns(since)
    disliked = col(FeedbackRow.useful).is_(False)
    return (
        select(
            *(col(c) for c in (TurnRow.receipt, TurnRow.surface, TurnRow.asked_at)),
            *(col(c) for c in (TurnRow.conversation, TurnRow.outcome, TurnRow.answer)),
            col(TurnRow.question).label("asked"),
            disliked.label("is_disliked"),
            col(FeedbackRow.reason),
            following.c.next_at,
        )
        .outerjoin(FeedbackRow, col(FeedbackRow.receipt) == col(TurnRow.receipt))
        .outerjoin(following, following.c.id == col(TurnRow.id))
        .where(col(TurnRow.asked_at) >= since)
        .where(or_(col(TurnRow.outcome).in_((*UNANSWERED, _CLARIFY)), disliked))
        .order_by(col(TurnRow.asked_at).desc(), col(TurnRow.id).desc())
    )


def _following_turns(since: datetime) -> Any:  # noqa: ANN401 - a subquery has no plain type
    """Return for each turn of a conversation when the next one was, in one pass over the turns."""
    next_at = func.lead(col(TurnRow.asked_at), type_=UtcDateTime()).over(
        partition_by=col(TurnRow.conversation), order_by=(col(TurnRow.asked_at), col(TurnRow.id))
    )
    return (
        select(col(TurnRow.id), next_at.label("next_at"))
        .where(col(TurnRow.asked_at) >= since)
        .where(col(TurnRow.conversation).is_not(None))
        .where(col(TurnRow.outcome).not_in(_SAYS_NO_MORE))
        .subquery()
    )


def _is_open(row: Row[Any]) -> bool:
    """Say whether it is; a question back is not when the next message came in time."""
    if row.outcome != _CLARIFY or row.is_disliked:
        return True
    return row.next_at is None or row.next_at - row.asked_at > _TTL


def _read(row: Row[Any]) -> Iterator[OpenQuestion]:
    answer = json.loads(row.answer)
    parts = answer.get("parts") or [{**answer, "question": row.asked, "outcome": row.outcome}]
    for part in parts:
        if row.is_disliked or part["outcome"] in (*UNANSWERED, _CLARIFY):
            yield _read_part(row, part)


def _read_part(row: Row[Any], part: Mapping[str, Any]) -> OpenQuestion:
    places = part.get("places") or {}
    return OpenQuestion(
        receipt=row.receipt,
        question=part["question"],
        outcome=part["outcome"],
        surface=row.surface,
        asked_at=row.asked_at,
        conversation=row.conversation,
        items=tuple(item["id"] for item in part.get("items") or ()),
        home=_place(places.get("home")),
        current=_place(places.get("current")),
        is_disliked=bool(row.is_disliked),
        reason=row.reason or "",
    )


def _place(place: Mapping[str, Any] | None) -> NamedPlace | None:
    return NamedPlace(place["code"], place["name"]) if place else None
