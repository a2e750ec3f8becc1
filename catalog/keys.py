"""How a row of a sheet is known, wherever it stands: its key columns as one text.

The one place that turns a row into its key. Keys serve people too, so they stay readable.
"""

from collections.abc import Mapping, Sequence

from catalog.columns import LAYOUTS

_KEYS = {layout.name: layout.key for layout in LAYOUTS}
_JOINT = " / "


def key_columns(sheet: str) -> tuple[str, ...]:
    """Return the columns that tell the rows of a sheet apart, the most telling first."""
    return _KEYS.get(sheet, ("id",))


def key_of(sheet: str, row: Mapping[str, str]) -> str:
    """Return what a row is known by: its id, or its key columns joined by `` / ``."""
    return _JOINT.join(row.get(column, "").strip() for column in key_columns(sheet))


def rows_by_key(sheet: str, rows: Sequence[Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    """Return the rows that are not blank by their keys, in their order.

    A key that several rows have gets a number from the second on, so that none hides another.
    """
    found: dict[str, Mapping[str, str]] = {}
    for row in rows:
        if not any(row.values()):
            continue
        key = plain = key_of(sheet, row)
        count = 1
        while key in found:
            count += 1
            key = f"{plain} ({count})"
        found[key] = row
    return found
