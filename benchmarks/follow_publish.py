"""How soon server processes answer from what was published, on PostgreSQL and on SQLite.

Run: ``.venv/bin/python -m benchmarks.follow_publish``. Two servers (one on SQLite) are asked
without a pause while the shipped catalog is published again and again, with another fact or with
another alias, for which the index is made anew; the time goes from the commit to the first answer
that names the new version, of the slower server.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import httpx

from bot.reload import SHIPPED_FOLDER
from bot.storage.store import Store
from catalog.loading import build_release
from catalog.sheets import Sheets, read_sheets
from tests.e2e.program import running_program
from tests.postgres import postgres_database

_PUBLISHES = 5
_QUESTION = "身份证丢了在外地补办要什么材料"
_SECONDS_BETWEEN = 1.0


_CELLS = {"fact": ("items", "summary"), "alias": ("aliases", "alias")}
"""What is changed → sheet and column of the cell in the first row."""


def changed_catalog(what: str, mark: str) -> tuple[str, Sheets]:
    """Return the shipped catalog with one cell changed, and its version."""
    sheets = read_sheets(SHIPPED_FOLDER)
    sheet, column = _CELLS[what]
    sheets[sheet][0][column] += mark
    return build_release(sheets).version, sheets


async def seconds_until_answered(address: str, version: str, began: float) -> float:
    """Return how long after ``began`` a server first answers from a version."""
    async with httpx.AsyncClient(timeout=60) as client:
        while True:
            asked = await client.post(f"{address}/api/ask", json={"question": _QUESTION})
            if asked.json()["catalog_version"] == version:
                return time.monotonic() - began


async def measure(what: str, database: str, addresses: Sequence[str]) -> list[float]:
    """Return for each publish how long the slowest server took to follow."""
    store = await Store.open(database)
    taken = []
    for number in range(_PUBLISHES):
        version, sheets = changed_catalog(what, f"第{number}")
        await asyncio.sleep(_SECONDS_BETWEEN)
        await store.publish(sheets, version, author="bench", reason="bench")
        began = time.monotonic()
        followed = (seconds_until_answered(address, version, began) for address in addresses)
        taken.append(max(await asyncio.gather(*followed)))
    await store.close()
    return taken


def run(name: str, database: str, servers: int) -> None:
    """Start servers over a database and tell how soon they follow."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        addresses = []
        for number in range(servers):
            (own := Path(folder, str(number))).mkdir()
            addresses.append(running.enter_context(running_program(own, database_url=database)))
        for what in _CELLS:
            taken = asyncio.run(measure(what, database, addresses))
            shown = " ".join(f"{seconds:.2f}" for seconds in taken)
            sys.stdout.write(
                f"{name}, {servers} servers, another {what}:"
                f" median {median(taken):.2f} s ({shown})\n"
            )


def main() -> None:
    """Measure both kinds of database."""
    with postgres_database() as address:
        run("PostgreSQL", address, servers=2)
    with tempfile.TemporaryDirectory() as folder:
        run("SQLite", f"sqlite+aiosqlite:///{folder}/tongban.db", servers=1)


if __name__ == "__main__":
    main()
