"""One task that does all writing of a process, several jobs a transaction.

SQLite has one writer at a time: sixteen that each commit alone wait on each other (p99 182 ms),
one that batches does not. Jobs run in the order in which they were handed in.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.records import StoreError

QUEUE_JOBS = 1000
"""How many jobs may wait; whoever hands in more waits too."""
BATCH_JOBS = 64
"""How many jobs share a transaction at most."""

_log = logging.getLogger(__name__)


Job = Callable[[AsyncConnection], Awaitable[Any]]
"""What is done in the transaction; its result is handed back."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    job: Job
    done: asyncio.Future[Any]


class Writer:
    """Takes jobs, runs them in batches, hands their results back."""

    def __init__(self, begin: Callable[[], AbstractAsyncContextManager[AsyncConnection]]) -> None:
        """Begin a transaction with ``begin``; it commits when left without an error."""
        self._begin = begin
        self._queue: asyncio.Queue[_Waiting | None] = asyncio.Queue(QUEUE_JOBS)
        self._task = asyncio.create_task(self._run(), name="storage-writer")
        self._is_closed = False

    async def hand_in(self, job: Job) -> asyncio.Future[Any]:
        """Queue a job, waiting while the queue is full; the future has its result."""
        if self._is_closed:
            raise StoreError("数据库已经关闭")
        waiting = _Waiting(job, asyncio.get_running_loop().create_future())
        await self._queue.put(waiting)
        return waiting.done

    async def close(self) -> None:
        """Write what is queued, then stop."""
        if not self._is_closed:
            self._is_closed = True
            await self._queue.put(None)
        await self._task

    async def _run(self) -> None:
        is_open = True
        while is_open or not self._queue.empty():
            batch = [await self._queue.get()]
            while len(batch) < BATCH_JOBS and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            is_open = None not in batch
            await self._commit([waiting for waiting in batch if waiting is not None])

    async def _commit(self, batch: list[_Waiting]) -> None:
        if not batch:
            return
        try:
            async with self._begin() as connection:
                results = [await waiting.job(connection) for waiting in batch]
        except Exception as error:
            await self._commit_one_by_one(batch, error)
            return
        for waiting, result in zip(batch, results, strict=True):
            if not waiting.done.done():
                waiting.done.set_result(result)

    async def _commit_one_by_one(self, batch: list[_Waiting], error: Exception) -> None:
        """Keep a job that fails from taking the others of its batch with it."""
        if len(batch) > 1:
            for waiting in batch:
                await self._commit([waiting])
        elif not batch[0].done.done():
            batch[0].done.set_exception(error)


def log_failure(done: asyncio.Future[Any]) -> None:
    """Log the error of a job whose result nobody waits for."""
    if not done.cancelled() and (error := done.exception()) is not None:
        _log.error("a turn could not be kept: %s", error)
