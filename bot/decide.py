"""Decide what kind of reply a question gets: one Decision per ``outcome`` of docs/contract.md.

The order of the rules in ``decide``:

1. nothing readable, too long, own record → Refused; small talk, hand-off
2. two directions compared → Answer with both side by side; a system, term, mode or agreement asked
   about by name → Answer with a topic
3. two places or a region and no matter → Answer with the agreements between them
4. candidates: none that fits → OutOfScope, or Unlisted when it is a government matter
5. the best is a matter that no list holds → Unlisted
6. several fit about equally, or the wording is an umbrella → AskBack
7. else Answer with the route
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.asked import Asked
from bot.basis import AgreementFit
from bot.route import Places, Route, Verdict
from bot.route_facts import RouteFacts
from catalog.agreements import Agreement
from catalog.figures import Figure
from catalog.items import ServiceItem
from catalog.limits import Limit
from catalog.matching import Candidate
from catalog.offerings import HandlingMode
from catalog.systems import System
from intents.lexicon import Place

LONGEST_QUESTION = 2000
"""Characters a question may have (docs/contract.md)."""


class Refusal(StrEnum):
    """Why a question is refused."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    TOO_LONG = "too_long"
    OWN_RECORD = "own_record"


class Detail(StrEnum):
    """What of a system or an agreement is asked about; the reply says it first."""

    COUNT = "count"
    """多少项."""
    FIGURES = "figures"
    """这个数是什么, counts named by their value."""
    WHEN = "when"
    """什么时候、哪年."""
    WHERE = "where"
    """在哪用、怎么用."""
    BASIS = "basis"
    """依据什么文件."""


@dataclass(frozen=True, slots=True)
class SystemTopic:
    """A system, term or mode that was asked about."""

    systems: tuple[System, ...]
    """What was asked about; two for a comparison."""
    figures: tuple[Figure, ...]
    """Its counts, the one that is meant first, each with its own day."""
    agreements: tuple[Agreement, ...]
    """What it rests on."""
    items: tuple[ServiceItem, ...]
    """Examples of items that belong to it."""
    limits: tuple[Limit, ...]
    """What to mind."""
    detail: Detail | None = None
    """What of it was asked about; None for what it is."""


@dataclass(frozen=True, slots=True)
class PairTopic:
    """What holds between two places in one direction, no matter named."""

    places: Places
    """The two places."""
    agreements: tuple[AgreementFit, ...]
    """In force in this direction, most specific first."""
    silent: tuple[Agreement, ...]
    """In force, but the source gives no direction."""
    items: tuple[ServiceItem, ...]
    """What can be handled between just them."""
    is_local: bool = False
    """True when both lie in one province: no cross-province matter."""


@dataclass(frozen=True, slots=True)
class DirectionsTopic:
    """Two directions side by side, never merged: whose matters are handled where."""

    sides: tuple[PairTopic, PairTopic]
    """Each with what holds in just this direction."""


@dataclass(frozen=True, slots=True)
class RouteSide:
    """One of two routes that are compared."""

    route: Route
    """The route."""
    facts: RouteFacts
    """What its rows say."""


@dataclass(frozen=True, slots=True)
class RoutesTopic:
    """One item in two directions side by side."""

    sides: tuple[RouteSide, RouteSide]
    """Each for its own places."""


@dataclass(frozen=True, slots=True)
class RegionTopic:
    """What holds within a region of several provinces (京津冀、长三角)."""

    region: Place
    """The region."""
    agreements: tuple[Agreement, ...]
    """In force, all members are parties and serve each other."""
    silent: tuple[Agreement, ...]
    """In force with all members, but the source gives no direction."""
    items: tuple[ServiceItem, ...]
    """What can be handled in just this region."""


@dataclass(frozen=True, slots=True)
class AgreementTopic:
    """Agreements that were asked about by their parties, title, year or subject."""

    agreements: tuple[Agreement, ...]
    """Best first."""
    is_list: bool = False
    """True when it was asked which there are, not what one says."""
    detail: Detail | None = None
    """What of the first one was asked about; None for what it is."""


