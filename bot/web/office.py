"""The catalog office (目录管理)."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.web.pages import page
from bot.web.sessions import AdminSession

router = APIRouter(include_in_schema=False)


@router.get("/admin")
async def go_to_office(session: AdminSession) -> Response:  # noqa: ARG001 - it guards
    """Lead to the address with the slash."""
    return RedirectResponse("/admin/", 302)


@router.get("/admin/")
async def open_office(request: Request, session: AdminSession) -> Response:
    """Show the office."""
    return page(request, "office.html", session=session)
