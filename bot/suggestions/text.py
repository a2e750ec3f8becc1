"""Tell a cluster of questions: in lines for a terminal, and as JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from bot.storage.records import Settlement
from bot.suggestions.clusters import Cluster, PlaceCount

Settled = Mapping[str, Settlement]
"""Key of a wording → what became of it."""

_CHINA = ZoneInfo("Asia/Shanghai")
_SHOWN_PLACES = 3
_SHOWN_CHARACTERS = 60
_OUTCOMES: Mapping[str, str] = {
    "unlisted": "没有收录",
    "out_of_scope": "不像政务",
    "clarify": "反问后没有下文",
    "answer": "已答复",
}
_SETTLED: Mapping[str | None, str] = {
    "alias": "已加叫法",
    "item": "已建事项",
    "ignored": "已忽略",
}


def cluster_document(cluster: Cluster, settled: Settled) -> dict[str, Any]:
    """Return a cluster as JSON holds it."""
    document = asdict(cluster)
    for moment in ("first_asked", "last_asked"):
        document[moment] = document[moment].isoformat()
    for role in ("homes", "currents"):
        document[role] = [{**p["place"], "count": p["count"]} for p in document[role]]
    del document["wordings"]
    return {**document, "settled_as": _settled_as(cluster, settled)}


def _settled_as(cluster: Cluster, settled: Settled) -> str | None:
    if not cluster.is_settled:
        return None
    return next((settled[k].value for k in cluster.wordings if k in settled), None)


def cluster_lines(number: int, cluster: Cluster, settled: Settled) -> Iterator[str]:
    """Yield the lines that tell a cluster in a terminal."""
    asked_at = (cluster.first_asked, cluster.last_asked)
    first, last = (f"{moment.astimezone(_CHINA):%m-%d}" for moment in asked_at)
    days = first if first == last else f"{first} 至 {last}"
    became = f"  {_SETTLED.get(_settled_as(cluster, settled), '')}".rstrip()
    yield (
        f"{number}. {cluster.phrase}  {cluster.count} 次,{cluster.people} 人,{days}"
        f"  [{cluster.key}]{became}"
    )
    places = [*_places("业务属地", cluster.homes), *_places("办理地", cluster.currents)]
    if places:
        yield f"   {';'.join(places)}"
    replied = "、".join(f"{_OUTCOMES.get(o, o)} {n}" for o, n in cluster.outcomes.items())
    reasons = f"({';'.join(map(_shown, cluster.reasons))})" if cluster.reasons else ""
    disliked = f";没用 {cluster.disliked}{reasons}" if cluster.disliked else ""
    yield f"   答复:{replied}{disliked}"
    if cluster.nearest:
        near = "、".join(f"{n.name} {n.id} {n.score:.2f}" for n in cluster.nearest)
        yield f"   相近:{near}"
    for example in cluster.examples[:1]:
        yield f"   例:“{_shown(example.question)}”(回执 {example.receipt})"


def _places(role: str, counts: tuple[PlaceCount, ...]) -> list[str]:
    told = "、".join(f"{c.place.name} {c.count}" for c in counts[:_SHOWN_PLACES])
    return [f"{role} {told}"] if told else []


def _shown(text: str) -> str:
    """Return what people wrote, short and without what would steer a terminal."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return plain if len(plain) <= _SHOWN_CHARACTERS else plain[: _SHOWN_CHARACTERS - 1] + "…"
