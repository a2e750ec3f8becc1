"""Settled clusters: their rows go into the right draft; nothing happens when they are refused."""

from datetime import UTC, datetime

import pytest

from bot.knowledge import build_knowledge
from bot.office import OfficeRefusal, Settling
from bot.office.settling import QUESTIONS_DRAFT
from bot.storage.records import OpenQuestion, Settlement
from bot.suggestions.suggest import suggest
from catalog.loading import build_release
from tests.bot.office.conftest import sheets_with


@pytest.fixture
def settling(store):
    return Settling(store)


@pytest.fixture(scope="module")
def small():
    return build_knowledge(build_release(sheets_with()))


@pytest.fixture(scope="module")
def cluster(small):
    asked = OpenQuestion("R-1", "无人机执照怎么办", "unlisted", "web", datetime.now(UTC))
    return suggest([asked], small)[0]


async def read_only_draft(store):
    (draft,) = await store.drafts.list_open()
    return await store.drafts.read_sheets(draft.id)


async def test_words_of_the_cluster_become_an_alias_in_a_draft_for_questions(
    settling, store, cluster, small
):
    done = await settling.add_alias(cluster, "id-card", None, small, account="王工")
    assert done.problems == ()
    draft, sheets = await read_only_draft(store)
    assert (draft, draft.title) == (done.draft, QUESTIONS_DRAFT)
    assert [row["alias"] for row in sheets["aliases"]] == ["补身份证", "无人机执照"]
    assert set((await store.questions.settled()).values()) == {Settlement.ALIAS}


async def test_second_row_goes_into_the_same_draft_and_tells_what_it_lacks(
    settling, store, cluster, small
):
    await settling.add_alias(cluster, "id-card", "飞手证", small, account="王工")
    done = await settling.begin_item(cluster, "drone-licence", account="李工")
    assert {problem.column for problem in done.problems} == set(done.row.missing)
    _, sheets = await read_only_draft(store)
    assert sheets["aliases"][-1]["alias"] == "飞手证"
    assert sheets["unlisted_items"][-1]["name"] == "无人机执照"
    assert set((await store.questions.settled()).values()) == {Settlement.ITEM}


async def test_named_draft_is_used_and_must_be_open(settling, drafting, cluster):
    other = await drafting.begin("别的", "王工")
    done = await settling.begin_item(cluster, "drone-licence", account="王工", draft=other.id)
    assert done.draft.id == other.id
    await drafting.drop(other.id, "王工")
    with pytest.raises(OfficeRefusal, match="草稿"):
        await settling.begin_item(cluster, "drone-2", account="王工", draft=other.id)


async def test_nothing_is_begun_when_the_row_is_refused(settling, store, cluster, small):
    with pytest.raises(OfficeRefusal, match="狗证"):
        await settling.add_alias(cluster, "id-card", "狗证", small, account="王工")
    assert await store.drafts.list_open() == ()
    assert await store.questions.settled() == {}


async def test_ignored_cluster_is_kept_with_all_its_wordings(settling, store, cluster):
    await settling.ignore(cluster, account="王工")
    settled = await store.questions.settled()
    assert settled == dict.fromkeys(cluster.wordings, Settlement.IGNORED)
