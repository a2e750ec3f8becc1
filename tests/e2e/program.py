"""Starts the program as an operator would, on a free port and an empty database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

TONGBAN = (sys.executable, "-m", "bot")
"""The program; with ENVIRONMENT it is the one of this checkout, wherever it runs."""
ENVIRONMENT = {
    **{key: text for key, text in os.environ.items() if not key.startswith("TONGBAN_")},
    "PYTHONPATH": str(Path(__file__).parents[2]),
}
STARTS_WITHIN_SECONDS = 60


@contextmanager
def running_program(folder: Path, **settings: str) -> Iterator[str]:
    """Run ``tongban serve`` and give its address; ``telegram_token=…`` is a setting."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    ours = {f"TONGBAN_{key.upper()}": text for key, text in settings.items()}
    database = {"TONGBAN_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/tongban.db"}
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [*TONGBAN, "serve", "--port", str(port)],
            cwd=folder,
            env=ENVIRONMENT | database | ours,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_ready(address, process, folder / "serve.log")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def add_account(folder: Path, name: str, role: str, password: str) -> None:
    """Make an account in the database of a program that runs in that folder."""
    database = {"TONGBAN_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/tongban.db"}
    subprocess.run(
        [*TONGBAN, "user", "add", name, "--role", role],
        env=ENVIRONMENT | database,
        input=password,
        text=True,
        check=True,
        capture_output=True,
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up_at = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < give_up_at and process.poll() is None:
        try:
            with urlopen(f"{address}/readyz", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"tongban serve did not start:\n{log.read_text(encoding='utf-8')}")
