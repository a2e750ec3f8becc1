"""Times the clustering of 10,000 questions against just reading them, in one run: their ratio.

Run: ``.venv/bin/python -m benchmarks.cluster``. The questions are made of the catalog's names and
aliases, places and ways to ask; the reference is ``understand`` over the same questions, which no
clustering could do without.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from bot.knowledge import Knowledge, build_knowledge
from bot.reload import SHIPPED_FOLDER
from bot.storage.records import OpenQuestion
from bot.suggestions.suggest import suggest
from catalog.loading import read_release
from intents.understand import understand

_QUESTIONS = 10_000
_ASKED_SINCE = datetime(2026, 11, 1, tzinfo=UTC)
_WAYS_TO_ASK = (
    "{matter}怎么办",
    "请问{matter}在{place}能办吗",
    "我户口在{place},人在外地,想办{matter},要什么材料",
    "{place}{matter}去哪办",
    "您好,{matter}多少钱",
)


def make_questions(knowledge: Knowledge) -> Iterator[OpenQuestion]:
    """Yield questions about matters of the catalog, few of them asked very often."""
    pick = random.Random(1)
    matters = [phrase.text for phrase in knowledge.index.phrases]
    places = [division.name for division in knowledge.release.divisions.values()]
    for number in range(_QUESTIONS):
        matter = matters[int(len(matters) * pick.random() ** 3)]
        text = pick.choice(_WAYS_TO_ASK).format(matter=matter, place=pick.choice(places))
        asked_at = _ASKED_SINCE + timedelta(minutes=number)
        yield OpenQuestion(f"R-{number}", text, "unlisted", "web", asked_at)


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    """Print both times and their ratio."""
    knowledge = build_knowledge(read_release(SHIPPED_FOLDER))
    questions = list(make_questions(knowledge))
    reading = seconds(lambda: [understand(q.question, knowledge.lexicon) for q in questions])
    clustering = seconds(lambda: suggest(questions, knowledge, limit=20))
    sys.stdout.write(
        f"{len(questions)} questions, {len({q.question for q in questions})} different\n"
        f"understand alone: {reading:.2f} s\nsuggest: {clustering:.2f} s\n"
        f"ratio: {clustering / reading:.2f}\n"
    )


if __name__ == "__main__":
    main()
