"""What the pages are given: the parts behind them, and what they take from a request."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from bot.messages import Talker
from bot.storage.store import Store
from bot.web.metrics import Metrics
from bot.web.views import ItemPage


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether questions can be answered now."""

    store: bool
    """True when the store can be read and written."""
    catalog_version: str | None
    """Version that is answered from; None when none is loaded."""

    @property
    def is_ready(self) -> bool:
        """True when both are there."""
        return self.store and self.catalog_version is not None


FindItem = Callable[[str], ItemPage | None]
"""Item id → what its page shows; None when the catalog has no such item."""
CheckReady = Callable[[], Awaitable[Readiness]]
"""Asks the store and the catalog."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything the pages need."""

    talker: Talker
    """Answers."""
    find_item: FindItem
    """Looks an item up."""
    check_ready: CheckReady
    """Says whether we can answer."""
    metrics: Metrics
    """Counts."""
    examples: tuple[str, ...]
    """Questions offered at the start."""
    store: Store
    """Keeps hand-offs and what staff write back."""


def parts_of(request: Request) -> Parts:
    """Return the parts the application was built with."""
    parts: Parts = request.app.state.parts
    return parts


PartsOfApp = Annotated[Parts, Depends(parts_of)]


def clean_text(text: str) -> str:
    """Replace lone surrogates: JSON can carry them, no answer could be written with them."""
    return text.encode("utf-8", "replace").decode("utf-8")
