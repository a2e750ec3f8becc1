"""Build a release from sheets, or say everything that is wrong with them at once.

Decides in which order sheets are checked, and the name of a version; the checks themselves are in
``grid`` (files and columns), ``cells`` and ``links``.
"""

from collections import defaultdict
from pathlib import Path

from catalog import facts
from catalog.cells import find_cell_problems
from catalog.columns import LAYOUT_OF
from catalog.grid import Grid, find_shape_problems, make_grid, rows_about
from catalog.items import Alias, ServiceItem
from catalog.known import Known, gather_known
from catalog.links import find_link_problems
from catalog.offerings import Offering
from catalog.problems import CatalogProblems, Problem
from catalog.progress import Meter, OnProgress, Stage, ignore
from catalog.release import CatalogRelease
from catalog.sheets import Sheets, digest, read_sheets
from catalog.sources import COMPILED_ON

_DIGEST_LENGTH = 8
"""Hexadecimal digits of the digest in a version: 4 thousand million values."""
_MONTH_LENGTH = len("2026-11")


def read_release(folder: Path) -> CatalogRelease:
    """Return the release a folder of CSV files holds.

    Raises:
        CatalogProblems: With everything that is wrong with the files.
    """
    return build_release(read_sheets(folder))


def build_release(sheets: Sheets, *, on_progress: OnProgress = ignore) -> CatalogRelease:
    """Return the release that sheets hold; equal sheets make an equal release.

    Raises:
        CatalogProblems: With everything that is wrong with the sheets.
    """
    grid = make_grid(sheets)
    known = gather_known(grid)
    problems = _find_problems(sheets, grid, known, on_progress)
    if problems:
        raise CatalogProblems(problems)
    as_of = _as_of(grid)
    return _make_release(f"{as_of}-{digest(sheets)[:_DIGEST_LENGTH]}", as_of, grid, known)


def _find_problems(
    sheets: Sheets, grid: Grid, known: Known, on_progress: OnProgress
) -> list[Problem]:
    """Return everything that is wrong with sheets."""
    problems = list(find_shape_problems(sheets))
    meter = Meter(on_progress, Stage.CHECKING, sum(map(len, grid.values())))
    for name, rows in grid.items():
        problems.extend(find_cell_problems(LAYOUT_OF[name], rows, known))
        meter.add(len(rows))
    problems.extend(find_link_problems(grid, known))
    meter.finish()
    return problems


def _as_of(grid: Grid) -> str:
    """Return the newest month in which what is not listed was looked up."""
    dates = (row["known_as_of"][:_MONTH_LENGTH] for row in rows_about(grid, "items"))
    return max(dates, default="") or COMPILED_ON


def _make_release(version: str, as_of: str, grid: Grid, known: Known) -> CatalogRelease:
    offerings = tuple(facts.make_offering(row, known) for row in rows_about(grid, "offerings"))
    return CatalogRelease(
        version=version,
        as_of=as_of,
        items=_items(grid, known),
        offerings=offerings,
        offerings_of=_offerings_of(offerings),
        agreements={
            row["id"]: facts.make_agreement(row, known) for row in rows_about(grid, "agreements")
        },
        limits=tuple(facts.make_limit(row, known) for row in rows_about(grid, "limits")),
        channels={
            row["id"]: facts.make_channel(row, known) for row in rows_about(grid, "channels")
        },
        figures=tuple(facts.make_figure(row) for row in rows_about(grid, "figures")),
        systems={row["id"]: facts.make_system(row, known) for row in rows_about(grid, "systems")},
        regions=tuple(facts.make_region(row) for row in rows_about(grid, "regions")),
        divisions={row["code"]: facts.make_division(row) for row in rows_about(grid, "divisions")},
    )


def _items(grid: Grid, known: Known) -> dict[str, ServiceItem]:
    aliases: dict[str, list[Alias]] = defaultdict(list)
    for row in rows_about(grid, "aliases"):
        aliases[known.resolve("items", row["item"])].append(facts.make_alias(row, known))
    return {
        row["id"]: facts.make_item(row, aliases.get(row["id"], ()), known)
        for row in rows_about(grid, "items")
    }


def _offerings_of(offerings: tuple[Offering, ...]) -> dict[str, tuple[Offering, ...]]:
    of: dict[str, list[Offering]] = defaultdict(list)
    for offering in offerings:
        for item in offering.items:
            of[item].append(offering)
    return {item: tuple(found) for item, found in of.items()}
