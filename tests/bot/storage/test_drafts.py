"""A draft is changed by who saw it last, and goes live whole, with its log, or not at all."""

import asyncio

import pytest

from bot.storage.office_records import DraftChanged, DraftState, UnknownDraft
from bot.storage.records import LiveChanged
from bot.storage.store import Store
from tests.bot.storage.test_catalog_versions import make_sheets, marks_of, publish

CHANGED = make_sheets("changed")


@pytest.fixture
async def draft(store):
    await publish(store, "v1")
    return await store.drafts.begin("北三县清单", "v1", make_sheets("v1"), "王工")


async def publish_draft(store, draft, version="v2", *, sheets=CHANGED, account="王工", **options):
    options = {"revision": draft.revision, "expected_live": "v1", "reason": "更新", **options}
    return await store.drafts.publish(draft.id, sheets, version, account=account, **options)


async def log(store):
    return [(entry.account, entry.action) for entry in await store.audit.list_entries()]


async def test_draft_comes_back_as_it_was_begun(store, draft):
    found, sheets = await store.drafts.read_sheets(draft.id)
    assert found == draft == await store.drafts.find(draft.id)
    assert (draft.title, draft.base_version, draft.revision) == ("北三县清单", "v1", 1)
    assert sheets == make_sheets("v1")
    assert await store.drafts.list_open() == (draft,)
    assert await store.live_version() == "v1"


async def test_save_keeps_the_sheets_and_says_what_was_done(store, draft):
    saved = await store.drafts.save(draft.id, CHANGED, revision=1, account="李工", what="改简介")
    found, sheets = await store.drafts.read_sheets(draft.id)
    assert (saved, saved.revision, sheets) == (found, 2, CHANGED)
    last = (await store.audit.list_entries())[0]
    assert (last.account, last.subject, last.detail) == ("李工", draft.id, "改简介")


async def test_save_replaces_changed_sheets_and_takes_out_those_that_went(store, draft):
    sheets = {**make_sheets("v1"), "items": CHANGED["items"]}
    del sheets["agreements"]
    await store.drafts.save(draft.id, sheets, revision=1, account="李工", what="")
    assert (await store.drafts.read_sheets(draft.id))[1] == sheets


async def test_second_of_two_saves_at_once_is_refused_and_loses_nothing(store, url, draft):
    other = await Store.open(url)
    saves = (
        s.drafts.save(draft.id, make_sheets(who), revision=1, account=who, what=who)
        for s, who in ((store, "王工"), (other, "李工"))
    )
    done = await asyncio.gather(*saves, return_exceptions=True)
    assert [type(d) for d in done].count(DraftChanged) == 1
    _, sheets = await store.drafts.read_sheets(draft.id)
    winner = "李工" if isinstance(done[0], DraftChanged) else "王工"
    assert marks_of(sheets) == {winner}
    assert (await log(store))[0] == (winner, "修改草稿")
    await other.close()


async def test_published_draft_is_live_and_stands_in_the_log(store, draft):
    assert await publish_draft(store, draft)
    assert await store.live_version() == "v2"
    assert marks_of(await store.read_sheets("v2")) == {"changed"}
    published = await store.drafts.find(draft.id)
    assert (published.state, published.version) == (DraftState.PUBLISHED, "v2")
    newest = (await store.list_versions())[0]
    assert (newest.author, newest.reason) == ("王工", "更新")
    assert (await log(store))[:2] == [("王工", "发布草稿"), ("王工", "发布")]
    assert await store.drafts.list_open() == ()
    assert await store.drafts.list_recent() == (published,)


async def test_publish_does_nothing_when_the_version_is_live_already(store, draft):
    assert not await publish_draft(store, draft, "v1")
    assert (await store.drafts.find(draft.id)).state is DraftState.OPEN


@pytest.mark.parametrize(
    ("options", "refused"),
    [({"revision": 2}, DraftChanged), ({"expected_live": "v0"}, LiveChanged)],
)
async def test_publish_changes_nothing_when_something_changed_meanwhile(
    store, draft, options, refused
):
    before = await log(store)
    with pytest.raises(refused):
        await publish_draft(store, draft, **options)
    assert await store.live_version() == "v1"
    assert [v.version for v in await store.list_versions()] == ["v1"]
    assert (await store.drafts.find(draft.id)) == draft
    assert await log(store) == before


async def test_one_of_two_publishes_at_once_wins_and_the_other_draft_stays(store, url, draft):
    other = await Store.open(url)
    rival = await other.drafts.begin("天津", "v1", make_sheets("v1"), "李工")
    done = await asyncio.gather(
        publish_draft(store, draft, "v2"),
        publish_draft(other, rival, "v3", sheets=make_sheets("rival"), account="李工"),
        return_exceptions=True,
    )
    assert [type(d) for d in done].count(LiveChanged) == 1
    assert len(await store.list_versions()) == 2
    lost = draft if isinstance(done[0], LiveChanged) else rival
    assert await store.drafts.list_open() == (lost,)
    assert marks_of((await store.drafts.read_sheets(lost.id))[1]) == {"v1"}
    await other.close()


async def test_rehearsal_is_about_one_revision_and_one_live_version(store, draft):
    kept = {"revision": 1, "against": "v1", "rehearsal": {"changed": ["a"]}}
    assert await store.drafts.keep_rehearsal(draft.id, **kept)
    found = await store.drafts.find(draft.id)
    assert found.is_rehearsed_against("v1")
    assert not found.is_rehearsed_against("v2")
    assert await store.drafts.read_rehearsal(draft.id) == {"changed": ["a"]}
    saved = await store.drafts.save(draft.id, CHANGED, revision=1, account="王工", what="")
    assert not saved.is_rehearsed_against("v1")
    assert not await store.drafts.keep_rehearsal(draft.id, **kept)


async def test_rebased_draft_stands_upon_another_version(store, draft):
    await publish(store, "v2")
    rebased = await store.drafts.rebase(draft.id, CHANGED, "v2", revision=1, account="王工")
    assert (rebased.base_version, rebased.revision) == ("v2", 2)
    assert (await store.drafts.read_sheets(draft.id))[1] == CHANGED


async def test_dropped_draft_can_be_neither_saved_nor_published(store, draft):
    assert await store.drafts.drop(draft.id, account="王工")
    assert not await store.drafts.drop(draft.id, account="王工")
    with pytest.raises(DraftChanged):
        await store.drafts.save(draft.id, CHANGED, revision=1, account="王工", what="")
    with pytest.raises(DraftChanged):
        await publish_draft(store, draft)
    assert await store.live_version() == "v1"


async def test_unknown_draft_is_said_to_be_unknown(store, draft):
    assert await store.drafts.find("none") is None
    assert await store.drafts.read_rehearsal("none") is None
    with pytest.raises(UnknownDraft):
        await store.drafts.read_sheets("none")
    with pytest.raises(UnknownDraft):
        await store.drafts.save("none", CHANGED, revision=1, account="王工", what="")


async def test_going_back_stands_in_the_log_too(store, draft):
    await publish_draft(store, draft)
    await store.set_live("v1", author="李工", reason="清单有误")
    last = (await store.audit.list_entries())[0]
    assert (last.account, last.action, last.subject) == ("李工", "退回版本", "v1")
    assert last.detail == "清单有误"
