"""Writes sheets as CSV files or JSON that ``reading`` reads back as the same catalog."""

import csv
import json
from pathlib import Path
from typing import BinaryIO

from catalog.columns import LAYOUTS
from catalog.sheets import Sheets


def write_sheets(sheets: Sheets, folder: Path) -> None:
    """Write one file a sheet, making the folder if needed; other files in it stay.

    The header has every column of the layout, so an empty sheet can be filled by an editor.
    """
    folder.mkdir(parents=True, exist_ok=True)
    layouts = {layout.name: [column.name for column in layout.columns] for layout in LAYOUTS}
    for name, rows in sheets.items():
        found = [column for row in rows for column in row]
        header = list(dict.fromkeys([*layouts.get(name, ()), *found]))
        # utf-8-sig: Excel takes a file without a byte order mark for GBK.
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def write_json(sheets: Sheets, file: Path | BinaryIO) -> None:
    """Write all sheets as one JSON object: name of the sheet → rows, each column → cell."""
    rows_of = {name: [dict(row) for row in rows] for name, rows in sheets.items()}
    text = json.dumps(rows_of, ensure_ascii=False, indent=1) + "\n"
    if isinstance(file, Path):
        file.write_text(text, encoding="utf-8")
    else:
        file.write(text.encode("utf-8"))
