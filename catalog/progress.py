"""How far a long import has come; for a progress bar, whoever draws it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

_REPORTED_EVERY = 1_000
"""Rows between two reports: often enough to move, too seldom to slow anything down."""

_STEPS = 100
"""A small file moves the bar as often as a large one."""

T = TypeVar("T")


class Stage(StrEnum):
    """What an import is doing (阶段), in the order in which it does it."""

    UNPACKING = "打开文件"
    READING = "读取"
    MENDING = "整理"
    CHECKING = "检查"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one stage has come, in rows; in pieces of the file while it is opened."""

    stage: Stage
    """What is being done."""
    done: int
    """How many are done."""
    total: int
    """How many there are; never less than ``done``."""


OnProgress = Callable[[Progress], None]
"""Is told how far an import has come; may be called from another thread."""


def ignore(progress: Progress) -> None:
    """Tell nobody."""


class Meter:
    """Counts the rows of one stage and reports every so many."""

    def __init__(self, on_progress: OnProgress, stage: Stage, total: int) -> None:
        """Report the start of the stage."""
        self._on_progress = on_progress
        self._stage = stage
        self._total = total
        self._done = 0
        self._every = max(1, min(_REPORTED_EVERY, total // _STEPS))
        self._report()

    def count(self, rows: Iterable[T]) -> Iterator[T]:
        """Yield what is given, counting each as a row."""
        for row in rows:
            yield row
            self._done += 1
            if self._done % self._every == 0:
                self._report()

    def add(self, rows: int) -> None:
        """Count several rows that are done at once."""
        self._done += rows
        self._report()

    def finish(self) -> None:
        """Report the end of the stage."""
        self._done = self._total = max(self._done, self._total)
        self._report()

    def _report(self) -> None:
        total = max(self._done, self._total)
        self._on_progress(Progress(self._stage, self._done, total))
