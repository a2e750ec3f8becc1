"""What a column of a sheet may hold: the terms in which ``columns`` describes a catalog.

Decides nothing about a cell: ``cells`` checks them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a cell of a column may hold."""

    TEXT = "text"
    LIST = "list"
    SLUG = "slug"
    FLAG = "flag"
    ONE_OF = "one_of"
    SOME_OF = "some_of"
    DATE = "date"
    PUBLISHED_DATE = "published_date"
    CODE = "code"
    CODES = "codes"
    NEW_CODE = "new_code"
    PLACES = "places"
    REACH = "reach"
    DIRECTION = "direction"
    WEB = "web"
    NAMED = "named"
    ALL_NAMED = "all_named"


KIND_NOTES = {
    Kind.TEXT: "文字",
    Kind.LIST: "文字,几项之间用 ; 分开",
    Kind.SLUG: "短标识:小写字母、数字和连字符,如 id-card-renewal",
    Kind.FLAG: "是就写 yes,不是就留空",
    Kind.ONE_OF: "从可写的值里选一个",
    Kind.SOME_OF: "从可写的值里选,几项之间用 ; 分开",
    Kind.DATE: "日期:2024、2024-03 或 2024-03-01",
    Kind.PUBLISHED_DATE: "日期:2024、2024-03 或 2024-03-01,后面可跟说明",
    Kind.CODE: "六位行政区划代码,如 110000",
    Kind.CODES: "六位行政区划代码,几项之间用 ; 分开",
    Kind.NEW_CODE: "六位行政区划代码,如 110000",
    Kind.PLACES: "行政区划代码或 area:区域名称,* 是全国,几项之间用 ; 分开",
    Kind.REACH: "行政区划代码或 area:区域名称,* 是全国,!120000 是除外,几项之间用 ; 分开",
    Kind.DIRECTION: "110000→120000、mutual(互办)或 unknown(不明)",
    Kind.WEB: "网址,以 https:// 或 http:// 开头",
    Kind.NAMED: "写标识或全名",
    Kind.ALL_NAMED: "写标识或全名,几项之间用 ; 分开",
}
"""What each kind takes, in words for editors."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet."""

    name: str
    """As in the header."""
    title: str
    """What editors read in its place: header of a workbook, label of a form."""
    kind: Kind = Kind.TEXT
    """What a cell may hold."""
    is_required: bool = False
    """True when no cell may be blank."""
    allowed: tuple[str, ...] = ()
    """The closed set of ONE_OF and SOME_OF."""
    refers_to: str = ""
    """What NAMED and ALL_NAMED name, by id or by exact name."""
    is_optional: bool = False
    """True when a sheet may do without this column."""
    note: str = ""
    """What an editor must know beyond its kind; empty when the title says it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one sheet."""

    name: str
    """Name of the sheet; its file adds ``.csv``."""
    title: str
    """What editors read in its place, e.g. on the tab of a workbook."""
    noun: str
    """What its rows are; two sheets may hold the same."""
    columns: tuple[Column, ...]
    """All columns, in the order of the file."""
    key: tuple[str, ...] = ("id",)
    """The columns that together tell one row from another, the most telling first."""
    is_optional: bool = False
    """True when a catalog may do without this sheet."""

    @property
    def file(self) -> str:
        """Name of the file."""
        return f"{self.name}.csv"
