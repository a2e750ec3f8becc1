"""The office's first page: what is live, what is being prepared, what wants a look."""

import asyncio

from fastapi import APIRouter, Request, Response

from bot.web.office.parts import Office, office_page
from bot.web.office.questions import read_clusters
from bot.web.sessions import AdminSession

router = APIRouter(include_in_schema=False)


@router.get("/admin/")
async def open_office(request: Request, session: AdminSession, office: Office) -> Response:
    """Show the office."""
    versions, drafts, changes, clusters, stale, wrong_count = await asyncio.gather(
        office.versions.list_all(),
        office.store.drafts.list_open(),
        office.versions.list_changes(8),
        read_clusters(office),
        office.owners.stale(),
        office.store.desk.count_wrong(),
    )
    live = next(version for version in versions if version.is_live)
    return office_page(
        request,
        session,
        "overview",
        "/admin/",
        live=live,
        drafts=drafts,
        changes=changes,
        clusters=len(clusters),
        stale=len(stale),
        wrong_answers=wrong_count,
    )
