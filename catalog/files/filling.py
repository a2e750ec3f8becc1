"""Make sheets of tables: recognize each, find its header, put its cells right, fill merged cells.

Decides which sheets of a file count. Collects what is wrong with all of them before it says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from catalog.columns import LAYOUT_OF
from catalog.files.bounds import MOST_COLUMNS, MOST_ROWS
from catalog.files.headers import ROWS_SEARCHED, find_header, find_layout, looks_like_ours
from catalog.files.mended import Mended, SheetPlace
from catalog.files.mended_names import Spellings, gather_spellings, mend_names
from catalog.files.mending import text_of
from catalog.files.sheet_rows import SheetReader
from catalog.files.tables import GUIDE_TITLE, RawCell, Table
from catalog.grid import make_grid
from catalog.kinds import Column
from catalog.known import gather_known
from catalog.problems import CatalogProblems, Fault, Problem
from catalog.progress import Meter, OnProgress, Stage

_USE_TEMPLATE = "用模板里的表名,如“事项”"


@dataclass(slots=True)
class Filled:
    """What was made of the tables of a file."""

    sheets: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    """Name of a sheet → its rows."""
    places: dict[str, SheetPlace] = field(default_factory=dict)
    """Name of a sheet → where it stands."""
    mended: list[Mended] = field(default_factory=list)
    """What was put right."""
    skipped: list[str] = field(default_factory=list)
    """What was not read, one sentence each."""


def fill(tables: Sequence[Table], file: str, on_progress: OnProgress) -> Filled:
    """Return the sheets of a file.

    Raises:
        CatalogProblems: With all that cannot be understood.
    """
    filling = _Filling(file)
    meter = Meter(on_progress, Stage.READING, sum(table.row_count for table in tables))
    for table in tables:
        filling.take(table, meter)
    meter.finish()
    if filling.problems:
        raise CatalogProblems(filling.problems)
    if not filling.filled.sheets:
        raise CatalogProblems([Problem(file, None, None, "里面没有一张目录的表", _USE_TEMPLATE)])
    if not any(filling.filled.sheets.values()):
        raise CatalogProblems([Problem(file, None, None, "一行内容也没有", "填好再导入")])
    filling.mend_names(on_progress)
    return filling.filled


class _Filling:
    """Takes the tables of one file, one after the other."""

    def __init__(self, file: str) -> None:
        self.filled = Filled()
        self.problems: list[Problem] = []
        self._file = file
        self._row_count = 0
        # Most cells stand in many rows: each is kept and put right once.
        self._kept: dict[str, str] = {}

    def take(self, table: Table, meter: Meter) -> None:
        rows = meter.count(self._counted(table))
        first = list(islice(rows, ROWS_SEARCHED))
        layout = find_layout(table.name)
        if layout is None or table.is_hidden:
            self._skip(table, first)
        elif layout.name in self.filled.sheets:
            other = self.filled.places[layout.name].shown
            self._tell(table, Fault(f"和“{other}”是同一张表", "合成一张,或改名"))
        else:
            header = find_header(layout, first)
            titles = {column.name: column.title for column in layout.columns}
            place = SheetPlace(table.name, header.row, header.shown, titles)
            self.filled.places[layout.name] = place
            self.problems.extend(
                Problem(table.name, f.row, f.column, f.fault.wrong, f.fault.instead)
                for f in table.faults
            )
            reader = SheetReader(table.name, layout, header, self._kept)
            read = reader.read(chain(first, rows), table.merges)
            self.filled.sheets[layout.name] = read
            self.filled.mended.extend(reader.mended)
            self.problems.extend(reader.problems)

    def mend_names(self, on_progress: OnProgress) -> None:
        """Put names within cells right; what there is to name is known only now."""
        sheets = self.filled.sheets
        spellings = gather_spellings(gather_known(make_grid(sheets)))
        meter = Meter(on_progress, Stage.MENDING, sum(map(len, sheets.values())))
        for name, rows in sheets.items():
            place = self.filled.places[name]
            for column in LAYOUT_OF[name].columns:
                self._mend_column(rows, column, place, spellings)
            meter.add(len(rows))
        meter.finish()

    def _mend_column(
        self,
        rows: Sequence[dict[str, str]],
        column: Column,
        place: SheetPlace,
        spellings: Spellings,
    ) -> None:
        mended: dict[str, str] = {}
        shown = place.show(column.name)
        for number, row in enumerate(rows, start=place.header_row + 1):
            cell = row.get(column.name)
            if not cell:
                continue
            if cell not in mended:
                mended[cell] = mend_names(cell, column, spellings)
            if mended[cell] != cell:
                self.filled.mended.append(Mended(place.shown, number, shown, cell, mended[cell]))
                row[column.name] = mended[cell]

    def _counted(self, table: Table) -> Iterator[Sequence[RawCell]]:
        for row in table.rows:
            self._row_count += 1
            if self._row_count > MOST_ROWS:
                raise self._too_large(table, f"到这里已超过 {MOST_ROWS} 行", "分成几份导入")
            if len(row) > MOST_COLUMNS and any(map(text_of, row[MOST_COLUMNS:])):
                raise self._too_large(table, "列太多", f"一张表最多 {MOST_COLUMNS} 列")
            yield row

    def _too_large(self, table: Table, wrong: str, instead: str) -> CatalogProblems:
        return CatalogProblems([Problem(table.name, None, None, wrong, instead)])

    def _skip(self, table: Table, first: Sequence[Sequence[RawCell]]) -> None:
        if table.name == GUIDE_TITLE:
            return  # our own, in every workbook
        if table.is_hidden:
            self.filled.skipped.append(f"“{table.name}”是隐藏的,没有读")
        elif like := looks_like_ours(first):
            wrong = "表名不认识,内容却像目录的表"
            self._tell(table, Fault(wrong, f"改名为“{like.title}”({like.name}),或隐藏起来"))
        elif any(text_of(cell) for row in first for cell in row):
            self.filled.skipped.append(f"“{table.name}”不是目录的表,没有读")

    def _tell(self, table: Table, fault: Fault) -> None:
        self.problems.append(Problem(table.name, None, None, fault.wrong, fault.instead))
