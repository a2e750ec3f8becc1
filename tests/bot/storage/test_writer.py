"""The writer task: order, batches, back-pressure; no database needed."""

import asyncio
from contextlib import asynccontextmanager
from itertools import chain

import pytest

from bot.storage import writer
from bot.storage.records import StoreError
from bot.storage.writer import Writer


class Transactions:
    """Counts transactions and holds them back until it is opened."""

    def __init__(self):
        self.done = []
        self.gate = asyncio.Event()
        self.gate.set()

    @asynccontextmanager
    async def begin(self):
        await self.gate.wait()
        jobs = []
        yield jobs
        self.done.append(jobs)


def job(name, error=None):
    async def run(session):
        if error:
            raise error
        session.append(name)
        return name

    return run


async def test_jobs_share_a_transaction_and_keep_their_order():
    transactions = Transactions()
    writing = Writer(transactions.begin)
    transactions.gate.clear()
    results = [await writing.hand_in(job(n)) for n in range(5)]
    transactions.gate.set()
    assert [await r for r in results] == [0, 1, 2, 3, 4]
    assert transactions.done == [[0, 1, 2, 3, 4]]
    await writing.close()


async def test_failing_job_fails_alone():
    transactions = Transactions()
    writing = Writer(transactions.begin)
    results = [await writing.hand_in(j) for j in (job(1), job(2, ValueError("no")), job(3))]
    with pytest.raises(ValueError, match="no"):
        await results[1]
    assert [await results[0], await results[2]] == [1, 3]
    assert transactions.done == [[1], [3]]
    await writing.close()


async def test_next_one_waits_when_the_queue_is_full(monkeypatch):
    monkeypatch.setattr(writer, "QUEUE_JOBS", 2)
    transactions = Transactions()
    transactions.gate.clear()
    writing = Writer(transactions.begin)
    for name in range(3):
        await writing.hand_in(job(name))
        await asyncio.sleep(0)  # the first is taken out, the next two fill the queue
    fourth = asyncio.create_task(writing.hand_in(job(3)))
    await asyncio.sleep(0.01)
    assert not fourth.done()
    transactions.gate.set()
    assert await (await fourth) == 3
    await writing.close()


async def test_close_writes_what_is_queued_and_takes_nothing_more():
    transactions = Transactions()
    writing = Writer(transactions.begin)
    for name in range(200):
        await writing.hand_in(job(name))
    await writing.close()
    assert list(chain.from_iterable(transactions.done)) == list(range(200))
    assert len(transactions.done) < 10
    with pytest.raises(StoreError):
        await writing.hand_in(job(0))
    await writing.close()


async def test_cancelled_caller_does_not_stop_the_writer():
    writing = Writer(Transactions().begin)
    (await writing.hand_in(job(1))).cancel()
    assert await (await writing.hand_in(job(2))) == 2
    await writing.close()
