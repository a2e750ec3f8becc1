"""The tables. JSON is kept as text, so that SQLite and PostgreSQL hold the same bytes."""

from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, DateTime, Dialect, MetaData, Text, TypeDecorator
from sqlmodel import Field, SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always in UTC; SQLite forgets time zones, so they are put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn any aware moment into UTC; a naive one is a mistake."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("moments need a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Row(SQLModel):
    """What all tables share: names of constraints that migrations can refer to."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class CatalogVersionRow(Row, table=True):
    """A catalog version, never changed after it was written."""

    __tablename__ = "catalog_version"

    version: str = Field(primary_key=True)
    published_at: datetime = Field(sa_type=UtcDateTime)
    author: str
    reason: str
    row_count: int
    digest: str
    """SHA-256 over its sheets."""


class CatalogSheetRow(Row, table=True):
    """All rows of one noun in one version; one document reads ten times faster than its rows."""

    __tablename__ = "catalog_sheet"

    version: str = Field(primary_key=True, foreign_key="catalog_version.version")
    noun: str = Field(primary_key=True)
    """Name of the sheet: items, offerings …"""
    document: str = Field(sa_type=Text)
    """``{"columns": […], "rows": [[…], …]}``."""


class LiveCatalogRow(Row, table=True):
    """The pointer to the version that answers come from; one row at most."""

    __tablename__ = "live_catalog"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    version: str = Field(foreign_key="catalog_version.version")
    changed_at: datetime = Field(sa_type=UtcDateTime)


class CatalogChangeRow(Row, table=True):
    """Who made which version live, when and why; only ever added to."""

    __tablename__ = "catalog_change"

    id: int | None = Field(default=None, primary_key=True)
    version: str = Field(foreign_key="catalog_version.version")
    kind: str
    author: str
    reason: str
    changed_at: datetime = Field(sa_type=UtcDateTime)


class ConversationRow(Row, table=True):
    """State of a conversation between two messages, and the home that outlives it."""

    __tablename__ = "conversation"

    key: str = Field(primary_key=True)
    state: str = Field(sa_type=Text)
    """JSON; empty once the conversation has ended and only the kept home is left."""
    version: int
    """Counts saves, for the optimistic lock."""
    updated_at: datetime = Field(sa_type=UtcDateTime)
    kept_home: str | None
    """Code of the home the person asked to keep."""
    sweep_at: datetime = Field(sa_type=UtcDateTime, index=True)
    """When something of the row is to be swept away next."""


class TurnRow(Row, table=True):
    """One question and its answer, masked."""

    __tablename__ = "turn"

    id: int | None = Field(default=None, primary_key=True)
    receipt: str = Field(unique=True)
    conversation: str | None = Field(index=True)
    surface: str
    asked_at: datetime = Field(sa_type=UtcDateTime, index=True)
    question: str = Field(sa_type=Text)
    outcome: str
    aspect: str | None
    items: str = Field(sa_type=Text)
    """JSON list of item ids."""
    verdict: str | None
    catalog_version: str
    answer: str = Field(sa_type=Text)
    """JSON answer object."""


class FeedbackRow(Row, table=True):
    """有用/没用 for a turn; the last word counts."""

    __tablename__ = "feedback"

    receipt: str = Field(primary_key=True, foreign_key="turn.receipt")
    useful: bool
    reason: str = Field(sa_type=Text)
    given_at: datetime = Field(sa_type=UtcDateTime)
