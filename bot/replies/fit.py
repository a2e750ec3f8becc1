"""Keep a reply short: a few lines that fit on a phone, what matters least left out first."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_LINES = 12
MOST_CHARACTERS = 420
"""Of a whole reply; tests/bot/replies/test_every_item.py holds every item to both."""

_CLAUSE_END = re.compile("[;\uff1b]")
_ENDS = "。;,、\uff1b\uff0c "


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reply."""

    text: str
    """What it says; an empty line is left out."""
    rank: int = 0
    """What is left out first has the highest; 0 always stays."""


def fit(lines: Iterable[Line]) -> list[Line]:
    """Return the lines that fit together, in their order."""
    kept = [line for line in lines if line.text]
    while not _fits(kept):
        least = max(kept, key=lambda line: line.rank)
        if least.rank == 0:
            break
        kept.remove(least)
    return kept


def _fits(lines: Sequence[Line]) -> bool:
    return len(lines) <= MOST_LINES and sum(len(line.text) for line in lines) <= MOST_CHARACTERS


def join_clauses(clauses: Iterable[str], most: int) -> str:
    """Return the clauses that fit into so many characters; the first one always does."""
    kept = ""
    for clause in (c.strip(_ENDS) for c in clauses):
        if kept and len(kept) + len(clause) > most:
            break
        kept = f"{kept};{clause}" if kept else clause
    return kept


def split_clauses(text: str) -> list[str]:
    """Return the clauses of a cell, without their ends."""
    return [c for clause in _CLAUSE_END.split(text) if (c := clause.strip(_ENDS))]
