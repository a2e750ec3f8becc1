"""Rehearse a draft before it goes live: everything an administrator should see and confirm.

Nothing blocks: a draft that is valid may always be published. What got worse, contradicts itself
or cannot be found any more must be confirmed (``has_blockers``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from pydantic import TypeAdapter

from bot.knowledge import Knowledge
from bot.rehearsal.finding import Unfindable, find_unfindable, wordings_to_try
from bot.rehearsal.golden import read_golden
from bot.rehearsal.replaying import OnProgress, Replay, replay
from bot.scoring import Row
from catalog.contradictions import Contradiction, find_contradictions
from catalog.difference import Change, compare
from catalog.sheets import Sheets

MOST_CHANGES = 1000
"""More changed rows are counted, not kept: nobody reads them one by one."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What publishing a draft would do (预演)."""

    live_version: str
    """What the draft was compared with."""
    draft_version: str
    """The version the draft would become."""
    on: date
    """The day it was rehearsed for."""
    change_count: int
    """How many rows differ."""
    changes: tuple[Change, ...]
    """The difference, row by row and field by field; the first ``MOST_CHANGES``."""
    replay: Replay
    """Which answers change, and which get worse."""
    contradictions: tuple[Contradiction, ...]
    """What the draft says against itself, new or not."""
    new_contradictions: tuple[Contradiction, ...]
    """Those of them that the live catalog does not have."""
    unfindable: tuple[Unfindable, ...]
    """Items that do not come by their names or new wordings."""
    untried: int = 0
    """Names and new wordings that were not tried, as there are too many."""

    @property
    def newly_unfindable(self) -> tuple[Unfindable, ...]:
        """Those that the live catalog still finds."""
        return tuple(one for one in self.unfindable if one.is_new)

    @property
    def has_blockers(self) -> bool:
        """True when something got worse, so that publishing must be confirmed."""
        return bool(self.replay.worse or self.new_contradictions or self.newly_unfindable)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data, to be stored and shown later."""
        plain: dict[str, Any] = _ADAPTER.dump_python(self, mode="json")
        return plain

    @classmethod
    def from_json(cls, plain: object) -> "Rehearsal":
        """Return the rehearsal that ``as_json`` made plain.

        Raises:
            ValueError: It is no such data.
        """
        return _ADAPTER.validate_python(plain)


_ADAPTER = TypeAdapter(Rehearsal)


def rehearse(
    live: Knowledge,
    draft: Knowledge,
    live_sheets: Sheets,
    draft_sheets: Sheets,
    *,
    on: date,
    asked: Sequence[str] = (),
    questions: Sequence[Row] | None = None,
    on_progress: OnProgress | None = None,
) -> Rehearsal:
    """Return what publishing the draft would do.

    ``asked`` are recent real questions, already masked; ``questions`` replace the golden ones.
    """
    changes = compare(live_sheets, draft_sheets)
    golden = read_golden() if questions is None else questions
    known = {row["question"] for row in golden}
    rows = [*golden, *({"question": q} for q in dict.fromkeys(asked) if q not in known)]
    wordings = wordings_to_try(draft, changes)
    total, steps = len(rows) + len(wordings.tried), count(1)

    def step(*_: int) -> None:
        done = next(steps)
        if on_progress is not None:
            on_progress(done, total)

    found = find_contradictions(draft.release, draft_sheets, on=on)
    already = set(map(_identity, find_contradictions(live.release, live_sheets, on=on)))
    return Rehearsal(
        live_version=live.release.version,
        draft_version=draft.release.version,
        on=on,
        change_count=len(changes),
        changes=changes[:MOST_CHANGES],
        replay=replay(rows, live, draft, on, step),
        contradictions=found,
        new_contradictions=tuple(c for c in found if _identity(c) not in already),
        unfindable=find_unfindable(wordings.tried, live, draft, on=on, on_step=step),
        untried=wordings.left_out,
    )


def _identity(found: Contradiction) -> tuple[object, ...]:
    """Return what makes two contradictions the same, however they are worded."""
    return found.kind, found.sheet, found.keys
