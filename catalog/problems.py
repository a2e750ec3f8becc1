"""What is wrong with a catalog, where it stands and what to write instead; told in one line each.

Finds nothing by itself: the checks do. Rows are counted as an editor sees them, the header being
row 1.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

_MANY_CHOICES = 12
"""A longer closed set is not listed, only its nearest value."""
_NEAR_ENOUGH = 50
"""Below this rapidfuzz ratio (0 to 100) a suggestion confuses more than it helps."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell, wherever the cell stands."""

    wrong: str
    """What is wrong."""
    instead: str = ""
    """What to write instead; empty when the first half says it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct in one place of a catalog (问题)."""

    file: str
    """File name, e.g. items.csv."""
    row: int | None
    """Row with the header as row 1; None = the whole file."""
    column: str | None
    """Name of the column; None = the whole row or file."""
    wrong: str
    """What is wrong."""
    instead: str = ""
    """What to write instead."""

    def render(self) -> str:
        """Return one line in Chinese."""
        row = f" 第{self.row}行" if self.row is not None else ""
        column = f" {self.column} 列" if self.column is not None else ""
        instead = f";{self.instead}" if self.instead else ""
        return " ".join(f"{self.file}{row}{column}:{self.wrong}{instead}".split())

    def as_json(self) -> dict[str, str | int | None]:
        """Return the fields for a page or a program."""
        return {
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "wrong": self.wrong,
            "instead": self.instead,
        }


class CatalogProblems(Exception):
    """A catalog that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems ordered by file and row."""
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.row or 0)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return one line for each problem."""
        return "\n".join(problem.render() for problem in self.problems)


def suggest(value: str, allowed: Sequence[str]) -> str:
    """Return what to write instead of a value that is not among those allowed."""
    choices = f"可写:{'、'.join(allowed)}" if 0 < len(allowed) <= _MANY_CHOICES else ""
    near = _nearest(value, tuple(allowed))
    return ";".join(part for part in (choices, f"最接近的是“{near}”" if near else "") if part)


@lru_cache(maxsize=1024)
def _nearest(value: str, allowed: tuple[str, ...]) -> str | None:
    # One broken id stands in many rows.
    found = process.extractOne(
        value.lower(), allowed, scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH
    )
    return found[0] if found else None
