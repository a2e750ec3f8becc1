"""What to know before setting out: where to go, what to bring, whom to call, what may go wrong.

Facts come from the rows of the route; what no row says is put as advice to ask first.
"""

import re

from bot.replies.fit import join_clauses
from bot.replies.texts import say
from bot.route import Route
from bot.route_facts import ChannelLine, RouteFacts
from catalog.offerings import HandlingMode

_WINDOW = re.compile(
    r"窗口|派出所|大厅|机关|车管所|网点|服务站|残联|政府|街道|机构|医院|办公|中心$|检验|公证处|坐席"
)
_ONLINE_PLACE = re.compile(
    r"APP|小程序|平台|网上|网站|网厅|线上|专区|网$|系统|客户端|\.cn|12123", re.I
)
_IN_BRACKETS = re.compile(r"[(\uff08][^()\uff08\uff09]*[)\uff09]")
_APPOINTMENT = re.compile("先预约|APP预约|预约制|凭预约")
_OFTEN_FAKED = frozenset(
    {"社会保障", "医疗保障", "公安出入境", "公安交管", "住房公积金", "市场监管", "税务"}
)
"""Kinds of matters that pay-to-apply sites like to imitate; a word of caution harms nobody."""
_WITHOUT_TRIP = frozenset({HandlingMode.ONLINE, HandlingMode.AUTOMATIC})
_MOST_PLACES, _LONGEST_PLACES, _LONGEST_PLACES_ASKED = 4, 90, 150
_MOST_MATERIALS, _LONGEST_MATERIALS = 4, 75
_MOST_MATERIALS_ASKED, _LONGEST_MATERIALS_ASKED = 8, 170


def where_line(route: Route, facts: RouteFacts, *, asked_for: bool) -> str:
    """Return where to go: online first, then a window near the place of handling."""
    windows = [window_text(c, whole=asked_for) for c in windows_near(route, facts)]
    if route.abroad:
        places = [p for p in facts.where if _ONLINE_PLACE.search(p)]
        text = join_clauses(places, _LONGEST_PLACES)
        return say("line.place", where=text or say("line.blank")) if text or asked_for else ""
    if asked_for:
        places = [*facts.where[:_MOST_PLACES], *windows[:2]]
        text = join_clauses(places, _LONGEST_PLACES_ASKED) or say("line.blank")
        return say("line.place", where=text)
    online = next((p for p in facts.where if _ONLINE_PLACE.search(p)), None)
    general = next((p for p in facts.where if p != online and _WINDOW.search(p)), None)
    chosen = [online, windows[0] if windows else general]
    places = [p for p in chosen if p] or list(facts.where[:1])
    return say("line.place", where=join_clauses(places, _LONGEST_PLACES)) if places else ""


def windows_near(route: Route, facts: RouteFacts) -> list[ChannelLine]:
    """Return the windows and terminals at the place of handling, nearest first."""
    if route.places.current is None:
        return []
    return [c for c in facts.channels if c.kind in ("窗口", "自助终端")]


def window_text(channel: ChannelLine, *, whole: bool) -> str:
    """Return a window with its address and, when it is asked for, its hours and phone."""
    told = [channel.address, channel.hours, channel.phone] if whole else [channel.address]
    return ",".join([channel.name, *(detail for detail in told if detail)])


def materials_line(facts: RouteFacts, *, asked_for: bool) -> str:
    """Return what to bring: the few that matter most, or the list when it was asked for."""
    if not facts.materials:
        return say("line.materials", materials=say("line.blank")) if asked_for else ""
    most, longest = (
        (_MOST_MATERIALS_ASKED, _LONGEST_MATERIALS_ASKED)
        if asked_for
        else (_MOST_MATERIALS, _LONGEST_MATERIALS)
    )
    text = join_clauses(facts.materials[:most], longest)
    return say("line.materials", materials=text)


def trip_line(route: Route, facts: RouteFacts, *, region: str, hours_told: bool) -> str:
    """Return what saves a wasted trip; empty where there is none to make."""
    told = [say("trip.only", region=region)] if region else []
    if route.modes and route.modes[0] is HandlingMode.PROXY:
        told.append(say("trip.no_result_at_once"))
    if _makes_trip(route, facts):
        known = [say("trip.appointment")] if _needs_appointment(route, facts) else []
        hours = [_IN_BRACKETS.sub("", c.hours) for c in windows_near(route, facts)[:1] if c.hours]
        known += [] if hours_told else [say("trip.hours", hours=text) for text in hours]
        told += known or ([] if hours else [_ask_first(route)])
    return say("line.trip", text=";".join(told)) if told else ""


def _ask_first(route: Route) -> str:
    settles = HandlingMode.DIRECT_SETTLEMENT in route.modes[:1]
    return say("trip.ask_hospital" if settles else "trip.ask_first")


def _makes_trip(route: Route, facts: RouteFacts) -> bool:
    if route.modes:
        return route.modes[0] not in _WITHOUT_TRIP
    # Without a mode the words for the place tell; a hotline or an app takes nobody anywhere.
    return any(_WINDOW.search(place) for place in facts.where[:1])


def _needs_appointment(route: Route, facts: RouteFacts) -> bool:
    hours = [c.hours or "" for c in windows_near(route, facts)[:1]]
    return any(_APPOINTMENT.search(text) for text in (*facts.where, *hours))


def official_line(route: Route, facts: RouteFacts) -> str:
    """Return the warning of look-alike sites, where something is handled online."""
    online = any(_ONLINE_PLACE.search(place) for place in facts.where)
    return say("line.official") if online and route.item.category in _OFTEN_FAKED else ""


def progress_line(route: Route, facts: RouteFacts) -> str:
    """Return where to see how far it is."""
    if facts.tracking:
        where = say("progress.sites", names="、".join(facts.tracking[:2]))
    elif route.modes and route.modes[0] in _WITHOUT_TRIP:
        where = say("progress.online")
    else:
        where = say("progress.window")
    return say("line.progress", where=where, phone=first_phone(facts))


def contact_line(facts: RouteFacts) -> str:
    """Return the hotlines, that of the matter first."""
    phones = [*facts.topic_hotlines, *([facts.hotline] if facts.hotline else [])]
    told = [say("line.phone", phone=c.phone, name=c.name) for c in phones]
    told += [] if facts.hotline else [say("line.ask_any")]
    return say("line.contact", phones=";".join(told))


def first_phone(facts: RouteFacts) -> str:
    """Return the number to try first."""
    phones = [*facts.topic_hotlines, *([facts.hotline] if facts.hotline else [])]
    return phones[0].phone or "" if phones else "12345"


def ask_line(facts: RouteFacts, *, is_open: bool) -> str:
    """Return whom to call when in doubt; ``is_open`` when nothing known settles the matter."""
    if facts.hotline is None:
        return say("line.ask_plain")
    key = "line.ask_first" if is_open else "line.ask"
    return say(key, phone=facts.hotline.phone, name=facts.hotline.name)
