"""Two server processes over one PostgreSQL database follow a publish, and never mix two versions.

Both are asked without a pause while catalogs are published. Every fee, time limit and figure of a
catalog says which catalog it is from, so that an answer made of two of them would show. How soon
they follow is measured by benchmarks/follow_publish.py.
"""

import asyncio
import json
import re
from contextlib import AsyncExitStack

import httpx
import pytest

from bot.reload import SHIPPED_FOLDER
from bot.storage.store import Store
from catalog.loading import build_release
from catalog.sheets import read_sheets
from tests.e2e.program import running_program
from tests.postgres import empty_database

QUESTIONS = ("京津冀同事同标多少项", "身份证丢了在外地补办要多少钱、多久")
FOLLOWS_WITHIN_SECONDS = 30
PUBLISHES = 3
STAMP = re.compile(r"甲(\d+)乙")
STAMPED = {"figures": ("meaning",), "offerings": ("fee", "time_limit")}


def stamped_catalog(number):
    """Return the shipped sheets with a stamp on what the questions are answered with."""
    sheets = read_sheets(SHIPPED_FOLDER)
    for name, columns in STAMPED.items():
        sheets[name] = [
            row | {column: f"{row[column]}甲{number}乙" for column in columns}
            for row in sheets[name]
        ]
    return build_release(sheets).version, sheets


class Asker:
    """Asks one server one question after the other, until stopped."""

    def __init__(self, address, question):
        self._address, self._question = address, question
        self.answers = []
        self.is_stopped = False

    async def run(self):
        async with httpx.AsyncClient(timeout=FOLLOWS_WITHIN_SECONDS) as client:
            while not self.is_stopped:
                asked = await client.post(
                    f"{self._address}/api/ask", json={"question": self._question}
                )
                assert asked.status_code == 200
                self.answers.append(asked.json())

    async def hear(self, version):
        """Wait until the server answers from a version."""
        while True:
            if self.answers and self.answers[-1]["catalog_version"] == version:
                return
            await asyncio.sleep(0.02)


def stamps_of(answered):
    return set(map(int, STAMP.findall(json.dumps(answered, ensure_ascii=False))))


@pytest.mark.slow
async def test_both_servers_follow_and_no_answer_is_of_two_versions(postgres_url, tmp_path):
    empty_database(postgres_url)
    store = await Store.open(postgres_url)
    catalogs = [stamped_catalog(number) for number in range(PUBLISHES + 1)]
    number_of = {version: number for number, (version, _) in enumerate(catalogs)}
    await publish(store, *catalogs[0])
    async with AsyncExitStack() as running:
        running.push_async_callback(store.close)
        addresses = []
        for name in ("one", "two"):
            (folder := tmp_path / name).mkdir()
            serving = running_program(folder, database_url=postgres_url)
            addresses.append(running.enter_context(serving))
        askers = [Asker(address, q) for address in addresses for q in QUESTIONS]
        asking = [asyncio.create_task(asker.run()) for asker in askers]
        for version, sheets in catalogs:
            await publish(store, version, sheets)
            heard = asyncio.gather(*(asker.hear(version) for asker in askers))
            await asyncio.wait_for(heard, FOLLOWS_WITHIN_SECONDS)
        for asker in askers:
            asker.is_stopped = True
        await asyncio.gather(*asking)
    for asker in askers:
        numbers = [number_of[answered["catalog_version"]] for answered in asker.answers]
        assert numbers == sorted(numbers)
        assert set(numbers) == set(number_of.values())
        for answered, number in zip(asker.answers, numbers, strict=True):
            assert stamps_of(answered) == {number}


async def publish(store, version, sheets):
    await store.publish(sheets, version, author="王工", reason="测试")
