"""Make a written line one that can be read aloud: no quotes, no codes in brackets, not too long.

Only leaves out and re-spells; it never adds a fact. What has no pause to cut at is not said.
"""

import re
from collections.abc import Iterable

from bot.replies.texts import say
from bot.replies.typeset import typeset

LONGEST_SPOKEN = 60
"""Characters of a sentence that is read aloud at one breath or two."""

_URL = re.compile(r"(?:https?://)?(?:[\w-]+\.)+(?:cn|com|net|org)\b[\w./?=&%#~:@+-]*", re.ASCII)
_QUOTES = re.compile("[“”‘’《》]")
_BRACKET = re.compile("（([^（）]*)）|\\(([^()]*)\\)")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_UNTIL = re.compile("^(?:截至|资料整理于|所在清单)")
_DOCUMENT = re.compile(r"〔(\d{4})〕(\d+)号")
_POINT = re.compile(r"^(?:[·•]|\d+[.、])\s*")
_ENDS = "。；，、：;,: "
_PAUSES = ("。；", "，", "、")
"""Where a line may be cut, the longest pause first."""
_SHORTEST_CUT = 12
"""Less than this is no sentence."""


def speak(text: str) -> str:
    """Return a line as it is read aloud, without an end."""
    text = _DOCUMENT.sub(r"\1年\2号", typeset(_URL.sub("", text)))
    text = _POINT.sub("", _QUOTES.sub("", text.strip()))
    for _ in range(2):
        text = _BRACKET.sub(_spoken_bracket, text)
    return text.strip(_ENDS)


def _spoken_bracket(found: re.Match[str]) -> str:
    inside = found[1] or found[2] or ""
    return found[0] if _CHINESE.search(inside) and not _UNTIL.match(inside) else ""


def sentence(text: str) -> str:
    """Return a spoken line with its full stop."""
    return text if text.endswith(("？", "！", "。")) else f"{text}。"


def shorten(text: str, most: int = LONGEST_SPOKEN) -> str:
    """Return as much of a spoken line as can be said at once, cut where it pauses."""
    if len(text) <= most:
        return text
    for marks in _PAUSES:
        cut = max(text.rfind(mark, 0, most) for mark in marks)
        kept = text[: max(cut, 0)]
        if cut >= _SHORTEST_CUT and kept.count("（") == kept.count("）"):
            return f"{kept}等" if marks == "、" else kept
    return say("sayable.long")


def join_within(clauses: Iterable[str], most: int = LONGEST_SPOKEN) -> str:
    """Return the clauses that fit together, each whole, in their order."""
    kept = ""
    for clause in clauses:
        joined = f"{kept}；{clause}" if kept else clause
        if clause and len(joined) <= most:
            kept = joined
    return kept
