"""Finds which sheet of the catalog a table is, in which row its header stands, and its columns.

Sheets and columns go by their name (``items``) or by their title (事项), whatever their width,
case, spaces and marks. Decides nothing about the rows below.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.columns import LAYOUTS
from catalog.files.mending import fold, text_of
from catalog.files.tables import RawCell
from catalog.kinds import Layout
from catalog.sheets import distinct

ROWS_SEARCHED = 30
"""The header is looked for in as many rows: titles and notes may stand above it."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table."""

    row: int
    """Its row, counted from 1."""
    columns: tuple[str, ...]
    """Names of the columns, as the catalog has them where it has them."""
    shown: Mapping[str, str]
    """Name of the column → what stands in the header."""


def find_layout(name: str) -> Layout | None:
    """Return the layout that a sheet or file of this name has, or None when there is none."""
    return _LAYOUTS.get(_plain(name.removesuffix(".csv").removesuffix(".CSV")))


def find_header(layout: Layout, rows: Sequence[Sequence[RawCell]]) -> Header:
    """Return the first row with half of the columns, or else the first that is not blank."""
    known = _columns_of(layout)
    counts = [_count_known(row, known) for row in rows]
    enough = len(layout.columns) / 2
    at = next((at for at, count in enumerate(counts) if count >= enough), None)
    if at is None:
        at = next((at for at, row in enumerate(rows) if any(map(text_of, row))), 0)
    texts = [text_of(cell) for cell in rows[at]] if rows else []
    while texts and not texts[-1]:
        texts.pop()
    columns = tuple(distinct([known.get(_plain(text), text) for text in texts]))
    return Header(at + 1, columns, dict(zip(columns, texts, strict=True)))


def looks_like_ours(rows: Sequence[Sequence[RawCell]]) -> Layout | None:
    """Return the layout of which a table has most columns, if it has at least half of them."""
    best, most = None, 0.5
    for layout in LAYOUTS:
        known = _columns_of(layout)
        share = max((_count_known(row, known) for row in rows), default=0) / len(layout.columns)
        if share >= most and share > 0:
            best, most = layout, share
    return best


def _count_known(row: Sequence[RawCell], known: Mapping[str, str]) -> int:
    return len({known[plain] for cell in row if (plain := _plain(text_of(cell))) in known})


def _columns_of(layout: Layout) -> Mapping[str, str]:
    return _COLUMNS[layout.name]


def _plain(text: str) -> str:
    return fold(text).strip("*:-_").replace("_", "")


def _spelled(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {_plain(spelling): name for name, title in pairs for spelling in (title, name)}


_LAYOUTS = {_plain(spelling): lay for lay in LAYOUTS for spelling in (lay.title, lay.name)}
_COLUMNS = {lay.name: _spelled((c.name, c.title) for c in lay.columns) for lay in LAYOUTS}
