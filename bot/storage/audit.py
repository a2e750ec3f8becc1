"""Keeps who did what; rows are only ever added, the database refuses anything else."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from bot.storage.database import Database
from bot.storage.encoding import storable
from bot.storage.staff_tables import AuditRow


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that somebody did (操作记录)."""

    id: int
    """Counts up."""
    at: datetime
    """When, UTC."""
    account: str
    """Who."""
    action: str
    """What, in Chinese: 登录, 发布 …"""
    subject: str
    """To what: a draft, a version, a receipt, an account."""
    detail: str
    """More about it."""


async def note(
    connection: AsyncConnection, account: str, action: str, subject: str, detail: str = ""
) -> None:
    """Add an entry in the transaction of what it tells."""
    row = {
        "at": datetime.now(UTC),
        "account": storable(account),
        "action": action,
        "subject": storable(subject),
        "detail": storable(detail),
    }
    await connection.execute(insert(AuditRow), row)


class Audit:
    """Reads the audit log; entries are added by those who do something."""

    def __init__(self, database: Database) -> None:
        """Read it from a database."""
        self._database = database

    async def list_entries(
        self, *, limit: int = 200, before: int | None = None, account: str | None = None
    ) -> tuple[AuditEntry, ...]:
        """Return entries, the last first; ``before`` an id, for the next page."""
        query = select(AuditRow).order_by(col(AuditRow.id).desc()).limit(limit)
        if before is not None:
            query = query.where(col(AuditRow.id) < before)
        if account is not None:
            query = query.where(col(AuditRow.account) == account)

        async def job(connection: AsyncConnection) -> tuple[AuditEntry, ...]:
            rows = await connection.execute(query)
            return tuple(
                AuditEntry(r.id, r.at, r.account, r.action, r.subject, r.detail) for r in rows
            )

        return await self._database.read(job)
