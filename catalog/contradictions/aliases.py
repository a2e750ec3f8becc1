"""Find wordings that lead to one item although another one is called so.

Compared without spaces and punctuation: ``links`` already refuses two aliases that are equal to
the letter. No contradiction where one row names the other item (``ambiguous_with``, ``see_also``),
or where one of the items only covers the other (总称).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from catalog.columns import LAYOUTS
from catalog.contradictions.findings import Contradiction, ContradictionKind, fold
from catalog.grid import make_grid
from catalog.index import bare_name
from catalog.keys import key_of
from catalog.known import gather_known
from catalog.release import CatalogRelease
from catalog.sheets import Sheets


@dataclass(frozen=True, slots=True)
class _Called:
    """One thing an item is called."""

    item: str
    text: str
    links: frozenset[str] = frozenset()
    """Items that the row names beside its own."""
    sheet: str = ""
    """Where the alias stands; empty for the name itself."""
    key: str = ""


def find_stolen_phrases(release: CatalogRelease, sheets: Sheets) -> Iterator[Contradiction]:
    """Yield aliases that are also what another item is called."""
    called: dict[str, list[_Called]] = defaultdict(list)
    for item in release.items.values():
        for name in {fold(item.name), fold(bare_name(item.name))}:
            called[name].append(_Called(item.id, item.name))
    for alias in _aliases(sheets):
        called[fold(alias.text)].append(alias)
    for phrase, found in called.items():
        for one, other in combinations(found, 2) if phrase else ():
            if other.sheet and not _are_linked(one, other, release):
                yield _stolen(one, other, release)


def _aliases(sheets: Sheets) -> Iterator[_Called]:
    grid = make_grid(sheets)
    known = gather_known(grid)
    for layout in LAYOUTS:
        for row in grid.get(layout.name, ()) if layout.noun == "aliases" else ():
            named = (*row.parts("ambiguous_with"), *row.parts("see_also"))
            yield _Called(
                item=known.resolve("items", row["item"]),
                text=row["alias"],
                links=frozenset(known.resolve_all("items", named)),
                sheet=layout.name,
                key=key_of(layout.name, row.cells),
            )


def _are_linked(one: _Called, other: _Called, release: CatalogRelease) -> bool:
    if one.item == other.item or other.item in one.links or one.item in other.links:
        return True
    first, second = release.items[one.item], release.items[other.item]
    return first.id in second.members or second.id in first.members


def _stolen(one: _Called, other: _Called, release: CatalogRelease) -> Contradiction:
    theirs = release.items[one.item].name
    mine = release.items[other.item].name
    is_name = "的名称" if not one.sheet else f"的叫法“{one.text}”"
    keys = (other.key, one.key) if one.sheet == other.sheet else (other.key,)
    return Contradiction(
        kind=ContradictionKind.STOLEN_PHRASE,
        sheet=other.sheet,
        keys=keys,
        what=f"“{other.text}”写给了“{mine}”,也是“{theirs}”{is_name}",
        instead=f"删去一个,或在 ambiguous_with 写 {one.item}",
    )
