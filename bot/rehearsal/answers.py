"""Say how one answer changed between two catalogs, and whether it got worse.

The rules, for one question:

1. a label that the live answer met and the draft's does not: worse; the reverse: better;
2. what is not labelled: no answer where there was one, a verdict that became unknown, the item
   gone, or nothing left of basis, materials, time or fee: worse; the reverse: better;
3. worse beats better; what is neither is different.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.scoring import PLACE_ROLES, Card, Marks, Row, mark


class Effect(StrEnum):
    """What a draft does to an answer."""

    WORSE = "变差"
    BETTER = "变好"
    DIFFERENT = "不同"


@dataclass(frozen=True, slots=True)
class AnswerDifference:
    """One part of an answer before and after."""

    field: str
    """What of the answer, in Chinese."""
    live: str
    """As it is answered now; empty = nothing."""
    draft: str
    """As the draft would answer; empty = nothing."""


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A question that the draft answers otherwise."""

    question: str
    """What is asked."""
    effect: Effect
    """Whether it got worse."""
    reasons: tuple[str, ...]
    """Why it is called worse or better, in Chinese; empty for different."""
    differences: tuple[AnswerDifference, ...]
    """What differs, field by field; the text only when nothing else does."""
    live_text: str
    """The whole reply as it is now."""
    draft_text: str
    """The whole reply of the draft."""
    is_golden: bool
    """False for a question that was really asked and has no labels."""


_OUTCOMES = {
    "answer": "答复",
    "clarify": "反问",
    "unlisted": "目录里没有",
    "out_of_scope": "不是政务",
    "refused": "不答",
    "smalltalk": "寒暄",
    "handoff": "转人工",
}
_VERDICTS = {
    "covered": "能办",
    "conditional": "有条件",
    "not_yet": "目前不能",
    "local": "同省办理",
    "unknown": "不确定",
}
_LABELS = {
    "items": "事项",
    "outcome": "答复方式",
    "aspect": "问什么",
    "home": "归属地",
    "current": "办理地",
    "destination": "转入地",
    "verdict": "结论",
    "basis": "依据",
}
_STANDING = {"answer": 2, "clarify": 1, "unlisted": 1}
"""How much of a reply an outcome is; a question back is no worse than an honest “not held”."""
_ROLE_NAMES = {"home": "归属地", "current": "办理地", "destination": "转入地"}


def compare_answers(row: Row, live: Card, draft: Card) -> ChangedAnswer | None:
    """Return how the draft's answer differs from the live one; None when it does not."""
    differences = tuple(_differences(live, draft))
    if not differences:
        return None
    effect, reasons = _judge(row, live, draft)
    return ChangedAnswer(
        question=row["question"],
        effect=effect,
        reasons=reasons,
        differences=differences,
        live_text=live["text"],
        draft_text=draft["text"],
        is_golden=len(row) > 1,
    )


def _judge(row: Row, live: Card, draft: Card) -> tuple[Effect, tuple[str, ...]]:
    before, after = _labels_met(mark(row, live)), _labels_met(mark(row, draft))
    lost = [f"{_LABELS[name]}原来对,现在不对" for name in before if before[name] > after[name]]
    gained = [f"{_LABELS[name]}原来不对,现在对" for name in before if before[name] < after[name]]
    lost += _losses(live, draft, row)
    gained += _losses(draft, live, row, words=_GAINED)
    if lost:
        return Effect.WORSE, tuple(lost)
    return (Effect.BETTER, tuple(gained)) if gained else (Effect.DIFFERENT, ())


def _labels_met(marks: Marks) -> dict[str, bool]:
    """Return for each label whether it is met."""
    names = ("outcome", "aspect", *PLACE_ROLES, "verdict", "basis")
    met = {name: value for name in names if (value := getattr(marks, name)) is not None}
    return met if marks.rank is None else {"items": marks.rank == 1, **met}


_LOST = {
    "outcome": "原来有答复,现在没有",
    "verdict": "结论变成不确定",
    "items": "原来的事项不见了",
    "basis": "没有依据了",
    "materials": "没有材料了",
    "time_limit": "没有时限了",
    "fee": "没有费用了",
}
_GAINED = {
    "outcome": "原来没有答复,现在有",
    "verdict": "结论从不确定变明确",
    "items": "找到了事项",
    "basis": "有了依据",
    "materials": "有了材料",
    "time_limit": "有了时限",
    "fee": "有了费用",
}


def _losses(before: Card, after: Card, row: Row, words: Mapping[str, str] = _LOST) -> list[str]:
    """Return what of an answer is gone and has no label that says whether it should be."""
    gone = {
        "outcome": _standing(after) < _standing(before),
        "verdict": before["verdict"] not in (None, "unknown") and after["verdict"] == "unknown",
        "items": bool(before["items"]) and not _still_names_first(before, after),
        **{
            name: bool(before[name]) and not after[name]
            for name in ("basis", "materials", "time_limit", "fee")
        },
    }
    return [words[name] for name, is_gone in gone.items() if is_gone and name not in row]


def _standing(card: Card) -> int:
    return _STANDING.get(card["outcome"], 0)


def _still_names_first(before: Card, after: Card) -> bool:
    return before["items"][0]["id"] in {item["id"] for item in after["items"]}


def _differences(live: Card, draft: Card) -> Iterator[AnswerDifference]:
    found = False
    for name, show in _FIELDS.items():
        before, after = (_shown(card, show) for card in (live, draft))
        if before != after:
            found = True
            yield AnswerDifference(name, before, after)
    if not found and live["text"] != draft["text"]:
        yield AnswerDifference("文字", live["text"], draft["text"])


def _shown(card: Card, show: Callable[[Card], str]) -> str:
    """Return a field as text, matter by matter where a message asks about several."""
    return " / ".join(show(part) for part in card["parts"] or (card,))


def _names(rows: Sequence[Mapping[str, Any]], *keys: str) -> str:
    return "、".join(" ".join(str(row[k]) for k in keys if row.get(k)) for row in rows)


def _places(card: Card) -> str:
    named = ((title, card["places"].get(role)) for role, title in _ROLE_NAMES.items())
    return "、".join(f"{title} {place['name']}" for title, place in named if place)


def _direction(card: Card) -> str:
    direction = card["direction"] or {}
    named = (("收件", direction.get("accepts")), ("决定", direction.get("decides")))
    return "、".join(f"{name} {place}" for name, place in named if place)


_FIELDS: Mapping[str, Callable[[Card], str]] = {
    "答复方式": lambda c: _OUTCOMES[c["outcome"]],
    "事项": lambda c: _names(c["items"], "name"),
    "相近事项": lambda c: _names(c["nearest"], "name"),
    "结论": lambda c: _VERDICTS.get(c["verdict"], ""),
    "地点": _places,
    "办理模式": lambda c: "、".join(c["modes"]),
    "方向": _direction,
    "渠道": lambda c: _names(c["channels"], "name", "address", "phone", "hours"),
    "材料": lambda c: ";".join(c["materials"]),
    "时限": lambda c: c["time_limit"] or "",
    "费用": lambda c: c["fee"] or "",
    "依据": lambda c: _names(c["basis"], "title", "as_of", "confidence"),
    "限制": lambda c: _names(c["limits"], "topic", "limit", "what_to_do"),
    "数字": lambda c: _names(c["figures"], "system", "value", "unit", "as_of", "meaning"),
    "出处": lambda c: _names(c["sources"], "title", "as_of", "confidence"),
}
"""What is compared of an answer: title → how it is shown."""
