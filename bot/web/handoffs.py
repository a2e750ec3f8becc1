"""The hotline desk's page of hand-offs (转人工): take one, write back, end it.

Every request that changes something carries the form token (sessions.py). Who loses against a
colleague is told who has it.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, NoReturn

from fastapi import APIRouter, HTTPException, Path, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, StrictStr

from bot.conversation import CONVERSATION_TTL_SECONDS
from bot.privacy import mask
from bot.storage.handoff_records import HandoffRecord, HandoffState, Letter, Talk
from bot.storage.records import TurnRecord
from bot.web.pages import page
from bot.web.parts import Parts, PartsOfApp, clean_text
from bot.web.sessions import StaffSession

router = APIRouter(prefix="/desk/handoffs", include_in_schema=False)

LETTER_LIMIT = 2000
"""Characters of what is written back at once."""
_BEFORE = timedelta(seconds=CONVERSATION_TTL_SECONDS)
"""How far back the talk before a hand-off is shown: as long as a conversation lasts."""
_SURFACES = {"web": "网页", "telegram": "Telegram", "api": "接口", "cli": "终端"}

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
"""Id of a hand-off."""


class Claim(BaseModel):
    """Takes a hand-off."""

    instead_of: StrictStr | None = None
    """The colleague it is taken over from."""


class Written(BaseModel):
    """What staff write back."""

    text: Annotated[StrictStr, Field(max_length=LETTER_LIMIT)]


class Ending(BaseModel):
    """Ends a hand-off."""

    note: Annotated[StrictStr, Field(max_length=LETTER_LIMIT)] = ""
    """For the colleagues; the person does not get it."""


@router.get("")
async def open_handoffs(request: Request, session: StaffSession) -> Response:
    """Show the page; its script fills it."""
    return page(request, "handoffs.html", session=session, letter_limit=LETTER_LIMIT)


@router.get("/waiting")
async def count_waiting(session: StaffSession, parts: PartsOfApp) -> Response:  # noqa: ARG001 - it guards
    """Say how many nobody has taken, for the badge on every page of the staff."""
    return _fresh({"waiting": await parts.store.handoffs.count_waiting()})


@router.get("/open")
async def list_open(session: StaffSession, parts: PartsOfApp) -> Response:
    """Return what is waiting or claimed, the oldest first."""
    handoffs = await parts.store.handoffs.list_open()
    talks = await parts.store.handoffs.talks_of({one.conversation for one in handoffs})
    return _fresh(
        {
            "now": datetime.now(UTC).isoformat(),
            "handoffs": [
                _handoff(one, session.account.name)
                | _talk(talks.get(one.conversation, Talk(one.asked_at)), one)
                for one in handoffs
            ],
        }
    )


@router.get("/{number}")
async def read_handoff(number: Number, session: StaffSession, parts: PartsOfApp) -> Response:
    """Return a hand-off with the talk around it and what was written back."""
    found = await _find(parts, number)
    turns = await parts.store.handoffs.turns_of(found.conversation, since=found.asked_at - _BEFORE)
    letters = await parts.store.letters.letters_of(number)
    return _fresh(
        {
            "handoff": _handoff(found, session.account.name),
            "turns": [_turn(turn) for turn in turns],
            "letters": [_letter(letter) for letter in letters],
        }
    )


@router.post("/{number}/claim")
async def claim(
    number: Number, given: Claim, session: StaffSession, parts: PartsOfApp
) -> Response:
    """Take a hand-off, or take it over."""
    me = session.account.name
    if not await parts.store.handoffs.claim(number, me, instead_of=given.instead_of):
        found = await _find(parts, number)
        # Pressed twice is no conflict.
        if found.state is not HandoffState.CLAIMED or found.claimed_by != me:
            _refuse(found, me)
    return await read_handoff(number, session, parts)


@router.post("/{number}/release")
async def release(number: Number, session: StaffSession, parts: PartsOfApp) -> Response:
    """Let a hand-off wait again."""
    if not await parts.store.handoffs.release(number, session.account.name):
        _refuse(await _find(parts, number), session.account.name)
    return await read_handoff(number, session, parts)


@router.post("/{number}/letters")
async def write_back(
    number: Number, given: Written, session: StaffSession, parts: PartsOfApp
) -> Response:
    """Write to the person; what is personal in it is masked before it is kept or sent."""
    masked = mask(clean_text(given.text).strip(), shows_landlines=True)
    if not masked.text:
        raise HTTPException(422, "还没有写要回复的话")
    letter = await parts.store.letters.write(number, session.account.name, masked.text)
    if letter is None:
        _refuse(await _find(parts, number), session.account.name)
    return _fresh({"letter": _letter(letter), "masked": list(masked.kinds)})


@router.post("/{number}/close")
async def close(
    number: Number, given: Ending, session: StaffSession, parts: PartsOfApp
) -> Response:
    """End a hand-off."""
    note = mask(clean_text(given.note).strip()).text
    if not await parts.store.handoffs.close(number, session.account.name, note):
        _refuse(await _find(parts, number), session.account.name)
    return await read_handoff(number, session, parts)


async def _find(parts: Parts, number: int) -> HandoffRecord:
    found = await parts.store.handoffs.find(number)
    if found is None:
        raise HTTPException(404, f"没有编号为 {number} 的转人工")
    return found


def _refuse(found: HandoffRecord, me: str) -> NoReturn:
    """Tell why a hand-off is not to be changed by this account."""
    if found.state is HandoffState.CLOSED:
        raise HTTPException(409, "这件转人工已经结束了,没有执行")
    if found.claimed_by is None:
        raise HTTPException(409, "这件转人工还没有人领取,请先领取")
    if found.claimed_by == me:
        raise HTTPException(409, "这件转人工在您这里,不用再接手")
    raise HTTPException(409, f"这件转人工已由 {found.claimed_by} 领取")


def _fresh(told: dict[str, Any]) -> Response:
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


def _handoff(handoff: HandoffRecord, me: str) -> dict[str, Any]:
    return {
        "id": handoff.id,
        "receipt": handoff.receipt,
        "surface": _SURFACES.get(handoff.surface, handoff.surface),
        "question": handoff.question,
        "asked_at": handoff.asked_at.isoformat(),
        "state": handoff.state.value,
        "claimed_by": handoff.claimed_by,
        "is_mine": handoff.claimed_by == me,
        "note": handoff.note,
    }


def _talk(talk: Talk, handoff: HandoffRecord) -> dict[str, Any]:
    """Return what the talk is about, unless that was long before the person asked for staff."""
    is_recent = talk.matter_at is not None and talk.matter_at >= handoff.asked_at - _BEFORE
    return {
        "last_said_at": talk.said_at.isoformat(),
        "matter": talk.matter if is_recent else "",
    }


def _turn(turn: TurnRecord) -> dict[str, Any]:
    return {
        "receipt": turn.receipt,
        "at": turn.asked_at.isoformat(),
        "question": turn.question,
        "answer": str(turn.answer.get("text") or ""),
    }


def _letter(letter: Letter) -> dict[str, Any]:
    arrived = "delivered" if letter.delivered_at else "on_its_way"
    return {
        "id": letter.id,
        "at": letter.written_at.isoformat(),
        "account": letter.account,
        "text": letter.text,
        "state": "refused" if letter.refused_at else arrived,
    }
