"""Say what each place asks for before somebody sets out (别白跑): who accepts and who decides.

Facts come from the rows of the route and the channels of each place; where no row says anything it
is said so, with whom to ask.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.knowledge import Knowledge
from bot.places import Fit
from bot.replies.procedure_text import home_word, place_name
from bot.replies.texts import say
from bot.replies.trip_text import window_text, windows_near
from bot.replies.typeset import typeset
from bot.route import Route, Verdict
from bot.route_facts import RouteFacts
from catalog.channels import ServiceChannel
from catalog.limits import Limit, LimitEffect
from catalog.sources import Confidence
from intents.lexicon import Place

_CALLED = frozenset({"窗口", "热线", "自助终端"})
_MOST_CHANNELS = 4
_NO_TRIP = frozenset({Verdict.UNKNOWN, Verdict.NOT_YET, Verdict.LOCAL})
"""Nothing is known for the way, or it is none between provinces: the answer says whom to ask."""


@dataclass(frozen=True, slots=True)
class Stop:
    """What one place asks for (收件地 or 决定地)."""

    title: str
    """Which place it is, e.g. 收件地 北京市."""
    asks: tuple[str, ...]
    """What it asks for or has one mind, each as a row says it."""
    channels: tuple[str, ...]
    """Windows and phones there, with address and hours where they are known."""
    whom_to_ask: str
    """Whom to call before setting out."""


def describe_trip(route: Route, facts: RouteFacts, knowledge: Knowledge) -> tuple[Stop, ...]:
    """Return the accepting and the deciding place; one stop where one place does both."""
    if route.verdict in _NO_TRIP:
        return ()
    accepts, decides = route.direction.accepts, route.direction.decides
    gazetteer = knowledge.gazetteer
    accepting = place_name(accepts, gazetteer) or say("trip_card.unnamed")
    deciding = place_name(decides, gazetteer) or home_word(route.item)
    if accepts is not None and accepts == decides:
        asks = (*_accepting_asks(route, facts), *_deciding_asks(route))
        return (_stop("both", accepting, asks, accepts, route, facts, knowledge),)
    return (
        _stop(
            "accepts", accepting, _accepting_asks(route, facts), accepts, route, facts, knowledge
        ),
        _stop("decides", deciding, _deciding_asks(route), decides, route, facts, knowledge),
    )


def _stop(
    key: str,
    name: str,
    asks: Iterable[str],
    place: Place | None,
    route: Route,
    facts: RouteFacts,
    knowledge: Knowledge,
) -> Stop:
    told = tuple(dict.fromkeys(typeset(ask) for ask in asks if ask))
    return Stop(
        title=typeset(say(f"trip_card.{key}", place=name)),
        asks=told or (say("trip_card.blank"),),
        channels=tuple(_channels(place, route, facts, knowledge)),
        whom_to_ask=_whom_to_ask(place, knowledge),
    )


def _accepting_asks(route: Route, facts: RouteFacts) -> list[str]:
    return [*facts.materials, *_told(route.limits, with_homes=False), facts.conditions]


def _deciding_asks(route: Route) -> list[str]:
    return _told(route.limits, with_homes=True)


def _told(limits: Iterable[Limit], *, with_homes: bool) -> list[str]:
    """Return the limits of the deciding place (those bound to some homes), or the others."""
    chosen = [x for x in limits if x.effect is not LimitEffect.NOT_YET]
    return [x.limit for x in chosen if bool(x.homes) is with_homes]


def _channels(
    place: Place | None, route: Route, facts: RouteFacts, knowledge: Knowledge
) -> list[str]:
    if place is None:
        return []
    if place == route.places.current:
        return [typeset(window_text(c, whole=True)) for c in windows_near(route, facts)]
    near = [c for c in knowledge.release.channels.values() if _is_near(c, place, route, knowledge)]
    return [typeset(_channel_text(channel)) for channel in near[:_MOST_CHANNELS]]


def _is_near(channel: ServiceChannel, place: Place, route: Route, knowledge: Knowledge) -> bool:
    serves = route.item.id in channel.items or (
        not channel.items and route.item.category in channel.categories
    )
    return (
        channel.kind in _CALLED
        and serves
        and "*" not in channel.regions
        and channel.source.confidence is not Confidence.LOW
        and knowledge.gazetteer.fit(place, channel.regions) is Fit.YES
    )


def _channel_text(channel: ServiceChannel) -> str:
    told = (channel.address, channel.hours, channel.phone)
    return "，".join([channel.name, *(detail for detail in told if detail)])


def _whom_to_ask(place: Place | None, knowledge: Knowledge) -> str:
    area_code = knowledge.gazetteer.area_code(place) if place else None
    if area_code is None:
        return say("trip_card.ask_any")
    return say("trip_card.ask", phone=f"{area_code}-12345")
