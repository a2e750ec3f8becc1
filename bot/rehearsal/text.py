"""A rehearsal as lines of text, for the terminal."""

from collections.abc import Iterator

from bot.rehearsal.answers import ChangedAnswer
from bot.rehearsal.finding import Unfindable
from bot.rehearsal.rehearse import Rehearsal
from bot.rehearsal.replaying import Replay

_LONGEST_SHOWN = 60
"""Longer texts are cut; the whole of them stands in the JSON."""


def rehearsal_lines(rehearsal: Rehearsal) -> list[str]:
    """Return the rehearsal as lines a person reads, what must be confirmed at the end."""
    return [
        f"预演:{rehearsal.live_version} → {rehearsal.draft_version}({rehearsal.on})",
        f"改动 {rehearsal.change_count} 行:",
        *(f"  {change.render()}" for change in rehearsal.changes),
        *finding_lines(rehearsal),
    ]


def finding_lines(rehearsal: Rehearsal) -> list[str]:
    """Return what the rehearsal found, without the difference itself."""
    return [
        *_replay_lines(rehearsal.replay),
        *_contradiction_lines(rehearsal),
        *_unfindable_lines(rehearsal),
        "有要确认的:看过上面标 ! 的再发布。" if rehearsal.has_blockers else "没有要确认的。",
    ]


def _replay_lines(replay: Replay) -> Iterator[str]:
    worse, better = len(replay.worse), len(replay.better)
    yield (
        f"回放 {replay.count} 问:{len(replay.changed)} 问的答复变了"
        f"(变差 {worse},变好 {better},不同 {len(replay.changed) - worse - better})"
    )
    for changed in replay.changed:
        yield from _answer_lines(changed, is_worse=changed in replay.worse)
    if replay.missed:
        yield f"标准问题里有 {len(replay.missed)} 问答得和标注不一样:"
        yield from (f"  {_short(question)}" for question in replay.missed)


def _answer_lines(changed: ChangedAnswer, *, is_worse: bool) -> Iterator[str]:
    reasons = f"({';'.join(changed.reasons)})" if changed.reasons else ""
    yield f"{_mark(is_worse)} {changed.effect} {_short(changed.question)}{reasons}"
    for one in changed.differences:
        yield f"    {one.field}:“{_short(one.live)}”→“{_short(one.draft)}”"


def _contradiction_lines(rehearsal: Rehearsal) -> Iterator[str]:
    new = rehearsal.new_contradictions
    yield f"矛盾 {len(rehearsal.contradictions)} 处,其中新的 {len(new)} 处"
    for found in rehearsal.contradictions:
        yield f"{_mark(found in new)} {found.render()}"


def _unfindable_lines(rehearsal: Rehearsal) -> Iterator[str]:
    yield f"按名称或新叫法找不到的事项 {len(rehearsal.unfindable)} 个"
    for missing in rehearsal.unfindable:
        yield f"{_mark(missing.is_new)} {_missing_line(missing)}"
    if rehearsal.untried:
        yield f"名称和新叫法太多,另有 {rehearsal.untried} 个没有逐一试"


def _missing_line(missing: Unfindable) -> str:
    instead = f"找到的是“{missing.found}”" if missing.found else "什么也没找到"
    return f"问“{_short(missing.wording)}”找不到“{missing.name}”,{instead}"


def _mark(must_confirm: bool) -> str:
    return "  !" if must_confirm else "   "


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "…"
