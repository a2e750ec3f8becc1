"""Ask questions of the live catalog and of a draft, and keep those that are answered otherwise."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bot.assistant import answer
from bot.knowledge import Knowledge
from bot.rehearsal.answers import ChangedAnswer, Effect, compare_answers
from bot.replies.compose import compose
from bot.scoring import Card, Row, mark

OnProgress = Callable[[int, int], None]
"""Is told how many steps are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What a draft does to the answers of questions (回放)."""

    count: int
    """How many were asked."""
    changed: tuple[ChangedAnswer, ...]
    """Those answered otherwise, the worse ones first."""
    missed: tuple[str, ...]
    """Golden questions the draft does not answer as labelled, whether live does or not."""

    @property
    def worse(self) -> tuple[ChangedAnswer, ...]:
        """Those that got worse."""
        return self._with(Effect.WORSE)

    @property
    def better(self) -> tuple[ChangedAnswer, ...]:
        """Those that got better."""
        return self._with(Effect.BETTER)

    def _with(self, effect: Effect) -> tuple[ChangedAnswer, ...]:
        return tuple(changed for changed in self.changed if changed.effect is effect)


def replay(
    questions: Iterable[Row],
    live: Knowledge,
    draft: Knowledge,
    on: date,
    on_progress: OnProgress | None = None,
) -> Replay:
    """Return what changes; ``on`` is the day of the questions that name none themselves."""
    rows = tuple(questions)
    changed, missed = [], []
    for done, row in enumerate(rows, 1):
        ours = _ask(row, draft, on)
        found = compare_answers(row, _ask(row, live, on), ours)
        if found is not None:
            changed.append(found)
        if not mark(row, ours).all_right:
            missed.append(row["question"])
        if on_progress is not None:
            on_progress(done, len(rows))
    order = list(Effect)
    changed.sort(key=lambda one: order.index(one.effect))
    return Replay(len(rows), tuple(changed), tuple(missed))


def _ask(row: Row, knowledge: Knowledge, on: date) -> Card:
    day = date.fromisoformat(row["on"]) if row.get("on") else on
    question = row["question"]
    outcome = answer(question, knowledge, on=day, here=row.get("here"))
    return compose(question, outcome, knowledge).answer
