"""Takes the files of an upload out of the request and puts them where they can be read."""

import asyncio
import os
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp

from fastapi import Request
from starlette.datastructures import UploadFile

from bot.web.sessions import FORM_FIELD
from catalog.files.file_names import shown_name

MOST_FILES = 40
"""One file, or one CSV a sheet; a catalog has fewer sheets."""


class BadUpload(ValueError):
    """Files that cannot be taken together; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What was sent, as one temporary file; whoever takes it deletes it."""

    path: Path
    """The file; several CSV files are put into one archive."""
    name: str
    """Name it is shown by."""
    form_token: str
    """Token the form carried; empty when a script sent it as a header."""


async def take_upload(request: Request) -> Upload:
    """Return the files of a form.

    Raises:
        BadUpload: There is none, or they cannot be taken together.
    """
    async with request.form(max_files=MOST_FILES, max_fields=10) as form:
        sent = [part for part in form.getlist("files") if isinstance(part, UploadFile)]
        files = [(shown_name(file.filename), file) for file in sent if file.filename]
        _check([name for name, _ in files])
        path = await asyncio.to_thread(_keep, files)
        name = files[0][0] if len(files) == 1 else f"{len(files)} 个 CSV 文件.zip"
        return Upload(path, name, str(form.get(FORM_FIELD, "")))


def _check(names: Sequence[str]) -> None:
    if not names:
        raise BadUpload("没有选文件:请选一个 .xlsx、.xls、.json、.zip,或一组 .csv")
    if len(names) > 1 and not all(name.lower().endswith(".csv") for name in names):
        raise BadUpload("几个文件一起传时都要是 .csv;工作簿一次传一个")
    if len(set(names)) < len(names):
        raise BadUpload("有两个文件同名,请改名再传")


def _keep(files: Sequence[tuple[str, UploadFile]]) -> Path:
    handle, name = mkstemp(prefix="tongban-import-")
    with os.fdopen(handle, "wb") as target:
        if len(files) == 1:
            shutil.copyfileobj(files[0][1].file, target)
        else:
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
                for file_name, file in files:
                    with archive.open(file_name, "w") as member:
                        shutil.copyfileobj(file.file, member)
    return Path(name)
