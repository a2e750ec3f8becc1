"""Turn an Outcome into the Reply a person reads: short first, the rest on demand by a button."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.asked import Asked
from bot.decide import (
    LONGEST_QUESTION,
    Answer,
    AskBack,
    Decision,
    Handoff,
    HomeKept,
    Outcome,
    OutOfScope,
    Refused,
    SmallTalk,
    Unlisted,
)
from bot.knowledge import Knowledge
from bot.messages import Choice, Copyable, Reply
from bot.places import Gazetteer
from bot.replies.dates import say_date, say_day
from bot.replies.fit import Line, fit
from bot.replies.place_choices import place_choices
from bot.replies.route_text import route_lines
from bot.replies.texts import say, say_list
from bot.replies.topic_text import topic_choices, topic_lines
from bot.replies.typeset import quote, typeset
from bot.route import Route
from bot.route_facts import ChannelLine, RouteFacts, SourceLine
from catalog.index import bare_name
from catalog.matching import Candidate
from catalog.sources import COMPILED_ON
from intents.regions import Role

_DATE_AT_END = re.compile(r"[(\uff08]\d{4}(?:-\d{2}){0,2}[^()\uff08\uff09]*[)\uff09]$")
LONGEST_LABEL = 24
_MOST_DETAILS = 5
_RANK_OF_MORE_SOURCES = 7
_SHOWN_SOURCES = 2


def render_parts(replies: Sequence[Reply], choices: tuple[Choice, ...]) -> Reply:
    """Return one reply for several matters, each under its number."""
    numbered = [
        say("line.part", number=number, text=reply.text) for number, reply in enumerate(replies, 1)
    ]
    text = "\n\n".join([say("line.parts", count=len(replies)), *numbered])
    sources = tuple(dict.fromkeys(line for reply in replies for line in reply.sources))
    return Reply(typeset(text), sources, choices, replies[0].copyables, asks_feedback=True)


def render(
    outcome: Outcome,
    facts: RouteFacts | None,
    sources: tuple[SourceLine, ...],
    knowledge: Knowledge,
) -> Reply:
    """Return the reply to an outcome; ``facts`` belong to its route, if it has one."""
    reply = _render(outcome, facts, sources, knowledge)
    return replace(
        reply, text=typeset(reply.text), sources=tuple(typeset(line) for line in reply.sources)
    )


def _render(
    outcome: Outcome,
    facts: RouteFacts | None,
    sources: tuple[SourceLine, ...],
    knowledge: Knowledge,
) -> Reply:
    decision, asked = outcome.decision, outcome.asked
    notes = _notes(asked, knowledge) if asked else []
    match decision:
        case Answer(route=Route() as route) if facts is not None and asked is not None:
            return _route_reply(route, facts, sources, asked, notes, knowledge)
        case Answer(topic=topic) if topic is not None and asked is not None:
            # A topic names its places itself.
            notes = _notes(replace(asked, carried=()), knowledge)
            lines = topic_lines(topic, asked.aspect, knowledge, day=asked.on.isoformat())
            return _reply([*notes, *lines], sources, topic_choices(topic, asked.aspect, knowledge))
        case AskBack() if asked is not None:
            return _ask_back(decision, asked, notes, knowledge)
        case Unlisted():
            return _unlisted(decision, notes)
        case _:
            # Thanks and greetings take nothing over from before.
            told = (
                _notes(replace(asked, carried=(), is_home_kept=False), knowledge) if asked else []
            )
            return Reply("\n".join([*told, _plain(decision, knowledge.gazetteer)]))


def _plain(decision: Decision, gazetteer: Gazetteer) -> str:
    match decision:
        case OutOfScope():
            return say("out_of_scope")
        case Refused(reason):
            return say(f"refused.{reason.value}", limit=LONGEST_QUESTION)
        case SmallTalk(kind):
            return say(f"smalltalk.{kind}")
        case HomeKept(home):
            name = gazetteer.full_name(home) if home else ""
            return say("smalltalk.home_kept", home=name) if home else say("smalltalk.home_open")
        case Handoff(way):
            return say(f"handoff.{way.value}")
        case _:
            raise TypeError(f"no plain text for {type(decision).__name__}")


def _notes(asked: Asked, knowledge: Knowledge) -> list[str]:
    """Return the lines that say how the question was read."""
    notes = []
    if asked.masked:
        notes.append(say("line.masked", kinds="、".join(asked.masked)))
    if asked.corrected:
        notes.append(say("line.corrected", word=asked.corrected))
    if asked.carried:
        said = []
        for role in asked.carried:
            place = getattr(asked.places, role.value)
            if place is not None:
                label = say(f"role.short_{Role(role).value}")
                said.append(label + knowledge.gazetteer.full_name(place))
        if said:
            notes.append(say("line.carried", places="、".join(said)))
    if asked.is_home_kept and asked.places.home is not None:
        notes.append(say("line.kept", home=knowledge.gazetteer.full_name(asked.places.home)))
    return notes


def _reply(
    lines: Iterable[str],
    sources: tuple[SourceLine, ...],
    choices: tuple[Choice, ...] = (),
    copyables: tuple[Copyable, ...] = (),
) -> Reply:
    cited = tuple(source_text(line) for line in sources[:_SHOWN_SOURCES])
    text = "\n".join([*lines, *cited])
    return Reply(text, cited, choices, copyables, asks_feedback=True)


def source_text(line: SourceLine) -> str:
    """Return the line that cites a source with its date."""
    key = {"compiled": "line.source_compiled", "list": "line.source_list"}.get(
        line.as_of_kind, "line.source"
    )
    # Many titles name their date already; it is said once, in words.
    title, as_of = say_date(_DATE_AT_END.sub("", line.title)), say_day(line.as_of)
    return say("line.source_dated" if as_of in title else key, title=title, as_of=as_of)


def _route_reply(
    route: Route,
    facts: RouteFacts,
    sources: tuple[SourceLine, ...],
    asked: Asked,
    notes: list[str],
    knowledge: Knowledge,
) -> Reply:
    cited = [
        Line(source_text(line), _RANK_OF_MORE_SOURCES if number else 0)
        for number, line in enumerate(sources[:_SHOWN_SOURCES])
    ]
    kept = fit([*route_lines(route, facts, asked, knowledge, notes), *cited])
    return Reply(
        "\n".join(line.text for line in kept),
        tuple(line.text for line in kept if line in cited),
        (*_details(facts, asked), *place_choices(asked, route.item, knowledge.gazetteer)),
        _copyables(facts.channels),
        asks_feedback=True,
    )


def _details(facts: RouteFacts, asked: Asked) -> tuple[Choice, ...]:
    known = {
        "materials": bool(facts.materials),
        "time_limit": bool(facts.time_limit),
        "fee": bool(facts.fee),
        "place": len(facts.where) > 1 and not asked.is_abroad,
        "basis": bool(facts.basis),
        "conditions": bool(facts.conditions),
    }
    wanted = [aspect for aspect, has in known.items() if has and aspect not in asked.aspects]
    return tuple(Choice(say(f"details.{a}"), say(f"say.{a}")) for a in wanted[:_MOST_DETAILS])


def _copyables(channels: tuple[ChannelLine, ...]) -> tuple[Copyable, ...]:
    found = []
    for channel in channels:
        for value in (channel.phone, channel.address):
            if value:
                found.append(Copyable(channel.name, value))
    return tuple(found[:4])


def _ask_back(decision: AskBack, asked: Asked, notes: list[str], knowledge: Knowledge) -> Reply:
    match decision.question:
        case "place":
            choices = tuple(Choice(_short(name), name) for name in decision.place_choices)
            first, hint = say("clarify.place", name=decision.place), say("clarify.place_hint")
        case "item":
            choices = tuple(_item_choice(c, knowledge) for c in decision.candidates)
            first, hint = say("clarify.item"), say("clarify.item_hint")
        case "matter":
            choices = tuple(Choice(_short(text), text) for text in say_list("clarify.matters"))
            first, hint = _matter_question(asked, knowledge), say("clarify.matter_hint")
            notes = []
        case role:
            choices = ()
            first, hint = say(f"clarify.role_{role}"), say("clarify.role_hint")
            notes = []
    listed = [f"{number}. {choice.label}" for number, choice in enumerate(choices, 1)]
    return Reply("\n".join([first, *notes, hint, *listed]), choices=choices)


def _matter_question(asked: Asked, knowledge: Knowledge) -> str:
    known = [
        say(f"role.short_{role}") + knowledge.gazetteer.full_name(place)
        for role in Role
        if (place := getattr(asked.places, role)) is not None
    ]
    if not known:
        return say("clarify.matter_open")
    return say("clarify.matter", places="、".join(known))


def _item_choice(candidate: Candidate, knowledge: Knowledge) -> Choice:
    name = knowledge.release.items[candidate.item].name
    return Choice(_short(bare_name(name)), bare_name(name))


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def _unlisted(decision: Unlisted, notes: list[str]) -> Reply:
    item = decision.item
    if item is None:
        lines = [
            say("unlisted.unknown", as_of=say_date(COMPILED_ON)),
            say("unlisted.ask_unknown"),
        ]
    else:
        as_of = say_date(item.known_as_of or COMPILED_ON)
        lines = [say("unlisted.known", item=quote(bare_name(item.name)), as_of=as_of)]
        lines += (
            [say("unlisted.handled_by", handled_by=item.handled_by)] if item.handled_by else []
        )
        lines += [say("unlisted.ask", ask=item.ask)] if item.ask else []
    if decision.nearest:
        names = "、".join(bare_name(i.name) for i in decision.nearest)
        lines.append(say("unlisted.nearest", names=names))
    lines.append(say("unlisted.not_no"))
    choices = tuple(
        Choice(_short(bare_name(i.name)), bare_name(i.name)) for i in decision.nearest[:3]
    )
    return Reply("\n".join([lines[0], *notes, *lines[1:]]), choices=choices, asks_feedback=True)
