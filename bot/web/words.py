"""Puts moments, sheets and columns into the words of the staff's pages."""

from datetime import datetime
from zoneinfo import ZoneInfo

from catalog.columns import LAYOUTS
from catalog.sources import Confidence

_CHINA = ZoneInfo("Asia/Shanghai")
_SHEETS = {layout.name: layout.title for layout in LAYOUTS}
_COLUMNS = {
    (layout.name, column.name): column.title for layout in LAYOUTS for column in layout.columns
}

_RATINGS = {
    Confidence.HIGH: "高",
    Confidence.MEDIUM: "中",
    Confidence.LOW: "低",
    Confidence.INFERRED: "推断",
}


def moment(at: datetime | None) -> str:
    """Return a moment by the clock of China; empty for none."""
    return f"{at.astimezone(_CHINA):%Y-%m-%d %H:%M}" if at else ""


def sheet_title(name: str) -> str:
    """Return what a sheet is called in Chinese; an unknown one by its own name."""
    return _SHEETS.get(name, name)


def column_title(column: str, sheet: str) -> str:
    """Return what a column of a sheet is called in Chinese; an unknown one by its own name."""
    return _COLUMNS.get((sheet, column), column)


def confidence(rating: Confidence | None) -> str:
    """Return how sure a fact is, in Chinese; empty where nothing is said."""
    return "" if rating is None else _RATINGS[rating]
