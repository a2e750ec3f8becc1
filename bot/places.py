"""Say whether a place lies within what a list or agreement serves.

A zone (经开区, 自贸片区 …) is only part of a division: whoever names the division is *perhaps*
inside.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum

from catalog.jurisdictions import MUNICIPALITIES, Region, is_within, province_of
from catalog.release import CatalogRelease
from intents.lexicon import Place

EVERYWHERE = "*"


_OUTSIDE_MAINLAND = ("71", "81", "82")
"""Taiwan, Hong Kong, Macao: what the national lists call 全国 does not reach there."""


class Fit(IntEnum):
    """How surely a place is served."""

    NO = 0
    PERHAPS = 1
    YES = 2


class Gazetteer:
    """The places of one release and how they contain each other."""

    def __init__(self, release: CatalogRelease) -> None:
        """Take divisions and regions from the release."""
        self._release = release
        self._regions: Mapping[str, Region] = {
            name: region
            for region in reversed(release.regions)
            if region.kind != "同名易混"
            for name in (region.name,)
        }

    def codes(self, place: Place) -> tuple[str, ...]:
        """Return the division codes a place stands for."""
        return place.members or (place.code,)

    def name(self, code: str) -> str:
        """Return the short official name of a code or area."""
        if code.startswith("area:"):
            return code.removeprefix("area:")
        division = self._release.divisions.get(code)
        return division.name if division else code

    def full_name(self, place: Place) -> str:
        """Return the name with its province or city where it would be ambiguous alone."""
        code = place.code
        if code.startswith("area:") or code.endswith("0000"):
            return self.name(code)
        above = province_of(code) if province_of(code) in MUNICIPALITIES else code[:4] + "00"
        outer = self.name(above) if above != code and above in self._release.divisions else ""
        return outer + self.name(code)

    def place(self, code: str) -> Place | None:
        """Return the place of a code or area; None when there is none."""
        if code.startswith("area:"):
            region = self._regions.get(code.removeprefix("area:"))
            return Place(code, region.name, region.members) if region else None
        division = self._release.divisions.get(code)
        return Place(code, division.name) if division else None

    def fit(self, place: Place, served: Iterable[str]) -> Fit:
        """Return how surely a place lies within the codes or areas served, taken together."""
        served = tuple(served)
        whole = max((self._fit_one(place, code) for code in served), default=Fit.NO)
        if whole is not Fit.PERHAPS or len(place.members) < 2:
            return whole
        # 川渝 lies within 四川 and 重庆 together, though in neither of them alone.
        return max(whole, min(self.fit(Place(code, ""), served) for code in place.members))

    def _fit_one(self, place: Place, served: str) -> Fit:
        if served == EVERYWHERE:
            return Fit.NO if _is_outside_mainland(place) else Fit.YES
        if served in (place.code, f"area:{place.zone}"):
            return Fit.YES
        if not served.startswith("area:"):
            return self._fit_divisions(place, (served,))
        region = self._regions.get(served.removeprefix("area:"))
        if region is None:
            return Fit.YES if served == "area:全国" else Fit.NO
        inside = self._fit_divisions(place, region.members)
        return min(inside, Fit.PERHAPS) if region.is_part else inside

    def _fit_divisions(self, place: Place, served: Iterable[str]) -> Fit:
        served = tuple(served)
        codes = self.codes(place)
        if all(any(is_within(code, outer) for outer in served) for code in codes):
            return Fit.YES
        overlaps = any(
            is_within(code, other) or is_within(other, code) for code in codes for other in served
        )
        return Fit.PERHAPS if overlaps else Fit.NO

    def same_province(self, first: Place, second: Place) -> bool:
        """Say whether both places lie in one and the same province-level division."""
        provinces = {province_of(c) for place in (first, second) for c in self.codes(place)}
        return len(provinces) == 1

    def area_code(self, place: Place) -> str | None:
        """Return the telephone area code of the city a place lies in, if there is one city."""
        found = {self._area_code(code) for code in self.codes(place)}
        return found.pop() if len(found) == 1 else None

    def _area_code(self, code: str) -> str | None:
        for candidate in (code, code[:4] + "00", province_of(code)):
            division = self._release.divisions.get(candidate)
            if division and division.area_code:
                return division.area_code
        return None


def _is_outside_mainland(place: Place) -> bool:
    return place.code.startswith(_OUTSIDE_MAINLAND)
