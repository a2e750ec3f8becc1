"""Who is behind a request: the session cookie, the roles, and the token of every form (CSRF).

Decides who gets in: a page without a session goes to the sign-in, an interface answers 401; staff
on an administrator's page get 403; anything that changes something must carry the form token.
"""

import hmac
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, HTTPException, Request, Response

from bot.accounts import SESSION_LASTS, AccountRole, Session
from bot.signing_in import SignIn, may_enter

COOKIE = "tongban_session"
"""Holds the token of a session."""
FORM_FIELD = "form_token"
"""Field of every form that changes something."""
FORM_HEADER = "X-Form-Token"
"""Carries the same for scripts."""


class SignInNeeded(Exception):
    """A page that needs an account was asked for without one."""

    def __init__(self, to: str) -> None:
        """Remember where the person wanted to go."""
        self.to = to
        super().__init__(to)

    @property
    def address(self) -> str:
        """Address of the sign-in that leads back."""
        return f"/signin?to={quote(self.to, safe='')}"


def sign_in_of(request: Request) -> SignIn:
    """Return the door the application was built with."""
    door: SignIn = request.app.state.sign_in
    return door


async def session_of(request: Request) -> Session | None:
    """Return the session of a request's cookie."""
    return await sign_in_of(request).session(request.cookies.get(COOKIE))


async def require_staff(request: Request) -> Session:
    """Return the session of anybody who may use the desk."""
    return await _require(request, AccountRole.STAFF)


async def require_admin(request: Request) -> Session:
    """Return the session of an administrator."""
    return await _require(request, AccountRole.ADMIN)


async def require_admin_upload(request: Request) -> Session:
    """Return the session of an administrator who sends files; the handler checks the token."""
    return await _require(request, AccountRole.ADMIN, checks_form=False)


StaffSession = Annotated[Session, Depends(require_staff)]
"""For pages and interfaces of the desk."""
AdminSession = Annotated[Session, Depends(require_admin)]
"""For those of the catalog office."""
AdminUpload = Annotated[Session, Depends(require_admin_upload)]
"""For the upload, whose form is read by its handler once it is known who sends it."""


async def _require(request: Request, role: AccountRole, *, checks_form: bool = True) -> Session:
    session = await session_of(request)
    if session is None:
        if request.method in ("GET", "HEAD") and wants_page(request):
            raise SignInNeeded(f"{request.url.path}?{request.url.query}".rstrip("?"))
        # A 401 must name a scheme; browsers open no password box for one they do not know.
        raise HTTPException(
            401, "请先登录", headers={"WWW-Authenticate": 'Account realm="tongban"'}
        )
    if not may_enter(session.account, role):
        raise HTTPException(403, f"账号 {session.account.name} 是坐席,这一页只给管理员用")
    if checks_form and request.method not in ("GET", "HEAD"):
        field = (await request.form()).get(FORM_FIELD, "") if is_plain_form(request) else ""
        check_token(request, session, str(field))
    return session


def check_token(request: Request, session: Session, field: str) -> None:
    """Refuse a request that does not come from a page of ours.

    Scripts send the token as a header, forms carry it as a field.
    """
    sent = request.headers.get(FORM_HEADER, field)
    if not hmac.compare_digest(sent.encode(), session.form_token.encode()):
        raise HTTPException(403, "这次请求不是从本站页面发出的,没有执行;请刷新页面再试")


def is_plain_form(request: Request) -> bool:
    """Say whether the body is a form without files."""
    kind = request.headers.get("Content-Type", "")
    return kind.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded"


def wants_page(request: Request) -> bool:
    """Say whether a browser asks for a page, not a script for data."""
    return "text/html" in request.headers.get("Accept", "*/*").replace("*/*", "text/html")


def keep_session(request: Request, response: Response, token: str) -> None:
    """Let the browser hold a new session's token."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def drop_session(request: Request, response: Response) -> None:
    """Let the browser forget it."""
    response.delete_cookie(COOKIE, httponly=True, secure=request.url.scheme == "https")
