"""The catalog as files: the template, a version, a draft; made in a thread."""

import asyncio
import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, HTTPException, Response

from bot.office import OfficeRefusal
from bot.web.office.parts import Office
from bot.web.sessions import AdminSession
from catalog.files.workbooks import write_template, write_workbook
from catalog.files.writing import write_json, write_sheets
from catalog.sheets import Sheets

router = APIRouter(include_in_schema=False)

_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "zip": "application/zip",
}


@router.get("/admin/template.xlsx")
async def download_template(session: AdminSession) -> Response:  # noqa: ARG001 - it guards
    """Send the empty workbook."""
    file = io.BytesIO()
    await asyncio.to_thread(write_template, file)
    return _file(file.getvalue(), "tongban-template.xlsx", "xlsx")


@router.get("/admin/versions/{version}.{kind}")
async def download_version(
    version: str,
    kind: str,
    session: AdminSession,  # noqa: ARG001 - it guards
    office: Office,
) -> Response:
    """Send a version."""
    try:
        sheets = await office.versions.read_sheets(version)
    except OfficeRefusal as error:
        raise HTTPException(404, str(error)) from None
    return await _send(sheets, f"tongban-{version}", kind)


@router.get("/admin/drafts/{draft_id}.{kind}")
async def download_draft(
    draft_id: str,
    kind: str,
    session: AdminSession,  # noqa: ARG001 - it guards
    office: Office,
) -> Response:
    """Send a draft that is being worked on."""
    try:
        opened = await office.drafting.open(draft_id)
    except OfficeRefusal as error:
        raise HTTPException(404, str(error)) from None
    return await _send(opened.sheets, f"tongban-draft-{draft_id}", kind)


async def _send(sheets: Sheets, name: str, kind: str) -> Response:
    if kind not in _KINDS:
        raise HTTPException(404, f"没有 .{kind} 这种下载:可选 {'、'.join(_KINDS)}")
    return _file(await asyncio.to_thread(_write, sheets, kind), f"{name}.{kind}", kind)


def _write(sheets: Sheets, kind: str) -> bytes:
    file = io.BytesIO()
    match kind:
        case "xlsx":
            write_workbook(sheets, file)
        case "json":
            write_json(sheets, file)
        case _:
            _write_archive(sheets, file)
    return file.getvalue()


def _write_archive(sheets: Sheets, file: io.BytesIO) -> None:
    with (
        TemporaryDirectory() as folder,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        write_sheets(sheets, Path(folder))
        for written in sorted(Path(folder).iterdir()):
            archive.write(written, written.name)


def _file(content: bytes, name: str, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_KINDS[kind], headers=headers)
