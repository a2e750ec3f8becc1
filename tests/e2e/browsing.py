"""What the browser tests do on every page: sign in, ask a question."""

from playwright.sync_api import Page, expect

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 640}
PASSWORD = "correct-horse-battery"


def sign_in(page: Page, name: str) -> None:
    """Fill the form that stands before a page of staff."""
    page.get_by_label("名字").fill(name)
    page.get_by_label("口令").fill(PASSWORD)
    page.keyboard.press("Enter")


def ask(page: Page, question: str) -> None:
    """Ask on the residents' page and wait for the answer."""
    before = page.locator(".answer").count()
    page.get_by_label("你的问题").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_have_count(before + 1)
