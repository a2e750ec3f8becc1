"""Doors of the hotline desk and of the administration: closed until accounts exist."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.web.pages import notice

router = APIRouter(include_in_schema=False)

_TEXT = (
    "坐席台和管理页要用工作人员账号登录。这个版本还不能登录："
    "账号(tongban user add)随下一个版本提供。居民咨询不需要账号。"
)


@router.get("/desk", response_class=HTMLResponse)
@router.get("/desk/{rest:path}", response_class=HTMLResponse)
async def refuse_desk(request: Request) -> Response:
    """Say that the desk needs an account."""
    return _refuse(request, "坐席台还没有开通")


@router.get("/admin", response_class=HTMLResponse)
@router.get("/admin/{rest:path}", response_class=HTMLResponse)
async def refuse_admin(request: Request) -> Response:
    """Say that the administration needs an account."""
    return _refuse(request, "管理页还没有开通")


def _refuse(request: Request, title: str) -> Response:
    response = notice(request, title, _TEXT, status=401)
    # A 401 must name a scheme; browsers open no password box for one they do not know.
    response.headers["WWW-Authenticate"] = 'Account realm="tongban"'
    return response
