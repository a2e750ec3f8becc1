"""A short message goes on with what was talked about, or is a matter of its own."""

import pytest

from bot.assistant import answer
from bot.conversation import Conversation
from bot.decide import AgreementTopic, CatalogTopic
from bot.memory import remember
from tests.bot.world import DAY

NEXT = [
    # said before, said now, item that is answered
    ("身份证丢了怎么补", "补办收费吗", "id-card-replacement"),
    ("身份证丢了怎么补", "照片要自己带吗,要不要钱", "id-card-replacement"),
    ("社保卡丢了要挂失", "那补卡呢", "social-card-replacement"),
    ("学历公证怎么办", "那学位的呢", "notary-degree"),
    ("护照到期了怎么换", "那港澳通行证呢", "exit-hong-kong-macao-permit"),
    ("驾照到期了怎么换", "要是丢了呢", "licence-replacement"),
    ("身份证丢了怎么补", "护照怎么办", "exit-passport"),
    ("居住证怎么办", "电话打哪个", "residence-permit"),
    ("身份证丢了怎么补", "为什么", "id-card-replacement"),
]


def ask(knowledge, text, conversation=None):
    return answer(text, knowledge, on=DAY, conversation=conversation)


def go_on(knowledge, *says):
    conversation = Conversation("web:1")
    for text in says:
        outcome = ask(knowledge, text, conversation)
        conversation = Conversation("web:1", slots=remember(conversation, outcome))
    return outcome


@pytest.mark.parametrize(("before", "now", "item"), NEXT)
def test_short_message_is_read_beside_what_was_said(knowledge, before, now, item):
    assert go_on(knowledge, before, now).item == item


def test_weather_is_no_follow_up(knowledge):
    outcome = go_on(knowledge, "身份证丢了怎么补", "今天天气怎么样")
    assert outcome.item is None


def test_earlier_matter_is_taken_up_by_its_thing(knowledge):
    says = ("公积金租房提取怎么办", "社保卡坏了怎么换", "还是说刚才公积金那个吧,多久到账")
    assert go_on(knowledge, *says).item == "housing-fund-withdraw-rent"


def test_words_that_told_a_limit_hold_for_the_next_question(knowledge):
    told = go_on(knowledge, "货车二手交易能在外地过户吗")
    asked_why = go_on(knowledge, "货车二手交易能在外地过户吗", "为什么")
    assert told.verdict == asked_why.verdict
    assert told.verdict is not None


@pytest.mark.parametrize(
    ("slip", "home", "current"),
    [
        ("不是保定,是沧州", "130900", "120000"),
        ("打错了,是唐山", "130200", "120000"),
        ("换成北京呢", "130600", "110000"),
    ],
)
def test_place_takes_the_role_of_the_one_it_puts_right(knowledge, slip, home, current):
    outcome = go_on(knowledge, "户口保定,人在天津,身份证丢了怎么补", slip)
    places = outcome.asked.places
    assert (places.home.code, places.current.code) == (home, current)


def test_two_terms_explained_in_turn_are_set_against_each_other(knowledge):
    outcome = go_on(knowledge, "什么叫收受分离", "那多地联办呢", "这两个有什么区别")
    assert len(outcome.decision.topic.systems) == 2


def test_agreement_of_the_same_party_with_another(knowledge):
    outcome = go_on(knowledge, "顺义和津南签的通办协议是怎么回事", "那和万全呢")
    assert outcome.decision.topic.agreements[0].id == "shunyi-wanquan"


def test_place_that_only_the_kind_of_matter_suggested_is_not_carried_on(knowledge):
    said = "公积金在天津交的,人在石家庄,想问公积金怎么转"
    assert go_on(knowledge, said).asked.places.destination.code == "130100"
    assert go_on(knowledge, said, "身份证丢了怎么补").asked.places.destination is None


def test_places_alone_suggest_no_destination(knowledge):
    outcome = go_on(knowledge, "我和老婆都是保定户口,在北京打工")
    assert outcome.asked.places.destination is None


@pytest.mark.parametrize(
    "before", ["身份证丢了,我户口湖南,人在广州", "北京和天津有什么协议", "什么叫收受分离"]
)
def test_what_there_is_begins_anew(knowledge, before):
    outcome = go_on(knowledge, before, "京津冀能办哪些事")
    assert isinstance(outcome.decision.topic, CatalogTopic)
    assert outcome.asked.places.home is None


def test_agreements_of_two_places_are_no_follow_up_of_an_item(knowledge):
    outcome = go_on(knowledge, "身份证丢了,我户口湖南,人在广州", "北京和天津签了什么协议")
    assert isinstance(outcome.decision.topic, AgreementTopic)
