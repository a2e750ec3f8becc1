"""The residents' page: one conversation, with or without a script in the browser.

The script sends JSON to ``/api/chat``; without it the same forms post to ``/`` and the page comes
back with the answer in it. Either way the conversation hangs on a random cookie; it lasts, so that
a kept home is known next time, and goes when the person empties the conversation.
"""

import re
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, Field, StrictStr

from bot.conversation import KEPT_HOME_DAYS
from bot.messages import IncomingMessage, Turn
from bot.storage.handoff_records import Letter
from bot.web.api import REASON_LIMIT, Problem
from bot.web.pages import page
from bot.web.parts import Parts, PartsOfApp, clean_text
from bot.web.shown import show

COOKIE = "tongban_conversation"
COOKIE_SECONDS = KEPT_HOME_DAYS * 24 * 60 * 60
"""How long a browser is known again: as long as a home is kept."""
FORGET = "/forget"
"""The message that empties a conversation."""

_COOKIE_FORM = re.compile(r"[A-Za-z0-9_-]{32}")
_ID_FORM = re.compile(r"[0-9]{1,9}")

router = APIRouter()


class Said(BaseModel):
    """One message typed or pressed on the page."""

    text: StrictStr = Field(description="说的话,或按钮代表的话")


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
async def open_chat(request: Request, parts: PartsOfApp) -> Response:
    """Show the page with nothing said yet, but what staff wrote to this browser."""
    letters = await _letters(parts, known_conversation(request))
    return page(request, "chat.html", examples=parts.examples, letters=letters)


@router.post("/", response_class=HTMLResponse, include_in_schema=False)
async def say_by_form(
    request: Request,
    parts: PartsOfApp,
    text: Annotated[str, Form()] = "",
    seen: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Answer a message that came as a form, on the page itself; ``seen`` are letters on it."""
    said = clean_text(text)
    known, key = known_conversation(request), conversation_of(request)
    if known and seen:
        await parts.store.letters.mark_delivered(_ids(seen), conversation=known)
    turn = await _take(parts, said, key)
    is_forgotten = said.strip() == FORGET
    response = page(
        request,
        "chat.html",
        examples=parts.examples,
        shown=None if is_forgotten else show(turn),
        notice=turn.reply.text if is_forgotten else None,
        letters=await _letters(parts, None if is_forgotten else known),
    )
    _keep_cookie(request, response, None if is_forgotten else key)
    return response


@router.post(
    "/api/chat",
    tags=["居民页面"],
    summary="居民页面的对话",
    description="会话由 Cookie 识别。reply.text 是完整答复,shown 是页面的排版。",
    responses={422: {"model": Problem, "description": "内容不是 JSON 或缺少 text"}},
)
async def say(said: Said, request: Request, parts: PartsOfApp) -> JSONResponse:
    """Answer one message for the page's script."""
    key = conversation_of(request)
    text = clean_text(said.text)
    turn = await _take(parts, text, key)
    response = JSONResponse(turn_as_json(turn))
    _keep_cookie(request, response, None if text.strip() == FORGET else key)
    return response


@router.post("/feedback", response_class=HTMLResponse, include_in_schema=False)
async def mark_by_form(
    request: Request,
    parts: PartsOfApp,
    receipt: Annotated[str, Form(max_length=64)] = "",
    useful: Annotated[str, Form(max_length=8)] = "",
    reason: Annotated[str, Form(max_length=REASON_LIMIT)] = "",
) -> Response:
    """Keep 有用/没用 that came as a form."""
    kept = useful in ("yes", "no") and await parts.talker.feedback(
        clean_text(receipt), useful=useful == "yes", reason=clean_text(reason).strip()
    )
    thanks = "谢谢，已经记下。" if kept else "没有找到这次答复，评价没有记下。"
    return page(request, "chat.html", examples=parts.examples, notice=thanks)


def turn_as_json(turn: Turn) -> dict[str, Any]:
    """Return what the page's script needs of a turn."""
    reply, answer = turn.reply, turn.answer
    picked = ("receipt", "outcome", "verdict", "modes", "direction", "places", "items")
    return {
        "reply": {
            "text": reply.text,
            "sources": list(reply.sources),
            "choices": [{"label": c.label, "say": c.say} for c in reply.choices],
            "copyables": [{"label": c.label, "value": c.value} for c in reply.copyables],
            "asks_feedback": reply.asks_feedback,
        },
        **{name: answer.get(name) for name in picked},
        "shown": show(turn).as_json(),
    }


def conversation_of(request: Request) -> str:
    """Return the id the browser sent, or a new one."""
    return _sent_id(request) or secrets.token_urlsafe(24)


def known_conversation(request: Request) -> str | None:
    """Return the key of the browser's conversation; None when it has none yet."""
    sent = _sent_id(request)
    return sent and f"web:{sent}"


def _sent_id(request: Request) -> str | None:
    sent = request.cookies.get(COOKIE, "")
    return sent if _COOKIE_FORM.fullmatch(sent) else None


async def _letters(parts: Parts, key: str | None) -> tuple[Letter, ...]:
    return () if key is None else await parts.store.letters.undelivered(key)


def _ids(seen: str) -> list[int]:
    return [int(number) for number in seen.split(",") if _ID_FORM.fullmatch(number)]


async def _take(parts: Parts, text: str, key: str) -> Turn:
    message = IncomingMessage(text, f"web:{key}", "web", takes_letters=True)
    return await parts.talker.turn(message)


def _keep_cookie(request: Request, response: Response, key: str | None) -> None:
    """Let the browser keep the id of its conversation; None = nothing is left to know."""
    response.set_cookie(
        COOKIE,
        key or "",
        max_age=COOKIE_SECONDS if key else 0,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
