"""Say what is wrong with a cell, given what its column may hold and what the catalog holds.

Looks at one cell at a time; what rows have to do with each other is the business of ``links``.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from catalog.agreements import DirectionKind
from catalog.formulas import is_formula
from catalog.grid import Row, split_parts
from catalog.kinds import Column, Kind, Layout
from catalog.known import AREA, EVERYWHERE, Known
from catalog.problems import Fault, Problem, suggest
from catalog.sources import parse_partial_date

EXCEPT = "!"
"""Stands before a place that is left out."""
ARROW = "→"
"""Stands between the place that decides and the place of handling."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CODE = re.compile(r"[1-9][0-9]{5}")
_YEAR = re.compile(r"\d{4}")
_WEB = re.compile(r"https?://[^\s<>\"]+")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?![-/.\d]|年\d)")
"""What follows must not look like more of the date: of 2021/3/4 only the year would be read."""
_DATE_FORM = "写成 2023、2023-04 或 2023-04-01,后面可跟说明"

_FILL = "填上;这一行不要了就整行删去"

_MOST_SUGGESTIONS = 200
"""Of a column with more different faults the rest is told without what is nearest: where a whole
column is wrong that takes minutes and helps nobody."""
_LONGEST_SHOWN = 40
"""A longer formula is cut in what is said about it."""

Check = Callable[[str, Column, Known], Iterator[Fault]]
"""Yields what is wrong with a cell that is not blank."""


def find_cell_problems(layout: Layout, rows: Sequence[Row], known: Known) -> Iterator[Problem]:
    """Yield what is wrong with single cells of a sheet."""
    for column in layout.columns:
        yield from _find_column_problems(rows, column, _CHECKS.get(column.kind), known)


def _find_column_problems(
    rows: Iterable[Row], column: Column, check: Check | None, known: Known
) -> Iterator[Problem]:
    faults_of: dict[str, tuple[Fault, ...]] = {}
    faulty = 0
    for row in rows:
        cell = row.cells.get(column.name)
        if cell:
            # Most cells of a column stand in many rows.
            if cell not in faults_of:
                faults_of[cell] = tuple(_faults(cell, column, check, known))
                faulty += bool(faults_of[cell])
                if faulty == _MOST_SUGGESTIONS:
                    known = known.tersely()
            for fault in faults_of[cell]:
                yield row.problem(column.name, fault)
        elif cell == "" and column.is_required:
            yield row.problem(column.name, Fault("不能空着", suggest("", column.allowed) or _FILL))


def _faults(cell: str, column: Column, check: Check | None, known: Known) -> Iterator[Fault]:
    if is_formula(cell):
        yield Fault(f"“{_short(cell)}”会被表格软件当公式运行", "开头不写 = + - @,公式改成文字")
    elif check is not None:
        yield from check(cell, column, known)


def _short(cell: str) -> str:
    return cell if len(cell) <= _LONGEST_SHOWN else cell[:_LONGEST_SHOWN] + "…"


def is_slug(cell: str) -> bool:
    """Say whether a cell is a stable id: lower-case letters, digits and hyphens."""
    return _SLUG.fullmatch(cell) is not None


def _check_slug(cell: str, _: Column, __: Known) -> Iterator[Fault]:
    if not is_slug(cell):
        slug = "-".join(re.findall(r"[a-z0-9]+", cell.lower()))
        example = f",如 {slug}" if slug else ",如 id-card-renewal"
        yield Fault(f"“{cell}”不是短标识", f"只用小写字母、数字和连字符{example}")


def _check_flag(cell: str, _: Column, __: Known) -> Iterator[Fault]:
    if cell != "yes":
        yield Fault(f"“{cell}”不在可写的值里", "是就写 yes,不是就留空")


def _check_one_of(cell: str, column: Column, _: Known) -> Iterator[Fault]:
    if cell not in column.allowed:
        yield Fault(f"“{cell}”不在可写的值里", suggest(cell, column.allowed))


