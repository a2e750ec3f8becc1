"""First tables: catalog versions, conversations, turns, feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    _create_catalog_tables()
    _create_turn_tables()


def downgrade() -> None:
    """Go back to the empty database."""
    for table in (
        *("feedback", "turn", "conversation"),
        *("live_catalog", "catalog_change", "catalog_sheet", "catalog_version"),
    ):
        op.drop_table(table)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _long_text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _of_version(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_version")
    return sa.ForeignKeyConstraint(["version"], ["catalog_version.version"], name=name)


def _create_catalog_tables() -> None:
    op.create_table(
        "catalog_version",
        _text("version"),
        _moment("published_at"),
        _text("author"),
        _text("reason"),
        sa.Column("row_count", sa.Integer(), nullable=False),
        _text("digest"),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_catalog_version")),
    )
    op.create_table(
        "catalog_sheet",
        _text("version"),
        _text("noun"),
        _long_text("document"),
        _of_version("catalog_sheet"),
        sa.PrimaryKeyConstraint("version", "noun", name=op.f("pk_catalog_sheet")),
    )
    op.create_table(
        "live_catalog",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("version"),
        _moment("changed_at"),
        sa.CheckConstraint("id = 1", name=op.f("ck_live_catalog_one_row")),
        _of_version("live_catalog"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_catalog")),
    )
    op.create_table(
        "catalog_change",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("version"),
        _text("kind"),
        _text("author"),
        _text("reason"),
        _moment("changed_at"),
        _of_version("catalog_change"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_change")),
    )


def _create_turn_tables() -> None:
    op.create_table(
        "conversation",
        _text("key"),
        _long_text("state"),
        sa.Column("version", sa.Integer(), nullable=False),
        _moment("updated_at"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_conversation")),
    )
    op.create_index(op.f("ix_conversation_updated_at"), "conversation", ["updated_at"])
    op.create_table(
        "turn",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("receipt"),
        _text("conversation", nullable=True),
        _text("surface"),
        _moment("asked_at"),
        _long_text("question"),
        _text("outcome"),
        _text("aspect", nullable=True),
        _long_text("items"),
        _text("verdict", nullable=True),
        _text("catalog_version"),
        _long_text("answer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
        sa.UniqueConstraint("receipt", name=op.f("uq_turn_receipt")),
    )
    op.create_index(op.f("ix_turn_asked_at"), "turn", ["asked_at"])
    op.create_table(
        "feedback",
        _text("receipt"),
        sa.Column("useful", sa.Boolean(), nullable=False),
        _long_text("reason"),
        _moment("given_at"),
        sa.ForeignKeyConstraint(["receipt"], ["turn.receipt"], name=op.f("fk_feedback_receipt")),
        sa.PrimaryKeyConstraint("receipt", name=op.f("pk_feedback")),
    )
