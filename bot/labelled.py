"""Read labelled questions (docs/contract.md) from a file; answers are scored elsewhere."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any


class BadQuestion(ValueError):
    """A line of a question file that cannot be used; the text says where and why."""


def read_questions(path: Path) -> list[dict[str, Any]]:
    """Return the labelled questions of a JSONL file.

    Raises:
        BadQuestion: A line is no JSON object or has no question; names file and line.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadQuestion(f"{path.name} 第{number}行:不是 JSON({error})") from error
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            raise BadQuestion(f"{path.name} 第{number}行:要一个带 question 的 JSON 对象")
        wrong = _wrong_label(row)
        if wrong:
            raise BadQuestion(f"{path.name} 第{number}行:{wrong}")
        rows.append(row)
    return rows


def _wrong_label(row: Mapping[str, Any]) -> str | None:
    """Return what a label takes that does not fit; None when all fit."""
    for name in ("items", "outcome", "aspect", "verdict"):
        value = row.get(name)
        several = value if isinstance(value, list) else [value]
        # null among the verdicts: no verdict is right as well.
        if not all(one is None or isinstance(one, str) for one in several):
            return f"{name} 要写字符串或字符串的列表"
    for name in ("here", "on"):
        if not isinstance(row.get(name) or "", str):
            return f"{name} 要写字符串"
    try:
        date.fromisoformat(row.get("on") or "2026-11-23")
    except ValueError:
        return f"on 要写成 2026-11-23 这样的日期,不能是 {row['on']}"
    return None
