"""The hotline desk behind its pages: find, answer, keep, open again, mark wrong.

Everything it decides stands in ``bot.desk``; here it is joined to the store and the live catalog.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.accounts import SESSION_LASTS
from bot.desk.calls import Call, read_call
from bot.desk.lookup import DeskIndex, Found, Hit, build_desk_index, look_up
from bot.desk.place_picker import FoundPlace
from bot.desk.receipts import read_receipt
from bot.desk.sayable import AnswerObject
from bot.desk.sheet import AnswerSheet, make_kept_sheet, make_sheet
from bot.desk.targets import THE_QUESTION, HitKind, Target
from bot.knowledge import Knowledge
from bot.places import Gazetteer
from bot.privacy import mask
from bot.replies.compose import new_receipt
from bot.replies.texts import say
from bot.replies.typeset import typeset
from bot.storage.desk import DESK, shift_of
from bot.storage.records import LiveChange, TurnRecord
from bot.storage.store import Store
from bot.today import day_in_china

_CHANGES_LOOKED_AT = 1000
_HAS_DIGIT = re.compile("[0-9]")


@dataclass(frozen=True, slots=True)
class Words:
    """What was typed and picked at the desk, as it comes from the page."""

    text: str = ""
    """What is in the box."""
    home: str = ""
    """Code of the home picked by hand; empty for none."""
    current: str = ""
    """Code of the current place picked by hand; empty for none."""
    on: date | None = None
    """Day it is about; None = today."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A receipt opened at the desk, beside what would be answered now."""

    record: TurnRecord
    """The turn as it was kept."""
    sheet: AnswerSheet
    """It, laid out."""
    is_live: bool
    """True while the catalog version of that moment is still the one answered from."""
    changes: tuple[LiveChange, ...]
    """Who made another version live since, the last first."""
    today: AnswerSheet
    """The answer to the same question now."""

    @property
    def is_same(self) -> bool:
        """True when the answer would be the same now, word for word."""
        return _without_mask_note(self.record.answer) == _without_mask_note(self.today.answer)


class Hotline:
    """What the desk asks for."""

    def __init__(self, store: Store, current: Callable[[], Knowledge]) -> None:
        """Take the store and a function that returns the live knowledge."""
        self._store = store
        self._current = current
        self._indexed: tuple[Knowledge, DeskIndex] | None = None
        self._indexing = asyncio.Lock()

    @property
    def gazetteer(self) -> Gazetteer:
        """The places of the live catalog, to name them."""
        return self._current().gazetteer

    async def find(self, words: Words) -> Found:
        """Return what the words may mean, a receipt first."""
        knowledge = self._current()
        index = await self._index(knowledge)
        found = look_up(_call(words, knowledge), knowledge, index)
        receipt = read_receipt(words.text)
        kept = await self._store.turn_by_receipt(receipt) if receipt else None
        if kept is not None:
            return Found((_kept_hit(kept),), found.places, found.heard)
        if receipt and _HAS_DIGIT.search(receipt):  # eight letters may be the pinyin of a matter
            return Found((_no_such_hit(receipt),), found.places, found.heard)
        return found

    async def find_places(self, text: str) -> tuple[FoundPlace, ...]:
        """Return the places a text may mean."""
        return (await self._index(self._current())).picker.find_places(text)

    def answer(self, words: Words, target: Target) -> AnswerSheet:
        """Return the answer to a hit; nothing is kept."""
        knowledge = self._current()
        return make_sheet(target, _call(words, knowledge), knowledge)

    async def keep(self, words: Words, target: Target, account: str) -> AnswerSheet:
        """Keep the answer given to the caller, and return it with its receipt."""
        knowledge = self._current()
        sheet = make_sheet(target, _call(words, knowledge), knowledge, new_receipt())
        await self._store.record_turn(
            TurnRecord.from_answer(
                sheet.answer,
                surface=DESK,
                asked_at=datetime.now(UTC),
                conversation=shift_of(account),
            )
        )
        return sheet

    async def open(self, text: str) -> Opened | None:
        """Return a turn by its receipt, however it was typed; None when there is none such."""
        receipt = read_receipt(text)
        record = await self._store.turn_by_receipt(receipt) if receipt else None
        if record is None:
            return None
        knowledge = self._current()
        changes = await self._store.list_changes(limit=_CHANGES_LOOKED_AT)
        return Opened(
            record=record,
            sheet=make_kept_sheet(record.answer),
            is_live=record.catalog_version == knowledge.release.version,
            changes=tuple(c for c in changes if c.changed_at > record.asked_at),
            today=make_sheet(_kept_target(record), _kept_call(record, knowledge), knowledge),
        )

    async def mark_wrong(self, receipt: str, account: str, reason: str) -> bool:
        """Mark an answer wrong, for the administrators; False when the receipt is unknown."""
        known = read_receipt(receipt)
        if known is None:
            return False
        return await self._store.desk.mark_wrong(known, account, mask(reason).text)

    async def history(self, account: str) -> tuple[TurnRecord, ...]:
        """Return what an account answered in its shift, the last first."""
        await self._store.flush()
        return await self._store.desk.shift_history(account, datetime.now(UTC) - SESSION_LASTS)

    async def _index(self, knowledge: Knowledge) -> DeskIndex:
        async with self._indexing:
            if self._indexed is None or self._indexed[0] is not knowledge:
                index = await asyncio.to_thread(build_desk_index, knowledge)
                self._indexed = (knowledge, index)
            return self._indexed[1]


def _call(words: Words, knowledge: Knowledge) -> Call:
    on = words.on or day_in_china()
    return read_call(words.text, words.home, words.current, on, knowledge)


def _without_mask_note(answer: AnswerObject) -> list[str]:
    """Return the lines of a reply but the one on what was masked: a kept question is masked."""
    note = typeset(say("line.masked")).partition("{")[0]
    return [line for line in str(answer.get("text", "")).split("\n") if not line.startswith(note)]


def _kept_hit(record: TurnRecord) -> Hit:
    target = Target(HitKind.RECEIPT, record.receipt)
    name = f"{record.receipt}　{record.question}"
    return Hit(target, name, say("desk.kind.receipt"), "kept", say("desk.word.kept"))


def _no_such_hit(receipt: str) -> Hit:
    """Return the hit that says a receipt is unknown: its letters are no matter to answer."""
    name = say("desk.no_receipt", receipt=receipt)
    return Hit(Target(HitKind.RECEIPT, receipt), name, say("desk.kind.receipt"))


def _kept_target(record: TurnRecord) -> Target:
    is_route = record.verdict is not None and record.items
    return Target(HitKind.ITEM, record.items[0]) if is_route else THE_QUESTION


def _kept_call(record: TurnRecord, knowledge: Knowledge) -> Call:
    """Return the call that asks the same today, at the places of then."""
    places = record.answer.get("places") or {}
    codes = [(places.get(role) or {}).get("code", "") for role in ("home", "current")]
    known = [code if code and knowledge.gazetteer.place(code) else "" for code in codes]
    return read_call(record.question, known[0], known[1], day_in_china(), knowledge)
