"""How a turn is laid out on the page: verdict line, body, folded rest, sources.

Works on the finished reply only; what is said stands in ``Reply.text`` and is not changed here.
The page's script gets the same pieces as JSON, so both ways of showing agree.
"""

import re
from dataclasses import asdict, dataclass
from typing import Any

from bot.messages import Choice, Turn
from bot.replies.typeset import typeset

FOLD_AFTER_ROWS = 12
"""Rows shown before the rest is folded away."""
FOLDED_AT_LEAST_ROWS = 4
"""Less than this is not worth a click."""
ROW_CHARACTERS = 22
"""Characters on one row of a phone 360 px wide."""

_POINT = re.compile(r"(?:[·•\-–*]|\d{1,2}[.、)])\s*\S")
_LABEL = re.compile(r"[^,\uff0c\u3002;\uff1b!\uff01?\uff1f]{1,16}[:\uff1a]")
_TITLED = re.compile(r"(?P<title>[\u4e00-\u9fff]{2,5})[:\uff1a]\s*(?P<text>\S.*)")
_NUMBERED = re.compile(r"\d{1,2}[.、]\s*(?P<label>.+)")
_PHONE = re.compile(r"[+\d][\d\- ]{3,18}\d")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the body."""

    kind: str
    """text, titled (带什么:…), point (of a list), label (a heading) or gap."""
    text: str
    """The words."""
    title: str = ""
    """What stands before the colon of a titled line."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A phone, an address or a site to copy."""

    label: str
    """What it is."""
    value: str
    """What is copied."""
    href: str | None
    """``tel:`` for a phone, the address of a site, None for a street."""


@dataclass(frozen=True, slots=True)
class ItemLink:
    """An item named in the answer."""

    name: str
    """Official name."""
    href: str
    """Its page."""


@dataclass(frozen=True, slots=True)
class ShownReply:
    """One reply, ready for the template or the script."""

    question: str
    """What was asked, as the answer object has it: masked."""
    headline: str
    """The verdict line."""
    body: tuple[Line, ...]
    """Lines in view."""
    folded: tuple[Line, ...]
    """Lines behind 展开."""
    sources: tuple[str, ...]
    """Sources with their dates."""
    choices: tuple[Choice, ...]
    """Buttons."""
    contacts: tuple[Contact, ...]
    """Phones and addresses."""
    items: tuple[ItemLink, ...]
    """Pages to read on."""
    places: tuple[str, ...]
    """What was understood of the places, e.g. 归属地 保定市."""
    modes: tuple[str, ...]
    """Handling modes."""
    tone: str
    """Verdict, or the outcome where there is none: picks colour and sign."""
    receipt: str
    """Code of the turn."""
    asks_feedback: bool
    """True when 有用/没用 stands under it."""

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def show(turn: Turn) -> ShownReply:
    """Lay a turn out."""
    reply, answer = turn.reply, turn.answer
    headline, *rest = reply.text.strip().split("\n")
    labels = {choice.label for choice in reply.choices}
    said = [text for text in _without_sources(rest, reply.sources) if not _is_button(text, labels)]
    body, folded = fold(tuple(map(_line, said)))
    return ShownReply(
        question=str(answer.get("question") or ""),
        headline=typeset(headline),
        body=body,
        folded=folded,
        sources=tuple(map(typeset, reply.sources)),
        choices=reply.choices,
        contacts=tuple(Contact(c.label, c.value, _href(c.value)) for c in reply.copyables),
        items=tuple(_item_link(item) for item in _shown_items(answer)),
        places=_place_words(answer.get("places") or {}),
        modes=tuple(answer.get("modes") or ()),
        tone=str(answer.get("verdict") or answer.get("outcome") or ""),
        receipt=str(answer.get("receipt") or ""),
        asks_feedback=reply.asks_feedback,
    )


def fold(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return what stays in view and what is folded away."""
    rows = 0
    for at, line in enumerate(lines):
        rows += _rows(line)
        left = sum(map(_rows, lines[at + 1 :]))
        if rows >= FOLD_AFTER_ROWS and left >= FOLDED_AT_LEAST_ROWS:
            return lines[: at + 1], lines[at + 1 :]
    return lines, ()


def _rows(line: Line) -> int:
    return 0 if line.kind == "gap" else -(-len(line.text) // ROW_CHARACTERS)


def _without_sources(lines: list[str], sources: tuple[str, ...]) -> list[str]:
    """Drop the source lines from the end: the page shows them in their own place."""
    known = {source.strip() for source in sources}
    kept = list(lines)
    while kept and (not kept[-1].strip() or kept[-1].strip() in known):
        kept.pop()
    while kept and not kept[0].strip():
        kept.pop(0)
    return kept


def _is_button(text: str, labels: set[str]) -> bool:
    """Tell whether a numbered line only repeats a button, for platforms without any."""
    numbered = _NUMBERED.fullmatch(text.strip())
    return numbered is not None and numbered["label"] in labels


def _line(text: str) -> Line:
    stripped = text.strip()
    if not stripped:
        return Line("gap", "")
    if _POINT.match(stripped):
        return Line("point", typeset(stripped))
    if titled := _TITLED.fullmatch(stripped):
        return Line("titled", typeset(titled["text"]), titled["title"])
    return Line("label" if _LABEL.fullmatch(stripped) else "text", typeset(stripped))


def _href(value: str) -> str | None:
    if re.match(r"https?://", value):
        return value
    if _PHONE.fullmatch(value) or re.fullmatch(r"\d{3,12}", value):
        return "tel:" + re.sub(r"\s", "", value)
    return None


def _shown_items(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Items whose pages belong to the answer: the one answered; all of them for an overview."""
    items = answer.get("items") or []
    if answer.get("outcome") not in ("answer", "unlisted"):
        return []
    return items if answer.get("aspect") == "overview" else items[:1]


def _item_link(item: dict[str, Any]) -> ItemLink:
    return ItemLink(str(item.get("name")), f"/i/{item.get('id')}")


def _place_words(places: dict[str, Any]) -> tuple[str, ...]:
    titles = {"home": "归属地", "current": "办理地", "destination": "转入地"}
    named = ((title, places.get(role)) for role, title in titles.items())
    return tuple(f"{title} {place['name']}" for title, place in named if place)
