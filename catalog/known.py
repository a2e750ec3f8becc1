"""What the catalog holds that its cells may name: codes, areas, and rows by id or by exact name.

Decides how a name becomes an id. An id goes before a name; a name that several rows bear names
none of them, but a topic names all its limits.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from catalog.columns import LAYOUTS
from catalog.grid import Grid, Row, rows_about
from catalog.problems import Fault, suggest

AREA = "area:"
"""Stands before the name of a region in a cell that names places."""
EVERYWHERE = "*"
"""Every place."""
WHOLE_COUNTRY = "area:全国"
"""The whole country as a party to an agreement; no region of regions.csv."""

_NAME_COLUMNS = {
    "items": "name",
    "agreements": "title",
    "limits": "topic",
    "channels": "name",
    "systems": "name",
}
_SHARED_NAMES = frozenset({"limits"})
"""Nouns whose name stands for all rows that bear it: a topic has a limit for each case."""
_MOST_IDS_SHOWN = 6
"""Of more rows with one name, the rest is left to be imagined."""
_NOUN_NAMES = {
    "items": "事项",
    "agreements": "协议",
    "limits": "限制",
    "channels": "渠道",
    "systems": "系统",
    "figures": "数字的 system 列",
    "categories": "事项的类别",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What cells may name; a noun whose sheets are missing is left out and not checked."""

    codes: Mapping[str, str]
    """Code → name of the division."""
    areas: frozenset[str]
    """Names of the regions."""
    ids: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Noun → id or name → the ids it names."""

    looks_for_near: bool = True
    """Whether what is not known comes with the nearest that is; takes about 1 ms each."""

    def tersely(self) -> "Known":
        """Return the same, but without looking for what is nearest."""
        return replace(self, looks_for_near=False)

    def resolve(self, noun: str, name: str) -> str:
        """Return the id that an id or a name stands for; it must have been checked."""
        return self.ids[noun][name][0]

    def resolve_all(self, noun: str, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ids that ids or names stand for, each once."""
        if not names:
            return ()
        return tuple(dict.fromkeys(id_ for name in names for id_ in self.ids[noun][name]))

    def fault_of_name(self, noun: str, name: str) -> Fault | None:
        """Return why a cell does not name one row, or None when it does."""
        if noun not in self.ids:
            return None
        found = self.ids[noun].get(name, ())
        if len(found) == 1 or (found and noun in _SHARED_NAMES):
            return None
        if found:
            shown = "、".join(found[:_MOST_IDS_SHOWN])
            more = " 等" if len(found) > _MOST_IDS_SHOWN else ""
            return Fault(f"“{name}”有几个:{shown}{more}", "写其中一个标识")
        wrong = f"“{name}”不在{_NOUN_NAMES[noun]}里"
        near = suggest(name, tuple(self.ids[noun])) if self.looks_for_near else ""
        return Fault(wrong, near or "写标识或全名")

    def fault_of_place(self, place: str) -> Fault | None:
        """Return why a code or area is not known, or None when it is."""
        if place.startswith(AREA):
            name = place.removeprefix(AREA)
            if not self.areas or name in self.areas or place == WHOLE_COUNTRY:
                return None
            near = suggest(name, sorted(self.areas)) if self.looks_for_near else ""
            return Fault(f"regions.csv 里没有“{name}”", near or "先在 regions.csv 加上")
        if not self.codes or place in self.codes:
            return None
        return Fault(f"“{place}”不是行政区划代码", self._place_instead(place))

    def _place_instead(self, place: str) -> str:
        if not self.looks_for_near:
            return f"写六位代码或 {AREA}<区域名称>"
        return suggest(place, tuple(self.codes)) if place.isdigit() else self._place_named(place)

    def _place_named(self, name: str) -> str:
        if name in self.areas:
            return f"写 {AREA}{name}"
        codes = [code for code, official in self.codes.items() if official == name]
        return f"写 {'、'.join(codes[:3])}" if codes else f"写六位代码或 {AREA}<区域名称>"


def gather_known(grid: Grid) -> Known:
    """Return what the rows of a catalog hold that cells may name."""
    ids: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for noun, name_column in _NAME_COLUMNS.items():
        if _is_whole(grid, noun):
            ids[noun] = _ids_by_name(list(rows_about(grid, noun)), name_column)
    if _is_whole(grid, "items"):
        ids["categories"] = _words(grid, "items", "category")
    if _is_whole(grid, "figures"):
        ids["figures"] = _words(grid, "figures", "system")
    return Known(
        codes={row["code"]: row["name"] for row in rows_about(grid, "divisions")},
        areas=frozenset(row["name"] for row in rows_about(grid, "regions")),
        ids=ids,
    )


def _is_whole(grid: Grid, noun: str) -> bool:
    sheets = [layout for layout in LAYOUTS if layout.noun == noun]
    return all(layout.is_optional or layout.name in grid for layout in sheets)


def _words(grid: Grid, noun: str, column: str) -> dict[str, tuple[str, ...]]:
    return {row[column]: (row[column],) for row in rows_about(grid, noun)}


def _ids_by_name(rows: list[Row], name_column: str) -> dict[str, tuple[str, ...]]:
    named: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        named[row[name_column]][row["id"]] = None
    ids = {name: tuple(found) for name, found in named.items()}
    for row in rows:
        ids[row["id"]] = (row["id"],)
    return ids
