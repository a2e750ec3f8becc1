"""Opens the database and says in one sentence when that does not work.

SQLite gets WAL and explicit transactions: a writing one takes the write lock at its begin, so that
what it read cannot change before it writes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.storage.records import StoreError

BUSY_SECONDS = 5
"""How long a writer of SQLite waits for another process's transaction."""
CONNECT_SECONDS = 5
"""How long PostgreSQL may take to answer a connection attempt."""
_PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON")
_WRITING = {"sqlite_begin": "IMMEDIATE"}


def make_engine(url: str) -> AsyncEngine:
    """Return the engine of an address; nothing is connected yet, but SQLite's folder is made."""
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
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(describe(engine.url, error)) from error


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
    options: dict[str, Any] = {}
    if _is_in_memory(address):
        # The one connection is the database, so everybody takes turns with it.
        options = {"pool_size": 1, "max_overflow": 0, "pool_timeout": None}
        from sqlalchemy.pool import AsyncAdaptedQueuePool

        options["poolclass"] = AsyncAdaptedQueuePool
    else:
        _make_folder(address)
    engine = create_async_engine(
        address, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None}, **options
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _is_in_memory(address: URL) -> bool:
    return address.database in (None, "", ":memory:")


def _make_folder(address: URL) -> None:
    try:
        Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(describe(address, error)) from error


def _prepare_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401, ARG001 - the driver's own
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
