"""Accounts, sessions, counted tries and the log that nothing changes."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import accounts as rules
from bot.accounts import AccountRole, limits_of
from bot.storage import accounts as kept
from bot.storage.records import AccountExists, StoreError

HASH = "$argon2id$…"


@pytest.fixture
async def staff(store):
    await store.accounts.add("小王", AccountRole.STAFF, HASH, by="test")
    return (await store.accounts.find("小王")).account


def at(moment):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return moment

    return Clock


async def test_account_is_found_by_name_and_its_name_is_taken(store, staff):
    known = await store.accounts.find("小王")
    assert known.password_hash == HASH
    assert known.account.role is AccountRole.STAFF
    with pytest.raises(AccountExists):
        await store.accounts.add("小王", AccountRole.ADMIN, HASH, by="test")
    assert await store.accounts.list_all() == (staff,)


async def test_session_is_kept_as_a_digest_and_ends_when_replaced(store, staff):
    await store.accounts.begin_session(staff, "token-1", replacing=None)
    assert (await store.accounts.find_session("token-1")).account == staff
    rows = await store.database.read(lambda c: c.exec_driver_sql("SELECT * FROM session"))
    assert "token-1" not in str(rows.all())
    await store.accounts.begin_session(staff, "token-2", replacing="token-1")
    assert await store.accounts.find_session("token-1") is None
    await store.accounts.end_session("token-2")
    assert await store.accounts.find_session("token-2") is None


@pytest.mark.parametrize("steps", [[rules.SESSION_IDLE * 1.1], [rules.SESSION_IDLE * 0.9] * 8])
async def test_session_ends_when_idle_or_old(store, staff, monkeypatch, steps):
    await store.accounts.begin_session(staff, "token", replacing=None)
    now, found = datetime.now(UTC), []
    for step in steps:
        now += step
        monkeypatch.setattr(kept, "datetime", at(now))
        found.append(await store.accounts.find_session("token"))
    assert found[-1] is None
    assert all(found[: int(rules.SESSION_LASTS / step)]) or len(steps) == 1


async def test_tries_are_counted_before_they_are_checked_and_forgotten_later(store, monkeypatch):
    limits = limits_of("小王", "10.0.0.1")
    tries = [await store.accounts.try_again(limits) for _ in range(rules.FAILURES_OF_PAIR + 2)]
    assert tries == [True] * rules.FAILURES_OF_PAIR + [False] * 2
    assert await store.accounts.try_again(limits_of("小王", "10.0.0.2"))
    later = datetime.now(UTC) + rules.FAILURES_WINDOW + timedelta(seconds=1)
    monkeypatch.setattr(kept, "datetime", at(later))
    assert await store.accounts.try_again(limits)


async def test_right_try_forgets_what_was_missed_before(store):
    limits = limits_of("小王", "10.0.0.1")
    for _ in range(rules.FAILURES_OF_PAIR):
        await store.accounts.try_again(limits)
    await store.accounts.forget_failures(limits)
    assert await store.accounts.try_again(limits)


@pytest.mark.parametrize("table", ["audit", "catalog_change"])
@pytest.mark.parametrize("change", ["UPDATE {} SET account = 'x'", "DELETE FROM {}"])
async def test_log_refuses_to_be_changed(store, staff, table, change):
    await store.publish({"items": [{"id": "a"}]}, "v1", author="a", reason="b")
    statement = change.format(table).replace("account", "author" if "cat" in table else "account")
    with pytest.raises(StoreError):
        await store.database.write(lambda c: c.exec_driver_sql(statement))
    assert [entry.action for entry in await store.audit.list_entries()][-1] == "新建账号"
    assert len(await store.list_changes()) == 1
