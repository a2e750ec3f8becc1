"""One turn after another: what a conversation carries, what is kept, what is forgotten."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.accounts import AccountRole
from bot.messages import IncomingMessage
from bot.replies.texts import say as say_sentence
from bot.replies.typeset import typeset
from bot.storage.store import Store
from bot.turn import Turns

ID_NUMBER = "110101199003078515"
PHONE = "13812345678"


@pytest.fixture
async def store():
    opened = await Store.open("sqlite+aiosqlite://")
    yield opened
    await opened.close()


@pytest.fixture
def turns(store, knowledge):
    return Turns(store, lambda: knowledge)


@pytest.fixture
def say(turns):
    async def say_one(text, *, conversation="web:1", **known):
        message = IncomingMessage(text, conversation=conversation, surface="web", **known)
        return (await turns.turn(message)).answer

    return say_one


def say_text(key, **values):
    return typeset(say_sentence(key, **values))


def codes(answer):
    return {role: place and place["code"] for role, place in answer["places"].items()}


def first(answer):
    return answer["items"][0]["id"]


async def rows_of(store, table):
    found = await store.database.read(lambda c: c.exec_driver_sql(f"SELECT * FROM {table}"))
    return found.all()


async def test_places_and_item_are_carried_to_the_next_question(say):
    await say("户口邯郸,人在北京,护照过期了想换新的")
    answer = await say("要交什么材料")
    assert answer["outcome"] == "answer"
    assert first(answer) == "exit-passport"
    assert answer["aspect"] == "materials"
    assert codes(answer) == {"home": "130400", "current": "110000", "destination": None}


async def test_conversations_do_not_hear_of_each_other(say):
    await say("户口邯郸,人在北京,护照过期了想换新的")
    answer = await say("护照过期了想换新的", conversation="web:2")
    assert codes(answer) == {"home": None, "current": None, "destination": None}


async def test_single_questions_carry_nothing(say):
    await say("户口邯郸,人在北京,护照过期了想换新的", conversation=None)
    answer = await say("护照过期了想换新的", conversation=None)
    assert codes(answer)["home"] is None


@pytest.mark.parametrize("typed", ["2", "#2", " 2 ", "2.", "第二个", "选2", "②"])
async def test_typed_number_chooses_from_the_question_back(say, typed):
    asked_back = await say("公积金想提出来")
    assert asked_back["outcome"] == "clarify"
    answer = await say(typed)
    assert answer["outcome"] == "answer"
    assert first(answer) == asked_back["items"][1]["id"]


async def test_choice_is_named_by_a_part_of_it(say):
    await say("公积金想提出来")
    assert first(await say("租房的")) == "housing-fund-withdraw-rent"


async def test_place_chosen_from_a_question_back_belongs_to_the_matter_asked(say):
    asked_back = await say("户口在桥西区,身份证过期要换")
    assert (asked_back["outcome"], asked_back["verdict"]) == ("clarify", None)
    assert "桥西区" in asked_back["text"].splitlines()[0]
    answer = await say("石家庄的")
    assert first(answer) == "id-card-renewal"
    assert codes(answer) == {"home": "130104", "current": None, "destination": None}


@pytest.mark.parametrize("typed", ["0", "9", "9" * 1000, "²", "#"])
async def test_number_that_is_no_choice_chooses_nothing(say, typed):
    asked_back = await say("公积金想提出来")
    answer = await say(typed)
    assert answer["outcome"] != "answer" or first(answer) != asked_back["items"][0]["id"]


async def test_chosen_item_keeps_the_places_said_before(say):
    await say("公积金交在天津,人在北京,想把公积金提出来")
    answer = await say("1")
    assert codes(answer) == {"home": "120000", "current": "110000", "destination": None}


async def test_place_of_the_surface_is_marked_and_not_carried(say):
    answer = await say("护照过期了想换新的", here="110000")
    assert answer["places"]["current"]["given"] is True
    later = await say("护照过期了想换新的")
    assert later["places"]["current"] is None


async def test_day_of_the_message_decides(say):
    before = await say("河北户口在北京结婚登记行吗", on="2020-01-01", conversation=None)
    after = await say("河北户口在北京结婚登记行吗", on="2026-11-23", conversation=None)
    assert before["verdict"] != "covered"
    assert after["verdict"] == "covered"


async def test_forget_empties_the_conversation(say, store):
    await say("户口邯郸,人在北京,护照过期了想换新的")
    assert (await say("/forget"))["outcome"] == "smalltalk"
    answer = await say("护照过期了想换新的")
    assert codes(answer) == {"home": None, "current": None, "destination": None}


@pytest.fixture
def let_time_pass(store):
    async def let_pass(conversation="web:1", **time):
        ended = datetime.now(UTC) - timedelta(**time)
        talk = await store.load_conversation(conversation, now=datetime.now(UTC))
        await store.save_conversation(talk, now=ended)

    return let_pass


async def test_kept_home_is_used_next_time_and_the_reply_says_so(say, let_time_pass):
    await say("记住我的户籍地是保定")
    await say("人在北京,护照过期了想换新的")
    await let_time_pass(hours=5)
    answer = await say("身份证丢了能在天津补吗")
    assert codes(answer) == {"home": "130600", "current": "120000", "destination": None}
    assert answer["verdict"] == "covered"
    assert "户籍地不是保定市" in answer["suggestions"]
    assert say_text("line.kept", home="保定市") in answer["text"].splitlines()


async def test_nothing_but_the_kept_home_is_known_next_time(say, let_time_pass):
    await say("记住我的户籍地是保定")
    await say("人在北京,护照过期了想换新的")
    await let_time_pass(hours=5)
    assert (await say("要带什么"))["outcome"] != "answer"


async def test_named_home_beats_the_kept_one_and_leaves_it_kept(say, let_time_pass):
    await say("记住我的户籍地是保定")
    named = await say("户口在邯郸,人在北京,护照过期了想换新的")
    assert codes(named)["home"] == "130400"
    assert "保定" not in named["text"]
    await let_time_pass(hours=5)
    assert codes(await say("护照过期了想换新的"))["home"] == "130600"


async def test_reply_says_in_every_answer_that_the_home_is_the_kept_one(say):
    await say("记住我的户籍地是保定")
    for text in ("人在北京,护照过期了想换新的", "要带什么", "多少钱"):
        lines = (await say(text))["text"].splitlines()
        assert lines.count(say_text("line.kept", home="保定市")) == 1


async def test_kept_home_is_told_once_when_several_matters_are_asked(say):
    await say("记住我的户籍地是保定")
    answer = await say("人在天津,身份证丢了想在天津补。另外护照到期了怎么换")
    assert len(answer["parts"]) == 2
    assert answer["text"].count(say_text("line.kept", home="保定市")) == 1


async def test_last_home_that_was_to_be_kept_counts(say, let_time_pass):
    await say("户口在邯郸,人在北京,护照过期了想换新的")
    await say("记住我的户籍地是保定")
    assert codes(await say("要带什么"))["home"] == "130600"
    await say("以后都按沧州查")
    await let_time_pass(hours=5)
    assert codes(await say("护照过期了想换新的"))["home"] == "130900"


async def test_kept_home_is_no_longer_kept_when_it_is_taken_back(say, let_time_pass):
    await say("记住我的户籍地是保定")
    await say("护照过期了想换新的")
    await say("户籍地不是保定市")
    assert codes(await say("沧州"))["home"] == "130900"
    await let_time_pass(hours=5)
    assert codes(await say("护照过期了想换新的"))["home"] is None


@pytest.mark.parametrize(
    "words", ["/forget", "忘掉我的户籍地", "清除记录", "清空对话", "不要记住我的户籍地"]
)
async def test_forgetting_leaves_nothing_of_the_conversation(say, store, words):
    await say("记住我的户籍地是保定")
    await say("人在北京,护照过期了想换新的")
    assert (await say(words))["outcome"] == "smalltalk"
    assert await rows_of(store, "conversation") == []
    assert codes(await say("护照过期了想换新的"))["home"] is None


async def test_kept_homes_of_two_people_on_two_surfaces_stay_apart(say):
    await say("记住我的户籍地是保定", conversation="telegram:1")
    await say("记住我的户籍地是邯郸", conversation="telegram:2")
    for conversation, home in (("telegram:1", "130600"), ("telegram:2", "130400")):
        answer = await say("护照过期了想换新的", conversation=conversation)
        assert codes(answer)["home"] == home
    assert codes(await say("护照过期了想换新的"))["home"] is None


async def test_small_talk_between_leaves_what_was_said(say):
    await say("户口邯郸,人在北京,护照过期了想换新的")
    assert (await say("谢谢啦"))["outcome"] == "smalltalk"
    answer = await say("费用呢")
    assert first(answer) == "exit-passport"
    assert codes(answer)["home"] == "130400"


async def test_turn_is_kept_under_its_receipt_as_it_was_answered(say, store):
    answer = await say("户口邯郸,人在北京,护照过期了想换新的")
    record = await store.turn_by_receipt(answer["receipt"])
    assert record.surface == "web"
    assert record.outcome == "answer"
    assert record.items[0] == "exit-passport"
    assert record.answer == answer


async def test_every_turn_has_a_receipt_of_its_own(say):
    receipts = {(await say("护照过期了想换新的"))["receipt"] for _ in range(20)}
    assert len(receipts) == 20


PERSONAL = (ID_NUMBER, PHONE, "张伟")
TELLING = f"我叫张伟,身份证号{ID_NUMBER},电话{PHONE},户口邯郸,人在北京,护照过期了想换新的"


async def test_nothing_personal_is_kept_or_said(say, store):
    answer = await say(TELLING)
    assert answer["outcome"] == "answer"
    assert first(answer) == "exit-passport"
    record = await store.turn_by_receipt(answer["receipt"])
    kept = json.dumps([record.question, dict(record.answer)], ensure_ascii=False)
    assert [word for word in PERSONAL if word in kept] == []


async def test_nothing_personal_is_kept_of_a_question_that_was_asked_back(say, store):
    asked_back = await say(f"我叫张伟,电话{PHONE},公积金想提出来")
    assert asked_back["outcome"] == "clarify"
    rows = await rows_of(store, "conversation")
    assert rows
    assert [word for word in PERSONAL if word in str(rows)] == []


async def test_nothing_personal_is_kept_beside_the_kept_home(say, store):
    told = f"记住我的户籍地是保定,我叫张伟,电话{PHONE}"
    for text in (told, TELLING, f"身份证号{ID_NUMBER},那补卡呢", f"刚才护照的事,打{PHONE}"):
        await say(text)
        [row] = await rows_of(store, "conversation")
        assert row.kept_home == "130600"
        assert [word for word in PERSONAL if word in str(row)] == []
    assert json.loads(row.state)["slots"]["recent"]
    await store.flush()
    turns = await rows_of(store, "turn")
    assert len(turns) == 4
    assert [word for word in PERSONAL if word in str(turns)] == []


async def test_refused_question_is_kept_masked_too(say, store):
    answer = await say(f"电话{PHONE}" + "啊" * 3000)
    assert answer["outcome"] == "refused"
    record = await store.turn_by_receipt(answer["receipt"])
    assert PHONE not in record.question + json.dumps(dict(record.answer))


async def test_feedback_is_kept_for_a_known_receipt_only_and_masked(say, turns, store):
    receipt = (await say("护照过期了想换新的"))["receipt"]
    assert await turns.feedback(receipt, useful=False, reason=f"打我电话{PHONE}")
    assert not await turns.feedback("XXXX-XXXX", useful=True)
    await store.flush()
    rows = await rows_of(store, "feedback")
    assert len(rows) == 1
    assert PHONE not in str(rows)


async def test_turn_keeps_the_knowledge_it_began_with(store, knowledge):
    asked = []

    def current():
        asked.append(1)
        return knowledge

    await Turns(store, current).turn(IncomingMessage("护照过期了", conversation="web:1"))
    assert len(asked) == 1


async def test_thanks_are_answered_without_what_was_said_before(say):
    await say("户口在沧州,人在天津,身份证到期了怎么换")
    answer = await say("谢谢")
    assert answer["outcome"] == "smalltalk"
    assert "沧州" not in answer["text"]


async def ask_for_a_person(turns, conversation="telegram:7", **known):
    message = IncomingMessage("转人工", conversation=conversation, surface="telegram", **known)
    answer = (await turns.turn(message)).answer
    assert answer["outcome"] == "handoff"
    return answer


async def test_person_is_handed_to_staff_once_and_told_what_happens(store, turns):
    await store.accounts.add("小王", AccountRole.STAFF, "-", by="test")
    first = await ask_for_a_person(turns, takes_letters=True)
    assert first["text"] == say_text("handoff.here")
    again = await ask_for_a_person(turns, takes_letters=True)
    assert again["text"] == say_text("handoff.again")
    [handoff] = await store.handoffs.list_open()
    assert (handoff.receipt, handoff.question) == (first["receipt"], "转人工")


async def test_person_is_sent_to_the_phone_when_nobody_has_an_account(store, turns):
    answer = await ask_for_a_person(turns, takes_letters=True)
    assert answer["text"] == say_text("handoff.phone")
    # Who gets an account later finds the request all the same.
    assert len(await store.handoffs.list_open()) == 1


@pytest.mark.parametrize("known", [{}, {"conversation": None, "takes_letters": True}])
async def test_person_is_sent_to_the_phone_where_no_letter_arrives(store, turns, known):
    await store.accounts.add("小王", AccountRole.STAFF, "-", by="test")
    answer = await ask_for_a_person(turns, **known)
    assert answer["text"] == say_text("handoff.phone")
    assert await store.handoffs.list_open() == ()
    assert (await store.turn_by_receipt(answer["receipt"])).outcome == "handoff"
