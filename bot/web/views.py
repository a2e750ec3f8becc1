"""What an item's page shows, already in words; made by whoever holds the catalog."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfferingCard:
    """One way in which the item is handled across provinces (办理方式)."""

    label: str
    """Name of the row as published."""
    modes: tuple[str, ...] = ()
    """Handling modes, fewest trips first."""
    mode_note: str = ""
    """The source's own wording."""
    homes: str = ""
    """业务属地 in words; empty when it plays no part."""
    currents: str = ""
    """办理地 in words; empty when it plays no part."""
    destinations: str = ""
    """转入地、迁入地 in words; empty when it plays no part."""
    where: tuple[str, ...] = ()
    """Where to go."""
    materials: tuple[str, ...] = ()
    """What to bring."""
    time_limit: str = ""
    """How long; empty = not known."""
    fee: str = ""
    """What it costs; empty = not known."""
    conditions: str = ""
    """Conditions and notes."""
    basis: str = ""
    """List or agreement it rests on, with its date."""
    source: str = ""
    """Publication the facts were taken from, with its date."""
    source_url: str | None = None
    """Its address, if it may be shown."""
    is_inferred: bool = False
    """True when the row is only inferred (推断)."""


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item with all its offerings."""

    id: str
    """Item id."""
    name: str
    """Official name."""
    category: str = ""
    """Field, e.g. 公安户籍."""
    department: str = ""
    """National department in charge."""
    summary: str = ""
    """One sentence."""
    aliases: tuple[str, ...] = ()
    """What people call it."""
    offerings: tuple[OfferingCard, ...] = ()
    """Best known ways first; empty for an item that no list holds."""
    handled_by: str = ""
    """For an item without offering: who usually handles it."""
    ask: str = ""
    """For an item without offering: whom to ask."""
    known_as_of: str = ""
    """For an item without offering: date of that knowledge."""
