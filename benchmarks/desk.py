"""Times a keystroke at the desk over all keystrokes of made-up questions, beside one answer.

Run: ``.venv/bin/python -m benchmarks.desk``. The limit of the desk is 50 ms a keystroke; the
reference of the ratio is one plain ``answer()`` to the whole questions, in the same run.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from itertools import product

from bot.assistant import answer
from bot.desk.calls import read_call
from bot.desk.lookup import build_desk_index, look_up
from bot.knowledge import build_knowledge
from bot.reload import SHIPPED_FOLDER
from catalog.loading import read_release

_DAY = date(2026, 11, 25)
_HOME, _CURRENT = "130600", "110000"
_MATTERS = (
    "身份证丢了",
    "社保卡坏了想换一张",
    "公积金想提出来付房租",
    "驾驶证快到期了",
    "异地看病报销",
    "gongjijin tiqu",
    "护照到期",
    "给孩子上户口",
    "养老保险转到外地",
    "营业执照变更地址",
)
_ASKED = (
    "怎么办",
    ",户口在沧州,人在天津,能在天津办吗",
    "要带什么材料,多久能好",
    "能在燕郊办北京的吗,要不要回去",
    "。来电人说窗口不收,想问依据是哪个文件,京津冀之间有没有协议",
)
_PLACES = ("北京市", "langfang", "sjz", "北三县", "滨海新区", "130600", "保定市莲池区", "cq")
_P99 = 0.99
_TRIES = 3


def keystrokes(texts: Iterable[str]) -> list[str]:
    """Return what stands in the box after each keystroke of each text."""
    return [text[:end] for text in texts for end in range(1, len(text) + 1)]


def times_ms(job: Callable[[str], object], texts: Iterable[str]) -> list[float]:
    """Return how long the job took for each text, in milliseconds, the shortest first.

    Each counts by the best of a few tries: what else the machine does is no part of a keystroke.
    """
    return sorted(min(_time_ms(job, text) for _ in range(_TRIES)) for text in texts)


def _time_ms(job: Callable[[str], object], text: str) -> float:
    started = time.perf_counter()
    job(text)
    return (time.perf_counter() - started) * 1000


def main() -> None:
    """Print the median and the 99th percentile of each kind of keystroke."""
    knowledge = build_knowledge(read_release(SHIPPED_FOLDER))
    index = build_desk_index(knowledge)
    questions = [matter + asked for matter, asked in product(_MATTERS, _ASKED)]
    plain = statistics.median(times_ms(lambda text: answer(text, knowledge, on=_DAY), questions))
    sys.stdout.write(f"one answer to a whole question: {plain:.2f} ms\n")
    jobs: tuple[tuple[str, Callable[[str], object], list[str]], ...] = (
        (
            "question",
            lambda text: look_up(
                read_call(text, _HOME, _CURRENT, _DAY, knowledge), knowledge, index
            ),
            keystrokes(questions),
        ),
        ("place", index.picker.find_places, keystrokes(_PLACES)),
    )
    for name, job, texts in jobs:
        taken = times_ms(job, texts)
        median, p99 = statistics.median(taken), taken[int(len(taken) * _P99)]
        sys.stdout.write(
            f"{name}: {len(taken)} keystrokes, "
            f"p50 {median:.1f} ms ({median / plain:.1f} answers), "
            f"p99 {p99:.1f} ms ({p99 / plain:.1f} answers), longest {taken[-1]:.1f} ms\n"
        )


if __name__ == "__main__":
    main()
