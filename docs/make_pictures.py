"""Make the pictures of docs/pictures/ from the running program.

    .venv/bin/python -m docs.make_pictures [web-chat|telegram|desk|office]

Starts ``tongban serve`` with an empty database and drives it as people do: the page in Chromium,
the Telegram chat through the Bot API peer of the tests, whose own history is then drawn.
``make test`` installs what is needed.
"""

import base64
import html
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import Request, urlopen

import openpyxl
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.browsing import PASSWORD, sign_in
from tests.e2e.program import add_account, free_port, running_program
from tests.e2e.test_office import download, import_file

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
QUESTION = "户口在保定,人在北京,身份证丢了能在北京补办吗"
DESKTOP_QUESTION = "公积金在石家庄交,在天津买房能提取吗"
CALLS = (
    ("异地就医备案要什么", "cd", "bj"),
    ("驾驶证快到期了能换吗", "bd", "tj"),
    ("买房提取公积金", "bj", "yanjiao"),
)
"""What callers ask, with the first letters of home and current."""
TOKEN = "123:ABC"
ANSWERS_WITHIN_SECONDS = 20

WRONG_CELLS = {
    ("事项", "对象", 5): "市民",
    ("办理方式", "办理模式", 9): "窗口代办",
    ("数字", "来源日期", 3): "2024年13月1日",
    ("渠道", "渠道类型", 4): "柜台",
}
"""What the first workbook of the office's picture gets wrong."""
CHANGED_CELLS = {
    ("办理方式", "时限", 2): "最长30日",
    ("办理方式", "来源日期", 2): "２０２６年１１月２０日",
}
"""What the second one changes, as somebody may type it."""

SHEET = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 36px; display: inline-flex; gap: 32px; align-items: flex-start;
       background: #d9dfdb; }
img { display: block; border-radius: 14px; box-shadow: 0 10px 34px rgb(20 40 34 / 22%); }
</style><body>"""

CHAT = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; width: 440px; padding: 18px 14px; display: flex; flex-direction: column;
       gap: 8px; background: #cfdccb; color: #111;
       font: 15px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; }
.said { box-sizing: border-box; max-width: 88%; padding: 8px 12px; border-radius: 14px;
        background: #fff;
        white-space: pre-wrap; overflow-wrap: anywhere; }
.me { align-self: flex-end; background: #e3fdd0; }
.row { display: flex; gap: 4px; width: 88%; margin-top: -4px; }
.row span { flex: 1; padding: 6px 4px; border-radius: 8px; background: #8aa38699; color: #fff;
            text-align: center; font-size: 14px; }
</style>"""


def main() -> None:
    """Make the pictures named on the command line, or all."""
    makers: dict[str, Callable[[Browser], None]] = {
        "web-chat": make_web_chat,
        "telegram": make_telegram,
        "desk": make_desk,
        "office": make_office,
    }
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for name in sys.argv[1:] or makers:
            makers[name](browser)
        browser.close()


def make_web_chat(browser: Browser) -> None:
    """Show the page on a phone and on a desktop, side by side."""
    with TemporaryDirectory() as folder, running_program(Path(folder)) as address:
        phone = browser.new_page(
            viewport={"width": 360, "height": 720}, device_scale_factor=2, has_touch=True
        )
        desktop = browser.new_page(viewport={"width": 1040, "height": 720}, device_scale_factor=2)
        shots = [ask_page(phone, address, QUESTION), ask_page(desktop, address, DESKTOP_QUESTION)]
    widths = (360, 1040)
    images = "".join(
        f'<img width="{width}" src="data:image/png;base64,{base64.b64encode(shot).decode()}">'
        for width, shot in zip(widths, shots, strict=True)
    )
    draw(browser, SHEET + images, PICTURES / "web-chat.png")


def ask_page(page: Page, address: str, question: str) -> bytes:
    """Ask on the page and return what it then looks like."""
    page.goto(address)
    page.get_by_label("你的问题").fill(question)
    page.keyboard.press("Enter")
    page.locator(".answer").wait_for()
    page.evaluate("document.activeElement.blur()")
    return page.screenshot()


def make_desk(browser: Browser) -> None:
    """Answer two callers at the desk with the keyboard and show the second one's answer."""
    with TemporaryDirectory() as folder, running_program(Path(folder)) as address:
        add_account(Path(folder), "wangfang", "staff", PASSWORD)
        page = browser.new_page(
            viewport={"width": 1280, "height": 800}, device_scale_factor=1.5, locale="zh-CN"
        )
        page.goto(f"{address}/desk")
        sign_in(page, "wangfang")
        page.wait_for_url("**/desk")
        for number, (question, home, current) in enumerate(CALLS, 1):
            page.keyboard.press("Escape")
            page.keyboard.type(question)
            page.keyboard.press("Tab")
            for letters, role in ((home, "home"), (current, "current")):
                page.keyboard.type(letters)
                page.locator(f"#{role}-places li").first.wait_for()
                page.keyboard.press("Enter")
            page.keyboard.press("Enter")
            page.locator(f".turns li:nth-child({number})").wait_for()
        page.screenshot(path=PICTURES / "desk.png")


