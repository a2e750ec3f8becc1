"""What the office's part of the store takes and gives back: drafts and imports; no SQL here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

IMPORT_SILENT_AFTER = timedelta(seconds=15)
"""An import without a sign of life for so long has died with its process."""
IMPORT_DIED = "导入中断,什么都没有改动,请重新上传"
"""What is said of such an import."""


class UnknownDraft(LookupError):
    """There is no draft of that id that is still open."""


class DraftChanged(RuntimeError):
    """Somebody else saved, published or dropped the draft since the caller read it."""


class UnknownImport(LookupError):
    """There is no import of that id that is still running."""


class DraftState(StrEnum):
    """What became of a draft."""

    OPEN = "open"
    PUBLISHED = "published"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Draft:
    """A catalog being prepared (草稿); never answered from. Its sheets are read apart."""

    id: str
    """Short, in addresses."""
    title: str
    """What it is about, for people."""
    base_version: str
    """Catalog version it was begun from or was last brought up to."""
    account: str
    """Who began it."""
    created_at: datetime
    """When, UTC."""
    changed_at: datetime
    """When it was last changed, UTC."""
    revision: int
    """Counts changes; who saves says which one it saw."""
    state: DraftState
    """What became of it."""
    version: str | None
    """Catalog version it was published as."""
    rehearsed_revision: int | None
    """Revision the kept rehearsal is about."""
    rehearsed_against: str | None
    """Live version that rehearsal compared with."""

    def is_rehearsed_against(self, live: str | None) -> bool:
        """Say whether the kept rehearsal is about the draft as it is and that live version."""
        return self.rehearsed_revision == self.revision and self.rehearsed_against == live


class ImportState(StrEnum):
    """How an import stands."""

    RUNNING = "running"
    DONE = "done"
    """It became a draft."""
    REFUSED = "refused"
    """The file has problems; they are kept."""
    FAILED = "failed"
    """It broke off; the report has one sentence."""


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far an import is."""

    stage: str
    """What is being done, in Chinese."""
    done: int
    """How much of it is done."""
    total: int
    """How much there is; 0 = not known yet."""


@dataclass(frozen=True, slots=True)
class CatalogImport:
    """An uploaded file on its way into a draft (导入)."""

    id: str
    """Short, in addresses."""
    account: str
    """Who uploaded it."""
    file_name: str
    """What it is called there."""
    began_at: datetime
    """When, UTC."""
    state: ImportState
    """How it stands."""
    progress: ImportProgress
    """How far it is, or was."""
    report: Mapping[str, Any]
    """What its end has to tell, as whoever ended it wrote it; a failure has ``sentence``."""
    draft: str | None
    """Id of the draft it became."""
