"""Sign in and out. Without any account the page says how to make one.

Included last: what is under /desk and /admin and has no page of its own ends here.
"""

import hmac
import secrets
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from bot.signing_in import TooManyTries
from bot.web.pages import page
from bot.web.parts import clean_text
from bot.web.sessions import (
    COOKIE,
    AdminSession,
    StaffSession,
    drop_session,
    keep_session,
    session_of,
    sign_in_of,
)

router = APIRouter(include_in_schema=False)

FORM_COOKIE = "tongban_form"
"""Ties the sign-in form to the browser it was sent to (login CSRF)."""
_WRONG = "名字或口令不对"
_TOO_MANY = "试错的次数太多了,请 15 分钟后再试,或请管理员在服务器上执行 tongban user password"
_STALE = "这张登录表不是刚才给这个浏览器的,请再试一次"


@router.get("/signin")
async def open_sign_in(request: Request, to: str = "/desk") -> Response:
    """Show the form, or go on when somebody is signed in already."""
    if await session_of(request) is not None:
        return RedirectResponse(_inside(to), 303)
    return await _form(request, to)


@router.post("/signin")
async def sign_in(
    request: Request,
    name: Annotated[str, Form(max_length=64)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    to: Annotated[str, Form(max_length=2000)] = "/desk",
    form_token: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Begin a session."""
    expected = request.cookies.get(FORM_COOKIE, "")
    if not expected or not hmac.compare_digest(expected.encode(), form_token.encode()):
        return await _form(request, to, status=403, wrong=_STALE, name=name)
    try:
        signed_in = await sign_in_of(request).sign_in(
            clean_text(name).strip(),
            clean_text(password),
            address=request.client.host if request.client else "",
            replacing=request.cookies.get(COOKIE),
        )
    except TooManyTries:
        return await _form(request, to, status=429, wrong=_TOO_MANY, name=name)
    if signed_in is None:
        return await _form(request, to, status=401, wrong=_WRONG, name=name)
    response = RedirectResponse(_inside(to), 303)
    keep_session(request, response, signed_in.token)
    response.delete_cookie(FORM_COOKIE)
    return response


@router.post("/signout")
async def sign_out(request: Request, session: StaffSession) -> Response:
    """End the session."""
    await sign_in_of(request).sign_out(session)
    response = RedirectResponse("/signin", 303)
    drop_session(request, response)
    return response


@router.get("/desk/{rest:path}")
async def find_no_desk_page(session: StaffSession) -> Response:  # noqa: ARG001 - it guards
    """Say that there is no such page, but only to somebody who may know."""
    raise HTTPException(404)


@router.get("/admin")
async def go_to_office(session: AdminSession) -> Response:  # noqa: ARG001 - it guards
    """Lead to the address with the slash."""
    return RedirectResponse("/admin/", 302)


@router.get("/admin/{rest:path}")
async def find_no_office_page(session: AdminSession) -> Response:  # noqa: ARG001 - it guards
    """Say that there is no such page, but only to somebody who may know."""
    raise HTTPException(404)


async def _form(
    request: Request, to: str, *, status: int = 200, wrong: str = "", name: str = ""
) -> Response:
    token = secrets.token_urlsafe(24)
    has_accounts = await sign_in_of(request).has_accounts()
    response = page(
        request,
        "signin.html",
        status=status,
        to=_inside(to),
        wrong=wrong,
        name=name,
        form_token=token,
        has_accounts=has_accounts,
    )
    response.set_cookie(
        FORM_COOKIE,
        token,
        max_age=3600,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return response


def _inside(to: str) -> str:
    """Return an address of ours; one that leads elsewhere is not followed (open redirect)."""
    is_ours = to.startswith(("/desk", "/admin")) and "\\" not in to and "\n" not in to
    return to if is_ours else "/desk"
