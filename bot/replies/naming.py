"""Name agreements, their days and items the way every topic reply does."""

import re
from collections.abc import Iterable

from bot.replies.dates import say_date, say_day
from bot.replies.texts import say
from catalog.agreements import Agreement
from catalog.figures import Figure
from catalog.index import bare_name
from catalog.items import ServiceItem

_SHOWN_NAMES = 5
_HOW_KNOWN = re.compile(r"[(\uff08](?:报道日|报道口径|资料日)[)\uff09]")
"""Says how the catalog knows a day; the day itself is what people ask for."""
_PLAIN_COUNT = re.compile(r"\d+余?")


def item_names(items: Iterable[ServiceItem], most: int = _SHOWN_NAMES) -> str:
    """Return a few names in one line, set apart from what stands inside a name."""
    names = [bare_name(item.name) for item in items][:most]
    return (";" if any("、" in name for name in names) else "、").join(names)


def signed_day(agreement: Agreement) -> str:
    """Return when an agreement was signed, in words; empty when only its report is dated."""
    return say_day(_HOW_KNOWN.sub("", agreement.signed_text))


def dated_title(agreement: Agreement) -> str:
    """Return a title with its day, if there is one."""
    signed = signed_day(agreement)
    return f"{agreement.title}({signed})" if signed else agreement.title


def agreement_line(agreement: Agreement) -> str:
    """Return one agreement of a list: title, day, count as published."""
    return say(
        "topic.pair_line",
        title=agreement.title,
        signed=signed_day(agreement) or say("topic.agreement_undated"),
        scope=_count(agreement.item_count),
    )


def figure_line(figure: Figure) -> str:
    """Return a count with its own day and what it counts."""
    return say(
        "topic.figure",
        value=say_date(figure.value) if "-" in figure.value else figure.value,
        unit=figure.unit,
        as_of=say_day(figure.as_of),
        meaning=figure.meaning,
    )


def _count(published: str) -> str:
    if not published:
        return ""
    key = "pair_count" if _PLAIN_COUNT.fullmatch(published) else "pair_counts"
    return say(f"topic.{key}", count=published.replace(";", "、"))
