"""Publishing wants a reason, a rehearsal and a yes; who comes second is told what changed."""

import asyncio
from datetime import date

import pytest

from bot.office import (
    AddRow,
    ChangeRow,
    Drafting,
    OfficeRefusal,
    Overtaken,
    Published,
)
from bot.storage.office_records import DraftState
from bot.storage.store import Store
from tests.bot.office.conftest import load, sheets_with
from tests.builders import make_row

ON = date(2026, 11, 25)
SUMMARY = ChangeRow("items", "id-card", {"summary": "丢了就补"})
SECOND_ALIAS = AddRow("aliases", make_row("aliases", alias="身份证丢了"))


@pytest.fixture
async def draft(drafting):
    begun = await drafting.begin("身份证简介", "王工")
    return (await drafting.edit(begun.id, SUMMARY, "王工")).draft


async def is_unchanged(store, draft):
    return await store.live_version() == draft.base_version and not (
        [e for e in await store.audit.list_entries() if e.action == "发布草稿"]
    )


async def test_rehearsed_draft_goes_live_with_author_and_reason(store, publishing, draft):
    rehearsal = await publishing.rehearse(draft.id, on=ON)
    assert [c.key for c in rehearsal.changes] == ["id-card"]
    assert await publishing.read_rehearsal(draft.id) == rehearsal
    done = await publishing.publish(draft.id, "李工", " 说得更短 ")
    assert done == Published(rehearsal.draft_version, draft.base_version)
    newest = (await store.list_versions())[0]
    assert (newest.version, newest.author, newest.reason) == (done.version, "李工", "说得更短")
    assert newest.is_live
    assert (await store.drafts.find(draft.id)).state is DraftState.PUBLISHED
    with pytest.raises(OfficeRefusal, match="没有这份草稿"):
        await publishing.publish(draft.id, "李工", "再来")


async def test_recent_questions_are_rehearsed_too(store, make_publishing, draft):
    async def read_asked():
        return ["身份证丢了怎么办", "身份证丢了怎么办"]

    plain = await make_publishing(store).rehearse(draft.id, on=ON)
    steps = []
    with_asked = make_publishing(store, read_asked=read_asked)
    more = await with_asked.rehearse(draft.id, on=ON, on_progress=lambda *at: steps.append(at))
    assert more.replay.count == plain.replay.count + 1
    assert steps[-1][0] == steps[-1][1]


@pytest.mark.parametrize("reason", ["", " \n"])
async def test_publish_wants_a_reason(store, publishing, draft, reason):
    await publishing.rehearse(draft.id, on=ON)
    with pytest.raises(OfficeRefusal, match="理由"):
        await publishing.publish(draft.id, "王工", reason)
    assert await is_unchanged(store, draft)


async def test_publish_wants_a_rehearsal_of_the_draft_as_it_is(store, drafting, publishing, draft):
    with pytest.raises(OfficeRefusal, match="预演"):
        await publishing.publish(draft.id, "王工", "更新")
    await publishing.rehearse(draft.id, on=ON)
    await drafting.edit(draft.id, SECOND_ALIAS, "王工")
    with pytest.raises(OfficeRefusal, match="预演"):
        await publishing.publish(draft.id, "王工", "更新")
    assert await is_unchanged(store, draft)


async def test_what_got_worse_has_to_be_confirmed(store, drafting, publishing, draft):
    await drafting.edit(draft.id, ChangeRow("items", "id-card", {"name": "户口登记"}), "王工")
    rehearsal = await publishing.rehearse(draft.id, on=ON)
    assert rehearsal.has_blockers
    with pytest.raises(OfficeRefusal, match="确认"):
        await publishing.publish(draft.id, "王工", "更新")
    assert await is_unchanged(store, draft)
    done = await publishing.publish(draft.id, "王工", "更新", is_confirmed=True)
    assert done == Published(rehearsal.draft_version, draft.base_version)


async def test_draft_with_problems_is_neither_rehearsed_nor_published(
    store, drafting, publishing, draft
):
    wrong = ChangeRow("offerings", "id-card-national", {"items": "no-such-item"})
    await drafting.edit(draft.id, wrong, "王工")
    for act in (publishing.rehearse(draft.id, on=ON), publishing.publish(draft.id, "王工", "新")):
        with pytest.raises(OfficeRefusal, match="1 处问题"):
            await act
    assert await is_unchanged(store, draft)


async def test_draft_without_a_difference_is_not_published(drafting, publishing):
    begun = await drafting.begin("什么都不改", "王工")
    with pytest.raises(OfficeRefusal, match="没有差别"):
        await publishing.publish(begun.id, "王工", "更新")


async def test_rehearsal_does_not_count_when_another_version_went_live(
    store, drafting, publishing, draft
):
    await publishing.rehearse(draft.id, on=ON)
    live = await load(
        store, sheets_with(aliases=[SECOND_ALIAS.cells]), author="李工", reason="加叫法"
    )
    done = await publishing.publish(draft.id, "王工", "更新")
    assert isinstance(done, Overtaken)
    assert (done.live, [(c.author, c.reason) for c in done.by]) == (live, [("李工", "加叫法")])
    assert {change.sheet for change in done.changes} == {"aliases"}
    await drafting.bring_up_to_date(draft.id, "王工")
    with pytest.raises(OfficeRefusal, match="预演"):
        await publishing.publish(draft.id, "王工", "更新")


async def test_two_administrators_at_once_lose_nothing(url, make_publishing):
    """One wins; the other is told what changed, joins it, and publishes both."""
    stores = [await Store.open(url) for _ in range(2)]
    await load(stores[0], sheets_with())
    drafts = []
    for store, edit in zip(stores, (SUMMARY, SECOND_ALIAS), strict=True):
        begun = await Drafting(store).begin("改动", "王工")
        drafts.append((await Drafting(store).edit(begun.id, edit, "王工")).draft)
    offices = [make_publishing(store) for store in stores]
    for office, draft in zip(offices, drafts, strict=True):
        await office.rehearse(draft.id, on=ON)
    done = await asyncio.gather(
        offices[0].publish(drafts[0].id, "王工", "说得更短"),
        offices[1].publish(drafts[1].id, "李工", "加叫法"),
    )
    won, lost = sorted(done, key=lambda outcome: isinstance(outcome, Overtaken))
    assert isinstance(won, Published)
    assert isinstance(lost, Overtaken)
    at = done.index(lost)
    assert lost.live == won.version == await stores[0].live_version()
    assert len(lost.by) == len(lost.changes) == 1
    assert [d.id for d in await stores[0].drafts.list_open()] == [drafts[at].id]

    joined = await Drafting(stores[at]).bring_up_to_date(drafts[at].id, "王工")
    assert joined.conflicts == ()
    await offices[at].rehearse(drafts[at].id, on=ON)
    again = await offices[at].publish(drafts[at].id, "王工", "更新", is_confirmed=True)
    sheets = await stores[0].read_sheets(again.version)
    assert sheets["items"][0]["summary"] == "丢了就补"
    assert "身份证丢了" in [row["alias"] for row in sheets["aliases"]]
    for store in stores:
        await store.close()
