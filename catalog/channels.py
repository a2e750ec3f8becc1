"""Where people go: sites, apps, windows, terminals, hotlines (办理渠道)."""

from dataclasses import dataclass

from catalog.sources import Source


@dataclass(frozen=True, slots=True)
class ServiceChannel:
    """One site, app, window, terminal or phone (办理渠道)."""

    id: str
    """Stable slug."""
    name: str
    """Name shown."""
    kind: str
    """网站, APP, 小程序, 热线, 窗口 or 自助终端."""
    regions: tuple[str, ...]
    """Codes or ``area:<name>`` it serves; ``*`` = the whole country."""
    address: str | None
    """Street address or web address; None when unknown or not to be shown (low confidence)."""
    phone: str | None
    """Phone; None when unknown or not to be shown (low confidence)."""
    hours: str | None
    """Opening hours with the day they were published, if known."""
    categories: tuple[str, ...]
    """Item categories it serves; empty = general."""
    items: tuple[str, ...]
    """Ids of items it serves in particular."""
    notes: str
    """What to mind."""
    source: Source
    """Where this was published."""
