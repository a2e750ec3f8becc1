"""Parts cells that name several things, and writes each name as the catalog has it.

A sign such as 、 parts names in one cell and stands within one in another (补领、换领): where a
name ends is known only from the names there are.

1. ``;``, ``；`` and a line break always part.
2. A part that is a name as it stands stays whole.
3. Else the longest run of pieces between 、，, / | and spaces that is a name is one.
4. A piece that belongs to no name stands alone if any other was found, so that it can be told; if
   none was found, the part stays as it is.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.cells import ARROW, EXCEPT
from catalog.files.mending import fold
from catalog.kinds import Column, Kind
from catalog.known import AREA, EVERYWHERE, WHOLE_COUNTRY, Known

_ALWAYS_PARTS = re.compile(r"[;；\n]")
_MAY_PART = re.compile(r"(\s*[、，,/|]\s*|\s+)")
_LONGEST_RUN = 8
"""Pieces tried as one name; the longest name has four."""
_ARROWS = re.compile(r"\s*(?:→|->|=>|－＞|⇒|➡)\s*")
_ARROW_WORDS = ("到", "至")
_MUTUAL = {"互办": "mutual", "双向": "mutual", "不明": "unknown", "未知": "unknown"}
_PLACE_KINDS = frozenset({Kind.CODE, Kind.CODES, Kind.PLACES, Kind.REACH, Kind.DIRECTION})


@dataclass(frozen=True, slots=True)
class Spellings:
    """Names as people write them → as the catalog has them."""

    of_noun: Mapping[str, Mapping[str, str]]
    """Noun → folded id or name → as it stands; what two names fold to is left out."""
    places: Mapping[str, str]
    """Folded code, name or area → code or area; a name that several bear is left out."""


def gather_spellings(known: Known) -> Spellings:
    """Return how all that can be named may be written."""
    by_noun = {noun: _folded({name: name for name in names}) for noun, names in known.ids.items()}
    places = {EVERYWHERE: EVERYWHERE, WHOLE_COUNTRY: WHOLE_COUNTRY, "全国": EVERYWHERE}
    places |= {AREA + area: AREA + area for area in known.areas}
    places |= {code: code for code in known.codes}
    by_name: dict[str, str | None] = {}
    for code, name in known.codes.items():
        by_name[name] = None if name in by_name else code
    for area in known.areas:
        # 北三县 is an area, 东城区 both a division and an area of old: the code goes before.
        by_name.setdefault(area, AREA + area)
    named = {name: place for name, place in by_name.items() if place and name not in places}
    return Spellings(by_noun, _folded(places | named))


def mend_names(cell: str, column: Column, spellings: Spellings) -> str:
    """Return a cell with its names parted by ``;`` and written as the catalog has them."""
    match column.kind:
        case Kind.NAMED:
            return spellings.of_noun.get(column.refers_to, {}).get(fold(cell), cell)
        case Kind.ALL_NAMED:
            return _mend_list(cell, spellings.of_noun.get(column.refers_to, {}).get)
        case Kind.SOME_OF:
            return _mend_list(cell, _folded({value: value for value in column.allowed}).get)
        case kind if kind in _PLACE_KINDS:
            return _mend_places(cell, kind, spellings.places)
        case _:
            return cell


def _mend_places(cell: str, kind: Kind, places: Mapping[str, str]) -> str:
    if kind is Kind.DIRECTION:
        if cell in _MUTUAL:
            return _MUTUAL[cell]
        return _mend_list(_ARROWS.sub(ARROW, cell), lambda folded: _pair(folded, places))
    if kind is Kind.REACH:
        return _mend_list(cell, lambda folded: _reach(folded, places))
    return _mend_list(cell, places.get)


def _pair(folded: str, places: Mapping[str, str]) -> str | None:
    """Return from where to where, if both places are known."""
    for arrow in (ARROW, *_ARROW_WORDS):
        home, _, current = folded.partition(arrow)
        if home in places and current in places:
            return f"{places[home]}{ARROW}{places[current]}"
    return None


def _reach(folded: str, places: Mapping[str, str]) -> str | None:
    place = places.get(folded.removeprefix(EXCEPT))
    return place and (EXCEPT + place if folded.startswith(EXCEPT) else place)


def _mend_list(cell: str, find: Callable[[str], str | None]) -> str:
    parts = (part.strip() for part in _ALWAYS_PARTS.split(cell))
    return ";".join(name for part in parts if part for name in _names(part, find))


def _names(part: str, find: Callable[[str], str | None]) -> Sequence[str]:
    whole = find(fold(part))
    if whole:
        return (whole,)
    pieces = _MAY_PART.split(part)
    if len(pieces) == 1:
        return (part,)
    found = list(_runs(pieces, find))
    return [name for name, _ in found] if any(is_known for _, is_known in found) else (part,)


def _runs(pieces: Sequence[str], find: Callable[[str], str | None]) -> Iterator[tuple[str, bool]]:
    """Yield names and whether each is known; every second piece is what stands between."""
    at = 0
    while at < len(pieces):
        longest = min(len(pieces), at + 2 * _LONGEST_RUN - 1)
        for end in range(longest, at, -2):
            name = find(fold("".join(pieces[at:end])))
            if name:
                yield name, True
                at = end + 1
                break
        else:
            if pieces[at]:
                yield pieces[at], False
            at += 2


def _folded(names: Mapping[str, str]) -> dict[str, str]:
    """Return what folded spellings stand for; those of two things are left out."""
    spelled: dict[str, str | None] = {}
    for name, meant in names.items():
        key = fold(name)
        spelled[key] = meant if spelled.get(key, meant) == meant else None
    return {key: meant for key, meant in spelled.items() if meant}
