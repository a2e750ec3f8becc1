"""Counts of turns and feedback, written in Prometheus' text format.

Small enough to be our own: three counters, one histogram, three gauges.
"""

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.messages import IncomingMessage, Talker, Turn

TURN_SECONDS_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Upper bounds; WeChat gives an answer five seconds."""
_PAGE_BYTES = 4096


@dataclass(slots=True)
class Metrics:
    """What one process has counted since it began."""

    turns: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(outcome, surface) → turns."""
    feedback: Counter[str] = field(default_factory=Counter)
    """yes or no → marks."""
    errors: int = 0
    """Turns that ended in an exception."""
    seconds: list[int] = field(default_factory=lambda: [0] * (len(TURN_SECONDS_BUCKETS) + 1))
    """Turns a bucket, the last one beyond all bounds."""
    seconds_sum: float = 0.0
    """Seconds of all turns."""

    def count_turn(self, outcome: str, surface: str, seconds: float) -> None:
        """Count one answered turn."""
        self.turns[outcome, surface] += 1
        self.seconds[bisect_left(TURN_SECONDS_BUCKETS, seconds)] += 1
        self.seconds_sum += seconds

    def render(self, catalog_version: str | None) -> str:
        """Return the whole page for the scraper."""
        return "".join(f"{line}\n" for line in self._lines(catalog_version))

    def _lines(self, catalog_version: str | None) -> Iterator[str]:
        turns = ((_labels(outcome=o, surface=s), n) for (o, s), n in sorted(self.turns.items()))
        yield from _family("tongban_turns_total", "counter", "Answered turns.", turns)
        yield from _family(
            "tongban_turn_errors_total", "counter", "Turns that failed.", [("", self.errors)]
        )
        yield from self._histogram()
        marks = ((_labels(useful=u), n) for u, n in sorted(self.feedback.items()))
        yield from _family("tongban_feedback_total", "counter", "Marks by residents.", marks)
        version = [(_labels(version=catalog_version), 1)] if catalog_version else []
        yield from _family(
            "tongban_catalog_info", "gauge", "Catalog version answered from.", version
        )
        memory = resident_bytes()
        yield from _family(
            "tongban_memory_resident_bytes",
            "gauge",
            "Memory in use.",
            [("", memory)] if memory else [],
        )

    def _histogram(self) -> Iterator[str]:
        name, so_far = "tongban_turn_seconds", 0
        yield f"# HELP {name} Seconds from message to reply."
        yield f"# TYPE {name} histogram"
        for bound, count in zip((*TURN_SECONDS_BUCKETS, "+Inf"), self.seconds, strict=True):
            so_far += count
            yield f"{name}_bucket{_labels(le=str(bound))} {so_far}"
        yield f"{name}_sum {self.seconds_sum:.6f}"
        yield f"{name}_count {so_far}"


@dataclass(frozen=True, slots=True)
class MeasuredTalker:
    """A Talker that counts what goes through it; for every surface alike."""

    talker: Talker
    """The one that answers."""
    metrics: Metrics
    """Where it is counted."""

    async def turn(self, message: IncomingMessage) -> Turn:
        """Answer one message."""
        began = time.perf_counter()
        try:
            turn = await self.talker.turn(message)
        except Exception:
            self.metrics.errors += 1
            raise
        outcome = str(turn.answer.get("outcome"))
        self.metrics.count_turn(outcome, message.surface, time.perf_counter() - began)
        return turn

    async def feedback(self, receipt: str, *, useful: bool, reason: str = "") -> bool:
        """Keep 有用/没用 for a turn."""
        kept = await self.talker.feedback(receipt, useful=useful, reason=reason)
        if kept:
            self.metrics.feedback["yes" if useful else "no"] += 1
        return kept


def resident_bytes() -> int | None:
    """Return the memory of this process; None where /proc does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE_BYTES
    except (OSError, ValueError, IndexError):
        return None


def _family(
    name: str, kind: str, help_text: str, samples: Iterable[tuple[str, int]]
) -> Iterator[str]:
    yield f"# HELP {name} {help_text}"
    yield f"# TYPE {name} {kind}"
    for labels, number in samples:
        yield f"{name}{labels} {number}"


def _labels(**labels: str) -> str:
    pairs = (f'{key}="{_escaped(text)}"' for key, text in labels.items())
    return "{" + ",".join(pairs) + "}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
