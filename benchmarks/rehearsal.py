"""Times the rehearsal of a draft with one changed cell: the whole of it, and each of its parts.

Run: ``.venv/bin/python -m benchmarks.rehearsal``.
"""

import sys
import time
from collections.abc import Callable
from datetime import date

from bot.knowledge import build_knowledge
from bot.rehearsal import read_golden, rehearse, replay
from bot.rehearsal.finding import find_unfindable, wordings_to_try
from bot.reload import SHIPPED_FOLDER
from catalog.contradictions import find_contradictions
from catalog.difference import compare
from catalog.editing import edit_row
from catalog.loading import build_release
from catalog.sheets import read_sheets

_DAY = date(2026, 11, 25)
_ROUNDS = 3


def best_seconds(step: Callable[[], object]) -> float:
    """Return the shortest time a step took."""
    taken = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        step()
        taken.append(time.perf_counter() - started)
    return min(taken)


def main() -> None:
    """Print how long each part takes."""
    before = read_sheets(SHIPPED_FOLDER)
    after = edit_row(before, "offerings", before["offerings"][0]["id"], {"fee": "100元"})
    live, draft = (build_knowledge(build_release(sheets)) for sheets in (before, after))
    wordings = wordings_to_try(draft, compare(before, after)).tried
    parts: dict[str, Callable[[], object]] = {
        "difference": lambda: compare(before, after),
        "contradictions": lambda: find_contradictions(draft.release, after, on=_DAY),
        f"{len(read_golden())} questions": lambda: replay(read_golden(), live, draft, _DAY),
        f"{len(wordings)} names": lambda: find_unfindable(wordings, live, draft, on=_DAY),
        "whole": lambda: rehearse(live, draft, before, after, on=_DAY),
    }
    for name, part in parts.items():
        sys.stdout.write(f"{name}: {best_seconds(part):.2f} s\n")


if __name__ == "__main__":
    main()
