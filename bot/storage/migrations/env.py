"""How Alembic reaches the database: the connection it is handed, else TONGBAN_DATABASE_URL."""

import asyncio
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlmodel import AutoString

from bot.settings import read_settings
from bot.storage import schema  # noqa: F401 - knows all tables
from bot.storage.engine import for_writing, make_engine
from bot.storage.tables import Row, UtcDateTime


def render_item(kind: str, thing: object, _: AutogenContext) -> str | Literal[False]:
    """Write plain column types into a new migration: it must outlive our own classes."""
    if kind == "type" and isinstance(thing, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def migrate(connection: Connection) -> None:
    """Run the migrations that were asked for on an open connection."""
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=True,  # SQLite alters a table by making it anew
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


async def connect_and_migrate() -> None:
    """Run them on the database of the settings, for ``alembic`` on the command line."""
    engine = make_engine(read_settings().database_url)
    async with for_writing(engine).begin() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


given = context.config.attributes.get("connection")
if given is None:
    asyncio.run(connect_and_migrate())
else:
    migrate(given)
