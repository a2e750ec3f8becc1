"""Which day it is where the matters are handled."""

from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""China has one time all over and no summer time; no time zone data is needed for that."""


def day_in_china(moment: datetime | None = None) -> date:
    """Return the day of a moment with a time zone, of now by default, in China."""
    return (moment or datetime.now(UTC)).astimezone(CHINA).date()
