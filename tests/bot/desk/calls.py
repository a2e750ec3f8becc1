"""Calls as tests make them."""

from datetime import date

from bot.desk.calls import Call, read_call
from bot.desk.targets import HitKind, Target
from bot.knowledge import Knowledge

DAY = date(2026, 11, 23)
PAIRS = (("", ""), ("130600", "110000"), ("110000", "131082"), ("130600", "130100"))
"""No place, across provinces both ways, within one province."""


def call(
    knowledge: Knowledge, text: str = "", home: str = "", current: str = "", on: date = DAY
) -> Call:
    return read_call(text, home, current, on, knowledge)


def item(id_: str) -> Target:
    return Target(HitKind.ITEM, id_)
