"""A small world to answer from: a few places, one item, and facts a test adds."""

from datetime import date

from bot.places import Gazetteer
from bot.route import Places, find_route
from catalog.offerings import Reach
from catalog.sources import Confidence, Source, parse_partial_date
from tests.builders import make_agreement, make_offering, make_release, make_row

DAY = date(2026, 11, 23)
EVERYWHERE = Reach(("*",))
NOWHERE = Reach(())

_DIVISIONS = {
    "110000": ("北京市", "010"),
    "110112": ("通州区", ""),
    "110115": ("大兴区", ""),
    "120000": ("天津市", "022"),
    "120116": ("滨海新区", ""),
    "130000": ("河北省", ""),
    "130600": ("保定市", "0312"),
    "131000": ("廊坊市", "0316"),
    "131024": ("香河县", ""),
    "131028": ("大厂回族自治县", ""),
    "131082": ("三河市", ""),
    "310000": ("上海市", "021"),
    "340000": ("安徽省", ""),
    "340100": ("合肥市", "0551"),
}
_REGIONS = (
    {"name": "北三县", "kind": "俗称", "members": "131082;131028;131024"},
    {"name": "京津冀", "kind": "区域", "members": "110000;120000;130000"},
    {"name": "天津经开区", "kind": "功能区", "members": "120116", "is_part": "yes"},
    {"name": "北京经开区", "kind": "功能区", "members": "110115", "is_part": "yes"},
)


def make_world(**facts):
    """Return a release over the places of this file."""
    divisions = [
        make_row("divisions", code=code, name=name, area_code=area_code)
        for code, (name, area_code) in _DIVISIONS.items()
    ]
    regions = [make_row("regions", **region) for region in _REGIONS]
    facts.setdefault("agreements", [])
    return make_release(divisions=divisions, regions=regions, **facts)


def place(code):
    """Return a place of the world; None for none."""
    if code is None:
        return None
    found = Gazetteer(make_world()).place(code)
    assert found is not None, code
    return found


def places(home=None, current=None, destination=None):
    """Return the places of a question by their codes."""
    return Places(place(home), place(current), place(destination))


def offer(homes="", currents="", destinations="", **changes):
    """Return an offering of the item; places as they stand in a sheet, ``!`` leaves one out."""
    return make_offering(
        homes=_reach(homes),
        currents=_reach(currents),
        destinations=_reach(destinations),
        **changes,
    )


def _reach(cell):
    parts = cell.split()
    return Reach(
        tuple(p for p in parts if not p.startswith("!")),
        tuple(p[1:] for p in parts if p.startswith("!")),
    )


def day(text):
    """Return a date of any precision as the catalog holds it."""
    return parse_partial_date(text)


def dated_agreement(signed=None, expires=None, published=None, **changes):
    """Return an agreement with the days it was signed, ends and was reported."""
    return make_agreement(
        signed_on=day(signed) if signed else None,
        signed_text=signed or "",
        expires_on=day(expires) if expires else None,
        source=Source("公告", None, "official", published, Confidence.HIGH),
        **changes,
    )


def route_of(
    *offerings, home=None, current=None, destination=None, text="", on=DAY, abroad=False, **facts
):
    """Return the route of the one item for these places, offerings and facts."""
    release = make_world(offerings=offerings, **facts)
    item = release.items["id-card"]
    asked = places(home, current, destination)
    gazetteer = Gazetteer(release)
    return find_route(item, asked, release, gazetteer, text=text, on=on, abroad=abroad)
