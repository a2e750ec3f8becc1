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


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet."""

    name: str
    """As in the header."""
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


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one sheet."""

    name: str
    """Name of the sheet; its file adds ``.csv``."""
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
