"""Everything the catalog knows in one version; never changes once it is built.

Holds the facts and finds them by id; finds nothing by wording and decides nothing about a place.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.agreements import Agreement
from catalog.channels import ServiceChannel
from catalog.figures import Figure
from catalog.items import ServiceItem
from catalog.jurisdictions import Jurisdiction, Region
from catalog.limits import Limit
from catalog.offerings import Offering
from catalog.systems import System


@dataclass(frozen=True, slots=True)
class CatalogRelease:
    """All catalog facts of one version."""

    version: str
    """As-of month and first digits of the digest over all rows, e.g. ``2026-11-3f9a2c1b``."""
    as_of: str
    """Month in which the facts were last compiled, e.g. ``2026-11``."""
    items: Mapping[str, ServiceItem]
    """By id; those without an offering too."""
    offerings: tuple[Offering, ...]
    """All ways of handling, in the order of the file."""
    offerings_of: Mapping[str, tuple[Offering, ...]]
    """Id of an item → its offerings; an item without any has no entry."""
    agreements: Mapping[str, Agreement]
    """By id."""
    limits: tuple[Limit, ...]
    """In the order of the file."""
    channels: Mapping[str, ServiceChannel]
    """By id."""
    figures: tuple[Figure, ...]
    """In the order of the file."""
    systems: Mapping[str, System]
    """By id."""
    regions: tuple[Region, ...]
    """In the order of the file; a name may stand there once for each kind."""
    divisions: Mapping[str, Jurisdiction]
    """By code."""

    def is_listed(self, item_id: str) -> bool:
        """Say whether an item can be handled across provinces in at least one way."""
        return item_id in self.offerings_of

    def members_of(self, item_id: str) -> tuple[ServiceItem, ...]:
        """Return the items an umbrella name covers (总称); none for any other item."""
        return tuple(self.items[member] for member in self.items[item_id].members)
