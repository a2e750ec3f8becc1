"""Say what is wrong between rows: the same thing twice, one wording for two matters, rings.

Whether a cell names something that exists is the business of ``cells``.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from catalog.columns import LAYOUTS
from catalog.grid import Grid, Row, rows_about
from catalog.kinds import Layout
from catalog.known import Known
from catalog.problems import Fault, Problem
from catalog.rings import find_rings

_SIDEWAYS = ("ambiguous_with", "see_also")
"""Columns of a wording that name the other items it may stand for."""
_MOST_OWNERS_TOLD = 3
"""Of many items with one wording, each row is told of as many: all pairs would fill the memory."""


class _Owner(NamedTuple):
    """An item that has a wording: its first row with it, and the items all its rows name."""

    row: Row
    named: set[str]


def find_link_problems(grid: Grid, known: Known) -> Iterator[Problem]:
    """Yield what is wrong between rows."""
    for layout in {layout.noun: layout for layout in LAYOUTS}.values():
        yield from _find_repeated(grid, layout)
    yield from _find_same_names(grid)
    if "items" in known.ids:
        yield from _find_stolen_aliases(grid, known)
        yield from _find_rings(grid, known)
        yield from _find_pointing_to_itself(grid, known)


def _find_repeated(grid: Grid, layout: Layout) -> Iterator[Problem]:
    first: dict[tuple[str, ...], Row] = {}
    for row in rows_about(grid, layout.noun):
        key = tuple(row[column] for column in layout.key)
        earlier = first.setdefault(key, row)
        if earlier is not row and key[0]:
            fault = Fault(f"“{key[0]}”与{_place_of(earlier)}重复", "删去一行,或改写其中一个")
            yield row.problem(layout.key[0], fault)


def _find_same_names(grid: Grid) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for row in rows_about(grid, "items"):
        name = _fold(row["name"])
        earlier = first.setdefault(name, row)
        if earlier is not row and name and earlier["id"] != row["id"]:
            fault = Fault(f"“{row['name']}”已是{_place_of(earlier)}的名称", "两项合并,或改写名称")
            yield row.problem("name", fault)


def _find_stolen_aliases(grid: Grid, known: Known) -> Iterator[Problem]:
    """Yield wordings that stand for two items of which neither row names the other."""
    owners: dict[str, dict[str, _Owner]] = defaultdict(dict)
    for row in rows_about(grid, "aliases"):
        ids = known.ids["items"].get(row["item"], ())
        if len(ids) == 1 and row["alias"]:
            owner = owners[_fold(row["alias"])].setdefault(ids[0], _Owner(row, set()))
            owner.named.update(_ids(known, row, *_SIDEWAYS))
    for owner_of in owners.values():
        for at, item in enumerate(owner_of):
            earlier = islice(owner_of, at)
            others = (o for o in earlier if not _are_linked(owner_of, item, o))
            for other in islice(others, _MOST_OWNERS_TOLD):
                row = owner_of[item].row
                wrong = f"“{row['alias']}”也是 {other} 的叫法({_place_of(owner_of[other].row)})"
                instead = f"删去一个,或在 ambiguous_with 写 {other}"
                yield row.problem("alias", Fault(wrong, instead))


def _are_linked(owner_of: Mapping[str, _Owner], one: str, other: str) -> bool:
    return other in owner_of[one].named or one in owner_of[other].named


def _find_rings(grid: Grid, known: Known) -> Iterator[Problem]:
    """Yield items that are members of themselves, by whatever way round."""
    rows = [row for row in rows_about(grid, "items") if row["members"]]
    in_ring = find_rings({row["id"]: _ids(known, row, "members") for row in rows})
    for row in rows:
        if row["id"] in in_ring:
            wrong = f"“{row['id']}”经 members 又回到自己"
            yield row.problem("members", Fault(wrong, "总称只列它所含的事项,不含自己"))


def _find_pointing_to_itself(grid: Grid, known: Known) -> Iterator[Problem]:
    """Yield rows that send from an item to the very same item."""
    for noun, own, columns in (("items", "id", ("near",)), ("aliases", "item", _SIDEWAYS)):
        for row in rows_about(grid, noun):
            own_ids = known.ids["items"].get(row[own], ())
            for column in columns:
                if row[column] and set(own_ids) & set(_ids(known, row, column)):
                    fault = Fault(f"“{own_ids[0]}”指向了自己", "只写别的事项")
                    yield row.problem(column, fault)


def _ids(known: Known, row: Row, *columns: str) -> tuple[str, ...]:
    names = (name for column in columns for name in row.parts(column))
    found = (known.ids["items"].get(name, ()) for name in names)
    return tuple(ids[0] for ids in found if len(ids) == 1)


def _place_of(row: Row) -> str:
    return f" {row.file} 第{row.number}行"


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
