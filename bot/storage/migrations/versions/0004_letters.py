"""One open hand-off a conversation; letters that were refused; turns by their conversation."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_IS_OPEN = sa.text("state <> 'closed'")


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("letter", sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "uq_handoff_open",
        "handoff",
        ["conversation"],
        unique=True,
        sqlite_where=_IS_OPEN,
        postgresql_where=_IS_OPEN,
    )
    op.create_index(op.f("ix_turn_conversation"), "turn", ["conversation"])


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_index(op.f("ix_turn_conversation"), "turn")
    op.drop_index("uq_handoff_open", "handoff")
    with op.batch_alter_table("letter") as table:
        table.drop_column("refused_at")
