"""Database: the one connection door of a process, shared by the store and its parts.

All writing goes through one queue (writer.py); reading does not wait for it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.engine import for_writing, telling_plainly
from bot.storage.writer import Writer

T = TypeVar("T")
Job = Callable[[AsyncConnection], Awaitable[T]]
"""What is done in one transaction."""


class Database:
    """Runs jobs in transactions; complaints of the database become one sentence (StoreError)."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Take an engine whose tables exist."""
        self.engine = engine
        self.writer = Writer(self._writing)

    async def write(self, job: Job[T]) -> T:
        """Return what a writing job returns, once it is committed."""
        result: T = await (await self.writer.hand_in(job))
        return result

    async def read(self, job: Job[T]) -> T:
        """Return what a reading job returns; it does not wait for the queue of writes."""
        with telling_plainly(self.engine):
            async with self.engine.connect() as connection:
                return await job(connection)

    async def flush(self) -> None:
        """Wait until all that was handed in so far is written."""
        await self.write(_do_nothing)

    async def close(self) -> None:
        """Write what is queued and let go of the database."""
        await self.writer.close()
        await self.engine.dispose()

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        with telling_plainly(self.engine):
            async with for_writing(self.engine).begin() as connection:
                yield connection


async def _do_nothing(connection: AsyncConnection) -> None:
    """Take part in a transaction, so that all before it is committed after it."""
