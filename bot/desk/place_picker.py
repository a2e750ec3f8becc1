"""Find the place that is meant while its name is typed: 保定, bd, baoding, 130600.

The order, the first rule that tells two places apart:

1. the whole name or code before its beginning, its beginning before its inside;
2. the first letters of the short name before those of a name that only people use;
3. provinces, then cities, then counties, then zones and other areas;
4. what lies in 北京, 天津 and 河北, whose hotlines share their calls, then capitals, then the rest
   in the order of the codes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.desk.spelled_names import NameFit, SpelledName, spell_place, typed_form
from bot.knowledge import Knowledge, short_name
from intents.lexicon import Place

MOST_PLACES = 8
"""Places shown at once; more cannot be taken in while somebody waits on the line."""
_OWN_PROVINCES = ("11", "12", "13")


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One place with the names it is typed by."""

    place: Place
    """The place."""
    shown: str
    """Its name with the city or province above it."""
    names: tuple[SpelledName, ...]
    """Short name first, then the official one, then what people call it."""
    size: int
    """0 for a province, 1 for a city, 2 for a county, 3 for an area."""


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place that may be meant."""

    code: str
    """Six digits, or ``area:<name>``."""
    name: str
    """Its name with the city or province above it."""


class PlacePicker:
    """The places of one catalog version, ready to be picked by a few letters."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Spell every name once."""
        self._places = tuple(_spelled_places(knowledge))

    def find_places(self, text: str) -> tuple[FoundPlace, ...]:
        """Return the places that a text may mean, best first; none for an empty text."""
        typed = typed_form(text)
        if not typed:
            return ()
        ranked = [
            (rank, place) for place in self._places if (rank := _rank(place, typed)) is not None
        ]
        ranked.sort(key=lambda one: one[0])
        return tuple(FoundPlace(p.place.code, p.shown) for _, p in ranked[:MOST_PLACES])


def _spelled_places(knowledge: Knowledge) -> list[PlaceName]:
    gazetteer = knowledge.gazetteer
    called: dict[str, tuple[Place, list[str]]] = {}
    for division in knowledge.release.divisions.values():
        place = Place(division.code, division.name)
        called[division.code] = (place, [short_name(division.name), division.name])
    for name, readings in knowledge.lexicon.places.items():
        for place in readings:
            called.setdefault(place.code, (place, []))[1].append(name)
    spelled = _spell_once([name for _, names in called.values() for name in names])
    return [
        PlaceName(
            place,
            gazetteer.full_name(place),
            tuple(spelled[name] for name in dict.fromkeys(names)),
            _size(place.code),
        )
        for place, names in called.values()
    ]


def _spell_once(names: list[str]) -> Mapping[str, SpelledName]:
    return {name: spell_place(name) for name in dict.fromkeys(names)}


def _size(code: str) -> int:
    if code.startswith("area:"):
        return 3
    return 0 if code.endswith("0000") else 1 if code.endswith("00") else 2


Rank = tuple[int, int, int, int, str]
"""Where a place stands among others, the smallest first."""


def _rank(place: PlaceName, typed: str) -> Rank | None:
    """Return where a place stands; None when it does not fit."""
    code = place.place.code
    standing = 0 if code.startswith(_OWN_PROVINCES) else 1 if code.endswith("0100") else 2
    if typed.isdigit():
        return (0, 0, place.size, standing, code) if code.startswith(typed) else None
    fits = [name.fit(typed) for name in place.names]
    best = max(fits, default=NameFit.NO)
    if best is NameFit.NO:
        return None
    # A name that only people use (鹏城) comes behind the names on the map.
    by_nickname = fits.index(best) > 1
    return (-best, int(by_nickname), place.size, standing, code)
