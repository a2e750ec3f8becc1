"""An item's own page: what it is and every way we know it is handled away from home."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.web.pages import notice, page
from bot.web.parts import PartsOfApp

ALIASES_SHOWN = 8
"""Names in view; some items have forty."""

router = APIRouter()


@router.get("/i/{item_id}", response_class=HTMLResponse, include_in_schema=False)
async def open_item(item_id: str, request: Request, parts: PartsOfApp) -> Response:
    """Show one item."""
    item = parts.find_item(item_id)
    if item is None:
        text = "事项目录里没有这个编号。可以直接说要办什么事，由助手来找。"
        return notice(request, "没有找到这个事项", text, status=404)
    return page(request, "item.html", item=item, aliases_shown=ALIASES_SHOWN)
