"""A draft: its difference, its problems, the rehearsal and the publish; giving it up."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response

from bot.accounts import Session
from bot.office import OfficeRefusal, Published
from bot.today import day_in_china
from bot.web.office.parts import Office, OfficeParts, go_to, office_page
from bot.web.sessions import AdminSession
from catalog.columns import LAYOUTS
from catalog.merging import Conflict

router = APIRouter(include_in_schema=False)
_TAB = "/admin/drafts"


@router.get("/admin/drafts")
async def list_drafts(request: Request, session: AdminSession, office: Office) -> Response:
    """Show all drafts."""
    drafts = await office.store.drafts.list_recent()
    return office_page(request, session, "drafts", _TAB, drafts=drafts)


@router.post("/admin/drafts")
async def begin_draft(
    request: Request,
    session: AdminSession,
    office: Office,
    title: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Begin a draft that is the live version so far."""
    try:
        draft = await office.drafting.begin(title, session.account.name)
    except OfficeRefusal as error:
        drafts = await office.store.drafts.list_recent()
        return office_page(
            request, session, "drafts", _TAB, drafts=drafts, wrong=str(error), status=422
        )
    return go_to(f"/admin/drafts/{draft.id}")


@router.get("/admin/drafts/{draft_id}")
async def open_draft(
    draft_id: str, request: Request, session: AdminSession, office: Office
) -> Response:
    """Show a draft."""
    return await show_draft(request, session, office, draft_id)


@router.post("/admin/drafts/{draft_id}/catch-up")
async def catch_up(
    draft_id: str, request: Request, session: AdminSession, office: Office
) -> Response:
    """Join a draft with what went live meanwhile."""
    try:
        joined = await office.drafting.bring_up_to_date(draft_id, session.account.name)
    except OfficeRefusal as error:
        return await show_draft(request, session, office, draft_id, wrong=str(error))
    return await show_draft(request, session, office, draft_id, conflicts=joined.conflicts)


@router.post("/admin/drafts/{draft_id}/rehearse")
async def rehearse(
    draft_id: str, request: Request, session: AdminSession, office: Office
) -> Response:
    """Rehearse a draft; takes some seconds."""
    try:
        await office.publishing.rehearse(draft_id, on=day_in_china(datetime.now(UTC)))
    except OfficeRefusal as error:
        return await show_draft(request, session, office, draft_id, wrong=str(error))
    return go_to(f"/admin/drafts/{draft_id}", "rehearsed")


@router.post("/admin/drafts/{draft_id}/publish")
async def publish(
    draft_id: str,
    request: Request,
    session: AdminSession,
    office: Office,
    reason: Annotated[str, Form(max_length=200)] = "",
    confirmed: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """Make a draft live."""
    try:
        outcome = await office.publishing.publish(
            draft_id, session.account.name, reason, is_confirmed=confirmed == "yes"
        )
    except OfficeRefusal as error:
        return await show_draft(request, session, office, draft_id, wrong=str(error))
    if isinstance(outcome, Published):
        return go_to(f"/admin/drafts/{draft_id}")
    first = outcome.by[0] if outcome.by else None
    who = f"{first.author} 发布了 {first.version}({first.reason})" if first else "现行版本换了"
    told = f"没有发布:刚才{who}。草稿还在,先跟上现行版本,再预演、发布。"
    return await show_draft(request, session, office, draft_id, wrong=told)


@router.post("/admin/drafts/{draft_id}/drop")
async def drop(draft_id: str, request: Request, session: AdminSession, office: Office) -> Response:
    """Give a draft up."""
    try:
        await office.drafting.drop(draft_id, session.account.name)
    except OfficeRefusal as error:
        return await show_draft(request, session, office, draft_id, wrong=str(error))
    return go_to("/admin/drafts", "dropped")


async def show_draft(
    request: Request,
    session: Session,
    office: OfficeParts,
    draft_id: str,
    *,
    wrong: str = "",
    conflicts: Sequence[Conflict] = (),
) -> Response:
    """Show a draft as it is, also one that was published or given up."""
    draft = await office.store.drafts.find(draft_id)
    if draft is None:
        raise HTTPException(404, "没有这份草稿;回草稿列表看看")
    status = 409 if wrong else 200
    if draft.state != "open":
        return office_page(
            request, session, "draft_closed", _TAB, draft=draft, wrong=wrong, status=status
        )
    opened = await office.drafting.open(draft_id)
    is_current = opened.draft.is_rehearsed_against(opened.live)
    rehearsal = await office.publishing.read_rehearsal(draft_id) if is_current else None
    base, live = opened.draft.base_version, opened.live or ""
    meanwhile = await office.versions.compare(base, live) if opened.is_behind else ()
    return office_page(
        request,
        session,
        "draft",
        _TAB,
        status=status,
        wrong=wrong,
        draft=opened.draft,
        problems=opened.problems,
        changes=opened.changes,
        is_behind=opened.is_behind,
        live_version=live,
        meanwhile=meanwhile,
        conflicts=conflicts,
        rehearsal=rehearsal,
        layouts=LAYOUTS,
    )
