"""Facts that are old or unsure, with who answers for them; one press leads to an edit."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response

from bot.web.office.parts import Office, go_to, office_page
from bot.web.sessions import AdminSession

router = APIRouter(include_in_schema=False)
_UPKEEP_DRAFT = "更新旧事实"


@router.get("/admin/stale")
async def list_stale(request: Request, session: AdminSession, office: Office) -> Response:
    """Show the facts that are old or unsure."""
    facts = await office.owners.stale()
    return office_page(request, session, "stale", "/admin/stale", facts=facts)


@router.post("/admin/facts/edit")
async def edit_fact(
    session: AdminSession,
    office: Office,
    sheet: Annotated[str, Form()],
    key: Annotated[str, Form()],
) -> Response:
    """Lead to the row in the draft for such edits, begun where there is none."""
    account = session.account.name
    opened = await office.store.drafts.list_open()
    mine = (d for d in opened if d.title == _UPKEEP_DRAFT and d.account == account)
    draft = next(mine, None) or await office.drafting.begin(_UPKEEP_DRAFT, account)
    return go_to(f"/admin/drafts/{draft.id}/row?{urlencode({'sheet': sheet, 'key': key})}")
