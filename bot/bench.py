"""``tongban bench``: how long building, starting and answering take on this machine.

Turns are measured whole: masking to the finished answer object. ``cold_start_s`` is a new
process from its start to its first answer, the store included; ``--items N`` adds N synthetic
items to the shipped ones.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.app import open_app
from bot.assistant import answer
from bot.knowledge import Knowledge, build_knowledge
from bot.replies.compose import compose
from bot.settings import Settings
from catalog.items import Alias, ServiceItem
from catalog.release import CatalogRelease

_COLD_STARTS = 5
_ROUNDS = 40
QUESTIONS = (
    "我户口在沧州,在天津打工,身份证到期了能在天津换吗",
    "公积金在保定交,人在上海租房,能提吗",
    "异地就医备案多久能好",
    "养老保险从邯郸转到西安要怎么办",
    "驾驶证到期了不回老家能换吗",
    "想把户口迁到成都",
    "低保能在外省申请吗",
    "京津冀同事同标有多少项",
    "推荐一部好看的电影",
    "你好,我母亲是承德人,跟着我在北京住了三年,她的医保是老家的居民医保,最近要做手术。请问住院前要不要备案?能直接结算吗?要带什么材料?",
)
"""Short and long questions of every kind of reply; none of them decides how fast another is."""
_DAY = date(2026, 11, 25)


async def measure(settings: Settings, *, items: int) -> dict[str, Any]:
    """Return the figures of docs/contract.md."""
    async with open_app(settings) as app:
        release = app.catalog.current().release
    grown = _with_synthetic(release, items)
    started = time.perf_counter()
    knowledge = build_knowledge(grown)
    build_s = time.perf_counter() - started
    turns = sorted(_time_turns(knowledge))
    return {
        "items": len(grown.items),
        "build_s": round(build_s, 3),
        "cold_start_s": round(await asyncio.to_thread(_cold_start), 3),
        "rss_mb": _resident_mb(),
        "p50_ms": round(statistics.median(turns) * 1000, 3),
        "p99_ms": round(turns[int(len(turns) * 0.99)] * 1000, 3),
        "per_s": round(len(turns) / sum(turns), 1),
        "mode": "fast",
    }


def _time_turns(knowledge: Knowledge) -> list[float]:
    for question in QUESTIONS:
        compose(question, answer(question, knowledge, on=_DAY), knowledge)
    seconds = []
    for _ in range(_ROUNDS):
        for question in QUESTIONS:
            started = time.perf_counter()
            compose(question, answer(question, knowledge, on=_DAY), knowledge)
            seconds.append(time.perf_counter() - started)
    return seconds


def _cold_start() -> float:
    command = [sys.executable, "-m", "bot", "ask", "--json", QUESTIONS[0]]
    seconds = []
    for _ in range(_COLD_STARTS):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def _with_synthetic(release: CatalogRelease, count: int) -> CatalogRelease:
    held = [item for item in release.items.values() if release.is_listed(item.id)]
    grown = dict(release.items)
    for number in range(count):
        model = held[number % len(held)]
        grown[f"synthetic-{number}"] = _synthetic(model, number)
    return replace(release, items=grown)


def _synthetic(model: ServiceItem, number: int) -> ServiceItem:
    suffix = "".join(chr(0x4E00 + (number * 37 + i * 101) % 5000) for i in range(3))
    aliases = tuple(Alias(f"{alias.text}{suffix}", alias.kind) for alias in model.aliases[:2])
    return replace(model, id=f"synthetic-{number}", name=f"{model.name}{suffix}", aliases=aliases)


def _resident_mb() -> float | None:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return None
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)
