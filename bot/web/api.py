"""The HTTP interface for other programs: ask a question, mark an answer."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr

from bot.messages import IncomingMessage
from bot.web.parts import PartsOfApp, clean_text

router = APIRouter(prefix="/api", tags=["接口"])

CONVERSATION_FORM = r"^[A-Za-z0-9_-]{1,64}$"
"""Form of a conversation's id as other programs give it."""
REASON_LIMIT = 500
"""Characters of a reason for 没用."""

_EXAMPLE_ANSWER = {
    "question": "我户口在保定,人在北京上班,身份证丢了能在北京补办吗",
    "outcome": "answer",
    "aspect": "eligibility",
    "places": {
        "home": {"code": "130600", "name": "保定市"},
        "current": {"code": "110000", "name": "北京市"},
        "destination": None,
    },
    "items": [{"id": "…", "name": "居民身份证补领", "score": 0.97, "why": ["…"]}],
    "verdict": "covered",
    "direction": {"accepts": "北京市", "decides": "保定市"},
    "modes": ["异地代收代办"],
    "sources": [{"title": "…", "url": None, "as_of": "2023-04", "as_of_kind": "source"}],
    "receipt": "7K3F-…",
    "text": "…",
}


class Question(BaseModel):
    """One question."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "question": "户口在保定,人在北京,身份证丢了能在北京补办吗",
                "here": "110000",
            }
        }
    )

    question: StrictStr = Field(description="要问的话,最多 2000 个字符")
    here: Annotated[StrictStr, Field(pattern=r"^\d{6}$")] | None = Field(
        default=None, description="提问人所在地的六位行政区划代码;问题里没说地点时用它"
    )
    on: date | None = Field(default=None, description="按哪一天的规定回答,默认今天")
    conversation: Annotated[StrictStr, Field(pattern=CONVERSATION_FORM)] | None = Field(
        default=None,
        description="会话编号,由调用方随机生成;同一编号的问题可以接着上文问,"
        "要求转人工后到 /api/letters 取坐席的回复",
    )


class Mark(BaseModel):
    """Whether an answer was of use."""

    receipt: StrictStr = Field(description="答复里的 receipt", max_length=64)
    useful: StrictBool = Field(description="有用为 true,没用为 false")
    reason: StrictStr = Field(default="", description="哪里不对(可不填)", max_length=REASON_LIMIT)


class Kept(BaseModel):
    """Answer to a mark."""

    kept: bool = Field(description="已记下")


class Problem(BaseModel):
    """Why a request could not be used."""

    error: str = Field(description="一句话说明")


@router.post(
    "/ask",
    summary="问一个问题",
    description="返回答复对象,字段见 docs/contract.md。太长的问题也有答复(outcome 为 refused)。",
    responses={
        200: {"content": {"application/json": {"example": _EXAMPLE_ANSWER}}},
        413: {"model": Problem, "description": "内容超过 64 KB"},
        422: {"model": Problem, "description": "内容不是 JSON、缺少字段或字段不对"},
    },
)
async def ask(question: Question, parts: PartsOfApp) -> JSONResponse:
    """Return the answer object."""
    key = question.conversation and f"api:{question.conversation}"
    message = IncomingMessage(
        text=clean_text(question.question),
        conversation=key,
        surface="api",
        here=question.here,
        on=question.on.isoformat() if question.on else None,
        takes_letters=key is not None,
    )
    turn = await parts.talker.turn(message)
    return JSONResponse(turn.answer)


@router.post(
    "/feedback",
    summary="评价一次答复",
    description="同一个 receipt 可以再评一次(例如补上原因),以最后一次为准。",
    response_model=Kept,
    responses={
        404: {"model": Problem, "description": "没有这个 receipt"},
        422: {"model": Problem, "description": "内容不是 JSON、缺少字段或字段不对"},
    },
)
async def mark(given: Mark, parts: PartsOfApp) -> Any:  # noqa: ANN401 - model or error, see above
    """Keep 有用/没用."""
    kept = await parts.talker.feedback(
        clean_text(given.receipt), useful=given.useful, reason=clean_text(given.reason).strip()
    )
    if not kept:
        return JSONResponse({"error": "没有找到这个回执编号"}, status_code=404)
    return Kept(kept=True)
