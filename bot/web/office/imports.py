"""Files on their way into a draft: the upload, its moving bar, what was wrong with it."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse

from bot.storage.office_records import CatalogImport
from bot.web.office.parts import Office, go_to, office_page
from bot.web.office.uploads import BadUpload, take_upload
from bot.web.sessions import AdminSession, AdminUpload, check_token, wants_page

router = APIRouter(include_in_schema=False)
_TAB = "/admin/imports"


@router.get("/admin/imports")
async def list_imports(request: Request, session: AdminSession, office: Office) -> Response:
    """Show the upload and what was imported lately."""
    return await _show_list(request, session, office)


async def _show_list(
    request: Request, session: AdminSession, office: Office, wrong: str = "", status: int = 200
) -> Response:
    imports = [show_import(one) for one in await office.store.imports.list_recent()]
    live = await office.store.live_version()
    return office_page(
        request,
        session,
        "imports",
        _TAB,
        imports=imports,
        live_version=live,
        wrong=wrong,
        status=status,
    )


@router.post("/admin/imports")
async def begin_import(request: Request, session: AdminUpload, office: Office) -> Response:
    """Take a file and begin to import it."""
    try:
        upload = await take_upload(request)
    except BadUpload as error:
        if wants_page(request):
            return await _show_list(request, session, office, str(error), 422)
        return JSONResponse({"error": str(error)}, status_code=422)
    try:
        check_token(request, session, upload.form_token)
    except HTTPException:
        upload.path.unlink(missing_ok=True)
        raise
    import_id = await office.importing.start(upload.path, upload.name, session.account.name)
    address = f"/admin/imports/{import_id}"
    return go_to(address) if wants_page(request) else JSONResponse({"page": address})


@router.get("/admin/imports/{import_id}")
async def open_import(
    import_id: str, request: Request, session: AdminSession, office: Office
) -> Response:
    """Show how far an import is, or what came of it."""
    one = await _find(import_id, office)
    return office_page(request, session, "import", _TAB, one=show_import(one))


@router.get("/admin/imports/{import_id}/progress")
async def tell_progress(
    import_id: str,
    session: AdminSession,  # noqa: ARG001 - it guards
    office: Office,
) -> dict[str, Any]:
    """Tell the page's script how far an import is."""
    one = await _find(import_id, office)
    progress = one.progress
    return {
        "state": one.state,
        "stage": progress.stage,
        "done": progress.done,
        "total": progress.total,
    }


async def _find(import_id: str, office: Office) -> CatalogImport:
    one = await office.store.imports.find(import_id)
    if one is None:
        raise HTTPException(404, "没有这次导入;回导入页看看最近的几次")
    return one


def show_import(one: CatalogImport) -> dict[str, Any]:
    """Return what the templates show of an import."""
    report = one.report
    return {
        "id": one.id,
        "account": one.account,
        "file_name": one.file_name,
        "began_at": one.began_at,
        "state": one.state.value,
        "stage": one.progress.stage,
        "done": one.progress.done,
        "total": one.progress.total,
        "draft": one.draft,
        "sentence": report.get("sentence", ""),
        "problems": report.get("problems", []),
        "problem_count": report.get("problem_count", 0),
        "mended": report.get("mended", []),
        "mended_count": report.get("mended_count", 0),
        "skipped": report.get("skipped", []),
    }
