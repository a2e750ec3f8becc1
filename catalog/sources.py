"""Where a fact comes from, as of when, and how sure it is.

Decides how partial dates are compared; does not decide what may be shown (see disclosure).
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

COMPILED_ON = "2026-11"
"""Month in which the facts were compiled (资料整理于); stands in where a source has no date."""

_PARTIAL_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?(?:-(?P<day>\d{2}))?")


class Confidence(StrEnum):
    """How sure a fact is (可信度)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Source:
    """The publication a fact was taken from (出处)."""

    title: str
    """Title shown to people."""
    url: str | None
    """Address, or None: the addresses of mirror pages are never shown."""
    kind: str
    """official, media, mirror, code, memory or common, as in data/README.md."""
    as_of: str | None
    """Date of the source as printed, of any precision (2021, 2021-03, 2021-03-16), or None."""
    confidence: Confidence
    """How sure the row is."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of year, month or day precision, kept as it was published."""

    text: str
    """The wording of the source, e.g. ``2023-08(报道日)`` or ``2023年底``."""
    first_day: date
    """First day of the period it names."""
    last_day: date
    """Last day of the period it names: what is only known by month counts from its end."""


def parse_partial_date(text: str) -> PartialDate | None:
    """Read the leading YYYY[-MM[-DD]] of a text; None when there is no year.

    ``2023年底`` counts as the year 2023, so it is in force from 2023-12-31 on.
    """
    found = _PARTIAL_DATE.match(text.strip())
    if found is None:
        return None
    year = int(found["year"])
    first_month = int(found["month"] or 1)
    last_month = int(found["month"] or 12)
    last_day_of_month = calendar.monthrange(year, last_month)[1]
    first = date(year, first_month, int(found["day"] or 1))
    last = date(year, last_month, int(found["day"] or last_day_of_month))
    return PartialDate(text.strip(), first, last)
