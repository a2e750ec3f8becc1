"""``tongban ask`` and ``tongban dialogue``: questions in, answer objects out, one JSON a line."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TextIO

from bot.messages import IncomingMessage, Talker


class BadLine(ValueError):
    """A line that cannot be asked; the text says why."""


async def answer_lines(
    lines: Iterable[str],
    out: TextIO,
    talker: Talker,
    *,
    here: str | None,
    on: str | None,
    codes: frozenset[str],
) -> int:
    """Answer every line of JSON with a line of JSON, flushed; 1 when any line was bad."""
    failed = 0
    for line in lines:
        if not line.strip():
            continue
        asked: dict[str, Any] = {}
        try:
            asked = _read(line)
            question = asked.get("question")
            if not isinstance(question, str):
                raise BadLine("这一行要是一个 JSON 对象,question 为字符串")
            message = _message(question, asked, codes, here=here, on=on)
            card = (await talker.turn(message)).answer
        except BadLine as error:
            card, failed = {"error": str(error)}, 1
        _write(card, asked, out)
    return failed


async def answer_talks(
    lines: Iterable[str], out: TextIO, talker: Talker, *, run: str, codes: frozenset[str]
) -> int:
    """Hold every talk as one conversation; 1 when any line was bad."""
    failed = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        talk: dict[str, Any] = {}
        try:
            talk = _read(line)
            says = talk.get("says")
            if not isinstance(says, list) or not all(isinstance(said, str) for said in says):
                raise BadLine("这一行要是一个 JSON 对象,says 为字符串的列表")
            key = f"cli:{run}:{number}"
            messages = [_message(said, talk, codes, conversation=key) for said in says]
            turns = [(await talker.turn(message)).answer for message in messages]
            result: dict[str, Any] = {"id": talk.get("id"), "turns": turns}
        except BadLine as error:
            result, failed = {"error": str(error)}, 1
        _write(result, talk, out)
    return failed


def _message(
    text: str,
    line: Mapping[str, Any],
    codes: frozenset[str],
    *,
    here: str | None = None,
    on: str | None = None,
    conversation: str | None = None,
) -> IncomingMessage:
    """Return what a line asks; its own place and day win over those of the command."""
    here, on = line.get("here") or here, line.get("on") or on
    check_place(here, codes)
    check_day(on)
    return IncomingMessage(text, conversation=conversation, surface="cli", here=here, on=on)


def _read(line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"这一行不是 JSON:{error}") from error
    if not isinstance(asked, dict):
        raise BadLine("这一行要是一个 JSON 对象")
    return asked


def check_day(day: object) -> None:
    """Raise BadLine unless this is None or a day such as 2026-11-23."""
    try:
        if day is not None:
            date.fromisoformat(day)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise BadLine(f"on 要写成 2026-11-23 这样的日期,不能是 {day}") from None


def check_place(code: object, codes: frozenset[str]) -> None:
    """Raise BadLine unless this is None or a known division code."""
    if code is not None and not (isinstance(code, str) and code in codes):
        raise BadLine(f"here 要写六位行政区划代码(如 110000),没有 {code}")


def _write(value: dict[str, Any], line: Mapping[str, Any], out: TextIO) -> None:
    """Write one answer, the id of its line on top."""
    on_top = {"id": line["id"]} if "id" in line else {}
    out.write(json.dumps({**on_top, **value}, ensure_ascii=False) + "\n")
    out.flush()
