"""What a caller reads when a request cannot be used: one clear sentence.

Under ``/api/`` as ``{"error": …}``, elsewhere as a short page with a way on.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from bot.web.guard import TOO_LARGE
from bot.web.pages import notice
from bot.web.sessions import SignInNeeded, wants_page

_KINDS = {
    "missing": "缺少 {field}",
    "string_type": "{field} 应为文字",
    "bool_type": "{field} 应为 true 或 false",
    "bool_parsing": "{field} 应为 true 或 false",
    "extra_forbidden": "没有 {field} 这一项",
    "string_too_long": "{field} 太长了:最多 {max_length} 个字符",
}
_FIELDS = {
    "here": "here 应为六位行政区划代码,如 110000",
    "on": "on 应为日期,如 2026-11-23",
    "seen": "seen 应为已收到的回复的 id,如 [12],最多 100 个",
    "conversation": "conversation 应为 1 到 64 个字母、数字、下划线或连字符",
}
_NOT_JSON = '内容不是可读的 JSON:应为一个对象,如 {"question": "异地怎么补办身份证"}'
_NOT_CALLED_JSON = "请求头要写明 Content-Type: application/json"
_UNDONE = "没能完成"
_STATUS = {
    404: ("没有这个页面", "地址可能写错了,或者页面已经不在了。可以直接提问。"),
    413: (TOO_LARGE, "请把问题说短一些。"),
    405: ("这个地址不接受这样的请求", "请从首页提问。"),
}


def add_error_handlers(app: FastAPI) -> None:
    """Let the application answer errors our way."""
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_status)
    app.add_exception_handler(SignInNeeded, _lead_to_sign_in)


async def _answer_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    sentence = say_invalid(error.errors())
    if sentence == _NOT_JSON and "json" not in request.headers.get("Content-Type", ""):
        # Asked for on purpose: another site's form cannot send this kind.
        sentence = _NOT_CALLED_JSON
    return _say(request, 422, "没有看懂这次请求", sentence)


async def _lead_to_sign_in(request: Request, error: Exception) -> Response:  # noqa: ARG001 - its form
    assert isinstance(error, SignInNeeded)
    return RedirectResponse(error.address, 302)


async def _answer_status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 400:  # the framework's word for a body it could not read
        return _say(request, 422, "没有看懂这次请求", _NOT_JSON)
    own_words = error.detail != HTTPStatus(error.status_code).phrase
    told = (_UNDONE, str(error.detail))
    title, text = told if own_words else _STATUS.get(error.status_code, told)
    return _say(request, error.status_code, title, text, error.headers)


def say_invalid(problems: Sequence[Mapping[str, Any]]) -> str:
    """Return one sentence for what validation found; the first problem counts."""
    problem = problems[0]
    # In a list the last step is a number: the list's own name says more.
    field = next((step for step in reversed(problem["loc"]) if isinstance(step, str)), "body")
    kind = problem["type"]
    if kind == "json_invalid" or field == "body" or len(problem["loc"]) < 2:
        return _NOT_JSON
    if kind in _KINDS:
        return _KINDS[kind].format(field=field, **problem.get("ctx", {}))
    return _FIELDS.get(field, f"{field} 的值不对")


def _say(
    request: Request,
    status: int,
    title: str,
    text: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    if request.url.path.startswith("/api/") or not wants_page(request):
        sentence = text if title == _UNDONE or status == 422 else title
        return JSONResponse({"error": sentence}, status_code=status, headers=headers)
    response = notice(request, title, text, status=status)
    response.headers.update(headers or {})
    return response
