"""A resident on Telegram: the real program polls a Bot API of others (telegram-test-api)."""

import json
import os
import re
import subprocess
import time
from pathlib import Path
from urllib.request import Request, build_opener

import pytest

from tests.e2e.program import running_program

ROOT = Path(__file__).parents[2]
TOKEN = "123:ABC"
PERSON = {"id": 7, "first_name": "张", "is_bot": False}
CHAT = {"id": 7, "type": "private", "first_name": "张"}
# No proxy between us and loopback.
HTTP = build_opener()
HTTP.handlers = [h for h in HTTP.handlers if type(h).__name__ != "ProxyHandler"]


class Peer:
    """Telegram, seen by a person who talks to the bot."""

    def __init__(self, url):
        self.url = url

    def say(self, text):
        act = "/sendMessage"
        more = {"text": text}
        if text.startswith("/"):
            act = "/sendCommand"
            more["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        self._do(act, more)

    def press(self, button, shown):
        message = {
            "message_id": shown["messageId"],
            "date": int(time.time()),
            "chat": CHAT,
            "text": shown["message"]["text"],
            "reply_markup": shown["message"]["reply_markup"],
        }
        self._do("/sendCallback", {"data": button["callback_data"], "message": message})

    def next_message(self):
        """Return the next message of the bot."""
        unread = until(lambda: self._post("/getUpdates", {"token": TOKEN, "chatId": 7})["result"])
        assert len(unread) == 1
        return unread[0]

    def shown(self, message_id):
        """Return a message as it looks now, with all edits."""
        history = self._post("/getUpdatesHistory", {"token": TOKEN})["result"]
        return next(
            m for m in history if m.get("messageId") == message_id and "text" in m["message"]
        )

    def calls(self):
        with HTTP.open(self.url + "/__calls", timeout=5) as response:
            return json.load(response)

    def _do(self, act, more):
        now = int(time.time())
        self._post(act, {"botToken": TOKEN, "date": now, "from": PERSON, "chat": CHAT, **more})

    def _post(self, path, body):
        kind = {"Content-Type": "application/json"}
        request = Request(self.url + path, json.dumps(body).encode(), kind)
        with HTTP.open(request, timeout=5) as response:
            return json.load(response)


def until(find, seconds=20):
    """Return what ``find`` finds, as soon as it finds something."""
    end = time.monotonic() + seconds
    while not (found := find()):
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.05)
    return found


def buttons(shown):
    rows = shown["message"].get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def choices(shown):
    return [b for b in buttons(shown) if b.get("callback_data", "")[:2] in ("s:", "c:")]


@pytest.fixture
def peer():
    process = subprocess.Popen(
        ["node", "telegram.js"],
        cwd=ROOT / "tests/peers",
        env=os.environ | {"PORT": "0"},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        port = process.stdout.readline().rpartition(" ")[2].strip()
        yield Peer(f"http://127.0.0.1:{port}")
        process.terminate()


@pytest.fixture
def program(peer, tmp_path):
    """The program, serving; gives the file of its log lines."""
    telegram = {"telegram_token": TOKEN, "telegram_api": peer.url}
    with running_program(tmp_path, **telegram, log_level="DEBUG"):
        until(lambda: "getUpdates" in peer.calls())
        yield tmp_path / "serve.log"


def test_resident_asks_presses_a_button_and_gets_an_answer_with_its_source(peer, program):
    peer.say("/start")
    assert "通办助手" in peer.next_message()["message"]["text"]

    peer.say("我想办驾驶证")
    asked = peer.next_message()
    assert 2 <= len(choices(asked)) <= 8

    peer.press(choices(asked)[0], asked)
    answered = peer.next_message()
    text = answered["message"]["text"]
    assert re.search(r"来源[:：].+\d{4}", text), text
    until(lambda: "editMessageReplyMarkup" in peer.calls())
    assert not choices(peer.shown(asked["messageId"]))
    assert buttons(peer.shown(asked["messageId"]))[0]["text"].startswith("✅")

    useful = next(b for b in buttons(answered) if b.get("callback_data", "").startswith("f:1:"))
    peer.press(useful, answered)
    until(lambda: peer.calls().count("answerCallbackQuery") == 2)

    log = program.read_text()
    assert "setMyCommands" in peer.calls()
    assert "Traceback" not in log, log
    assert TOKEN not in log
