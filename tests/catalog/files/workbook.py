"""Writes workbooks and archives of any kind for tests, good and bad ones."""

import io
import zipfile

from openpyxl import Workbook

from catalog.columns import LAYOUT_OF
from tests.builders import make_sheets


def make_xlsx(tables, *, merges=None, hidden=()):
    """Return a workbook: name → rows of cells; ``merges``: name → ranges such as A2:A3."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in tables.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for area in (merges or {}).get(name, ()):
            sheet.merge_cells(area)
        if name in hidden:
            sheet.sheet_state = "hidden"
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def make_tables(**changed):
    """Return the default sheets as tables with titles; ``changed`` replaces whole tables."""
    tables = {}
    for name, rows in make_sheets().items():
        layout = LAYOUT_OF[name]
        header = [column.title for column in layout.columns]
        cells = [[row.get(column.name, "") for column in layout.columns] for row in rows]
        tables[layout.title] = changed.get(name, [header, *cells])
    return tables


def make_zip(files, compression=zipfile.ZIP_DEFLATED):
    """Return an archive: name → contents."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, contents in files.items():
            archive.writestr(name, contents)
    return file.getvalue()


def rewrite(data, *, replaced=None, added=None):
    """Return an archive with some files changed by a function of their text, or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name, change in (replaced or {}).items():
        files[name] = change(files[name].decode("utf-8")).encode("utf-8")
    return make_zip(files | (added or {}))
