"""Which places a reach takes in, and whether two of them meet or one lies within the other.

Compares what rows serve with each other; where a person's place lies is decided by the caller of
the catalog. A zone (经开区, 自贸片区 …) lies within its divisions and never takes in one of them.
"""

from collections.abc import Iterable, Mapping

from catalog.jurisdictions import Jurisdiction, Region, is_within
from catalog.known import AREA, EVERYWHERE, WHOLE_COUNTRY
from catalog.offerings import Reach


class Territory:
    """The places of one release, as divisions and zones."""

    def __init__(self, regions: Iterable[Region], divisions: Mapping[str, Jurisdiction]) -> None:
        """Take the regions and divisions of a release."""
        self._divisions = divisions
        self._members: dict[str, tuple[str, ...]] = {}
        self._zones: set[str] = set()
        for region in regions:
            # A name may stand there once for each kind; the first with members tells where it is.
            area = AREA + region.name
            if region.members and area not in self._members:
                self._members[area] = region.members
                if region.is_part:
                    self._zones.add(area)

    def is_known(self, code: str) -> bool:
        """Say whether a code or area stands for at least one division."""
        return (
            code in (EVERYWHERE, WHOLE_COUNTRY) or code in self._divisions or code in self._members
        )

    def meets(self, one: Reach, other: Reach) -> bool:
        """Say whether some place is served by both; a role that plays no part stops nobody."""
        if not one.codes or not other.codes:
            return True
        left_out = self._expand((*one.excluded, *other.excluded))
        return any(
            self._is_inside(a, b) or self._is_inside(b, a)
            for a in self._expand(one.codes)
            for b in self._expand(other.codes)
            if not self._is_inside_any(a, left_out) and not self._is_inside_any(b, left_out)
        )

    def lies_within(self, inner: Reach, outer: Reach) -> bool:
        """Say whether every place that the one serves is served by the other as well."""
        if not outer.codes:
            return True
        codes, outers = self._expand(inner.codes), self._expand(outer.codes)
        if not codes or not all(self._is_inside_any(code, outers) for code in codes):
            return False
        return not any(
            self._is_inside(code, left_out) or self._is_inside(left_out, code)
            for left_out in self._expand(outer.excluded)
            if not self._is_inside_any(left_out, self._expand(inner.excluded))
            for code in codes
        )

    def _expand(self, codes: Iterable[str]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for code in codes:
            if code == WHOLE_COUNTRY:
                found[EVERYWHERE] = None
            elif code in self._zones:
                found[code] = None
            else:
                found.update(dict.fromkeys(self._members.get(code, (code,))))
        return tuple(found)

    def _is_inside_any(self, code: str, outers: Iterable[str]) -> bool:
        return any(self._is_inside(code, outer) for outer in outers)

    def _is_inside(self, code: str, outer: str) -> bool:
        if outer in (code, EVERYWHERE):
            return True
        if code == EVERYWHERE or outer.startswith(AREA):
            return False
        divisions = self._members.get(code, ()) if code.startswith(AREA) else (code,)
        return bool(divisions) and all(is_within(division, outer) for division in divisions)
