"""Which turns are open questions, and what was decided about them is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.storage.records import NamedPlace, Settlement, TurnRecord
from bot.storage.store import Store
from tests.bot.storage.test_store import EXPIRED, NOW

BAODING = {"code": "130600", "name": "保定市"}
BEIJING = {"code": "110000", "name": "北京市"}


def make_turn(receipt, outcome="unlisted", question="狗证怎么办", **changes):
    places = {"home": BAODING, "current": BEIJING, "destination": None}
    answer = {
        "receipt": receipt,
        "question": question,
        "outcome": outcome,
        "items": [{"id": "dog-licence", "name": "养犬登记"}],
        "places": places,
        "parts": [],
    }
    answer |= changes.pop("answer", {})
    record = TurnRecord.from_answer(answer, surface="web", asked_at=NOW, conversation="web:1")
    return replace(record, **changes)


@pytest.fixture
def open_receipts(store):
    """Keep turns and return the receipts of those that are open, oldest first."""

    async def find(*records, since=NOW - timedelta(days=1), **options):
        for record in records:
            await store.record_turn(record)
        await store.flush()
        return [q.receipt for q in await store.questions.find_open(since, **options)]

    return find


async def test_unanswered_question_is_read_with_all_that_is_known_of_it(store, open_receipts):
    await open_receipts(make_turn("R-1"))
    (found,) = await store.questions.find_open(NOW)
    assert found.question == "狗证怎么办"
    assert (found.outcome, found.surface, found.conversation) == ("unlisted", "web", "web:1")
    assert found.asked_at == NOW
    assert found.items == ("dog-licence",)
    assert found.home == NamedPlace("130600", "保定市")
    assert found.current == NamedPlace("110000", "北京市")
    assert (found.is_disliked, found.reason) == (False, "")


async def test_answered_and_social_turns_are_not_open(open_receipts):
    closed = ("answer", "smalltalk", "handoff", "refused")
    turns = [make_turn(f"R-{outcome}", outcome) for outcome in closed]
    assert await open_receipts(*turns, make_turn("R-out", "out_of_scope")) == ["R-out"]


async def test_question_back_is_open_until_the_person_goes_on(open_receipts):
    asked = make_turn("R-1", "clarify", "证怎么办")
    assert await open_receipts(asked) == ["R-1"]
    thanks = make_turn("R-2", "smalltalk", "谢谢", asked_at=NOW + timedelta(minutes=1))
    assert await open_receipts(thanks) == ["R-1"]
    reply = make_turn("R-3", "answer", "身份证", asked_at=NOW + timedelta(minutes=2))
    assert await open_receipts(reply) == []


async def test_question_back_is_open_when_the_next_message_is_of_another_talk(open_receipts):
    much_later = make_turn("R-2", "answer", asked_at=NOW + EXPIRED)
    elsewhere = make_turn("R-3", "answer", conversation="web:2")
    alone = [make_turn(f"R-{n}", "clarify", conversation=None) for n in (4, 5)]
    found = await open_receipts(make_turn("R-1", "clarify"), much_later, elsewhere, *alone)
    assert found == ["R-1", "R-4", "R-5"]


async def test_disliked_answer_is_open_with_its_reason(store, open_receipts):
    await open_receipts(make_turn("R-1", "answer"), make_turn("R-2", "answer"))
    await store.save_feedback("R-1", useful=False, reason="答的不是我问的")
    await store.save_feedback("R-2", useful=False)
    await store.save_feedback("R-2", useful=True)
    (found,) = await store.questions.find_open(NOW)
    assert (found.receipt, found.outcome) == ("R-1", "answer")
    assert (found.is_disliked, found.reason) == (True, "答的不是我问的")


async def test_only_the_open_matters_of_a_message_with_several_count(store, open_receipts):
    parts = [
        {"question": "狗证怎么办", "outcome": "unlisted", "items": [], "places": {}},
        {"question": "身份证怎么换", "outcome": "answer", "items": [], "places": {}},
    ]
    await open_receipts(
        make_turn("R-1", question="狗证怎么办,身份证怎么换", answer={"parts": parts})
    )
    assert [q.question for q in await store.questions.find_open(NOW)] == ["狗证怎么办"]


async def test_older_questions_and_those_beyond_the_limit_are_left_out(open_receipts):
    turns = [make_turn(f"R-{n}", asked_at=NOW + timedelta(days=n)) for n in range(4)]
    since = NOW + timedelta(days=1)
    assert await open_receipts(*turns, since=since) == ["R-1", "R-2", "R-3"]
    assert await open_receipts(since=since, limit=2) == ["R-2", "R-3"]


async def test_last_settlement_of_a_wording_counts_and_is_in_the_log(store, url):
    await store.questions.settle(("a1", "b2"), Settlement.IGNORED, phrase="狗证", account="王工")
    await store.questions.settle(("a1",), Settlement.ALIAS, phrase="狗证", account="李工")
    other = await Store.open(url)
    assert await other.questions.settled() == {"a1": Settlement.ALIAS, "b2": Settlement.IGNORED}
    await other.close()
    last, first = await store.audit.list_entries()
    assert (first.account, first.subject) == ("王工", "狗证")
    assert (last.account, last.subject) == ("李工", "狗证")
    assert first.action != last.action
