"""Weigh the signals of a candidate; every weight of the matching lives here.

RANKING_RULES, in the order in which ``Score.explain`` tells them:

1. ``letters``  – characters shared with the best name or alias (cosine of 2-/3-grams)
2. ``concepts`` – concepts shared with it (弄丢 = 遗失), both ways
3. ``coverage`` – share of that alias's concepts found in the question
4. ``evidence`` – how much the shared concepts say at all; one common word says little
5. ``explained`` – share of the question's concepts the item's wordings name at all
6. ``fuzzy``    – rapidfuzz token_set_ratio on words joined by spaces, for loose word order
7. ``here``     – the item is made for just the region that both named places lie in
8. ``elsewhere`` – taken off when the item only holds in a region that was not named

The weights were set by hand; docs/understanding.md has what leaving each of them out costs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

RANKING_RULES: Mapping[str, float] = {
    "letters": 1.0,
    "concepts": 1.0,
    "coverage": 0.2,
    "evidence": 0.5,
    "explained": 0.3,
    "fuzzy": 0.3,
    "here": 0.2,
    "elsewhere": -0.25,
}
"""Signal → weight; each signal is in 0..1."""

HIGHEST_TOTAL = sum(weight for weight in RANKING_RULES.values() if weight > 0)


@dataclass(frozen=True, slots=True)
class Score:
    """Why a candidate stands where it stands (得分)."""

    signals: Mapping[str, float]
    """Signal → value in 0..1."""

    @property
    def total(self) -> float:
        """The weighted sum that orders candidates."""
        return sum(RANKING_RULES[name] * value for name, value in self.signals.items())

    @property
    def share(self) -> float:
        """The total as a share of the highest possible one, in 0..1."""
        return min(1.0, max(0.0, self.total / HIGHEST_TOTAL))

    def explain(self) -> str:
        """Return one line: each rule with its value and what it added."""
        parts = [
            f"{name} {value:.2f}×{RANKING_RULES[name]:g}"
            for name, value in self.signals.items()
            if value
        ]
        return " + ".join(parts) + f" = {self.total:.2f}"
