"""Find published numbers that were merged: one cell or one row for what several sources counted.

1. a value that holds two numbers (179/234);
2. a figure without a day of its own;
3. two values for the same system, meaning, unit and day;
4. a value that is the sum of two figures of other days or other counts and does not say that it is
   a total.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from catalog.contradictions.findings import Contradiction, ContradictionKind, fold
from catalog.figures import Figure
from catalog.keys import key_of
from catalog.release import CatalogRelease
from catalog.sources import parse_partial_date

_TWO_NUMBERS = re.compile(r"\d[^\d,.]*[/、;+和与及或][^\d]*\d")
_IS_TOTAL = re.compile(r"合计|累计|总|共|汇总")
_WHOLE_NUMBER = re.compile(r"\d+")


def find_merged_figures(release: CatalogRelease) -> Iterator[Contradiction]:
    """Yield figures that look merged, or that contradict each other."""
    for figure in release.figures:
        if _TWO_NUMBERS.search(figure.value) and not _is_date(figure.value):
            what = f"{_told(figure)}一格里有两个数"
            yield _merged((figure,), what, "拆成两行,各写自己的口径、时点和来源")
        if parse_partial_date(figure.as_of) is None:
            yield _merged((figure,), f"{_told(figure)}没有时点", "在 as_of 写这个数的日期")
    yield from _find_two_values(release.figures)
    yield from _find_sums(release)


def _find_two_values(figures: Iterable[Figure]) -> Iterator[Contradiction]:
    same: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for f in figures:
        same[fold(f.system), fold(f.meaning), fold(f.unit), f.as_of].append(f)
    for found in same.values():
        if len({fold(f.value) for f in found}) > 1:
            values = "和".join(dict.fromkeys(f.value for f in found))
            what = f"“{found[0].system}”同一口径、同一时点有 {values} 两个数"
            yield _merged(found, what, "核对来源;口径不同的,在 meaning 写清各数的什么")


def _find_sums(release: CatalogRelease) -> Iterator[Contradiction]:
    told: set[Figure] = set()
    for names in _counted_together(release):
        known = [f for f in release.figures if f.system in names]
        numbers = [f for f in known if _WHOLE_NUMBER.fullmatch(f.value)]
        for total in numbers:
            parts = None if total in told else _parts_of(total, numbers)
            if parts is not None:
                told.add(total)
                sum_of = "加".join(f"{p.value}({p.as_of})" for p in parts)
                what = f"{_told(total)}正好是 {sum_of},这两个数口径或时点不同"
                yield _merged(
                    (total, *parts), what, "不同口径的数不相加;确是公布的总数,写明“合计”"
                )


def _counted_together(release: CatalogRelease) -> Iterable[frozenset[str]]:
    own = {frozenset({figure.system}): None for figure in release.figures}
    return {**own, **{frozenset(s.figures): None for s in release.systems.values()}}


def _parts_of(total: Figure, known: Iterable[Figure]) -> tuple[Figure, Figure] | None:
    if _IS_TOTAL.search(total.meaning):
        return None
    others = [f for f in known if f is not total and f.unit == total.unit]
    for one, other in combinations(others, 2):
        is_apart = (one.as_of, one.system) != (other.as_of, other.system)
        if is_apart and int(one.value) + int(other.value) == int(total.value):
            return one, other
    return None


def _is_date(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _told(figure: Figure) -> str:
    return f"“{figure.system}”的 {figure.value}{figure.unit}({figure.meaning})"


def _merged(figures: Iterable[Figure], what: str, instead: str) -> Contradiction:
    keys = tuple(
        key_of("figures", {"meaning": f.meaning, "system": f.system, "as_of": f.as_of})
        for f in figures
    )
    return Contradiction(ContradictionKind.MERGED_FIGURES, "figures", keys, what, instead)
