"""Jurisdictions (行政区划, GB/T 2260) and regions that are not divisions (区域、片区、俗称)."""

from dataclasses import dataclass

MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
"""Provinces that are cities at once (直辖市)."""


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A division at province, city or county level (行政区划)."""

    code: str
    """Six digits, e.g. 131082."""
    name: str
    """Official name without its parents, e.g. 三河市."""
    area_code: str | None = None
    """Telephone area code (区号) of a city or municipality, e.g. 0316."""


@dataclass(frozen=True, slots=True)
class Region:
    """A named area that the division table does not hold (区域、功能区、俗称、旧称)."""

    name: str
    """E.g. 北三县."""
    kind: str
    """区域, 功能区, 俗称, 旧称, 同名易混 …"""
    members: tuple[str, ...]
    """Codes of the divisions it lies in; empty when the city must be asked first."""
    aliases: tuple[str, ...]
    """Other names."""
    parent: str | None
    """Code of the division above, if one."""
    is_part: bool
    """True when the region is only a part of its members, so being there is not certain."""
    note: str = ""
    """What to mind, e.g. 属天津港保税区管理."""


def province_of(code: str) -> str:
    """Return the code of the province-level division a code lies in."""
    return code[:2] + "0000"


def is_within(code: str, ancestor: str) -> bool:
    """Say whether a division is the ancestor itself or lies inside it.

    Province-run cities and counties (省直辖, 4th digit 9) have no city level; codes such as
    429004 are only within their province.
    """
    if ancestor.endswith("0000"):
        return code[:2] == ancestor[:2]
    if ancestor.endswith("00"):
        return code[:4] == ancestor[:4]
    return code == ancestor
