"""Say what is wrong between rows: the same thing twice, one wording for two matters, rings.

Whether a cell names something that exists is the business of ``cells``.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping

from catalog.columns import LAYOUTS
from catalog.grid import Grid, Row, rows_about
from catalog.kinds import Layout
from catalog.known import Known
from catalog.problems import Fault, Problem


def find_link_problems(grid: Grid, known: Known) -> Iterator[Problem]:
    """Yield what is wrong between rows."""
    for layout in {layout.noun: layout for layout in LAYOUTS}.values():
        yield from _find_repeated(grid, layout)
    yield from _find_same_names(grid)
    if "items" in known.ids:
        yield from _find_stolen_aliases(grid, known)
        yield from _find_rings(grid, known)


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
    owners: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for row in rows_about(grid, "aliases"):
        ids = known.ids["items"].get(row["item"], ())
        if len(ids) == 1:
            owners[_fold(row["alias"])].append((ids[0], row))
    for alias, rows in owners.items():
        for at, (item, row) in enumerate(rows) if alias and len(rows) > 1 else ():
            for other, earlier in rows[:at]:
                if item != other and not _are_linked(known, (item, row), (other, earlier)):
                    wrong = f"“{row['alias']}”也是 {other} 的叫法({_place_of(earlier)})"
                    instead = f"删去一个,或在 ambiguous_with 写 {other}"
                    yield row.problem("alias", Fault(wrong, instead))


def _are_linked(known: Known, one: tuple[str, Row], other: tuple[str, Row]) -> bool:
    return any(
        theirs in _ids(known, (*row.parts("ambiguous_with"), *row.parts("see_also")))
        for (_, row), (theirs, _) in ((one, other), (other, one))
    )


def _find_rings(grid: Grid, known: Known) -> Iterator[Problem]:
    """Yield items that are members of themselves, by whatever way round."""
    members = {
        row["id"]: _ids(known, row.parts("members"))
        for row in rows_about(grid, "items")
        if row["members"]
    }
    for row in rows_about(grid, "items"):
        if row["members"] and row["id"] in _below(row["id"], members):
            wrong = f"“{row['id']}”经 members 又回到自己"
            yield row.problem("members", Fault(wrong, "总称只列它所含的事项,不含自己"))


def _below(item: str, members: Mapping[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    waiting = list(members[item])
    while waiting:
        member = waiting.pop()
        if member not in found:
            found.add(member)
            waiting.extend(members.get(member, ()))
    return found


def _ids(known: Known, names: tuple[str, ...]) -> tuple[str, ...]:
    found = (known.ids["items"].get(name, ()) for name in names)
    return tuple(ids[0] for ids in found if len(ids) == 1)


def _place_of(row: Row) -> str:
    return f" {row.file} 第{row.number}行"


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
