"""Score answers against labelled questions, as docs/contract.md defines it; no I/O.

Only what a row gives is scored. Names are compared NFKC-folded and without a trailing bracket,
on both sides. Rows with items count for top-1/top-3/MRR, and only when the outcome names items
(``answer`` or ``clarify``); a row that only accepts unlisted, out_of_scope or refused counts for
the refusal rate.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.index import bare_name

_NAMING = frozenset({"answer", "clarify"})
_REFUSING = frozenset({"unlisted", "out_of_scope", "refused"})
PLACE_ROLES = ("home", "current", "destination")

Row = Mapping[str, Any]
"""One labelled question."""
Card = Mapping[str, Any]
"""One answer object."""


@dataclass(frozen=True, slots=True)
class Marks:
    """How one answer did; None = the row does not ask for it."""

    rank: int | None = None
    """Place of the first acceptable item (1 = best), 0 when none is among the items; None = no
    items."""
    refused: bool | None = None
    """For rows that hold no item: True when it was refused."""
    falsely_refused: bool | None = None
    """For rows that accept ``answer``: True when it was refused."""
    asked_back: bool | None = None
    """For rows that accept only ``answer``: True when it asked back."""
    outcome: bool | None = None
    aspect: bool | None = None
    home: bool | None = None
    current: bool | None = None
    destination: bool | None = None
    verdict: bool | None = None
    basis: bool | None = None

    @property
    def all_right(self) -> bool:
        """True when nothing the row asks for is wrong."""
        wrong = (
            self.refused is False,
            self.falsely_refused,
            self.rank is not None and self.rank != 1,
        )
        fields = ("outcome", "aspect", *PLACE_ROLES, "verdict", "basis")
        return not any(wrong) and all(getattr(self, name) is not False for name in fields)


def mark(row: Row, card: Card) -> Marks:
    """Return the marks of one answer."""
    outcome = card["outcome"]
    accepted = _as_set(row.get("outcome"))
    places = {role: _place_mark(row, card, role) for role in PLACE_ROLES}
    return Marks(
        rank=_rank(row, card) if row.get("items") else None,
        refused=outcome in _REFUSING if accepted and accepted <= _REFUSING else None,
        falsely_refused=outcome in _REFUSING
        if "answer" in accepted and not accepted & _REFUSING
        else None,
        asked_back=outcome == "clarify" if accepted == {"answer"} else None,
        outcome=outcome in accepted if accepted else None,
        aspect=card["aspect"] in _as_set(row["aspect"]) if row.get("aspect") else None,
        verdict=card["verdict"] in _as_set(row["verdict"]) if "verdict" in row else None,
        basis=any(b["title"] == row["basis"] for b in card["basis"]) if row.get("basis") else None,
        **places,
    )


def _as_set(value: object) -> set[Any]:
    if isinstance(value, list):
        return set(value)
    return set() if value is None else {value}


def _place_mark(row: Row, card: Card, role: str) -> bool | None:
    wanted = row.get(role)
    if not wanted:
        return None
    found = card["places"].get(role)
    return found is not None and found["code"] == wanted


def _rank(row: Row, card: Card) -> int:
    if card["outcome"] not in _NAMING:
        return 0
    wanted = {_fold(name) for name in row["items"]}
    for number, item in enumerate(card["items"], 1):
        if _fold(item["name"]) in wanted:
            return number
    return 0


def _fold(name: str) -> str:
    return bare_name(unicodedata.normalize("NFKC", name)).strip()


def summarize(marks: Iterable[tuple[Row, Marks]]) -> dict[str, Any]:
    """Return the figures overall, by kind and by style."""
    pairs = list(marks)
    groups: dict[str, dict[str, list[Marks]]] = {
        "kind": defaultdict(list),
        "style": defaultdict(list),
    }
    for row, one in pairs:
        for group, members in groups.items():
            if row.get(group):
                members[str(row[group])].append(one)
    summary = _figures([one for _, one in pairs])
    for group, members in groups.items():
        summary[f"by_{group}"] = {name: _figures(found) for name, found in sorted(members.items())}
    return summary


def _figures(marks: list[Marks]) -> dict[str, Any]:
    ranks = [m.rank for m in marks if m.rank is not None]
    figures: dict[str, Any] = {
        "n": len(marks),
        "with_items": len(ranks),
        "top1": _share([rank == 1 for rank in ranks]),
        "top3": _share([1 <= rank <= 3 for rank in ranks]),
        "mrr": _mean([1 / rank if rank else 0.0 for rank in ranks]),
    }
    for name in (
        "refused",
        "falsely_refused",
        "asked_back",
        "outcome",
        "aspect",
        *PLACE_ROLES,
        "verdict",
        "basis",
    ):
        figures[name] = _share([v for m in marks if (v := getattr(m, name)) is not None])
    return figures


def _share(values: list[bool]) -> float | None:
    return _mean([float(value) for value in values])


def _mean(values: list[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None
