"""The golden questions: labelled as in docs/contract.md, each of them answered right as shipped.

They stand for the fields, systems, agreements, verdicts and outcomes of the catalog. Every edit of
the catalog is tried on them before it goes live; a new fact brings its question along.
"""

from functools import cache
from pathlib import Path

from bot.labelled import read_questions
from bot.scoring import Row

GOLDEN_FILE = Path(__file__).parent / "golden.jsonl"
"""The questions that come with the program."""


@cache
def read_golden() -> tuple[Row, ...]:
    """Return the golden questions that come with the program."""
    return tuple(read_questions(GOLDEN_FILE))
