"""Systems, terms and handling modes that people ask about by name (系统、名词、模式)."""

from dataclasses import dataclass

from catalog.sources import Source


@dataclass(frozen=True, slots=True)
class System:
    """A programme, platform or term (“同事同标”、自助办、业务属地 …) that can be asked about."""

    id: str
    """Stable slug."""
    name: str
    """Name shown."""
    kind: str
    """system = a programme with items and figures; term = a word to explain; mode = a handling
    mode."""
    aliases: tuple[str, ...]
    """What people call it."""
    what: str
    """What it is, one or two sentences."""
    whom: str
    """Who it is for."""
    where: str
    """Where and how to use it."""
    regions: tuple[str, ...]
    """Codes or ``area:<name>`` it holds for; empty = everywhere or not place-bound."""
    figures: tuple[str, ...]
    """Names in the figures' column ``system`` that count this system."""
    agreements: tuple[str, ...]
    """Ids of the agreements it rests on."""
    items: tuple[str, ...]
    """Ids of items that belong to it (examples)."""
    limits: tuple[str, ...]
    """Ids of limits to mention."""
    source: Source
    """Where this was published."""
