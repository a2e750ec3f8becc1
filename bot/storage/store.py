"""Store: what a process keeps and reads back, whatever the database; the door to this folder.

All writing goes through one queue (writer.py); reading does not wait for it. What arrives here is
masked already.
"""

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.conversation import Conversation
from bot.storage import catalog_versions, turns
from bot.storage.accounts import Accounts
from bot.storage.audit import Audit
from bot.storage.browsing import Browsing
from bot.storage.catalog_versions import Change, prepare
from bot.storage.database import Database
from bot.storage.desk import Desk
from bot.storage.drafts import Drafts
from bot.storage.encoding import decode_sheets
from bot.storage.engine import describe, make_engine
from bot.storage.handoffs import Handoffs, withdraw
from bot.storage.imports import Imports
from bot.storage.letters import Letters
from bot.storage.notices import Notices
from bot.storage.questions import Questions
from bot.storage.records import ChangeKind, LiveChange, PublishedVersion, StoreError, TurnRecord
from bot.storage.schema import prepare_schema
from bot.storage.writer import log_failure
from catalog.sheets import Sheets


class Store:
    """Conversations, turns, feedback and catalog versions in SQLite or PostgreSQL."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Use ``Store.open`` instead: it also makes the tables."""
        self.database = Database(engine)
        self._notices = Notices(engine)
        self.accounts = Accounts(self.database)
        self.audit = Audit(self.database)
        self.handoffs = Handoffs(self.database)
        self.letters = Letters(self.database)
        self.desk = Desk(self.database)
        self.questions = Questions(self.database)
        self.drafts = Drafts(self.database, self._notices)
        self.imports = Imports(self.database)
        self.browsing = Browsing(self.database)

    @classmethod
    async def open(cls, url: str) -> Self:
        """Open a database, making folder, file and tables as needed.

        Raises:
            StoreError: The database cannot be reached or written.
        """
        engine = None
        try:
            engine = make_engine(url)
            await prepare_schema(engine)
        except StoreError:
            await _dispose(engine)
            raise
        except Exception as error:
            # Drivers have errors of their own, such as a refused password.
            await _dispose(engine)
            raise StoreError(describe(url, error)) from error
        return cls(engine)

    async def close(self) -> None:
        """Write what is queued and let go of the database."""
        await self._notices.close()
        await self.database.close()

    async def flush(self) -> None:
        """Wait until all that was handed in so far is written."""
        await self.database.flush()

    async def load_conversation(self, key: str, *, now: datetime) -> Conversation | None:
        """Return a conversation, or None when it is new or was silent for too long.

        A kept home outlives its conversation: then a fresh one with just it comes back.
        """
        return await self.database.read(lambda c: turns.load_conversation(c, key, now))

    async def save_conversation(
        self, conversation: Conversation, *, now: datetime
    ) -> Conversation | None:
        """Return the conversation as saved; None when another message of it was saved first."""
        version = await self.database.write(
            lambda c: turns.save_conversation(c, conversation, now)
        )
        if version is None:
            return None
        return replace(conversation, version=version, updated_at=now)

    async def forget_conversation(self, key: str) -> None:
        """Delete what is known of a conversation, the kept home too; its hand-off is over."""

        async def job(connection: AsyncConnection) -> None:
            await turns.forget_conversation(connection, key)
            await withdraw(connection, key)

        await self.database.write(job)

    async def record_turn(self, record: TurnRecord) -> None:
        """Hand in a turn to be kept; waits only while the queue is full."""
        done = await self.database.writer.hand_in(lambda c: turns.add_turn(c, record))
        done.add_done_callback(log_failure)

    async def turn_by_receipt(self, receipt: str) -> TurnRecord | None:
        """Return a turn, also one that was handed in a moment ago."""
        await self.flush()
        return await self.database.read(lambda c: turns.turn_by_receipt(c, receipt))

    async def save_feedback(self, receipt: str, *, useful: bool, reason: str = "") -> bool:
        """Keep 有用/没用 for a turn, the last word counts; False when the receipt is unknown."""
        return await self.database.write(lambda c: turns.save_feedback(c, receipt, useful, reason))

    async def live_version(self) -> str | None:
        """Return the catalog version answers come from; None before the first publish."""
        return await self.database.read(lambda c: catalog_versions.live_version(c))

    async def live_digest(self) -> str | None:
        """Return ``catalog.sheets.digest`` of the live version; None before the first publish."""
        return await self.database.read(lambda c: catalog_versions.live_digest(c))

    async def read_sheets(self, version: str) -> Sheets:
        """Return the sheets of a catalog version; UnknownVersion when there is none such."""
        documents = await self.database.read(lambda c: catalog_versions.read_documents(c, version))
        return await asyncio.to_thread(decode_sheets, documents)

    async def publish(
        self,
        sheets: Sheets,
        version: str,
        *,
        author: str,
        reason: str,
        expected_live: str | None = None,
        kind: ChangeKind = ChangeKind.PUBLISHED,
    ) -> bool:
        """Write a version and make it live, all or nothing; False when it was live already.

        Raises:
            LiveChanged: ``expected_live`` is given and another version is live by now.
        """
        change = Change(author, reason, kind)
        prepared = await asyncio.to_thread(prepare, sheets, version)
        has_changed = await self.database.write(
            lambda c: catalog_versions.publish(c, prepared, change, expected_live)
        )
        self._notices.announce()
        return has_changed

    async def set_live(self, version: str, *, author: str, reason: str) -> bool:
        """Go to a version that is in the store; UnknownVersion when there is none such."""
        change = Change(author, reason, ChangeKind.ROLLED_BACK)
        has_changed = await self.database.write(
            lambda c: catalog_versions.set_live(c, version, change)
        )
        self._notices.announce()
        return has_changed

    async def list_versions(self) -> tuple[PublishedVersion, ...]:
        """Return all catalog versions, newest first."""
        return await self.database.read(lambda c: catalog_versions.list_versions(c))

    async def list_changes(self, limit: int = 100) -> tuple[LiveChange, ...]:
        """Return who made which catalog version live, last change first."""
        return await self.database.read(lambda c: catalog_versions.list_changes(c, limit))

    async def wait_for_publish(self, seconds: float) -> None:
        """Return when a publish is announced, here or elsewhere, at the latest after seconds."""
        await self._notices.wait(seconds)


async def _dispose(engine: AsyncEngine | None) -> None:
    if engine is not None:
        await engine.dispose()
