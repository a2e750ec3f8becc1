"""Tables of the catalog office: drafts, imports and what became of questions."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from bot.storage.tables import Row, UtcDateTime


class DraftRow(Row, table=True):
    """A catalog being prepared; never answered from."""

    __tablename__ = "catalog_draft"

    id: str = Field(primary_key=True)
    title: str
    base_version: str = Field(foreign_key="catalog_version.version")
    """The version it was begun from, or was last brought up to."""
    account: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    revision: int
    """Counts changes, for the optimistic lock."""
    state: str = Field(index=True)
    """open, published or dropped."""
    version: str | None
    """What it was published as."""
    rehearsed_revision: int | None
    """Revision the rehearsal is about."""
    rehearsed_against: str | None
    """Live version it was compared with."""
    rehearsal: str | None = Field(sa_type=Text)
    """JSON of the rehearsal."""


class DraftSheetRow(Row, table=True):
    """One sheet of a draft."""

    __tablename__ = "catalog_draft_sheet"

    draft: str = Field(primary_key=True, foreign_key="catalog_draft.id")
    noun: str = Field(primary_key=True)
    document: str = Field(sa_type=Text)
    """As in catalog_sheet."""


class ImportRow(Row, table=True):
    """An uploaded file on its way into a draft, so that any process can show how far it is."""

    __tablename__ = "catalog_import"

    id: str = Field(primary_key=True)
    account: str
    file_name: str
    began_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    """Last sign of life; an import that is silent has died with its process."""
    state: str
    """running, done, refused or failed."""
    stage: str
    done: int
    total: int
    report: str = Field(sa_type=Text)
    """JSON: problems found, cells mended, the sentence of a failure."""
    draft: str | None
    """Draft it became."""


class SettledQuestionRow(Row, table=True):
    """What an administrator decided about a cluster of questions."""

    __tablename__ = "settled_question"

    key: str = Field(primary_key=True)
    """Key of the cluster."""
    settled_as: str
    """alias, item or ignored."""
    account: str
    settled_at: datetime = Field(sa_type=UtcDateTime)
