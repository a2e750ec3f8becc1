"""``tongban ask`` and ``tongban dialogue``: questions in, answer objects out, one JSON a line."""

import json
from collections.abc import Iterable
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
        try:
            asked = _read(line, "question", str)
            place, day = asked.get("here") or here, asked.get("on") or on
            check_place(place, codes)
            check_day(day)
            turn = await talker.turn(
                IncomingMessage(asked["question"], surface="cli", here=place, on=day)
            )
            card: dict[str, Any] = (
                {"id": asked["id"], **turn.answer} if "id" in asked else turn.answer
            )
        except BadLine as error:
            card, failed = {"error": str(error)}, 1
        _write(card, out)
    return failed


async def answer_talks(lines: Iterable[str], out: TextIO, talker: Talker, *, run: str) -> int:
    """Hold every talk as one conversation; 1 when any line was bad."""
    failed = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            talk = _read(line, "says", list)
            turns = []
            for said in talk["says"]:
                message = IncomingMessage(
                    str(said),
                    conversation=f"cli:{run}:{number}",
                    surface="cli",
                    here=talk.get("here"),
                    on=talk.get("on"),
                )
                turns.append((await talker.turn(message)).answer)
            result: dict[str, Any] = {"id": talk.get("id"), "turns": turns}
        except BadLine as error:
            result, failed = {"error": str(error)}, 1
        _write(result, out)
    return failed


def _read(line: str, key: str, kind: type) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except ValueError as error:
        raise BadLine(f"这一行不是 JSON:{error}") from error
    if not isinstance(asked, dict) or not isinstance(asked.get(key), kind):
        takes = "字符串" if kind is str else "列表"
        raise BadLine(f"这一行要是一个 JSON 对象,{key} 为{takes}")
    return asked


def check_day(day: object) -> None:
    """Raise BadLine unless this is None or a day such as 2026-11-23."""
    try:
        if day is not None:
            date.fromisoformat(str(day))
    except ValueError:
        raise BadLine(f"on 要写成 2026-11-23 这样的日期,不能是 {day}") from None


def check_place(code: object, codes: frozenset[str]) -> None:
    """Raise BadLine unless this is None or a known division code."""
    if code is not None and code not in codes:
        raise BadLine(f"here 要写六位行政区划代码(如 110000),没有 {code}")


def _write(value: dict[str, Any], out: TextIO) -> None:
    out.write(json.dumps(value, ensure_ascii=False) + "\n")
    out.flush()
