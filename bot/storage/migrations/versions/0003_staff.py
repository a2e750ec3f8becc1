"""Accounts, sessions and audit; drafts and imports; hand-offs and answers marked wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NEW = (
    *("letter", "handoff", "wrong_answer"),
    *("settled_question", "catalog_import", "catalog_draft_sheet", "catalog_draft"),
    *("audit", "sign_in_failure", "session", "account"),
)
_APPEND_ONLY = ("audit", "catalog_change")


def upgrade() -> None:
    """Go to this revision."""
    _create_staff_tables()
    _create_office_tables()
    _create_desk_tables()
    for table in _APPEND_ONLY:
        _refuse_changes(table)


def downgrade() -> None:
    """Go back to the revision before; accounts, drafts and hand-offs go."""
    _allow_changes("catalog_change")
    for table in _NEW:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _text(name: str, *, nullable: bool = False, is_long: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text() if is_long else sa.String(), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _create_staff_tables() -> None:
    op.create_table(
        "account",
        *(_text("name"), _text("role"), _text("password_hash")),
        *(_moment("created_at"), _moment("disabled_at", nullable=True)),
        _key("account", "name"),
    )
    op.create_table(
        "session",
        *(_text("token_digest"), _text("account")),
        *(_moment("began_at"), _moment("seen_at"), _moment("expires_at")),
        _refers("session", "account", "account.name"),
        _key("session", "token_digest"),
    )
    _index("session", "account")
    _index("session", "expires_at")
    op.create_table(
        "sign_in_failure",
        *(_text("key"), _number("failures"), _moment("failed_at")),
        _key("sign_in_failure", "key"),
    )
    op.create_table(
        "audit",
        *(_number("id"), _moment("at"), _text("account"), _text("action")),
        *(_text("subject"), _text("detail", is_long=True)),
        _key("audit", "id"),
    )
    _index("audit", "at")


def _create_office_tables() -> None:
    op.create_table(
        "catalog_draft",
        *(_text("id"), _text("title"), _text("base_version"), _text("account")),
        *(_moment("created_at"), _moment("changed_at"), _number("revision"), _text("state")),
        _text("version", nullable=True),
        _number("rehearsed_revision", nullable=True),
        _text("rehearsed_against", nullable=True),
        _text("rehearsal", nullable=True, is_long=True),
        _refers("catalog_draft", "base_version", "catalog_version.version"),
        _key("catalog_draft", "id"),
    )
    _index("catalog_draft", "state")
    op.create_table(
        "catalog_draft_sheet",
        *(_text("draft"), _text("noun"), _text("document", is_long=True)),
        _refers("catalog_draft_sheet", "draft", "catalog_draft.id"),
        _key("catalog_draft_sheet", "draft", "noun"),
    )
    op.create_table(
        "catalog_import",
        *(_text("id"), _text("account"), _text("file_name")),
        *(_moment("began_at"), _moment("seen_at"), _text("state"), _text("stage")),
        *(_number("done"), _number("total"), _text("report", is_long=True)),
        _text("draft", nullable=True),
        _key("catalog_import", "id"),
    )
    op.create_table(
        "settled_question",
        *(_text("key"), _text("settled_as"), _text("account"), _moment("settled_at")),
        _key("settled_question", "key"),
    )


def _create_desk_tables() -> None:
    op.create_table(
        "handoff",
        *(_number("id"), _text("receipt"), _text("conversation"), _text("surface")),
        *(_text("question", is_long=True), _moment("asked_at"), _text("state")),
        *(_text("claimed_by", nullable=True), _moment("claimed_at", nullable=True)),
        *(_moment("closed_at", nullable=True), _text("note", is_long=True)),
        sa.UniqueConstraint("receipt", name=op.f("uq_handoff_receipt")),
        _key("handoff", "id"),
    )
    _index("handoff", "conversation")
    _index("handoff", "state")
    op.create_table(
        "letter",
        *(_number("id"), _number("handoff"), _text("conversation"), _text("account")),
        *(_text("text", is_long=True), _moment("written_at")),
        _moment("delivered_at", nullable=True),
        _refers("letter", "handoff", "handoff.id"),
        _key("letter", "id"),
    )
    for column in ("handoff", "conversation", "delivered_at"):
        _index("letter", column)
    op.create_table(
        "wrong_answer",
        *(_number("id"), _text("receipt"), _text("account"), _text("reason", is_long=True)),
        *(_moment("marked_at"), _text("settled_by", nullable=True)),
        _moment("settled_at", nullable=True),
        _refers("wrong_answer", "receipt", "turn.receipt"),
        _key("wrong_answer", "id"),
    )
    _index("wrong_answer", "receipt")
    _index("wrong_answer", "settled_at")


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$ "
            "BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME; END $$ "
            "LANGUAGE plpgsql"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
        )


def _allow_changes(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_no_change ON {table}")
        return
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_no_{verb}")
