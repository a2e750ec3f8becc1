"""Opens the database and says in one sentence when that does not work.

SQLite gets WAL and explicit transactions: a writing one takes the write lock at its begin, so that
what it read cannot change before it writes.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.storage.records import StoreError

BUSY_SECONDS = 5
"""How long a writer of SQLite waits for another process's transaction."""
CONNECT_SECONDS = 5
"""How long PostgreSQL may take to answer a connection attempt."""
_PRAGMAS = ("synchronous = NORMAL", "foreign_keys = ON")
_WRITING = {"sqlite_begin": "IMMEDIATE"}


def make_engine(url: str) -> AsyncEngine:
    """Return the engine of an address; SQLite's file is made and tried at once."""
    try:
        address = make_url(url)
    except ArgumentError:
        raise StoreError(
            "TONGBAN_DATABASE_URL 不是数据库地址:"
            "请写成 sqlite+aiosqlite:///… 或 postgresql+asyncpg://…"
        ) from None
    if address.get_backend_name() == "sqlite":
        return _make_sqlite(address)
    return create_async_engine(
        address, pool_pre_ping=True, connect_args={"timeout": CONNECT_SECONDS}
    )


def for_writing(engine: AsyncEngine) -> AsyncEngine:
    """Return the same engine with transactions that lock against other writers."""
    return engine.execution_options(**_WRITING)


@contextmanager
def telling_plainly(engine: AsyncEngine) -> Iterator[None]:
    """Turn what the database complains about into one sentence for the operator."""
    try:
        yield
    except Exception as error:
        if not _is_of_database(error):
            raise
        raise StoreError(describe(engine.url, error)) from error


def _is_of_database(error: Exception) -> bool:
    # asyncpg's own errors come through unwrapped while connecting; it may not be installed.
    from_driver = type(error).__module__.startswith("asyncpg")
    return from_driver or isinstance(error, SQLAlchemyError | OSError)


def describe(url: str | URL, error: BaseException) -> str:
    """Return one sentence: which database, why, and what to set."""
    address = make_url(url)
    said = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    cause = said.splitlines()[0][:160]
    if isinstance(error, ModuleNotFoundError):
        return (
            f"缺少数据库驱动 {error.name}:请执行 pip install 'tongban[postgres]',"
            "或把 TONGBAN_DATABASE_URL 改为 sqlite+aiosqlite:///var/tongban.db"
        )
    if address.get_backend_name() == "sqlite":
        return (
            f"数据库文件 {address.database} 打不开或写不了({cause}):请让 TONGBAN_DATABASE_URL "
            "指向一个能写的文件,并检查文件夹权限和磁盘空间"
        )
    return (
        f"数据库 {address.host or ''}/{address.database or ''} 连不上或用不了({cause}):"
        "请检查 TONGBAN_DATABASE_URL 里的主机、账号、口令和库名,并确认 PostgreSQL 在运行"
    )


def _make_sqlite(address: URL) -> AsyncEngine:
    pool: dict[str, Any] = {}
    if _is_in_memory(address):
        # The one connection is the database, so everybody takes turns with it.
        pool = {"poolclass": AsyncAdaptedQueuePool, "pool_size": 1, "max_overflow": 0}
    engine = create_async_engine(
        address, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None}, **pool
    )
    event.listen(engine.sync_engine, "connect", _prepare_connection)
    event.listen(engine.sync_engine, "begin", _begin)
    if not _is_in_memory(address):
        try:
            _try_file(engine)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(describe(address, error)) from error
    return engine


def _try_file(engine: AsyncEngine) -> None:
    """Make folder and file, switch to WAL, which lasts, and see that writing is allowed.

    Done without aiosqlite: when it cannot open a file, its thread may complain on stderr after
    the loop is closed.
    """
    (name,), options = engine.dialect.create_connect_args(engine.url)
    if not options.get("uri"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(name, **{**options, "isolation_level": None})) as plain:
        plain.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        plain.execute("PRAGMA journal_mode = WAL")
        plain.execute("BEGIN IMMEDIATE")
        # On a read-only file only a statement that writes fails; the rollback takes it back.
        plain.execute("PRAGMA user_version = 0")
        plain.execute("ROLLBACK")


def _is_in_memory(address: URL) -> bool:
    return address.database in (None, "", ":memory:")


def _prepare_connection(connection: Any, record: object) -> None:  # noqa: ANN401, ARG001 - SQLAlchemy's form
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A reader sends one SELECT, which is a transaction of its own.
    mode = connection.get_execution_options().get("sqlite_begin")
    if mode is not None:
        connection.exec_driver_sql(f"BEGIN {mode}")
