"""What a catalog says against itself: each cell is right, but two facts cannot both be.

Finds and tells; blocks nothing. Whether a cell names something that exists is checked when a
catalog is loaded, so these run over a release that is valid.
"""

from datetime import date

from catalog.contradictions.aliases import find_stolen_phrases
from catalog.contradictions.basis import find_expired_basis
from catalog.contradictions.directions import find_direction_conflicts
from catalog.contradictions.figures import find_merged_figures
from catalog.contradictions.findings import Contradiction, ContradictionKind
from catalog.contradictions.offerings import find_different_facts
from catalog.contradictions.territory import Territory
from catalog.contradictions.unknown_places import find_unknown_places
from catalog.release import CatalogRelease
from catalog.sheets import Sheets

__all__ = ["Contradiction", "ContradictionKind", "find_contradictions"]


def find_contradictions(
    release: CatalogRelease, sheets: Sheets, *, on: date
) -> tuple[Contradiction, ...]:
    """Return what a release says against itself on a day; it was made of these sheets."""
    territory = Territory(release.regions, release.divisions)
    return (
        *find_different_facts(release, territory, on=on),
        *find_direction_conflicts(release, territory, on=on),
        *find_expired_basis(release, on=on),
        *find_merged_figures(release),
        *find_stolen_phrases(release, sheets),
        *find_unknown_places(release, territory, on=on),
    )
