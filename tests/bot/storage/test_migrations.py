"""Tables and migrations say the same; upgrading and going back work."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import bindparam, inspect, text

from bot.conversation import Conversation, Slots
from bot.storage.engine import for_writing, make_engine
from bot.storage.records import StoreError
from bot.storage.schema import HEAD_REVISION, MIGRATIONS
from bot.storage.store import Store
from bot.storage.tables import Row, UtcDateTime

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def make_config(connection=None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


async def run(url, step):
    engine = make_engine(url)
    async with for_writing(engine).begin() as connection:
        result = await connection.run_sync(step)
    await engine.dispose()
    return result


def read_differences(connection):
    return compare_metadata(MigrationContext.configure(connection), Row.metadata)


def describe_index(index):
    conditions = {name: str(told) for name, told in index.pop("dialect_options", {}).items()}
    return repr((sorted(index.items()), sorted(conditions.items())))


def describe_tables(connection):
    seen = inspect(connection)
    return {
        name: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(name)),
            sorted(map(describe_index, seen.get_indexes(name))),
            sorted(map(repr, seen.get_foreign_keys(name))),
            sorted(map(repr, seen.get_unique_constraints(name))),
            sorted(map(repr, seen.get_check_constraints(name))),
            repr(seen.get_pk_constraint(name)),
        )
        for name in seen.get_table_names()
        if name != "alembic_version"
    }


def test_head_is_the_newest_revision():
    assert ScriptDirectory.from_config(make_config()).get_heads() == [HEAD_REVISION]


async def test_every_revision_goes_up_down_and_up(url):
    def climb(connection):
        config = make_config(connection)
        script = ScriptDirectory.from_config(config)
        for step in reversed(list(script.walk_revisions())):
            command.upgrade(config, step.revision)
            command.downgrade(config, step.down_revision or "base")
            command.upgrade(config, step.revision)
        return read_differences(connection)

    assert await run(url, climb) == []


async def test_nothing_of_ours_is_left_when_all_is_downgraded(url):
    def fall(connection):
        command.upgrade(make_config(connection), "head")
        command.downgrade(make_config(connection), "base")
        return inspect(connection).get_table_names()

    assert await run(url, fall) == ["alembic_version"]


async def test_new_database_has_the_tables_the_migrations_make(url):
    await (await Store.open(url)).close()
    made_at_once = await run(url, describe_tables)
    assert await run(url, read_differences) == []

    def migrate(connection):
        command.downgrade(make_config(connection), "base")
        command.upgrade(make_config(connection), "head")
        return describe_tables(connection)

    assert await run(url, migrate) == made_at_once


async def test_kept_home_of_the_first_revision_is_still_there_when_upgraded(url):
    state = (
        '{"slots":{"home":"130600","current":"110000"},"pending":null,"choices":["换领"],'
        '"kept_home":%s}'
    )

    def fill(connection):
        command.upgrade(make_config(connection), "0001")
        for key, home in (("web:1", '"130600"'), ("web:2", "null")):
            connection.execute(
                text("INSERT INTO conversation VALUES (:key, :state, 3, :updated_at)").bindparams(
                    bindparam("updated_at", type_=UtcDateTime)
                ),
                {"key": key, "state": state % home, "updated_at": NOW},
            )

    await run(url, fill)
    store = await Store.open(url)
    talk = await store.load_conversation("web:1", now=NOW)
    assert talk == Conversation(
        "web:1",
        Slots(home="130600", current="110000"),
        choices=("换领",),
        kept_home="130600",
        version=3,
        updated_at=NOW,
    )
    assert (await store.load_conversation("web:2", now=NOW)).slots == talk.slots
    await store.save_conversation(Conversation("web:3"), now=NOW + timedelta(days=1))
    assert (await store.load_conversation("web:1", now=NOW)).kept_home == "130600"
    assert await store.load_conversation("web:2", now=NOW) is None
    assert (await store.save_conversation(talk, now=NOW)).version == 4
    await store.close()

    def go_back(connection):
        command.downgrade(make_config(connection), "0001")
        kept = connection.execute(text("SELECT key, state FROM conversation")).all()
        return {key: json.loads(state)["kept_home"] for key, state in kept}

    assert await run(url, go_back) == {"web:1": "130600", "web:3": None}


async def test_older_database_is_upgraded_when_it_is_opened(url):
    def go_back(connection):
        command.upgrade(make_config(connection), "head")
        command.downgrade(make_config(connection), "base")
        connection.execute(text("INSERT INTO alembic_version VALUES ('base-of-test')"))

    await run(url, go_back)
    # An unknown revision is the sign of a newer program; ours must not touch such a database.
    with pytest.raises(StoreError, match="TONGBAN_DATABASE_URL"):
        await Store.open(url)
    assert await run(url, lambda c: inspect(c).get_table_names()) == ["alembic_version"]
