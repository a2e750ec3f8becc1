"""Say an answer aloud (话术): three short sentences – the verdict, the way, what to mind.

How the question was read is not read to the caller; what is no matter at all has words of its own.
Built from the answer object of docs/contract.md, and from the facts of its route where they are at
hand; whatever does not fit is left out whole, so nothing is said that the complete form lacks.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.desk.speech import LONGEST_SPOKEN, join_within, sentence, shorten, speak
from bot.replies.texts import say, say_list
from bot.replies.typeset import typeset
from bot.route import Verdict
from bot.route_facts import RouteFacts
from catalog.index import bare_name
from catalog.offerings import HandlingMode
from catalog.sources import Confidence

AnswerObject = Mapping[str, Any]
"""The answer object of docs/contract.md."""

_SENTENCES = 3
_WITHOUT_TRIP = {HandlingMode.ONLINE.value, HandlingMode.AUTOMATIC.value}
_SCREENS = frozenset({"网站", "APP", "小程序", "网站/APP", "网站/小程序", "小程序/APP"})
"""Kinds of channels that nobody can walk to."""
_MOST_MATERIALS = 3
_LONGEST_CHOICES = 45
_LONGEST_PLACE = 16
_INFERRED = Confidence.INFERRED.value
_FREE = ("不收费", "免费")
_UNREAD = ("line.masked", "line.corrected", "line.carried", "line.kept", "line.source")
"""Lines that say how a question was read, or cite."""
_HEADING = re.compile("^[^·•].*：")
"""A line that the points under it belong to; they are said in one breath."""
_BINDING = re.compile("[须需先免]|不能|不再(?!限)|不得|只")
"""Stands in a remark that somebody who is not told it goes in vain."""
_LONGEST_REMARK = 38
"""A longer one would leave no room for the time."""
_OWN_WORDS = frozenset({"refused", "out_of_scope", "smalltalk", "handoff"})
"""Outcomes whose replies are written to be read, not to be heard."""


def say_aloud(answer: AnswerObject, facts: RouteFacts | None = None) -> tuple[str, ...]:
    """Return up to three sentences to read aloud."""
    parts: Sequence[AnswerObject] = answer.get("parts") or ()
    if parts:
        told = [_first_line(part) for part in parts[:_SENTENCES]]
        return tuple(map(sentence, told))
    if answer.get("outcome") in _OWN_WORDS:
        return tuple(sentence(line) for line in say_list(f"sayable.{_kind(answer)}"))
    if answer.get("outcome") == "clarify":
        return _clarify(answer)
    if not _is_route(answer):
        return _lines(answer)
    told = [_first_line(answer), *_way(answer, facts)]
    return tuple(sentence(line) for line in told if line)


def _kind(answer: AnswerObject) -> str:
    is_own_record = answer.get("text") == typeset(say("refused.own_record"))
    return "own_record" if is_own_record else str(answer["outcome"])


def _is_route(answer: AnswerObject) -> bool:
    is_answered = answer.get("outcome") == "answer" and answer.get("verdict") is not None
    return is_answered and bool(answer.get("items"))


def _lines(answer: AnswerObject) -> tuple[str, ...]:
    """Return the first lines of the reply, as they are read aloud."""
    lines = [speak(line) for line in _text_lines(answer)]
    if answer.get("outcome") == "unlisted" and lines:
        # What is on no list may well be handled: that is said whatever else is left out.
        told = [line for line in lines if not line.startswith(say("sayable.not_no"))]
        said = next((line for line in lines if line not in told), say("sayable.not_no"))
        lines = [*told[: _SENTENCES - 1], said]
    return tuple(sentence(shorten(line)) for line in lines if line)[:_SENTENCES]


def _text_lines(answer: AnswerObject) -> list[str]:
    """Return the lines of the reply for the caller, a heading with the points under it."""
    unread = tuple(typeset(say(key)).partition("{")[0] for key in _UNREAD)
    told: list[str] = []
    for line in (line.strip() for line in str(answer.get("text", "")).split("\n")):
        if told and _HEADING.search(told[-1]) and line.startswith(("·", "•")):
            told[-1] += ("" if told[-1].endswith("：") else "；") + speak(line)
        elif line and not line.startswith(unread):
            told.append(line)
    return told


def _first_line(answer: AnswerObject) -> str:
    lines = _text_lines(answer)
    line = speak(lines[0]) if lines else ""
    if len(line) <= LONGEST_SPOKEN:
        return line
    verdict = str(answer.get("verdict") or "")
    if verdict and answer.get("items"):
        name = speak(bare_name(answer["items"][0]["name"]))
        return say(f"sayable.short.{verdict}", item=name)
    return shorten(line)


def _clarify(answer: AnswerObject) -> tuple[str, ...]:
    """Return the question to put to the caller, what to choose from, and how it goes on."""
    lines = _text_lines(answer)
    names = [bare_name(item["name"]) for item in answer.get("items", ())]
    choices = [speak(name) for name in names or answer.get("suggestions", ())]
    told = [speak(lines[0]) if lines else ""]
    if choices:
        told.append(_choices(choices))
    told.append(say("sayable.tell_me"))
    return tuple(sentence(shorten(line)) for line in told if line)


def _choices(choices: Sequence[str]) -> str:
    """Return the choices that can be said at once; the last one may be another."""
    mark = "，" if any("、" in choice for choice in choices) else "、"
    kept = list(choices[:1])
    for choice in choices[1:]:
        if len(mark.join([*kept, choice])) <= _LONGEST_CHOICES:
            kept.append(choice)
    is_all = len(kept) == len(choices) and len(kept) > 1
    last = kept.pop() if is_all else say("sayable.other")
    return say("sayable.choices", choices=mark.join(kept), last=last)


def _way(answer: AnswerObject, facts: RouteFacts | None) -> tuple[str, str]:
    match answer.get("verdict"):
        case Verdict.COVERED | Verdict.CONDITIONAL:
            return _way_of(answer, facts), _time_and_ground(answer)
        case Verdict.NOT_YET:
            return _instead(answer), _whom_to_ask(answer)
        case Verdict.LOCAL:
            return say("sayable.local"), _whom_to_ask(answer)
        case _:
            return _whom_to_ask(answer), say("sayable.unknown")


def _way_of(answer: AnswerObject, facts: RouteFacts | None) -> str:
    modes: Sequence[str] = answer.get("modes") or ()
    is_online = bool(modes) and modes[0] in _WITHOUT_TRIP
    places = _places(answer, facts, is_online=is_online) if facts else []
    key = "sayable.where_online" if is_online else "sayable.where"
    where = say(key, where=places[0]) if places else _who_takes(answer)
    room = LONGEST_SPOKEN - len(where) - 1
    return join_within([where, _materials(answer, room)])


def _places(answer: AnswerObject, facts: RouteFacts, *, is_online: bool) -> list[str]:
    """Return where to go; an app is no place to go to where there is one."""
    screens = {c["name"] for c in answer.get("channels") or () if c.get("kind") in _SCREENS}
    walkable = [
        place
        for place in facts.where
        if is_online or not (place in screens or place.startswith("网上"))
    ]
    return [_plain(speak(place)) for place in walkable or facts.where]


def _plain(place: str) -> str:
    """Return a place without what stands in brackets, where it is too long to be taken in."""
    return place if len(place) <= _LONGEST_PLACE else place.partition("（")[0] or place


def _who_takes(answer: AnswerObject) -> str:
    direction, modes = answer.get("direction") or {}, answer.get("modes") or ()
    if modes and modes[0] in _WITHOUT_TRIP:
        return say("sayable.online")
    accepts, decides = direction.get("accepts"), direction.get("decides")
    if not accepts:
        return ""
    if decides and decides != accepts:
        return say("sayable.accepts_decides", accepts=accepts, decides=decides)
    return say("sayable.accepts", accepts=accepts)


def _materials(answer: AnswerObject, room: int) -> str:
    materials = [speak(m) for m in answer.get("materials") or ()]
    if not materials:
        return say("sayable.materials_blank")
    count = len(materials)
    for shown in range(min(count, _MOST_MATERIALS), 0, -1):
        listed = "、".join(materials[:shown])
        key = "materials" if shown == count else "materials_more"
        told = say(f"sayable.{key}", materials=listed, count=count)
        if len(told) <= room:
            return told
    return say("sayable.materials_count", count=count)


def _time_and_ground(answer: AnswerObject) -> str:
    time_limit, fee = answer.get("time_limit"), answer.get("fee")
    clauses = [say("sayable.inferred")] if _is_inferred(answer) else []
    clauses += _remark(answer)
    clauses += [say("sayable.time", time=speak(time_limit))] if time_limit else []
    clauses += [_fee(speak(fee))] if fee else []
    clauses += _ground(answer)
    clauses += [_whom_to_ask(answer)]
    return join_within(clauses)


def _remark(answer: AnswerObject) -> list[str]:
    """Return what must not be left unsaid, e.g. that one has to come in person."""
    begin = typeset(say("line.mind")).partition("{")[0]
    lines = [line for line in _text_lines(answer) if line.startswith(begin)]
    clauses = [speak(c) for line in lines for c in line.removeprefix(begin).split("；")]
    binding = [c for c in clauses if _BINDING.search(c) and len(c) <= _LONGEST_REMARK]
    return [say("sayable.mind", text=clause) for clause in binding[:1]]


def _fee(fee: str) -> str:
    return fee if fee.startswith(_FREE) else say("sayable.fee", fee=fee)


def _is_inferred(answer: AnswerObject) -> bool:
    return say("line.inferred").rstrip("。").replace(",", "，") in str(answer.get("text", ""))


def _ground(answer: AnswerObject) -> list[str]:
    covering = [line for line in answer.get("basis") or () if not line.get("scope")]
    return [
        say(
            "sayable.basis_inferred" if line["confidence"] == _INFERRED else "sayable.basis",
            title=speak(line["title"]),
        )
        for line in covering[:1]
    ]


def _instead(answer: AnswerObject) -> str:
    denied = [limit for limit in answer.get("limits") or () if limit.get("what_to_do")]
    if not denied:
        return say("sayable.back_home")
    return say("sayable.instead", text=shorten(speak(denied[0]["what_to_do"]), 50))


def _whom_to_ask(answer: AnswerObject) -> str:
    phones = [c for c in answer.get("channels") or () if c.get("kind") == "热线" and c["phone"]]
    if not phones:
        return say("sayable.ask_any")
    own = next((c for c in phones if str(c["phone"]).endswith("12345")), phones[0])
    return say("sayable.ask", phone=own["phone"], name=own["name"])
