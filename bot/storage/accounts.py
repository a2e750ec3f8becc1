"""Keeps accounts, sessions and failed sign-ins, and the audit log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Executable, Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.accounts import (
    FAILURES_WINDOW,
    SESSION_IDLE,
    SESSION_LASTS,
    Account,
    AccountRole,
    Session,
    digest_token,
)
from bot.storage.audit import note
from bot.storage.database import Database
from bot.storage.encoding import storable
from bot.storage.records import AccountExists
from bot.storage.staff_tables import AccountRow, SessionRow, SignInFailureRow
from bot.storage.upsert import insert_into

_SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is kept when a session was used last; writing at every click would be waste."""


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account together with what its password is checked against."""

    account: Account
    """The account."""
    password_hash: str
    """Argon2id."""


class Accounts:
    """Accounts, sessions and failed sign-ins in the store."""

    def __init__(self, database: Database) -> None:
        """Keep them in a database."""
        self._database = database

    async def add(self, name: str, role: AccountRole, password_hash: str, *, by: str) -> None:
        """Make an account; AccountExists when the name is taken."""

        async def job(connection: AsyncConnection) -> None:
            if await _find(connection, name) is not None:
                raise AccountExists(name)
            values = {
                "name": storable(name),
                "role": role.value,
                "password_hash": password_hash,
                "created_at": datetime.now(UTC),
                "disabled_at": None,
            }
            await connection.execute(insert(AccountRow), values)
            await note(connection, by, "新建账号", name, role.value)

        await self._database.write(job)

    async def change(
        self,
        name: str,
        *,
        by: str,
        password_hash: str | None = None,
        role: AccountRole | None = None,
        is_disabled: bool | None = None,
    ) -> bool:
        """Change an account and end its sessions; False when there is none such."""
        values: dict[str, object] = {}
        if password_hash is not None:
            values["password_hash"] = password_hash
        if role is not None:
            values["role"] = role.value
        if is_disabled is not None:
            values["disabled_at"] = datetime.now(UTC) if is_disabled else None

        async def job(connection: AsyncConnection) -> bool:
            this = col(AccountRow.name) == name
            changed = await connection.execute(update(AccountRow).where(this).values(**values))
            if not changed.rowcount:
                return False
            await connection.execute(delete(SessionRow).where(col(SessionRow.account) == name))
            told = "、".join(_WORDS[column] for column in values)
            await note(connection, by, "修改账号", name, told)
            return True

        return await self._database.write(job)

    async def find(self, name: str) -> KnownAccount | None:
        """Return an account by its name, also a disabled one."""
        return await self._database.read(lambda c: _find(c, name))

    async def list_all(self) -> tuple[Account, ...]:
        """Return all accounts by name."""

        async def job(connection: AsyncConnection) -> tuple[Account, ...]:
            rows = await connection.execute(select(AccountRow).order_by(col(AccountRow.name)))
            return tuple(_account(row) for row in rows)

        return await self._database.read(job)

    async def has_any(self) -> bool:
        """Say whether anybody can sign in."""
        usable = select(func.count()).where(col(AccountRow.disabled_at).is_(None))
        return bool(await self._database.read(lambda c: c.scalar(usable)))

    async def begin_session(self, account: Account, token: str, *, replacing: str | None) -> None:
        """Keep a new session; what the browser held before ends, and so do expired ones."""
        now = datetime.now(UTC)
        values = {
            "token_digest": digest_token(token),
            "account": account.name,
            "began_at": now,
            "seen_at": now,
            "expires_at": now + SESSION_LASTS,
        }

        async def job(connection: AsyncConnection) -> None:
            over = col(SessionRow.expires_at) < now
            if replacing:
                over |= col(SessionRow.token_digest) == digest_token(replacing)
            await connection.execute(delete(SessionRow).where(over))
            await connection.execute(insert(SessionRow), values)
            await note(connection, account.name, "登录", account.name)

        await self._database.write(job)

    async def find_session(self, token: str) -> Session | None:
        """Return the session of a cookie, unless it has expired or its account is disabled."""
        now = datetime.now(UTC)
        of_token = col(SessionRow.token_digest) == digest_token(token)
        query = (
            select(AccountRow, col(SessionRow.began_at), col(SessionRow.seen_at))
            .join(SessionRow, col(SessionRow.account) == col(AccountRow.name))
            .where(of_token, col(SessionRow.expires_at) > now)
            .where(col(SessionRow.seen_at) > now - SESSION_IDLE)
            .where(col(AccountRow.disabled_at).is_(None))
        )
        row = await self._database.read(lambda c: _first(c, query))
        if row is None:
            return None
        if now - row.seen_at > _SEEN_EVERY:
            seen = update(SessionRow).where(of_token).values(seen_at=now)
            await self._database.write(lambda c: c.execute(seen))
        return Session(_account(row), token, row.began_at)

    async def end_session(self, token: str) -> None:
        """Sign a browser out."""
        over = delete(SessionRow).where(col(SessionRow.token_digest) == digest_token(token))
        await self._database.write(lambda c: c.execute(over))

    async def try_again(self, limits: Mapping[str, int]) -> bool:
        """Count a try before it is made; False, and nothing counted, when there were too many.

        Counting first keeps many tries at once from slipping through together.
        """
        now = datetime.now(UTC)

        async def job(connection: AsyncConnection) -> bool:
            await connection.execute(
                delete(SignInFailureRow).where(
                    col(SignInFailureRow.failed_at) < now - FAILURES_WINDOW
                )
            )
            for key in sorted(limits):  # one order, so that two processes cannot block each other
                await connection.execute(_count_failure(connection.dialect.name, key, now))
            rows = await connection.execute(
                select(col(SignInFailureRow.key), col(SignInFailureRow.failures)).where(
                    col(SignInFailureRow.key).in_(limits)
                )
            )
            if all(failures <= limits[key] for key, failures in rows):
                return True
            for key in limits:
                await connection.execute(_uncount(key))
            return False

        return await self._database.write(job)

    async def forget_failures(self, limits: Mapping[str, int]) -> None:
        """Take back the try that turned out right, and what the same person missed before."""
        pair = next(iter(limits))

        async def job(connection: AsyncConnection) -> None:
            for key in limits:
                await connection.execute(_uncount(key))
            this = col(SignInFailureRow.key) == pair
            await connection.execute(delete(SignInFailureRow).where(this))

        await self._database.write(job)


_WORDS = {"password_hash": "口令", "role": "角色", "disabled_at": "停用或启用"}


def _count_failure(dialect: str, key: str, now: datetime) -> Executable:
    values = {"key": storable(key), "failures": 1, "failed_at": now}
    statement = insert_into(dialect, SignInFailureRow).values(**values)
    counted: Executable = statement.on_conflict_do_update(
        index_elements=["key"],
        set_={"failures": col(SignInFailureRow.failures) + 1, "failed_at": now},
    )
    return counted


def _uncount(key: str) -> Executable:
    this = col(SignInFailureRow.key) == storable(key)
    fewer = {"failures": col(SignInFailureRow.failures) - 1}
    return update(SignInFailureRow).where(this).values(fewer)


async def _find(connection: AsyncConnection, name: str) -> KnownAccount | None:
    query = select(AccountRow).where(col(AccountRow.name) == storable(name))
    row = await _first(connection, query)
    return None if row is None else KnownAccount(_account(row), row.password_hash)


async def _first(connection: AsyncConnection, query: Executable) -> Row[Any] | None:
    return (await connection.execute(query)).first()


def _account(row: Row[Any]) -> Account:
    return Account(row.name, AccountRole(row.role), row.created_at, row.disabled_at is not None)
