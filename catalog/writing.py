"""Writes sheets as CSV files that ``read_sheets`` reads back as the same catalog."""

import csv
from pathlib import Path

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
