"""Makes tables of the log kind refuse every change: the database itself does, whoever asks."""

from typing import cast

from sqlalchemy import DDL, Table, event

from bot.storage.staff_tables import AuditRow
from bot.storage.tables import CatalogChangeRow, Row

_SQLITE = """CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"""
_POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"""
_POSTGRESQL = """CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()"""


def statements(dialect: str, table: str) -> tuple[str, ...]:
    """Return the statements that make a table refuse UPDATE and DELETE."""
    if dialect == "postgresql":
        return _POSTGRESQL_FUNCTION, _POSTGRESQL.format(table=table)
    return tuple(
        _SQLITE.format(table=table, verb=verb, VERB=verb.upper()) for verb in ("update", "delete")
    )


def _watch(row: type[Row]) -> None:
    table = cast(Table, row.__table__)  # type: ignore[attr-defined]
    for dialect in ("sqlite", "postgresql"):
        for statement in statements(dialect, table.name):
            event.listen(table, "after_create", _ddl(statement).execute_if(dialect=dialect))


def _ddl(statement: str) -> DDL:
    # DDL formats with %, which the text of the function holds too.
    return DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]


for _row in (AuditRow, CatalogChangeRow):
    _watch(_row)
