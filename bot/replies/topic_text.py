"""Say what answers a question about a topic; each kind of topic has its own file."""

from bot.decide import (
    AgreementTopic,
    CatalogTopic,
    DirectionsTopic,
    PairTopic,
    RegionTopic,
    RoutesTopic,
    SystemTopic,
    Topic,
)
from bot.knowledge import Knowledge
from bot.messages import Choice
from bot.replies.agreement_text import agreement_choices, agreement_lines
from bot.replies.comparison_text import directions_lines, routes_lines
from bot.replies.overview_text import (
    catalog_choices,
    catalog_lines,
    matters_choices,
    pair_lines,
    region_lines,
)
from bot.replies.system_text import system_choices, system_lines


def topic_lines(topic: Topic, aspect: str, knowledge: Knowledge, *, day: str) -> list[str]:
    """Return the lines that answer a question about a topic, the answer first."""
    match topic:
        case SystemTopic():
            return system_lines(topic, aspect)
        case PairTopic():
            return pair_lines(topic, knowledge, day=day)
        case DirectionsTopic():
            return directions_lines(topic, knowledge, day=day)
        case RoutesTopic():
            return routes_lines(topic, knowledge)
        case RegionTopic():
            return region_lines(topic, day=day)
        case AgreementTopic():
            return agreement_lines(topic, knowledge, day=day)
        case CatalogTopic():
            return catalog_lines(topic, knowledge)


def topic_choices(topic: Topic, aspect: str, knowledge: Knowledge) -> tuple[Choice, ...]:
    """Return the buttons under a topic: what more there is to see."""
    match topic:
        case CatalogTopic():
            return catalog_choices(topic, knowledge)
        case PairTopic() | DirectionsTopic() | RegionTopic():
            return matters_choices(topic, knowledge)
        case SystemTopic():
            return system_choices(topic, aspect)
        case AgreementTopic():
            return agreement_choices(topic)
        case _:
            return ()
