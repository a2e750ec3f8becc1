"""What an import put right, and where the sheets it read stand in their file."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mended:
    """One cell that was put right, as an editor finds it."""

    sheet: str
    """Name of the sheet or file."""
    row: int
    """Row in it, counted from 1."""
    column: str
    """What stands in the header."""
    old: str
    """What was written."""
    new: str
    """What was made of it."""

    def render(self) -> str:
        """Return one line in Chinese."""
        old, new = (" ".join(text.split()) for text in (self.old, self.new))
        return f"{self.sheet} 第{self.row}行 {self.column} 列:“{old}”→“{new}”"

    def as_json(self) -> dict[str, str | int]:
        """Return the fields for a page or a program."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "from": self.old,
            "to": self.new,
        }


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Where a sheet of the catalog stands in a file."""

    shown: str
    """Name of the sheet or file, as an editor sees it."""
    header_row: int
    """Row of its header, counted from 1."""
    columns: Mapping[str, str]
    """Name of a column → what stands in the header."""
    titles: Mapping[str, str]
    """Name of a column of the layout → its title."""

    def show(self, column: str) -> str:
        """Return what an editor calls a column, be it there or missing."""
        if column in self.columns:
            return self.columns[column]
        has_titles = any(name != shown for name, shown in self.columns.items())
        return self.titles.get(column, column) if has_titles else column
