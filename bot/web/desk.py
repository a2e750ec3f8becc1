"""The hotline desk (坐席台): one box, hits while typing, the answer beside.

What is looked at is fetched; what is answered to a caller is posted and kept.
"""

from dataclasses import asdict
from datetime import date
from time import perf_counter
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, StrictStr

from bot.desk.calls import UnknownPlace
from bot.desk.lookup import Found, Hit
from bot.desk.targets import HitKind, Target
from bot.hotline import Hotline, Words
from bot.places import Gazetteer
from bot.storage.desk import DESK
from bot.today import day_in_china
from bot.web.pages import page
from bot.web.parts import PartsOfApp, clean_text
from bot.web.sessions import StaffSession

router = APIRouter(prefix="/desk", include_in_schema=False)

REASON_LIMIT = 500
"""Characters of what is wrong with an answer."""
_LONGEST_TEXT = 3000
"""A longer question is refused in words by the answer itself."""
_NO_RECEIPT = "没有找到这个回执编号:应为八位字母和数字,如 7K3F-Q2MX"

Typed = Annotated[str, Query(max_length=_LONGEST_TEXT)]
Code = Annotated[str, Query(max_length=64)]


class Answered(BaseModel):
    """The answer given to a caller."""

    text: StrictStr = Field(default="", max_length=_LONGEST_TEXT)
    home: StrictStr = Field(default="", max_length=64)
    current: StrictStr = Field(default="", max_length=64)
    on: date | None = None
    target: StrictStr = Field(default="", max_length=200)


class Wrong(BaseModel):
    """An answer marked wrong."""

    receipt: StrictStr = Field(max_length=64)
    reason: StrictStr = Field(max_length=REASON_LIMIT)


def hotline_of(request: Request) -> Hotline:
    """Return the desk the application was built with."""
    hotline: Hotline | None = request.app.state.hotline
    if hotline is None:
        raise HTTPException(503, "坐席台没有接上,请管理员查看启动时的提示")
    return hotline


@router.get("")
async def open_desk(request: Request, session: StaffSession, receipt: Code = "") -> Response:
    """Show the desk, with a receipt in the box when the address names one."""
    today = day_in_china().isoformat()
    return page(request, "desk.html", session=session, receipt=receipt, today=today)


@router.get("/receipt/{receipt}")
async def open_receipt(receipt: str, request: Request, session: StaffSession) -> Response:
    """Show the desk with a kept answer opened."""
    opened = await hotline_of(request).open(clean_text(receipt))
    if opened is None:
        raise HTTPException(404, _NO_RECEIPT)
    return page(
        request,
        "desk.html",
        session=session,
        receipt=opened.record.receipt,
        today=day_in_china().isoformat(),
        opened=opened,
    )


@router.get("/find")
async def find(
    request: Request,
    session: StaffSession,  # noqa: ARG001 - it guards
    text: Typed = "",
    home: Code = "",
    current: Code = "",
    on: date | None = None,
) -> JSONResponse:
    """Return what the words may mean."""
    words = Words(clean_text(text), home, current, on)
    try:
        found = await hotline_of(request).find(words)
    except UnknownPlace as error:
        raise HTTPException(422, str(error)) from error
    return JSONResponse(_found_as_json(found, words, hotline_of(request).gazetteer))


@router.get("/places")
async def find_places(
    request: Request,
    session: StaffSession,  # noqa: ARG001 - it guards
    text: Code = "",
) -> JSONResponse:
    """Return the places a few letters may mean."""
    places = await hotline_of(request).find_places(clean_text(text))
    return JSONResponse({"places": [asdict(place) for place in places]})


@router.get("/answer")
async def show_answer(
    request: Request,
    session: StaffSession,  # noqa: ARG001 - it guards
    text: Typed = "",
    home: Code = "",
    current: Code = "",
    on: date | None = None,
    target: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Show the answer to a hit; nothing is kept."""
    chosen, hotline = Target.read(clean_text(target)), hotline_of(request)
    if chosen.kind is HitKind.RECEIPT:
        opened = await hotline.open(chosen.id)
        if opened is None:
            raise HTTPException(404, _NO_RECEIPT)
        return page(request, "desk_receipt.html", opened=opened)
    try:
        sheet = hotline.answer(Words(clean_text(text), home, current, on), chosen)
    except UnknownPlace as error:
        raise HTTPException(422, str(error)) from error
    return page(request, "desk_answer.html", sheet=sheet)


@router.post("/answer")
async def keep_answer(
    given: Answered, request: Request, session: StaffSession, parts: PartsOfApp
) -> Response:
    """Keep the answer given to a caller."""
    began = perf_counter()
    words = Words(clean_text(given.text), given.home, given.current, given.on)
    try:
        sheet = await hotline_of(request).keep(
            words, Target.read(clean_text(given.target)), session.account.name
        )
    except UnknownPlace as error:
        raise HTTPException(422, str(error)) from error
    parts.metrics.count_turn(str(sheet.answer["outcome"]), DESK, perf_counter() - began)
    return page(request, "desk_answer.html", sheet=sheet)


@router.post("/wrong")
async def mark_wrong(given: Wrong, request: Request, session: StaffSession) -> JSONResponse:
    """Mark an answer wrong, for the administrators."""
    reason = clean_text(given.reason).strip()
    if not reason:
        raise HTTPException(422, "请写一句哪里不对")
    hotline = hotline_of(request)
    if not await hotline.mark_wrong(clean_text(given.receipt), session.account.name, reason):
        raise HTTPException(404, _NO_RECEIPT)
    return JSONResponse({"kept": True})


@router.get("/shift")
async def show_shift(request: Request, session: StaffSession) -> Response:
    """Show what the account answered in its shift."""
    turns = await hotline_of(request).history(session.account.name)
    return page(request, "desk_shift.html", turns=turns)


def _found_as_json(found: Found, words: Words, gazetteer: Gazetteer) -> dict[str, Any]:
    shown = {}
    for role, code in (("home", words.home), ("current", words.current)):
        place = getattr(found.places, role)
        if role == "current" and place is None:
            place = found.places.destination
        name = gazetteer.full_name(place) if place else ""
        shown[role] = {
            "code": place.code if place else "",
            "name": name,
            "picked": bool(code),
        }
    return {"hits": [_hit_as_json(hit) for hit in found.hits], "places": shown}


def _hit_as_json(hit: Hit) -> dict[str, str]:
    return {**asdict(hit), "target": str(hit.target)}