def _check_some_of(cell: str, column: Column, known: Known) -> Iterator[Fault]:
    for part in split_parts(cell):
        yield from _check_one_of(part, column, known)


def _check_date(cell: str, _: Column, __: Known) -> Iterator[Fault]:
    if not _DATE.match(cell):
        yield Fault(f"“{cell}”不是日期", _DATE_FORM)
        return
    try:
        parse_partial_date(cell)
    except ValueError:
        yield Fault(f"“{cell}”没有这一天", _DATE_FORM)


def _check_published_date(cell: str, column: Column, known: Known) -> Iterator[Fault]:
    # Kept as it was published, but in force on no day: 6月23日(年份待核).
    if _YEAR.match(cell) or "待核" not in cell:
        yield from _check_date(cell, column, known)


def _check_code(cell: str, _: Column, known: Known) -> Iterator[Fault]:
    if cell.startswith(AREA):
        yield Fault(f"“{cell}”不是行政区划代码", "这一列只写六位代码")
    else:
        yield from _present(known.fault_of_place(cell))


def _check_codes(cell: str, column: Column, known: Known) -> Iterator[Fault]:
    for part in split_parts(cell):
        yield from _check_code(part, column, known)


def _check_new_code(cell: str, _: Column, __: Known) -> Iterator[Fault]:
    if not _CODE.fullmatch(cell):
        yield Fault(f"“{cell}”不是行政区划代码", "写六位数字")


def _check_places(cell: str, _: Column, known: Known) -> Iterator[Fault]:
    for part in split_parts(cell):
        if part != EVERYWHERE:
            yield from _present(known.fault_of_place(part))


def _check_reach(cell: str, _: Column, known: Known) -> Iterator[Fault]:
    for part in split_parts(cell):
        if part != EVERYWHERE:
            yield from _present(known.fault_of_place(part.removeprefix(EXCEPT)))


def _check_direction(cell: str, _: Column, known: Known) -> Iterator[Fault]:
    if cell in (DirectionKind.MUTUAL, DirectionKind.UNKNOWN):
        return
    for part in split_parts(cell):
        home, arrow, current = map(str.strip, part.partition(ARROW))
        if not (home and arrow and current):
            forms = f"写 110000{ARROW}120000、mutual 或 unknown"
            yield Fault(f"“{part}”不是方向", forms)
        else:
            yield from _present(known.fault_of_place(home))
            yield from _present(known.fault_of_place(current))


def _check_web(cell: str, _: Column, __: Known) -> Iterator[Fault]:
    # Shown as a link: javascript: must never get that far.
    if not _WEB.fullmatch(cell):
        yield Fault(f"“{cell}”不是网址", "以 https:// 或 http:// 开头,中间没有空格")


def _check_named(cell: str, column: Column, known: Known) -> Iterator[Fault]:
    yield from _present(known.fault_of_name(column.refers_to, cell))


def _check_all_named(cell: str, column: Column, known: Known) -> Iterator[Fault]:
    for part in split_parts(cell):
        yield from _check_named(part, column, known)


def _present(fault: Fault | None) -> tuple[Fault, ...]:
    return () if fault is None else (fault,)


_CHECKS: Mapping[Kind, Check] = {
    Kind.SLUG: _check_slug,
    Kind.FLAG: _check_flag,
    Kind.ONE_OF: _check_one_of,
    Kind.SOME_OF: _check_some_of,
    Kind.DATE: _check_date,
    Kind.PUBLISHED_DATE: _check_published_date,
    Kind.CODE: _check_code,
    Kind.CODES: _check_codes,
    Kind.NEW_CODE: _check_new_code,
    Kind.PLACES: _check_places,
    Kind.REACH: _check_reach,
    Kind.DIRECTION: _check_direction,
    Kind.WEB: _check_web,
    Kind.NAMED: _check_named,
    Kind.ALL_NAMED: _check_all_named,
}
"""How each kind of cell is checked; text and lists of text hold anything."""
