"""INSERT … ON CONFLICT, which each database has in a dialect of its own."""

from typing import Any


def insert_into(dialect: str, table: type[object]) -> Any:  # noqa: ANN401 - one class a dialect
    """Return an INSERT that knows ON CONFLICT."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
