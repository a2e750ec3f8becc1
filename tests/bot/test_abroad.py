"""Asked from outside the country: only what is handled online counts, and no counter is named."""

import re
from datetime import date

import pytest

from bot.assistant import answer
from bot.conversation import Conversation, Slots
from bot.replies.compose import compose
from bot.route import Verdict
from catalog.offerings import HandlingMode
from tests.bot.world import offer, route_of

DAY = date(2026, 11, 23)
ONLINE = offer("*", "*", modes=(HandlingMode.ONLINE, HandlingMode.NATIONWIDE_WINDOW))
WINDOW = offer("*", "*", modes=(HandlingMode.PROXY,))
COUNTERS = re.compile("派出所|车管所|窗口|大厅|受理点")


@pytest.fixture
def card(knowledge):
    def card_of(text, **known):
        return compose(text, answer(text, knowledge, on=DAY, **known), knowledge).answer

    return card_of


def test_only_an_online_offering_may_be_tried_from_abroad():
    route = route_of(ONLINE, WINDOW, home="130600", abroad=True)
    assert route.verdict is Verdict.CONDITIONAL
    assert route.offerings == (ONLINE,)
    assert route.modes == (HandlingMode.ONLINE,)
    assert route.direction.accepts == route.direction.decides


def test_counters_are_unknown_from_abroad():
    route = route_of(WINDOW, home="130600", abroad=True)
    assert route.verdict is Verdict.UNKNOWN
    assert route.modes == ()
    assert route.alternative == (WINDOW,)
    assert route_of(WINDOW, home="130600").verdict is Verdict.COVERED


def test_online_offering_for_who_stands_in_one_place_is_none_from_abroad():
    bound = offer("*", "110000", modes=(HandlingMode.ONLINE,))
    assert route_of(bound, home="130600", abroad=True).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("我在美国留学,户口石家庄,身份证过期了怎么换", "unknown"),
        ("人在新加坡工作,天津户口,身份证丢了去哪补", "unknown"),
        ("我在海外,户口保定,国内驾照到期了怎么换", "conditional"),
        ("我定居在加拿大,保定户口,想开无犯罪记录证明", "conditional"),
        ("我人在日本,等我回国再换身份证,户口保定,行吗", "covered"),
        ("我人在日本,户口保定,身份证能在北京换吗", "covered"),
        ("我人在香港,户口保定,身份证到期了怎么换", "unknown"),
        ("我人在台湾,户口保定,身份证到期了怎么换", "unknown"),
    ],
)
def test_verdict_when_the_person_is_elsewhere(card, text, verdict):
    found = card(text)
    assert (found["outcome"], found["verdict"]) == ("answer", verdict)


@pytest.mark.parametrize(
    "text",
    [
        "我在美国留学,户口石家庄,身份证过期了怎么换",
        "人在新加坡工作,天津户口,身份证丢了去哪补",
        "我在海外,户口保定,国内驾照到期了去哪换",
        "我在英国,社保在保定,养老金资格认证怎么做",
    ],
)
def test_reply_names_who_helps_abroad_and_no_counter_here(card, text):
    found = card(text)
    assert "驻外使领馆" in found["text"]
    assert "12308" in found["text"]
    assert not COUNTERS.search(found["text"])
    assert [c for c in found["channels"] if c["kind"] in ("窗口", "自助终端")] == []
    assert found["places"]["current"] is None


def test_online_way_is_told_with_a_word_about_signing_in_from_abroad(card):
    first, *rest = card("我在海外,户口保定,国内驾照到期了怎么换")["text"].splitlines()
    assert "网上" in first
    assert "登录" in first
    assert "以办理地公示为准" in first
    assert any("12123" in line for line in rest)


@pytest.mark.parametrize("place", ["香港", "澳门", "台湾"])
def test_who_is_in_hong_kong_macao_or_taiwan_is_not_sent_to_an_embassy(card, place):
    found = card(f"我人在{place},户口保定,身份证到期了怎么换")
    assert found["places"]["current"] is not None
    assert "使领馆" not in found["text"]
    assert "国外" not in found["text"]


def test_abroad_is_carried_until_a_place_here_is_named(knowledge):
    slots = Slots(home="130600", item="id-card-renewal", abroad=True)
    talk = Conversation("web:1", slots=slots)
    for text, abroad in (("要带什么", True), ("等我回国再办呢", False), ("在天津办", False)):
        asked = answer(text, knowledge, on=DAY, conversation=talk).asked
        assert asked.is_abroad is abroad, text


def test_position_of_the_surface_is_not_taken_for_the_place_of_who_is_abroad(card):
    found = card("我在美国留学,户口石家庄,身份证过期了怎么换", here="110000")
    assert found["places"]["current"] is None
    assert found["verdict"] == "unknown"
