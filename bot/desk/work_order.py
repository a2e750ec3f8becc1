"""Write a call down as plain text for the work order system (工单); everything is masked."""

from bot.desk.sayable import AnswerObject
from bot.privacy import mask
from bot.replies.dates import say_date
from bot.replies.texts import say
from catalog.index import bare_name


def write_work_order(answer: AnswerObject, sentences: tuple[str, ...]) -> str:
    """Return question, places, what was said, basis, source, receipt and catalog version."""
    places = answer.get("places") or {}
    named = [
        f"{say(f'role.short_{role}')} {place['name']}"
        for role, place in places.items()
        if place is not None
    ]
    items = [bare_name(item["name"]) for item in (answer.get("items") or ())[:1]]
    told = (
        ("question", str(answer.get("question") or "")),
        ("places", "，".join(named)),
        ("item", "".join(items)),
        ("said", "".join(sentences)),
        ("basis", _basis(answer)),
        ("source", _source(answer)),
        ("receipt", str(answer.get("receipt") or "")),
        ("version", str(answer.get("catalog_version") or "")),
    )
    lines = [f"{say(f'work_order.{key}')}：{text}" for key, text in told if text]
    return mask("\n".join(lines)).text


def _basis(answer: AnswerObject) -> str:
    lines = [line for line in answer.get("basis") or () if not line.get("scope")]
    return "；".join(_dated(line["title"], line.get("as_of")) for line in lines[:2])


def _source(answer: AnswerObject) -> str:
    sources = (answer.get("sources") or ())[:2]
    return "；".join(_dated(line["title"], line["as_of"]) for line in sources)


def _dated(title: str, as_of: str | None) -> str:
    return f"{title}（{say_date(as_of)}）" if as_of else title
