"""What staff of the hotline wrote back, for the residents' page and for other programs.

Reading takes nothing away: a letter comes again until its id is sent back as seen, so that it
reaches the person at least once even when an answer gets lost on the way.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, StrictInt, StrictStr

from bot.storage.handoff_records import Letter
from bot.web.api import CONVERSATION_FORM, Problem
from bot.web.chat import known_conversation
from bot.web.parts import Parts, PartsOfApp

router = APIRouter()

_LARGEST_ID = 2**31 - 1
_EXAMPLE = {
    "is_open": True,
    "letters": [{"id": 12, "text": "您好,…", "written_at": "2026-11-23T09:30:00+00:00"}],
}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {"example": _EXAMPLE}}},
    422: {"model": Problem, "description": "缺少字段或字段不对"},
}
_READ = (
    "居民要求转人工后,热线坐席的回复在这里取。is_open 表示转人工还没有结束;"
    "letters 是还没有确认收到的回复,同一条可能取到不止一次,按 id 去重。"
)
_SEEN = "把显示过的回复的 id 发回来,它们就不再出现;返回剩下的。"

Ids = Annotated[
    list[Annotated[StrictInt, Field(ge=1, le=_LARGEST_ID)]],
    Field(description="已收到的回复的 id,如 [12]", max_length=100),
]


class Seen(BaseModel):
    """Letters that the residents' page has shown."""

    seen: Ids


class SeenByProgram(Seen):
    """Letters that another program has shown."""

    conversation: Annotated[StrictStr, Field(pattern=CONVERSATION_FORM)] = Field(
        description="提问时用的会话编号"
    )


@router.get(
    "/api/letters", tags=["接口"], summary="取坐席的回复", description=_READ, responses=_RESPONSES
)
async def read_letters(
    parts: PartsOfApp,
    conversation: Annotated[
        str, Query(pattern=CONVERSATION_FORM, description="提问时用的会话编号")
    ],
) -> Response:
    """Return the letters to a conversation of another program."""
    return await _mail(parts, f"api:{conversation}")


@router.post(
    "/api/letters",
    tags=["接口"],
    summary="确认收到坐席的回复",
    description=_SEEN,
    responses=_RESPONSES,
)
async def confirm_letters(given: SeenByProgram, parts: PartsOfApp) -> Response:
    """Take note of what the other program has shown."""
    key = f"api:{given.conversation}"
    await parts.store.letters.mark_delivered(given.seen, conversation=key)
    return await _mail(parts, key)


@router.get(
    "/api/chat/letters",
    tags=["居民页面"],
    summary="居民页面取坐席的回复",
    description="会话由 Cookie 识别,其余同 /api/letters。",
    responses={200: _RESPONSES[200]},
)
async def read_own_letters(request: Request, parts: PartsOfApp) -> Response:
    """Return the letters to the browser's conversation."""
    return await _mail(parts, known_conversation(request))


@router.post(
    "/api/chat/letters",
    tags=["居民页面"],
    summary="居民页面确认收到坐席的回复",
    description=_SEEN,
    responses=_RESPONSES,
)
async def confirm_own_letters(given: Seen, request: Request, parts: PartsOfApp) -> Response:
    """Take note of what the page has shown."""
    key = known_conversation(request)
    if key is not None:
        await parts.store.letters.mark_delivered(given.seen, conversation=key)
    return await _mail(parts, key)


async def _mail(parts: Parts, conversation: str | None) -> Response:
    """Return whether staff may still write, and what they wrote; None = a browser not known."""
    is_open = False
    letters: tuple[Letter, ...] = ()
    if conversation is not None:
        # In this order: what is written before the end is read before the end is told.
        is_open = await parts.store.handoffs.find_open(conversation) is not None
        letters = await parts.store.letters.undelivered(conversation)
    told = {"is_open": is_open, "letters": [_letter_as_json(letter) for letter in letters]}
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


def _letter_as_json(letter: Letter) -> dict[str, object]:
    return {
        "id": letter.id,
        "text": letter.text,
        "written_at": letter.written_at.isoformat(),
    }
