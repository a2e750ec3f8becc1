"""Hears of a publish: at once of one of our own, and of any on PostgreSQL; else by waiting.

A notice is lost while the connection is down, so the waiting always ends after the given time and
the caller looks at the live version itself.
"""

import asyncio
import logging

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.catalog_versions import NOTICE_CHANNEL

_log = logging.getLogger(__name__)


class Notices:
    """Listens on a connection of its own, once somebody waits."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Nothing is connected before the first ``wait``."""
        self._engine = engine
        self._heard = asyncio.Event()
        self._connection: AsyncConnection | None = None
        self._can_listen = engine.dialect.name == "postgresql"
        self._is_lost = False

    async def wait(self, seconds: float) -> None:
        """Return when a publish was announced since the last call, or after ``seconds``."""
        if self._is_lost:
            await self.close()
        if self._can_listen and self._connection is None:
            await self._listen()
        try:
            await asyncio.wait_for(self._heard.wait(), seconds)
        except TimeoutError:
            return
        self._heard.clear()

    def announce(self) -> None:
        """Wake whoever waits in this process: a publish of our own is committed."""
        self._heard.set()

    async def close(self) -> None:
        """Let go of the connection."""
        connection, self._connection = self._connection, None
        self._is_lost = False
        if connection is not None:
            await connection.invalidate()
            await connection.close()

    async def _listen(self) -> None:
        try:
            self._connection = await self._engine.connect()
            driver = (await self._connection.get_raw_connection()).driver_connection
            assert driver is not None
            driver.add_termination_listener(self._on_lost)
            await driver.add_listener(NOTICE_CHANNEL, self._on_notice)
        except Exception as error:  # the caller polls all the same
            _log.warning("cannot listen for catalog notices: %s", error)
            await self.close()

    def _on_notice(self, *_: object) -> None:
        self.announce()

    def _on_lost(self, *_: object) -> None:
        self._is_lost = True
