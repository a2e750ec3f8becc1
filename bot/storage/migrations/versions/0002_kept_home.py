"""A home that was kept gets a column of its own and outlives its conversation."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SILENT = timedelta(hours=1)
"""After this long a conversation may be swept away."""

_conversation = sa.table(
    "conversation",
    sa.column("key", sa.String()),
    sa.column("state", sa.Text()),
    sa.column("updated_at", sa.DateTime(timezone=True)),
    sa.column("kept_home", sa.String()),
    sa.column("sweep_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("conversation") as table:
        table.add_column(sa.Column("kept_home", sa.String(), nullable=True))
        table.add_column(sa.Column("sweep_at", sa.DateTime(timezone=True), nullable=True))
        table.drop_index(op.f("ix_conversation_updated_at"))
    _rewrite(_take_home_out)
    with op.batch_alter_table("conversation") as table:
        table.alter_column("sweep_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        table.create_index(op.f("ix_conversation_sweep_at"), ["sweep_at"])


def downgrade() -> None:
    """Go back to the revision before; what is left of ended conversations goes."""
    op.execute(_conversation.delete().where(_conversation.c.state == ""))
    _rewrite(_put_home_back)
    with op.batch_alter_table("conversation") as table:
        table.drop_index(op.f("ix_conversation_sweep_at"))
        table.drop_column("sweep_at")
        table.drop_column("kept_home")
        table.create_index(op.f("ix_conversation_updated_at"), ["updated_at"])


def _rewrite(change: Callable[[sa.Row[Any]], dict[str, object]]) -> None:
    """Give each conversation the columns that ``change`` returns for its row."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(_conversation)).all():
        of_row = _conversation.c.key == row.key
        connection.execute(_conversation.update().where(of_row).values(change(row)))


def _take_home_out(row: sa.Row[Any]) -> dict[str, object]:
    state = json.loads(row.state)
    home = state.pop("kept_home", None)
    return {
        "state": _encode(state),
        "kept_home": home,
        "sweep_at": row.updated_at + _SILENT,
    }


def _put_home_back(row: sa.Row[Any]) -> dict[str, object]:
    return {"state": _encode({**json.loads(row.state), "kept_home": row.kept_home})}


def _encode(state: dict[str, object]) -> str:
    return json.dumps(state, ensure_ascii=False, separators=(",", ":"))
