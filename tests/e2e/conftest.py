"""A real browser that notices what must not be; each module says which ``address`` it opens."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from tests.e2e.browsing import CHROMIUM, CHROMIUM_ARGUMENTS


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def expected_complaint() -> str | None:
    """What the console may say all the same; a module that provokes it overrides this."""
    return None


@pytest.fixture
def open_page(browser, address, expected_complaint) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own; afterwards nothing came from elsewhere, no script
    and no policy has complained."""
    complaints: list[str] = []

    def check(request: Request) -> None:
        if not request.url.startswith((f"{address}/", "blob:", "data:")):
            complaints.append(f"request to {request.url}")

    def open_page(path: str = "/", *, permissions=(), **window) -> Page:
        context = browser.new_context(base_url=address, locale="zh-CN", **window)
        context.grant_permissions(list(permissions))
        page = context.new_page()
        page.on("request", check)
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.goto(path)
        return page

    yield open_page
    for context in browser.contexts:
        context.close()
    unexpected = expected_complaint and re.compile(expected_complaint)
    assert [c for c in complaints if not (unexpected and unexpected.search(c))] == []
