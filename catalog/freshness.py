"""Say of each fact who answers for it, how old it is and how sure, and which want a look.

A fact is a row with a source, or a matter on no list with the day it was looked up. Its age counts
from the last day its date allows: what is only known by year is no older than that year's end.
Who answers for it is, first that applies: the ``owner`` of the row; whoever ``owners`` names (the
caller knows who published the version that last changed the row); nobody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.disclosure import true_confidence
from catalog.keys import rows_by_key
from catalog.sheets import Sheets
from catalog.sources import Confidence, parse_partial_date

OLD_AFTER_DAYS = 730
"""Two years: rules and lists of this field are renewed about as often."""

RowKey = tuple[str, str]
"""Name of the sheet and key of the row."""

_NAME_COLUMNS = {
    "unlisted_items": "name",
    "offerings": "label",
    "agreements": "title",
    "limits": "topic",
    "channels": "name",
    "figures": "meaning",
    "systems": "name",
}
"""Sheets of facts and what a person calls their rows."""
_DATE_COLUMNS = {
    "unlisted_items": ("known_as_of",),
    "offerings": ("as_of", "basis_as_of"),
}
"""Where the date stands, the first that is filled; ``as_of`` in all other sheets."""
_END_COLUMNS = {"offerings": "valid_until", "agreements": "expires_on"}


class Doubt(StrEnum):
    """Why a fact wants a look; the worst first."""

    EXPIRED = "已过期"
    LOW = "可信度低"
    INFERRED = "推断"
    UNDATED = "没有日期"
    OLD = "超过两年"


@dataclass(frozen=True, slots=True)
class FactAge:
    """Who answers for a fact, how old it is and how sure."""

    sheet: str
    """Name of the sheet."""
    key: str
    """What the row is known by, as in ``Change``."""
    name: str
    """What a person calls it."""
    owner: str
    """Who answers for it; empty when nobody is known to."""
    as_of: str
    """Date as published; empty when there is none."""
    age_days: int | None
    """Days since that date, 0 at least; None without a date."""
    confidence: Confidence | None
    """The lower of source and basis; None where the sheet has none."""
    doubts: tuple[Doubt, ...]
    """Why it wants a look, the worst first; empty for a sound fact."""


def fact_ages(
    sheets: Sheets, *, on: date, owners: Mapping[RowKey, str] | None = None
) -> Iterator[FactAge]:
    """Yield owner, age and confidence of every fact, in the order of the sheets."""
    for sheet in _NAME_COLUMNS:
        for key, row in rows_by_key(sheet, sheets.get(sheet, ())).items():
            owner = row.get("owner", "").strip() or (owners or {}).get((sheet, key), "")
            yield _fact_age(sheet, key, row, owner, on)


def stale_facts(
    sheets: Sheets, *, on: date, owners: Mapping[RowKey, str] | None = None
) -> tuple[FactAge, ...]:
    """Return the facts that want a look, the worst first, among equals the oldest."""
    doubtful = [age for age in fact_ages(sheets, on=on, owners=owners) if age.doubts]
    return tuple(sorted(doubtful, key=_badness))


def _badness(age: FactAge) -> tuple[tuple[int, ...], int]:
    order = list(Doubt)
    # The end mark puts fewer doubts behind more of the same.
    ranks = (*(order.index(doubt) for doubt in age.doubts), len(order))
    return ranks, -(age.age_days or 0)


def _fact_age(sheet: str, key: str, row: Mapping[str, str], owner: str, on: date) -> FactAge:
    dates = (row.get(column, "").strip() for column in _DATE_COLUMNS.get(sheet, ("as_of",)))
    as_of = next(filter(None, dates), "")
    day = _last_day(as_of)
    age = None if day is None else max((on - day).days, 0)
    confidence = _confidence(row)
    end = _last_day(row.get(_END_COLUMNS.get(sheet, ""), ""))
    holds = {
        Doubt.EXPIRED: end is not None and end < on,
        Doubt.LOW: confidence is Confidence.LOW,
        Doubt.INFERRED: confidence is Confidence.INFERRED,
        Doubt.UNDATED: age is None,
        Doubt.OLD: age is not None and age > OLD_AFTER_DAYS,
    }
    return FactAge(
        sheet=sheet,
        key=key,
        name=row.get(_NAME_COLUMNS[sheet], "").strip(),
        owner=owner,
        as_of=as_of,
        age_days=age,
        confidence=confidence,
        doubts=tuple(doubt for doubt in Doubt if holds[doubt]),
    )


def _last_day(text: str) -> date | None:
    try:
        found = parse_partial_date(text)
    except ValueError:
        return None  # a draft may hold a day that does not exist
    return found.last_day if found else None


def _confidence(row: Mapping[str, str]) -> Confidence | None:
    """Return the lower of what source and basis are rated; an unknown word counts as none."""
    rated = [_rating(row.get(column, "")) for column in ("confidence", "basis_confidence")]
    order = list(Confidence)
    known = [true_confidence(row.get("source_kind", ""), rating) for rating in rated if rating]
    return max(known, key=order.index, default=None)


def _rating(cell: str) -> Confidence | None:
    return next((rating for rating in Confidence if rating == cell.strip()), None)
