"""Reads a catalog from JSON: ``{"items": [{column: value}, …], …}``.

The first object of a sheet counts as row 2, as if there were a header above it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from catalog.files.headers import find_layout
from catalog.files.tables import CellFault, RawCell, Table
from catalog.problems import CatalogProblems, Fault, Problem

_FIRST_ROW = 2


class _Repeated(ValueError):
    """A key stands twice in one object: one of its values would be lost."""


def read_json(data: bytes, name: str) -> list[Table]:
    """Return the sheets of a JSON file.

    Raises:
        CatalogProblems: It is no JSON, or not of this form.
    """
    try:
        found = json.loads(data, object_pairs_hook=_object, parse_constant=_refuse)
    except _Repeated as error:
        raise _problem(name, f"键“{error}”在一个对象里写了两次", "删去一个") from None
    except (ValueError, RecursionError):
        raise _problem(name, "不是有效的 JSON", "检查括号、引号和逗号,编码用 UTF-8") from None
    if not isinstance(found, dict) or not all(isinstance(v, list) for v in found.values()):
        raise _problem(name, "不是目录的 JSON", '写成 {"items": [{"id": "…"}], …}')
    return [_table(sheet, rows) for sheet, rows in found.items()]


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Repeated(next(key for key in keys if keys.count(key) > 1))
    return found


def _refuse(constant: str) -> object:
    raise ValueError(constant)


def _table(sheet: str, rows: Sequence[object]) -> Table:
    layout = find_layout(sheet)
    columns = dict.fromkeys(column.name for column in layout.columns) if layout else {}
    objects = [row if isinstance(row, dict) else {} for row in rows]
    for row in objects:
        columns |= dict.fromkeys(row)
    header = list(columns)
    return Table(
        name=sheet,
        row_count=len(rows) + 1,
        rows=_cells(header, objects),
        faults=tuple(_faults(rows)),
    )


def _cells(
    header: Sequence[str], objects: Sequence[Mapping[str, object]]
) -> Iterator[Sequence[RawCell]]:
    yield header
    for row in objects:
        yield [_cell(row.get(column)) for column in header]


def _cell(value: object) -> RawCell:
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, list):
        return ";".join(part for part in value if isinstance(part, str))
    return ""


def _faults(rows: Sequence[object]) -> Iterator[CellFault]:
    for number, row in enumerate(rows, start=_FIRST_ROW):
        if not isinstance(row, dict):
            yield CellFault(number, None, Fault("不是对象", '一行写成 {"列名": "值"}'))
            continue
        for column, value in row.items():
            if not _is_plain(value):
                fault = Fault("不是文字或数值", "写成文字;几项写成 [“…”, “…”]")
                yield CellFault(number, column, fault)


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(part, str) for part in value)
    return value is None or isinstance(value, str | int | float)


def _problem(file: str, wrong: str, instead: str) -> CatalogProblems:
    return CatalogProblems([Problem(file, None, None, wrong, instead)])
