"""Collect what a route's rows say: channels, papers, time, fee, basis, sources.

Every value comes from one row with its source; a blank of the first offering is filled from the
next one that fits the same places, and never from one that does not.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.basis import AgreementFit
from bot.places import Fit, Gazetteer
from bot.route import Route, Verdict
from catalog.channels import ServiceChannel
from catalog.offerings import BasisKind, Offering
from catalog.release import CatalogRelease
from catalog.sources import COMPILED_ON, Confidence, Source, parse_partial_date
from intents.lexicon import Place

_SHOWN_CHANNELS = 6
_RUN_BY_PROVINCE = "90"
"""Third and fourth digit of the counties that belong to no city (省直辖县)."""
_BY_AREA_CODE = "异地拨打加"
"""Stands in the notes of a hotline that each place answers for itself."""
_CONSULAR_HOTLINE = "hotline-12308"
"""Id of the channel for Chinese citizens abroad (领事保护)."""
_ONLY_FOR = re.compile(r"[(\uff08]([^()\uff08\uff09]+)[)\uff09]$")
_WINDOWS = frozenset({"窗口", "自助终端"})
_ONLINE = frozenset({"网站", "APP", "小程序", "网站/APP", "网站/小程序", "小程序/APP"})


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One place to go or call, as it is shown."""

    name: str
    kind: str
    region: str | None
    address: str | None = None
    phone: str | None = None
    hours: str | None = None


