"""Which day it is where the matters are handled."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_CHINA = ZoneInfo("Asia/Shanghai")


def day_in_china(moment: datetime | None = None) -> date:
    """Return the day of a moment with a time zone, of now by default, in China."""
    return (moment or datetime.now(UTC)).astimezone(_CHINA).date()
