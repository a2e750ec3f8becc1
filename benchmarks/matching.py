"""Times a whole turn against plain rapidfuzz over the same names, in one run: their ratio.

Run: ``.venv/bin/python -m benchmarks.matching``. The reference is ``rapidfuzz.process.extract``
with WRatio over every name and alias, which is what the index replaces.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

from rapidfuzz import fuzz, process

from bot.assistant import answer
from bot.bench import QUESTIONS
from bot.knowledge import build_knowledge
from bot.reload import SHIPPED_FOLDER
from bot.replies.compose import compose
from catalog.loading import read_release

_ROUNDS = 20
_DAY = date(2026, 11, 25)


def median_ms(ask: Callable[[str], object]) -> float:
    """Return the median time of one question over all rounds, in milliseconds."""
    taken = []
    for _ in range(_ROUNDS):
        for question in QUESTIONS:
            started = time.perf_counter()
            ask(question)
            taken.append(time.perf_counter() - started)
    return statistics.median(taken) * 1000


def main() -> None:
    """Print both medians and their ratio."""
    knowledge = build_knowledge(read_release(SHIPPED_FOLDER))
    names = [phrase.text for phrase in knowledge.index.phrases]
    reference = median_ms(lambda q: process.extract(q, names, scorer=fuzz.WRatio, limit=5))
    ours = median_ms(lambda q: compose(q, answer(q, knowledge, on=_DAY), knowledge))
    sys.stdout.write(
        f"{len(names)} names\nwhole turn: {ours:.2f} ms\n"
        f"WRatio scan alone: {reference:.2f} ms\nratio: {ours / reference:.2f}\n"
    )


if __name__ == "__main__":
    main()
