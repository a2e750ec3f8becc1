"""What the sheets of a draft are worth: the release they make, or everything wrong with them."""

import asyncio
from dataclasses import dataclass

from catalog.loading import build_release
from catalog.problems import CatalogProblems, Problem
from catalog.release import CatalogRelease
from catalog.sheets import Sheets


@dataclass(frozen=True, slots=True)
class Checked:
    """Sheets that were checked; either a release or problems."""

    sheets: Sheets
    """What was checked."""
    release: CatalogRelease | None
    """The facts they hold; None when there are problems."""
    problems: tuple[Problem, ...]
    """Everything that is wrong with them."""


async def check(sheets: Sheets) -> Checked:
    """Check sheets, in a thread."""
    return await asyncio.to_thread(check_now, sheets)


def check_now(sheets: Sheets) -> Checked:
    """Check sheets; takes a moment."""
    try:
        return Checked(sheets, build_release(sheets), ())
    except CatalogProblems as error:
        return Checked(sheets, None, error.problems)
