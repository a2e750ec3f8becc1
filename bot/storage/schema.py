"""Brings a database to the tables this program speaks; decides when Alembic is needed.

1. The revision in the database is ours: nothing to do, and Alembic is not even imported.
2. There is none: all tables are made as they are now, which is as quick and what the migrations
   end in (tests/bot/storage/test_migrations.py compares the two).
3. It is another one: Alembic upgrades, in the same transaction.

All of it holds the write lock, so several processes may start at once.
"""

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage import append_only, desk_tables, office_tables, staff_tables  # noqa: F401 - tables
from bot.storage.engine import for_writing
from bot.storage.records import StoreError
from bot.storage.tables import Row

HEAD_REVISION = "0004"
"""Newest revision in migrations/versions; test_migrations.py holds the two together."""
MIGRATIONS = Path(__file__).parent / "migrations"
"""Alembic's folder."""
_LOCK = 7_266_001
"""Key of the PostgreSQL lock that starting and publishing processes take turns with."""

_revision = Table(
    "alembic_version", MetaData(), Column("version_num", String(32), primary_key=True)
)


async def prepare_schema(engine: AsyncEngine) -> None:
    """Make or upgrade the tables; quick when there is nothing to do."""
    async with for_writing(engine).begin() as connection:
        await take_turn(connection)
        await connection.run_sync(_prepare)


async def take_turn(connection: AsyncConnection) -> None:
    """Wait until no other process changes tables or the live catalog; SQLite's begin did that."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _prepare(connection: Connection) -> None:
    revision = _read_revision(connection)
    if revision == HEAD_REVISION:
        return
    if revision is None:
        Row.metadata.create_all(connection, checkfirst=False)
        _revision.create(connection, checkfirst=True)
        connection.execute(_revision.insert().values(version_num=HEAD_REVISION))
    else:
        _upgrade(connection)


def _read_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_revision.name):
        return None
    return connection.execute(select(_revision.c.version_num)).scalar_one_or_none()


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            "数据库是另一个版本的通办助手建的,这个版本不认识:"
            "请升级程序,或让 TONGBAN_DATABASE_URL 指向另一个数据库"
        ) from error
