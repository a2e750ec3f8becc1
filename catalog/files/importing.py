"""Read any source and check it: a release with all that was put right, or every problem at once.

Nothing is kept on the way: whoever is given no release has nothing to undo.
"""

from dataclasses import dataclass
from pathlib import Path

from catalog.files.reading import Imported, read_catalog
from catalog.loading import build_release
from catalog.problems import CatalogProblems
from catalog.progress import OnProgress, ignore
from catalog.release import CatalogRelease


@dataclass(frozen=True, slots=True)
class CheckedImport:
    """A catalog that was read and found valid."""

    imported: Imported
    """Its sheets and what was put right in them."""
    release: CatalogRelease
    """The facts made of them."""


def import_catalog(
    source: Path, *, name: str | None = None, on_progress: OnProgress = ignore
) -> CheckedImport:
    """Read and check a folder of CSV files or one file.

    Raises:
        CatalogProblems: With all that is wrong, by the sheets, rows and headers of the file.
    """
    imported = read_catalog(source, name=name, on_progress=on_progress)
    return CheckedImport(imported, check_imported(imported, on_progress=on_progress))


def check_imported(imported: Imported, *, on_progress: OnProgress = ignore) -> CatalogRelease:
    """Return the release of a catalog that was read.

    Raises:
        CatalogProblems: With all that is wrong, by the sheets, rows and headers of the file.
    """
    try:
        return build_release(imported.sheets, on_progress=on_progress)
    except CatalogProblems as error:
        raise CatalogProblems(map(imported.locate, error.problems)) from None
