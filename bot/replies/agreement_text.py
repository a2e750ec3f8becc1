"""Say what an agreement is about, what was asked of it first, or list several."""

from bot.agreements import LISTED
from bot.decide import AgreementTopic, Detail
from bot.knowledge import Knowledge
from bot.messages import Choice
from bot.replies.dates import say_date
from bot.replies.naming import signed_day
from bot.replies.texts import say
from catalog.agreements import Agreement, DirectionKind

_SHOWN_RELATED = 2
_LABEL_LENGTH = 24


def agreement_lines(topic: AgreementTopic, knowledge: Knowledge, *, day: str) -> list[str]:
    """Return what answers the question about agreements, the first being the one meant."""
    if topic.is_list:
        return _list_lines(topic, day=day)
    first, *others = topic.agreements
    lines = _lines_of(first, topic.detail, knowledge)
    if first.expires_on is not None and _is_expired(first, day):
        lines.append(say("topic.agreement_expired", expires=say_date(first.expires_on.text)))
    if others:
        titles = "、".join(f"《{a.title}》" for a in others[:_SHOWN_RELATED])
        lines.append(say("topic.related", titles=titles))
    return lines


def agreement_choices(topic: AgreementTopic) -> tuple[Choice, ...]:
    """Return the buttons for the other agreements that were found."""
    titles = (agreement.title for agreement in topic.agreements[1:])
    return tuple(
        Choice(title, say("topic.say_agreement", title=title))
        for title in titles
        if len(title) <= _LABEL_LENGTH
    )[:_SHOWN_RELATED]


def _list_lines(topic: AgreementTopic, *, day: str) -> list[str]:
    count = len(topic.agreements)
    key = "agreement_list_first" if count == LISTED else "agreement_list"
    lines = [say(f"topic.{key}", count=count)]
    for agreement in topic.agreements:
        key = "agreement_line_expired" if _is_expired(agreement, day) else "agreement_line"
        signed = signed_day(agreement) or say("topic.agreement_undated")
        scope = f":{agreement.scope}" if agreement.scope else ""
        lines.append(say(f"topic.{key}", title=agreement.title, signed=signed, scope=scope))
    return lines


def _lines_of(agreement: Agreement, detail: Detail | None, knowledge: Knowledge) -> list[str]:
    """Return what an agreement says, with the detail that was asked for at the front."""
    head = say(
        "topic.agreement", title=agreement.title, parties=agreement.parties.replace(";", "、")
    )
    signed, count = signed_day(agreement), agreement.item_count.replace(";", "、")
    if detail is Detail.WHEN:
        signed = signed or say("topic.agreement_undated")
    if detail is Detail.COUNT:
        count = count or say("topic.agreement_uncounted")
    known = (
        (Detail.WHEN, "signed", signed),
        (Detail.COUNT, "count", count),
        (None, "scope", agreement.scope),
        (None, "direction", _direction(agreement, knowledge)),
        (Detail.WHERE, "how", agreement.mechanism),
    )
    lines = [(of, say(f"topic.agreement_{key}", **{key: told})) for of, key, told in known if told]
    asked = [line for of, line in lines if of is detail and of is not None]
    rest = [line for of, line in lines if of is None] if asked else [line for _, line in lines]
    return [*asked, head, *rest]


def _is_expired(agreement: Agreement, day: str) -> bool:
    return agreement.expires_on is not None and agreement.expires_on.last_day.isoformat() < day


def _direction(agreement: Agreement, knowledge: Knowledge) -> str:
    if agreement.direction is DirectionKind.MUTUAL:
        return say("topic.direction_mutual")
    if agreement.direction is DirectionKind.UNKNOWN:
        return say("topic.direction_unknown")
    name = knowledge.gazetteer.name
    return ";".join(f"{name(home)}的事在{name(current)}办" for home, current in agreement.pairs)
