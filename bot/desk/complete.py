"""Lay an answer out whole (完整口径): every fact in its section, with its day and how sure it is.

Works on the answer object of docs/contract.md, so that a kept answer is shown as it was; what only
the rows of a live route say is added where it is at hand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.decide import Outcome
from bot.desk.sayable import AnswerObject
from bot.knowledge import Knowledge
from bot.replies.dates import say_date
from bot.replies.texts import has_text, say
from bot.replies.typeset import typeset
from bot.replies.why_text import why_not_chosen
from bot.route_facts import RouteFacts
from catalog.index import bare_name
from catalog.matching import Candidate
from catalog.ranking import RANKING_RULES

_LOSERS = 5
_TELLING_DIFFERENCE = 0.02
"""Of the whole score; a smaller one decides nothing."""
_DIFFERENCES = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of a section."""

    text: str
    """The fact."""
    note: str = ""
    """What belongs to it: day, confidence, what to do."""
    url: str | None = None
    """Address of a source or site, where it may be shown."""


@dataclass(frozen=True, slots=True)
class Section:
    """Facts of one kind, e.g. 带什么."""

    key: str
    """materials, channels … picks its place on the page."""
    title: str
    """Its heading."""
    rows: tuple[Row, ...]
    """Its facts; empty = not known."""


@dataclass(frozen=True, slots=True)
class Complete:
    """An answer with everything that is known about it."""

    headline: str
    """The verdict line, or the first line of the reply."""
    tone: str
    """Verdict, or outcome where there is none: picks the colour."""
    sections: tuple[Section, ...]
    """In the order a clerk reads them."""
    catalog_version: str
    """Catalog version it was answered from."""


def lay_out(
    answer: AnswerObject, facts: RouteFacts | None = None, losers: Iterable[Row] = ()
) -> Complete:
    """Return the complete form; ``losers`` are the rows of ``tell_losers``."""
    has_route = bool(answer.get("items")) and answer.get("verdict") is not None
    sections = [*_text(answer, has_route=has_route)]
    if has_route:
        sections += _route_sections(answer, facts)
    sections += [
        _section("limits", _limits(answer)),
        _section("figures", _figures(answer)),
        _section("basis", _basis(answer)),
        _section("nearest", [Row(item["name"]) for item in answer.get("nearest") or ()]),
        _section("sources", _sources(answer)),
        *_choice(answer, losers),
    ]
    lines = str(answer.get("text", "")).split("\n")
    return Complete(
        headline=lines[0],
        tone=str(answer.get("verdict") or answer.get("outcome") or ""),
        sections=tuple(s for s in sections if s.rows or (has_route and s.key in _NEEDED)),
        catalog_version=str(answer.get("catalog_version") or ""),
    )


_NEEDED = frozenset({"materials", "time_limit", "fee", "basis"})
"""Asked by every caller: where nothing is known that is said, not left out."""


def _section(key: str, rows: Iterable[Row]) -> Section:
    return Section(key, say(f"complete.{key}"), tuple(rows))


def _choice(answer: AnswerObject, losers: Iterable[Row]) -> tuple[Section, Section]:
    """Return why it is the item and why not another; a question back has chosen none yet."""
    why, others = tuple(_why(answer)), tuple(losers) or tuple(_kept_losers(answer))
    if answer.get("outcome") == "clarify":
        first, maybe = say("complete.why_first"), say("complete.maybe")
        return Section("why", first, why), Section("losers", maybe, others)
    return _section("why", why), _section("losers", others)


def _text(answer: AnswerObject, *, has_route: bool) -> list[Section]:
    """Return the reply itself, where it is more than the facts of a route."""
    lines = [line.strip() for line in str(answer.get("text", "")).split("\n")[1:]]
    told = [line for line in lines if line and not line.startswith("来源")]
    return [] if has_route else [_section("text", map(Row, told))]


def _route_sections(answer: AnswerObject, facts: RouteFacts | None) -> list[Section]:
    where = [Row(typeset(place)) for place in facts.where] if facts else []
    conditions = [Row(typeset(facts.conditions))] if facts and facts.conditions else []
    return [
        _section("steps", _steps(answer)),
        _section("where", where),
        _section("channels", map(_channel, answer.get("channels") or ())),
        _section("materials", (Row(typeset(m)) for m in answer.get("materials") or ())),
        _section("time_limit", _value(answer.get("time_limit"))),
        _section("fee", _value(answer.get("fee"))),
        _section("conditions", conditions),
    ]


def _value(text: str | None) -> list[Row]:
    return [Row(typeset(text))] if text else []


