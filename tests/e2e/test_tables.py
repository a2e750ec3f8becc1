"""The tables of administrators in a real browser: nothing refused by the policy, nothing fetched."""

import re
import subprocess
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from tests.e2e.program import ENVIRONMENT, TONGBAN, running_program
from tests.e2e.test_web_chat import CHROMIUM, CHROMIUM_ARGUMENTS, PHONE

PASSWORD = "correct-horse-battery"
ITEMS = "/admin/tables/items/list"

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("tables")
    with running_program(folder) as address:
        database = {"TONGBAN_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/tongban.db"}
        subprocess.run(
            [*TONGBAN, "user", "add", "admin", "--role", "admin", "--password-stdin"],
            env=ENVIRONMENT | database,
            input=PASSWORD,
            text=True,
            check=True,
        )
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
