"""What a cluster of questions tells: how many, from where, answered how, and what is near."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.storage.records import NamedPlace

_NO_MATTER = "out_of_scope"


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A place with how many of the questions named it."""

    place: NamedPlace
    """The place."""
    count: int
    """Questions."""


@dataclass(frozen=True, slots=True)
class NearItem:
    """An item that may be meant."""

    id: str
    """Its id."""
    name: str
    """Its name."""
    score: float
    """How well it fits, 0..1."""


@dataclass(frozen=True, slots=True)
class Example:
    """One of the questions."""

    question: str
    """In the person's words, masked."""
    receipt: str
    """Code under which the turn can be opened."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions about one matter."""

    key: str
    """Short name by which it is settled; the same in every run."""
    wordings: tuple[str, ...]
    """Keys of all its wordings, its own first: all are settled with it."""
    phrase: str
    """Its most typical words, without places."""
    count: int
    """Questions."""
    people: int
    """Conversations; a question outside of any counts as one."""
    first_asked: datetime
    """When the first was asked, UTC."""
    last_asked: datetime
    """When the last was asked, UTC."""
    homes: tuple[PlaceCount, ...]
    """业务属地 that were named, most often first."""
    currents: tuple[PlaceCount, ...]
    """办理地 that were named."""
    surfaces: Mapping[str, int]
    """web, telegram … → questions."""
    outcomes: Mapping[str, int]
    """What was replied → questions."""
    disliked: int
    """Answers that were called 没用."""
    reasons: tuple[str, ...]
    """Why, the newest first."""
    answered: Mapping[str, int]
    """Id of the item that was answered or offered first → questions."""
    examples: tuple[Example, ...]
    """The newest questions, each wording once."""
    is_settled: bool = False
    """True when most of it was made an alias or an item, or is to be ignored."""
    nearest: tuple[NearItem, ...] = ()
    """Items of the catalog that may be meant, best first."""

    @property
    def is_matter(self) -> bool:
        """False when nothing of it looked like a government matter; such ones come last."""
        return self.disliked > 0 or set(self.outcomes) != {_NO_MATTER}
