"""Log lines hold no bot token and no personal data, wherever in the record they stand."""

import logging
import sys

import pytest

from bot.logs import MaskingFormatter, set_up_logging

TOKEN = "123456:ABC-def_1234ghIkl-zyx57W2v1u123ew11"


def line(message: str, *args: object, **more) -> str:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, message, args, None)
    for name, value in more.items():
        setattr(record, name, value)
    return MaskingFormatter().format(record)


@pytest.mark.parametrize(
    "text", [f"https://api.telegram.org/bot{TOKEN}/getMe", "/bot123:ABC/getMe", f"token={TOKEN}"]
)
def test_bot_token_is_masked_when_it_stands_in_an_address(text):
    assert "ABC" not in line("POST %s", text)


def test_traceback_is_masked_too():
    try:
        raise ValueError(f"bad token {TOKEN}")
    except ValueError:
        said = line("failed", exc_info=sys.exc_info())
    assert "ValueError" in said
    assert "ABC" not in said


def test_phone_and_identity_number_are_masked():
    said = line("asked: %s", "我的手机13812345678,身份证11010519491231002X")
    assert "13812345678" not in said
    assert "11010519491231002X" not in said


def test_ordinary_line_stays_as_it_is():
    assert line("served %d questions at 12:30:45", 7) == "served 7 questions at 12:30:45"


def test_lines_go_to_stderr_and_httpx_is_quiet(capsys):
    root = logging.getLogger()
    level, handlers, httpx_level = root.level, root.handlers[:], logging.getLogger("httpx").level
    root.handlers = []  # pytest's own stay whole
    try:
        set_up_logging("INFO")
        logging.getLogger("httpx").info("GET /")
        logging.getLogger("bot").info("started")
    finally:
        root.level, root.handlers = level, handlers
        logging.getLogger("httpx").setLevel(httpx_level)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "bot: started" in captured.err
    assert "GET" not in captured.err
