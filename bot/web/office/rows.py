"""Single facts of a draft: find the row, change it, add one, take one out."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response

from bot.accounts import Session
from bot.office import AddRow, ChangeRow, Edit, OfficeRefusal, OpenDraft, RemoveRow
from bot.office.finding_rows import MOST_FOUND, find_rows
from bot.web.office.parts import Office, OfficeParts, go_to, office_page
from bot.web.parts import clean_text
from bot.web.sessions import AdminSession
from catalog.columns import LAYOUT_OF, LAYOUTS
from catalog.editing import find_row
from catalog.files.workbooks import tell_content
from catalog.kinds import Layout

router = APIRouter(include_in_schema=False)
_TAB = "/admin/drafts"
_CELL = "cell."
_SEEN = "seen."


@router.get("/admin/drafts/{draft_id}/rows")
async def search_rows(
    draft_id: str,
    request: Request,
    session: AdminSession,
    office: Office,
    sheet: str = "",
    text: str = "",
) -> Response:
    """Show the rows that hold some text."""
    opened = await _open(office, draft_id)
    found = find_rows(opened.sheets, text, sheet=sheet or None)
    return office_page(
        request,
        session,
        "rows",
        _TAB,
        draft=opened.draft,
        layouts=LAYOUTS,
        sheet=sheet,
        text=text,
        found=found,
        more=len(found) == MOST_FOUND,
    )


@router.get("/admin/drafts/{draft_id}/row")
async def open_row(
    draft_id: str,
    request: Request,
    session: AdminSession,
    office: Office,
    sheet: str,
    key: str = "",
) -> Response:
    """Show one row to be changed, or an empty one to be added."""
    opened = await _open(office, draft_id)
    layout = _layout(sheet)
    cells = find_row(opened.sheets, sheet, key) if key else {}
    if cells is None:
        raise HTTPException(404, f"草稿的{layout.title}里没有 {key} 这一行")
    return await _show_row(request, session, office, opened, layout, key, dict(cells))


@router.post("/admin/drafts/{draft_id}/row")
async def save_row(
    draft_id: str,
    request: Request,
    session: AdminSession,
    office: Office,
    sheet: Annotated[str, Form()],
    key: Annotated[str, Form()] = "",
    action: Annotated[str, Form()] = "save",
) -> Response:
    """Save one row into the draft."""
    form = {name: clean_text(str(value)) for name, value in (await request.form()).items()}
    cells = {name.removeprefix(_CELL): v for name, v in form.items() if name.startswith(_CELL)}
    seen = {name.removeprefix(_SEEN): v for name, v in form.items() if name.startswith(_SEEN)}
    edit = _edit(sheet, key, action, cells, seen)
    try:
        if edit is not None:
            await office.drafting.edit(draft_id, edit, session.account.name)
    except OfficeRefusal as error:
        opened = await _open(office, draft_id)
        return await _show_row(
            request, session, office, opened, _layout(sheet), key, cells, wrong=str(error)
        )
    return go_to(f"/admin/drafts/{draft_id}", "removed" if action == "remove" else "saved")


def _edit(
    sheet: str, key: str, action: str, cells: dict[str, str], seen: dict[str, str]
) -> Edit | None:
    """Return what the form asks for; None when nothing was changed."""
    if not key:
        return AddRow(sheet, {name: cell for name, cell in cells.items() if cell.strip()})
    if action == "remove":
        return RemoveRow(sheet, key, seen)
    changed = {n: cell for n, cell in cells.items() if cell.strip() != seen.get(n, "").strip()}
    compared = {name: seen.get(name, "") for name in changed}
    return ChangeRow(sheet, key, changed, compared) if changed else None


async def _show_row(
    request: Request,
    session: Session,
    office: OfficeParts,
    opened: OpenDraft,
    layout: Layout,
    key: str,
    cells: dict[str, str],
    *,
    wrong: str = "",
) -> Response:
    seen = find_row(opened.sheets, layout.name, key) if key else {}
    return office_page(
        request,
        session,
        "row",
        _TAB,
        status=409 if wrong else 200,
        wrong=wrong,
        draft=opened.draft,
        layout=layout,
        key=key,
        cells=cells,
        seen=seen or {},
        notes={column.name: ";".join(tell_content(column)) for column in layout.columns},
        age=await office.owners.age_of(opened.sheets, layout.name, key) if key else None,
    )


async def _open(office: OfficeParts, draft_id: str) -> OpenDraft:
    try:
        return await office.drafting.open(draft_id)
    except OfficeRefusal as error:
        raise HTTPException(404, str(error)) from None


def _layout(sheet: str) -> Layout:
    layout = LAYOUT_OF.get(sheet)
    if layout is None:
        raise HTTPException(404, f"没有 {sheet} 这张表")
    return layout
