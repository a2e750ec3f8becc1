"""The hotline desk (坐席台)."""

from fastapi import APIRouter, Request, Response

from bot.web.pages import page
from bot.web.sessions import StaffSession

router = APIRouter(include_in_schema=False)


@router.get("/desk")
async def open_desk(request: Request, session: StaffSession) -> Response:
    """Show the desk."""
    return page(request, "desk.html", session=session)
