"""A PostgreSQL database of its own for a test run, whatever the machine offers.

In this order: the server of TEST_DATABASE_URL, one that listens locally, one of our own in a
temporary folder. There is always one: tests that need PostgreSQL never skip.
"""

import asyncio
import getpass
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from sqlalchemy.engine import URL, make_url

DRIVER = "postgresql+asyncpg"
START_SECONDS = 60


@contextmanager
def postgres_database() -> Iterator[str]:
    """Make a database, give its address, drop it."""
    with postgres_server() as server:
        name = f"tongban_test_{secrets.token_hex(6)}"
        execute(server, f'CREATE DATABASE "{name}"')
        try:
            yield address_text(server.set(database=name))
        finally:
            execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def empty_database(address: str) -> None:
    """Drop every table."""
    execute(make_url(address), "DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def execute(server: URL, statement: str) -> None:
    """Run a statement, in a thread of its own: a test may have a running loop already."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(_execute(server, statement))).result()


async def _execute(server: URL, statement: str) -> None:
    connection = await asyncpg.connect(
        address_text(server.set(drivername="postgresql")), timeout=START_SECONDS
    )
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def address_text(server: URL) -> str:
    return server.render_as_string(hide_password=False)


@contextmanager
def postgres_server() -> Iterator[URL]:
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername=DRIVER)
    elif local := find_local_server():
        yield local
    else:
        with own_server() as server:
            yield server


def find_local_server() -> URL | None:
    """Return a server on the usual port that lets us in without a password."""
    for user in dict.fromkeys([getpass.getuser(), "postgres"]):
        server = URL.create(DRIVER, user, host="127.0.0.1", port=5432, database="postgres")
        try:
            execute(server, "SELECT 1")
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            continue
        return server
    return None


@contextmanager
def own_server() -> Iterator[URL]:
    """Start a server in a temporary folder, as another user when we are root."""
    with tempfile.TemporaryDirectory(prefix="tongban-postgres-") as folder:
        account = {"user": server_account(), "cwd": folder} if os.geteuid() == 0 else {}
        if account:
            shutil.chown(folder, account["user"])
        data, port = f"{folder}/data", free_port()
        init = [find_program("initdb"), "--pgdata", data, "--username", "postgres"]
        run = {"check": True, "capture_output": True, **account}
        subprocess.run([*init, "--auth", "trust", "--encoding", "UTF8", "--no-sync"], **run)
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        )
        control = [find_program("pg_ctl"), "--pgdata", data, "--wait"]
        start = [*control, "--log", f"{folder}/log", "--options", options, "start"]
        # The server inherits its outputs, so they must not be pipes that we read to the end.
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, **account)
        try:
            yield URL.create(DRIVER, "postgres", host="127.0.0.1", port=port, database="postgres")
        finally:
            subprocess.run([*control, "--mode", "immediate", "stop"], **run)


def server_account() -> str:
    """Return an account for the server: PostgreSQL refuses to run as root."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def find_program(name: str) -> str:
    """Return a program of PostgreSQL; Debian keeps them out of PATH."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = shutil.which(name) or (str(installed[-1]) if installed else None)
    assert found, f"no {name}: run `make test`, which installs PostgreSQL"
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
