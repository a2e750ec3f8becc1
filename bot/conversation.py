"""What one conversation already knows and what was asked last."""

from dataclasses import dataclass, field
from datetime import datetime

CONVERSATION_TTL_SECONDS = 30 * 60
"""A conversation that was silent for longer starts anew."""
KEPT_HOME_DAYS = 365
"""A kept home that was not used for longer is deleted too."""


@dataclass(frozen=True, slots=True)
class Slots:
    """Places and matter carried from turn to turn; codes, or ``area:<name>``."""

    home: str | None = None
    """业务属地."""
    current: str | None = None
    """办理地, or where the person is."""
    destination: str | None = None
    """转入地, 迁入地."""
    abroad: bool = False
    """True while the person stands outside the country."""
    item: str | None = None
    """Id of the item talked about."""
    case: str = ""
    """Words that told which limits of the item apply (货车)."""
    aspect: str | None = None
    """Aspect asked last."""
    systems: tuple[str, ...] = ()
    """Ids of the systems talked about instead of an item."""
    systems_before: tuple[str, ...] = ()
    """Ids of the systems talked about before those."""
    about_pair: bool = False
    """True when what holds between the two places was asked, no matter named."""
    parties: tuple[str, ...] = ()
    """The places whose agreements were talked about, as they were named."""
    agreements: tuple[str, ...] = ()
    """Ids of the agreements talked about, the one meant first."""
    is_listed: bool = False
    """True when an overview of what can be handled was shown."""
    between: tuple[str | None, ...] = ()
    """Codes of the home and the current place the overview was limited to."""
    category: str = ""
    """The field it was limited to."""
    mode: str = ""
    """The handling mode it was limited to."""
    recent: tuple[str, ...] = ()
    """Ids of the items talked about before, the last one first."""

    @property
    def is_going_on(self) -> bool:
        """True while something is talked about that a short message can add to."""
        topics = (self.systems, self.about_pair, self.agreements, self.is_listed)
        return self.item is not None or any(topics)


@dataclass(frozen=True, slots=True)
class Conversation:
    """State between two messages of one person on one surface."""

    key: str
    """E.g. ``web:3f0c…`` or ``telegram:12345``."""
    slots: Slots = field(default_factory=Slots)
    """What is known."""
    pending: str | None = None
    """The question that was asked back, masked; None when nothing is open."""
    asking: str | None = None
    """Role of the place that was asked back; None when none is open."""
    kept_home: str | None = None
    """Code of the home the person asked to keep; outlives the conversation."""
    choices: tuple[str, ...] = ()
    """What the buttons of the last reply say, in their order."""
    last_receipt: str | None = None
    """Receipt of the last turn, for 有用/没用."""
    updated_at: datetime | None = None
    """When it was saved last, UTC."""
    version: int = 0
    """Counts saves; a save with a stale version loses (optimistic lock)."""