def make_office(browser: Browser) -> None:
    """Import a broken and a mended workbook, rehearse the draft; show problems and rehearsal."""
    with TemporaryDirectory() as folder, running_program(Path(folder)) as address:
        add_account(Path(folder), "ligong", "admin", PASSWORD)
        page = browser.new_page(
            viewport={"width": 1040, "height": 760}, device_scale_factor=1.5, locale="zh-CN"
        )
        page.goto(f"{address}/admin/")
        sign_in(page, "ligong")
        page.wait_for_url("**/admin/")
        page.goto(f"{address}/admin/imports")
        shots = []
        for cells in (WRONG_CELLS, CHANGED_CELLS):
            page.goto(f"{address}/admin/imports")
            workbook = download(page, "下载现行版本", Path(folder) / "跨省通办目录.xlsx")
            change_cells(workbook, cells)
            import_file(page, workbook)
            shots.append(page.screenshot())
        page.get_by_role("link", name="看看改了什么").click()
        page.get_by_role("button", name="预演").click()
        page.get_by_text("重答的问题").wait_for(timeout=60_000)
        page.get_by_text("办理方式").last.evaluate("row => row.scrollIntoView({block: 'start'})")
        page.evaluate("scrollBy(0, -240)")
        shots[-1] = page.screenshot()
    images = "".join(
        f'<img width="700" src="data:image/png;base64,{base64.b64encode(shot).decode()}">'
        for shot in shots
    )
    draw(browser, SHEET + images, PICTURES / "office.png")


def change_cells(workbook: Path, cells: Mapping[tuple[str, str, int], str]) -> None:
    """Write cells into a workbook: sheet, title of the column and row → text."""
    opened = openpyxl.load_workbook(workbook)
    for (sheet, title, row), text in cells.items():
        header = [str(cell.value).strip(" *") for cell in opened[sheet][1]]
        opened[sheet].cell(row, header.index(title) + 1).value = text
    opened.save(workbook)


def make_telegram(browser: Browser) -> None:
    """Talk over the Bot API peer and draw the conversation it has kept."""
    with TemporaryDirectory() as folder, running_peer() as peer:
        settings = {"telegram_token": TOKEN, "telegram_api": peer}
        with running_program(Path(folder), **settings):
            send(peer, "/sendCommand", text="/start", entities=[bot_command("/start")])
            wait_for_replies(peer, 1)
            send(peer, "/sendMessage", text=QUESTION)
            wait_for_replies(peer, 2)
            history = call(peer, "/getUpdatesHistory", token=TOKEN)["result"]
    draw(browser, CHAT + "".join(map(draw_update, history)), PICTURES / "telegram.png")


@contextmanager
def running_peer() -> Iterator[str]:
    """Run the Bot API peer of the tests and give its address."""
    port = free_port()
    process = subprocess.Popen(
        ["node", "telegram.js"],
        cwd=ROOT / "tests" / "peers",
        env={**os.environ, "PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        process.stdout.readline()  # it says when it listens
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def send(peer: str, path: str, **message: object) -> None:
    """Say something as the person."""
    person = {"id": 7, "first_name": "张", "is_bot": False}
    chat = {"id": 7, "type": "private", "first_name": "张"}
    call(
        peer, path, botToken=TOKEN, date=int(time.time()), **{"from": person}, chat=chat, **message
    )


def bot_command(text: str) -> dict[str, Any]:
    """Return the entity that marks a command."""
    return {"type": "bot_command", "offset": 0, "length": len(text)}


def wait_for_replies(peer: str, count: int) -> None:
    """Wait until the bot has said that much."""
    give_up_at = time.monotonic() + ANSWERS_WITHIN_SECONDS
    while time.monotonic() < give_up_at:
        history = call(peer, "/getUpdatesHistory", token=TOKEN)["result"]
        if sum("from" not in update["message"] for update in history) >= count:
            return
        time.sleep(0.2)
    raise AssertionError(f"the bot has not answered {count} times")


def call(peer: str, path: str, **body: object) -> Any:  # noqa: ANN401 - JSON of the peer
    """Post to the peer."""
    request = Request(
        peer + path, json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    with urlopen(request, timeout=10) as answer:
        return json.load(answer)


def draw_update(update: dict[str, Any]) -> str:
    """Return one message of the history as HTML."""
    message = update["message"]
    who = "me" if "from" in message else "bot"
    said = f'<div class="said {who}">{html.escape(message["text"])}</div>'
    markup = message.get("reply_markup") or {}
    keyboard = json.loads(markup) if isinstance(markup, str) else markup
    rows = keyboard.get("inline_keyboard", [])
    return said + "".join(map(draw_row, rows))


def draw_row(row: list[dict[str, Any]]) -> str:
    """Return one row of buttons as HTML."""
    # The picture's font has no emoji.
    labels = ("".join(c for c in button["text"] if ord(c) < 0x10000).strip() for button in row)
    buttons = (f"<span>{html.escape(label)}</span>" for label in labels)
    return f'<div class="row">{"".join(buttons)}</div>'


def draw(browser: Browser, content: str, target: Path) -> None:
    """Write a page of our own as a picture."""
    page = browser.new_page(device_scale_factor=1.5)
    page.set_content(content)
    box = page.locator("body").bounding_box()
    assert box is not None
    page.set_viewport_size({"width": int(box["width"]), "height": int(box["height"])})
    page.screenshot(path=target)
    page.close()


if __name__ == "__main__":
    main()