@dataclass(frozen=True, slots=True)
class BasisLine:
    """One list or agreement, as it is shown."""

    kind: str
    title: str
    as_of: str | None
    confidence: str
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source with its date, as it is shown."""

    title: str
    url: str | None
    as_of: str
    as_of_kind: str
    confidence: str


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """Everything a reply tells of a route."""

    channels: tuple[ChannelLine, ...]
    """Online entry, window near the place, hotline of the deciding place."""
    where: tuple[str, ...]
    """Where to go, in words."""
    materials: tuple[str, ...]
    """What to bring."""
    time_limit: str
    """How long; empty = not known."""
    fee: str
    """What it costs; empty = not known."""
    conditions: str
    """What to mind."""
    basis: tuple[BasisLine, ...]
    """Most specific first."""
    sources: tuple[SourceLine, ...]
    """Empty only when no row held on that day."""
    hotline: ChannelLine | None
    """12345 of the deciding place, with its area code for who is elsewhere."""
    topic_hotlines: tuple[ChannelLine, ...]
    """Hotlines for just this kind of matter (12333, 12329 …), dialled as 12345 is."""
    tracking: tuple[str, ...]
    """Names of the sites and apps that show the progress, where a row says so."""
    is_inferred: bool
    """True when what it rests on is only inferred."""
    consular_hotline: ChannelLine | None = None
    """Whom to call from abroad; None when it is not asked from there or the catalog has none."""


def collect_facts(route: Route, release: CatalogRelease, gazetteer: Gazetteer) -> RouteFacts:
    """Return what the rows of a route say."""
    offerings = route.offerings
    hotline = _hotline(route, gazetteer)
    topic_hotlines = _topic_hotlines(route, release, gazetteer)
    lead = offerings[0] if offerings else None
    phones = (*topic_hotlines, hotline) if hotline else topic_hotlines
    return RouteFacts(
        channels=(*_channels(route, release, gazetteer), *phones),
        where=next((o.where for o in offerings if o.where), ()),
        materials=next((found for o in offerings if (found := _materials(o, route, release))), ()),
        time_limit=next((o.time_limit for o in offerings if o.time_limit), ""),
        fee=next((o.fee for o in offerings if o.fee), ""),
        conditions=lead.conditions if lead else "",
        basis=_basis(route, release),
        sources=_sources(route),
        hotline=hotline,
        topic_hotlines=topic_hotlines,
        tracking=_tracking(route, release),
        is_inferred=lead is not None
        and Confidence.INFERRED in (lead.basis_confidence, lead.source.confidence),
        consular_hotline=_consular_hotline(release, gazetteer) if route.abroad else None,
    )


def _materials(offering: Offering, route: Route, release: CatalogRelease) -> tuple[str, ...]:
    """Return what to bring for this item, without what is only for another of the same row.

    “原身份证(换领)” is nothing for who has lost the card.
    """
    item = route.item
    others = [release.items[i].name for i in offering.items if i != item.id]
    only = [(m, _ONLY_FOR.search(m)) for m in offering.materials]
    return tuple(
        material
        for material, found in only
        if found is None or found[1] in item.name or not any(found[1] in other for other in others)
    )


def _hotline(route: Route, gazetteer: Gazetteer) -> ChannelLine | None:
    decides = _deciding_place(route)
    if decides is None or gazetteer.area_code(decides) is None:
        return None
    name, phone = _city_name(decides, gazetteer), _dialled("12345", route, gazetteer)
    title = f"{name}12345热线" if phone != "12345" else "当地政务服务热线"
    return ChannelLine(title, "热线", name, phone=phone)


def _city_name(place: Place, gazetteer: Gazetteer) -> str:
    """Return the city that answers 12345 for a place; a county has no hotline of its own."""
    code = gazetteer.codes(place)[0]
    above = (code[:4] + "00", code[:2] + "0000") if code[2:4] != _RUN_BY_PROVINCE else (code,)
    found = next((p for outer in above if (p := gazetteer.place(outer))), place)
    return gazetteer.name(found.code)


def _deciding_place(route: Route) -> Place | None:
    return route.places.home or route.direction.decides or route.places.destination


def _dialled(number: str, route: Route, gazetteer: Gazetteer) -> str:
    """Return the number of the deciding place as it is dialled from where the person is."""
    decides, current = _deciding_place(route), route.places.current
    area_code = gazetteer.area_code(decides) if decides else None
    is_local = current is not None and gazetteer.area_code(current) == area_code
    return number if area_code is None or is_local else f"{area_code}-{number}"


def _topic_hotlines(
    route: Route, release: CatalogRelease, gazetteer: Gazetteer
) -> tuple[ChannelLine, ...]:
    found = [
        channel
        for channel in release.channels.values()
        if channel.kind == "热线"
        and channel.phone
        and "*" in channel.regions
        and route.item.category in channel.categories
    ]
    return tuple(
        replace(_channel_line(c, gazetteer), phone=_dialled(c.phone, route, gazetteer))
        if c.phone and _BY_AREA_CODE in c.notes
        else _channel_line(c, gazetteer)
        for c in found
    )


def _consular_hotline(release: CatalogRelease, gazetteer: Gazetteer) -> ChannelLine | None:
    channel = release.channels.get(_CONSULAR_HOTLINE)
    return _channel_line(channel, gazetteer) if channel and channel.phone else None


def _tracking(route: Route, release: CatalogRelease) -> tuple[str, ...]:
    named = [release.channels[i] for o in route.offerings for i in o.channels]
    return tuple(dict.fromkeys(c.name for c in named if "进度" in c.notes))


def _channels(
    route: Route, release: CatalogRelease, gazetteer: Gazetteer
) -> tuple[ChannelLine, ...]:
    """Return where to go in the order one would try: online, then the windows, nearest first."""
    named = [release.channels[i] for o in route.offerings for i in o.channels]
    online = [c for c in named if c.kind in _ONLINE]
    windows = _windows(route, release, gazetteer)
    unique = dict.fromkeys((*online, *windows))
    return tuple(_channel_line(c, gazetteer) for c in unique)[:_SHOWN_CHANNELS]


def _windows(route: Route, release: CatalogRelease, gazetteer: Gazetteer) -> list[ServiceChannel]:
    """Return windows and terminals to go to, nearest first.

    Who has not said where to go is sent to no city that only a second offering is for, who is
    abroad to none, and nobody to a place that is old or was only copied from somewhere.
    """
    current = route.places.current
    offerings = route.offerings if current else route.offerings[: 0 if route.abroad else 1]
    named = [release.channels[i] for o in offerings for i in o.channels]
    windows = [c for c in named if c.kind in _WINDOWS]
    if current is None or route.verdict is Verdict.UNKNOWN:
        return windows
    windows = [c for c in windows if gazetteer.fit(current, c.regions) is Fit.YES]
    windows += _windows_near(route, release, gazetteer)
    windows = [c for c in windows if c.source.confidence is not Confidence.LOW]
    return sorted(windows, key=lambda c: current.code not in c.regions)


def _windows_near(
    route: Route, release: CatalogRelease, gazetteer: Gazetteer
) -> list[ServiceChannel]:
    """Return windows and terminals at the place of handling that serve this kind of matter."""
    current, item = route.places.current, route.item
    if current is None:
        return []
    return [
        channel
        for channel in release.channels.values()
        if channel.kind in _WINDOWS
        and (
            item.id in channel.items or (not channel.items and item.category in channel.categories)
        )
        and gazetteer.fit(current, channel.regions) is Fit.YES
        and "*" not in channel.regions
    ]


def _channel_line(channel: ServiceChannel, gazetteer: Gazetteer) -> ChannelLine:
    regions = [gazetteer.name(code) for code in channel.regions if code != "*"]
    return ChannelLine(
        channel.name,
        channel.kind,
        "、".join(regions) or "全国",
        channel.address,
        channel.phone,
        channel.hours,
    )


def _basis(route: Route, release: CatalogRelease) -> tuple[BasisLine, ...]:
    lines = [_agreement_line(fit) for fit in route.agreements]
    for offering in route.offerings:
        if offering.agreement and offering.agreement in release.agreements:
            agreement = release.agreements[offering.agreement]
            rests_on = BasisLine(
                BasisKind.AGREEMENT,
                agreement.title,
                agreement.signed_text or agreement.source.as_of,
                agreement.source.confidence,
            )
            lines = [rests_on, *(line for line in lines if line.title != agreement.title)]
        elif offering.basis_title and _is_published(offering.basis_as_of, route.on):
            lines.append(
                BasisLine(
                    offering.basis_kind,
                    offering.basis_title,
                    offering.basis_as_of or None,
                    offering.basis_confidence,
                )
            )
    return tuple({line.title: line for line in reversed(lines)}.values())[::-1]


def _is_published(as_of: str, on: date) -> bool:
    """Say whether a list was out on a day; what it lists may have held before it."""
    day = parse_partial_date(as_of)
    return day is None or day.last_day <= on


def _agreement_line(fit: AgreementFit) -> BasisLine:
    agreement = fit.agreement
    return BasisLine(
        BasisKind.AGREEMENT,
        agreement.title,
        agreement.signed_text or agreement.source.as_of,
        agreement.source.confidence,
        scope=None if agreement.items else "not itemised",
    )


def _sources(route: Route) -> tuple[SourceLine, ...]:
    rows: Iterable[Offering] = route.offerings[:2] or route.alternative[:1]
    found = [source_line(o.source, fallback=o.basis_as_of if _is_list(o) else None) for o in rows]
    found += [source_line(limit.source) for limit in route.limits if limit.effect != "note"]
    return tuple({line.title: line for line in found}.values())


def _is_list(offering: Offering) -> bool:
    return offering.basis_kind is BasisKind.NATIONAL_LIST


def source_line(source: Source, fallback: str | None = None) -> SourceLine:
    """Return a source with its own date, else its list's, else the day of compilation."""
    if source.as_of:
        return SourceLine(source.title, source.url, source.as_of, "source", source.confidence)
    if fallback:
        return SourceLine(source.title, source.url, fallback, "list", source.confidence)
    return SourceLine(source.title, source.url, COMPILED_ON, "compiled", source.confidence)