def _steps(answer: AnswerObject) -> list[Row]:
    """Return how it is handled, as the reply says it, and who takes the papers and decides."""
    lines = str(answer.get("text", "")).split("\n")
    start = say("line.procedure", who="").replace(":", "：")
    rows = [Row(line.removeprefix(start)) for line in lines if line.startswith(start)]
    direction = answer.get("direction") or {}
    told = [
        say(f"complete.{role}", place=direction[role])
        for role in ("accepts", "decides")
        if direction.get(role)
    ]
    return [*rows, *([Row("，".join(told))] if told else [])]


def _channel(channel: Mapping[str, Any]) -> Row:
    address = channel.get("address") or ""
    is_site = address.startswith("http")
    told = [channel.get("phone"), channel.get("hours"), None if is_site else address]
    note = " · ".join(typeset(part) for part in told if part)
    return Row(typeset(channel["name"]), note, address if is_site else None)


def _limits(answer: AnswerObject) -> list[Row]:
    return [
        Row(typeset(limit["limit"]), typeset(limit.get("what_to_do") or ""))
        for limit in answer.get("limits") or ()
    ]


def _figures(answer: AnswerObject) -> list[Row]:
    return [
        Row(f"{f['value']}{f['unit']}", typeset(f"{f['meaning']}({f['as_of']})"))
        for f in answer.get("figures") or ()
    ]


def _basis(answer: AnswerObject) -> list[Row]:
    """Return what names the matter first, then agreements that only concern the places."""
    rows = []
    for line in sorted(answer.get("basis") or (), key=lambda line: bool(line.get("scope"))):
        told = [say_date(line.get("as_of") or ""), _sureness(line["confidence"])]
        told += [say("complete.not_itemised")] if line.get("scope") else []
        rows.append(Row(typeset(line["title"]), " · ".join(filter(None, told))))
    return rows


def _sources(answer: AnswerObject) -> list[Row]:
    rows = []
    for line in answer.get("sources") or ():
        kind = say(f"complete.as_of_{line['as_of_kind']}", as_of=say_date(line["as_of"]))
        note = f"{kind} · {_sureness(line['confidence'])}"
        rows.append(Row(typeset(line["title"]), note, line.get("url")))
    return rows


def _sureness(confidence: str) -> str:
    key = f"complete.confidence.{confidence}"
    return say(key) if has_text(key) else confidence


def _why(answer: AnswerObject) -> list[Row]:
    items: Sequence[Mapping[str, Any]] = answer.get("items") or ()
    return [Row(sentence) for item in items[:1] for sentence in item.get("why") or ()]


def _kept_losers(answer: AnswerObject) -> list[Row]:
    items: Sequence[Mapping[str, Any]] = answer.get("items") or ()
    best = items[0]["score"] if items and answer.get("outcome") != "clarify" else None
    return [
        Row(bare_name(item["name"]), _scored("；".join(item["why"]), item["score"], best))
        for item in items[1:]
        if item.get("why")
    ]


def _scored(why: str, score: float, best: float | None) -> str:
    if best is None:
        told = say("complete.own_score", score=f"{score:.2f}")
    else:
        told = say("complete.score", score=f"{score:.2f}", best=f"{best:.2f}")
    return f"{why}（{told}）" if why else told


def tell_losers(outcome: Outcome, knowledge: Knowledge) -> tuple[Row, ...]:
    """Return the candidates that lost, what spoke against each, and where their scores differ."""
    asked = outcome.asked
    chosen = next((c for c in outcome.candidates if c.item == outcome.item), None)
    if asked is None or chosen is None:
        return ()
    others = [c for c in outcome.candidates if c.item != chosen.item][:_LOSERS]
    rows = []
    for other in others:
        name = bare_name(knowledge.release.items[other.item].name)
        why = "；".join(why_not_chosen(other, chosen, asked, knowledge))
        told = _scored(why, other.score.share, chosen.score.share)
        rows.append(Row(name, told + _differences(other, chosen)))
    return tuple(rows)


def _differences(other: Candidate, chosen: Candidate) -> str:
    """Return in which signals the loser lies behind, the largest first."""
    behind = {
        name: weight * (chosen.score.signals.get(name, 0.0) - other.score.signals.get(name, 0.0))
        for name, weight in RANKING_RULES.items()
    }
    largest = sorted(behind, key=lambda name: -behind[name])[:_DIFFERENCES]
    told = [say(f"complete.signal.{n}") for n in largest if behind[n] > _TELLING_DIFFERENCE]
    return say("complete.behind", signals="、".join(told)) if told else ""