@dataclass(frozen=True, slots=True)
class CatalogTopic:
    """What can be handled away from home at all, by category."""

    categories: Mapping[str, tuple[ServiceItem, ...]]
    """Category → its items, the largest first; one category when only it was asked about."""
    places: Places = field(default_factory=Places)
    """The places it is limited to, if any were named."""
    mode: HandlingMode | None = None
    """The handling mode it is limited to, if one was named."""
    page: int = 1
    """Which part of the list is shown."""
    agreements: tuple[Agreement, ...] = ()
    """What is in force between the places, if two or a region were named."""
    figures: tuple[Figure, ...] = ()
    """What was published about how many there are, each with its own day."""


Topic = (
    SystemTopic
    | PairTopic
    | DirectionsTopic
    | RoutesTopic
    | RegionTopic
    | AgreementTopic
    | CatalogTopic
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A route, an overview or a definition."""

    candidates: tuple[Candidate, ...]
    """What was considered, best first; the first is answered."""
    route: Route | None = None
    """The route of the item."""
    topic: Topic | None = None
    """What was asked about instead of an item."""


@dataclass(frozen=True, slots=True)
class AskBack:
    """One question back."""

    question: str
    """Which: ``item``, ``matter``, ``place`` (an ambiguous name), or the role whose place is
    open."""
    candidates: tuple[Candidate, ...] = ()
    """Items to choose from, best guess first, at most five."""
    place: str = ""
    """The ambiguous name, as it was said."""
    place_choices: tuple[str, ...] = ()
    """Names to choose from when a place is ambiguous, at most five."""


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A government matter that no cross-province list we know of holds."""

    item: ServiceItem | None
    """The matter, when we know who handles it."""
    candidates: tuple[Candidate, ...]
    """What was considered, best first."""
    nearest: tuple[ServiceItem, ...]
    """Covered items that are truly near."""


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """Not a government matter."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Not answered, with the reason."""

    reason: Refusal
    """Why."""


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Greeting, thanks and the like."""

    kind: str
    """Key of the text to say."""


@dataclass(frozen=True, slots=True)
class HomeKept:
    """The person asked to keep the home for next time."""

    home: Place | None
    """What is kept; None when no place was named."""


class HandoffWay(StrEnum):
    """How somebody of the hotline gets to the person."""

    PHONE = "phone"
    """Only by phone: nobody can write back here."""
    HERE = "here"
    """They will write back here."""
    AGAIN = "again"
    """The same, and it was asked before."""


@dataclass(frozen=True, slots=True)
class Handoff:
    """The person asks for a person."""

    way: HandoffWay = HandoffWay.PHONE
    """What happens now."""


Decision = Answer | AskBack | Unlisted | OutOfScope | Refused | SmallTalk | HomeKept | Handoff

OUTCOMES: dict[type[Decision], str] = {
    Answer: "answer",
    AskBack: "clarify",
    Unlisted: "unlisted",
    OutOfScope: "out_of_scope",
    Refused: "refused",
    SmallTalk: "smalltalk",
    HomeKept: "smalltalk",
    Handoff: "handoff",
}
"""Decision → ``outcome`` of the answer object."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision with the question it answers."""

    asked: Asked | None
    """The question; None when it was not read at all (empty, too long)."""
    decision: Decision
    """What to reply."""
    candidates: tuple[Candidate, ...] = ()
    """Everything that was considered, best first."""
    parts: tuple["Outcome", ...] = ()
    """Each matter of a message that asks about several, in its order; the first is this one
    too."""

    @property
    def verdict(self) -> Verdict | None:
        """The verdict of a route; None for anything else."""
        if isinstance(self.decision, Answer) and self.decision.route is not None:
            return self.decision.route.verdict
        return None

    @property
    def item(self) -> str | None:
        """Id of the item that is answered, held or not; None for anything else."""
        match self.decision:
            case Answer(route=route) if route is not None:
                return route.item.id
            case Unlisted(item=item) if item is not None:
                return item.id
        return None
