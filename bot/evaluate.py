"""``tongban evaluate``: ask every labelled question and print how many answers were right."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.assistant import answer
from bot.knowledge import Knowledge
from bot.labelled import BadQuestion
from bot.replies.compose import compose
from bot.scoring import Marks, mark, summarize
from bot.today import day_in_china

_BAR_WIDTH = 30
_SHOWN_MISSES = 40


def read_summary(path: Path | None) -> dict[str, Any] | None:
    """Return what an earlier ``--json`` run printed; ValueError when it is no such file."""
    if path is None:
        return None
    summary = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(summary, dict) or "top1" not in summary:
        raise BadQuestion(f"{path.name}:不是 tongban evaluate --json 的输出")
    return summary


def evaluate(rows: Iterable[Mapping[str, Any]], knowledge: Knowledge) -> Iterator[dict[str, Any]]:
    """Yield for every row the row, its answer object and its marks."""
    today = day_in_china()
    for row in rows:
        on = date.fromisoformat(row["on"]) if row.get("on") else today
        outcome = answer(row["question"], knowledge, on=on, here=row.get("here"))
        card = compose(row["question"], outcome, knowledge).answer
        yield {
            "row": row,
            "card": card,
            "marks": mark(row, card),
            "considered": outcome.candidates,
        }


def run_evaluation(rows: list[dict[str, Any]], knowledge: Knowledge) -> dict[str, Any]:
    """Return summary and misses, moving a progress bar when a person watches."""
    results = []
    for number, result in enumerate(evaluate(rows, knowledge), 1):
        results.append(result)
        _show_progress(number, len(rows))
    marks: list[tuple[Mapping[str, Any], Marks]] = [(r["row"], r["marks"]) for r in results]
    summary = summarize(marks)
    sure = [(row, m) for row, m in marks if row.get("confidence") != "low"]
    summary["without_low_confidence"] = summarize(sure) if len(sure) < len(marks) else None
    summary["misses"] = [_miss(r, knowledge) for r in results if not r["marks"].all_right]
    return summary


def _show_progress(done: int, total: int) -> None:
    if not sys.stderr.isatty():
        return
    filled = _BAR_WIDTH * done // max(total, 1)
    end = "\n" if done == total else ""
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (_BAR_WIDTH - filled)}] {done}/{total}{end}")
    sys.stderr.flush()


def _miss(result: Mapping[str, Any], knowledge: Knowledge) -> dict[str, Any]:
    row, card, marks = result["row"], result["card"], result["marks"]
    wrong = [
        name
        for name in ("outcome", "aspect", "home", "current", "destination", "verdict", "basis")
        if getattr(marks, name) is False
    ]
    if marks.rank is not None and marks.rank != 1:
        wrong.insert(0, "items")
    return {
        "question": row["question"],
        "wrong": wrong,
        "wanted": {k: row.get(k) for k in ("items", *wrong) if row.get(k) is not None},
        "outcome": card["outcome"],
        "aspect": card["aspect"],
        "places": {k: v and v["code"] for k, v in card["places"].items()},
        "verdict": card["verdict"],
        "items": [item["name"] for item in card["items"]],
        "why": [
            f"{knowledge.release.items[c.item].name}({c.alias}): {c.score.explain()}"
            for c in result["considered"][:3]
        ],
    }


def summary_lines(summary: Mapping[str, Any], compared: Mapping[str, Any] | None) -> list[str]:
    """Return the figures as a table a person reads, with the change against an older run."""
    lines = [_figure_line("全部", summary, compared)]
    if summary.get("without_low_confidence"):
        lines.append(_figure_line("不含存疑标注", summary["without_low_confidence"], None))
    for group in ("by_kind", "by_style"):
        for name, figures in summary[group].items():
            lines.append(_figure_line(name, figures, (compared or {}).get(group, {}).get(name)))
    lines.append(f"未全对 {len(summary['misses'])} 条:")
    for miss in summary["misses"][:_SHOWN_MISSES]:
        lines.append(f"- {miss['question'][:60]!r} 错在 {'、'.join(miss['wrong']) or '拒答'}")
        lines.append(f"    答 {miss['outcome']} {miss['items'][:2]};应为 {miss['wanted']}")
        lines += [f"    {why}" for why in miss["why"][:2]]
    return lines


def _figure_line(name: str, figures: Mapping[str, Any], compared: Mapping[str, Any] | None) -> str:
    shown = []
    for key, value in figures.items():
        if not isinstance(value, int | float):
            continue
        before = (compared or {}).get(key)
        change = f"({value - before:+.3f})" if isinstance(before, int | float) else ""
        shown.append(f"{key}={value:g}{change}")
    return f"{name}: " + " ".join(shown)
