"""All versions: who, when, why; what going back would change; going back; the audit log."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response

from bot.accounts import Session
from bot.office import OfficeRefusal
from bot.web.office.parts import Office, OfficeParts, go_to, office_page
from bot.web.sessions import AdminSession

router = APIRouter(include_in_schema=False)
_TAB = "/admin/versions"
_ENTRIES_A_PAGE = 100


@router.get("/admin/versions")
async def list_versions(request: Request, session: AdminSession, office: Office) -> Response:
    """Show all versions."""
    versions = await office.versions.list_all()
    return office_page(request, session, "versions", _TAB, versions=versions)


@router.get("/admin/versions/{version}")
async def open_version(
    version: str, request: Request, session: AdminSession, office: Office
) -> Response:
    """Show a version and what going back to it would change."""
    return await _show(request, session, office, version)


@router.post("/admin/versions/{version}/rollback")
async def roll_back(
    version: str,
    request: Request,
    session: AdminSession,
    office: Office,
    reason: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Make a version live again."""
    try:
        has_changed = await office.versions.roll_back(version, session.account.name, reason)
    except OfficeRefusal as error:
        return await _show(request, session, office, version, wrong=str(error))
    return go_to(f"/admin/versions/{version}", "rolled-back" if has_changed else "already-live")


@router.get("/admin/audit")
async def read_audit(
    request: Request, session: AdminSession, office: Office, before: int | None = None
) -> Response:
    """Show who did what."""
    entries = await office.store.audit.list_entries(limit=_ENTRIES_A_PAGE, before=before)
    following = entries[-1].id if len(entries) == _ENTRIES_A_PAGE else None
    return office_page(
        request, session, "audit", "/admin/audit", entries=entries, following=following
    )


async def _show(
    request: Request, session: Session, office: OfficeParts, version: str, *, wrong: str = ""
) -> Response:
    known = await office.versions.list_all()
    one = next((other for other in known if other.version == version), None)
    if one is None:
        raise HTTPException(404, f"没有版本 {version};在版本列表里选一个")
    changes = await office.versions.compare_with_live(version)
    return office_page(
        request,
        session,
        "version",
        _TAB,
        status=409 if wrong else 200,
        wrong=wrong,
        one=one,
        changes=changes,
    )
