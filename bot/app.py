"""Wiring: the only place where the parts are created and joined."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from bot.knowledge import Knowledge, build_knowledge
from bot.reload import LiveCatalog, publish_shipped
from bot.settings import Settings
from bot.storage.store import Store
from bot.turn import Turns


@dataclass(frozen=True, slots=True)
class App:
    """The parts behind every surface of one process."""

    store: Store
    """What is kept."""
    catalog: LiveCatalog[Knowledge]
    """The live catalog version, ready to answer from."""
    turns: Turns
    """Answers messages."""


@asynccontextmanager
async def open_app(settings: Settings) -> AsyncIterator[App]:
    """Open the store, load the live catalog (the shipped one at first) and join the parts.

    Raises:
        StoreError: The database cannot be reached or written.
    """
    store = await Store.open(settings.database_url)
    try:
        await publish_shipped(store)
        catalog = LiveCatalog(store, build_knowledge)
        await catalog.refresh()
        yield App(store, catalog, Turns(store, catalog.current))
    finally:
        await store.close()


@asynccontextmanager
async def watching(app: App, seconds: float) -> AsyncIterator[None]:
    """Follow newly published catalog versions while the block runs."""
    watcher = asyncio.create_task(app.catalog.watch(seconds))
    try:
        yield
    finally:
        watcher.cancel()
        with suppress(asyncio.CancelledError):
            await watcher
