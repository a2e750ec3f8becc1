"""Make the rows of one sheet of the rows of one table: cells put right, merged cells filled.

A merged cell counts for every row it spans, in its first column; a row that is blank otherwise
stays blank. A blank row keeps its place, so that rows are counted as an editor sees them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from catalog.files.bounds import MOST_CELL_LENGTH
from catalog.files.headers import Header
from catalog.files.mended import Mended
from catalog.files.mending import mend_cell, text_of
from catalog.files.tables import Merge, RawCell
from catalog.kinds import Column, Kind, Layout
from catalog.problems import Fault, Problem
from catalog.sheets import SURPLUS

_DATE_KINDS = (Kind.DATE, Kind.PUBLISHED_DATE)
_FIRST_SERIAL = 20_000
"""A smaller number in a column of dates is a year, perhaps with a month behind the point."""

Row = dict[str, str]


class SheetReader:
    """Reads one table whose header was found."""

    def __init__(self, shown: str, layout: Layout, header: Header, kept: dict[str, str]) -> None:
        """Read for a sheet that an editor knows as ``shown``; ``kept`` holds each text once."""
        self.mended: list[Mended] = []
        self.problems: list[Problem] = []
        self._shown = shown
        self._header = header
        self._kept = kept
        known = {column.name: column for column in layout.columns}
        self._columns = [known.get(name) or Column(name, name) for name in header.columns]
        self._texts_of: list[dict[str, str]] = [{} for _ in header.columns]
        self._unnamed = [name for name in header.columns if not header.shown[name]]

    def read(self, rows: Iterable[Sequence[RawCell]], merges: Iterable[Merge]) -> list[Row]:
        """Return the rows below the header, without blank ones at the end."""
        numbered = enumerate(rows, start=1)
        found = [
            self._row(number, cells)
            for number, cells in self._with_merged(numbered, merges)
            if number > self._header.row
        ]
        while found and not found[-1]:
            found.pop()
        for name in self._unnamed:
            self._drop_if_blank(name, found)
        return found

    def _with_merged(
        self, rows: Iterable[tuple[int, Sequence[RawCell]]], merges: Iterable[Merge]
    ) -> Iterator[tuple[int, Sequence[RawCell]]]:
        """Yield rows and their numbers, merged cells filled."""
        starting = defaultdict(list)
        for merge in merges:
            if merge.first_row > self._header.row and merge.column < len(self._columns):
                starting[merge.first_row].append(merge)
        open_: dict[int, tuple[int, RawCell]] = {}
        for number, cells in rows:
            open_ = {column: cell for column, cell in open_.items() if cell[0] >= number}
            filled = self._filled(number, cells, open_) if open_ and any(cells) else cells
            for merge in starting.pop(number, ()):
                if merge.column < len(cells):
                    open_[merge.column] = (merge.last_row, cells[merge.column])
            yield number, filled

    def _filled(
        self, number: int, cells: Sequence[RawCell], merged: dict[int, tuple[int, RawCell]]
    ) -> Sequence[RawCell]:
        filled = list(cells)
        for column, (_, value) in merged.items():
            if column < len(filled) and not text_of(filled[column]) and text_of(value):
                filled[column] = value
                self._note(number, column, "", text_of(value))
        return filled

    def _row(self, number: int, cells: Sequence[RawCell]) -> Row:
        texts = [text_of(cell) for cell in cells]
        if not any(texts):
            return {}
        width = len(self._columns)
        row = {
            self._columns[at].name: self._text(number, at, cells[at], text) if text else ""
            for at, text in enumerate(texts[:width])
        }
        surplus = texts[width:]
        while surplus and not surplus[-1]:
            surplus.pop()
        if surplus:
            row[SURPLUS] = ";".join(surplus)
        return row

    def _text(self, number: int, at: int, cell: RawCell, text: str) -> str:
        texts = self._texts_of[at]
        if text not in texts:
            mended = mend_cell(text, self._columns[at])
            texts[text] = self._kept.setdefault(mended, mended)
        if texts[text] != text:
            self._note(number, at, text, texts[text])
        if len(text) > MOST_CELL_LENGTH:
            fault = Fault(f"有 {len(text)} 个字", f"一格最多 {MOST_CELL_LENGTH} 个字")
            self._tell(number, at, fault)
        if isinstance(cell, float) and self._is_unclear_date(cell, at):
            fault = Fault(f"数值 {text} 分不清是哪个月", "写成文字,如 2024-01 或 2024-10")
            self._tell(number, at, fault)
        return texts[text]

    def _is_unclear_date(self, cell: float, at: int) -> bool:
        """Return whether a number may be 2024.1 or 2024.10, which are the same number."""
        is_whole = cell.is_integer()
        return self._columns[at].kind in _DATE_KINDS and not is_whole and cell < _FIRST_SERIAL

    def _note(self, number: int, at: int, old: str, new: str) -> None:
        self.mended.append(Mended(self._shown, number, self._column_shown(at), old, new))

    def _tell(self, number: int, at: int, fault: Fault) -> None:
        column = self._column_shown(at)
        self.problems.append(Problem(self._shown, number, column, fault.wrong, fault.instead))

    def _column_shown(self, at: int) -> str:
        return self._header.shown[self._header.columns[at]]

    @staticmethod
    def _drop_if_blank(name: str, rows: Iterable[Row]) -> None:
        """Drop a column without a name that holds nothing: it only parts others."""
        if not any(row.get(name) for row in rows):
            for row in rows:
                row.pop(name, None)
