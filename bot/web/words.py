"""Puts moments, sheets and columns into the words of the staff's pages."""

from datetime import datetime
from zoneinfo import ZoneInfo

from catalog.columns import LAYOUTS
from catalog.limits import LimitEffect
from catalog.offerings import Accepts, BasisKind
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

_MEANINGS = {
    **{rating.value: word for rating, word in _RATINGS.items()},
    Accepts.HOME.value: "归属地",
    Accepts.CURRENT.value: "办理地",
    Accepts.DESTINATION.value: "转入地",
    BasisKind.NATIONAL_LIST.value: "国家清单",
    BasisKind.REGIONAL_LIST.value: "区域清单",
    BasisKind.AGREEMENT.value: "协议",
    BasisKind.DEPARTMENT_RULE.value: "部门规定",
    LimitEffect.NOT_YET.value: "还不能办",
    LimitEffect.CONDITIONAL.value: "有条件",
    LimitEffect.NOTE.value: "提醒",
    "official": "官方",
    "media": "媒体",
    "mirror": "转载",
    "memory": "凭记忆整理",
    "yes": "是",
    "no": "否",
    "system": "系统",
    "term": "名词",
    "mode": "办理方式",
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


def meaning(value: str) -> str:
    """Return a value of a closed set with its Chinese word, where it has one of its own."""
    return f"{value}（{_MEANINGS[value]}）" if value in _MEANINGS else value


def confidence(rating: Confidence | None) -> str:
    """Return how sure a fact is, in Chinese; empty where nothing is said."""
    return "" if rating is None else _RATINGS[rating]
