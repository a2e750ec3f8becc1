"""Talks about overviews, systems and agreements: what is listed, compared and gone on with."""

from datetime import date

import pytest

from bot.assistant import answer
from bot.conversation import Conversation
from bot.decide import (
    AgreementTopic,
    CatalogTopic,
    Detail,
    DirectionsTopic,
    PairTopic,
    RegionTopic,
    SystemTopic,
)
from bot.replies.compose import compose
from bot.turn import _chosen, next_state
from catalog.offerings import HandlingMode

DAY = date(2026, 11, 23)


@pytest.fixture
def talk(knowledge):
    """Say a talk; return the topic of each answer."""

    def say_all(*says):
        conversation, topics = Conversation("test"), []
        for text in says:
            chosen = _chosen(text, conversation)
            outcome = answer(chosen, knowledge, on=DAY, conversation=conversation)
            turn = compose(chosen, outcome, knowledge)
            topics.append(getattr(outcome.decision, "topic", None))
            conversation = next_state(conversation, outcome, turn)
        return topics

    return say_all


def wanted(topic):
    """Return what an overview is limited to: home, current, category, mode, page."""
    assert isinstance(topic, CatalogTopic), topic
    home, current = topic.places.home, topic.places.current
    category = next(iter(topic.categories)) if len(topic.categories) == 1 else None
    codes = (home.code if home else None, current.code if current else None)
    return (*codes, category, topic.mode, topic.page)


@pytest.mark.parametrize(
    ("question", "limits"),
    [
        ("京津冀能跨省办哪些事", ("area:京津冀", "area:京津冀", None, None)),
        ("北京能办天津的什么业务", ("120000", "110000", None, None)),
        ("老家沧州,人在天津,有哪些事能在天津办", ("130900", "120000", None, None)),
        ("社保类的有哪些", (None, None, "社会保障", None)),
        ("车管方面能异地办的有啥", (None, None, "公安交管", None)),
        ("全程网办的有哪些", (None, None, None, HandlingMode.ONLINE)),
        ("代收代办的事都有哪些", (None, None, None, HandlingMode.PROXY)),
        ("跨省通办有哪些", (None, None, None, None)),
    ],
)
def test_overview_is_limited_to_what_is_named(talk, question, limits):
    (topic,) = talk(question)
    assert wanted(topic) == (*limits, 1)


@pytest.mark.parametrize("more", ["更多", "还有呢", "下一页", "继续"])
def test_overview_goes_on_with_its_next_page(talk, more):
    _, second, third = talk("医保类的有哪些能异地办", more, "那川渝呢")
    assert wanted(second) == (None, None, "医疗保障", None, 2)
    assert wanted(third)[:3] == ("area:川渝", "area:川渝", "医疗保障")


def test_overview_keeps_what_a_short_text_does_not_change(talk):
    topics = talk("京津冀能跨省办哪些事", "社保类的呢", "全程网办的呢", "那长三角呢")
    online = HandlingMode.ONLINE
    assert [wanted(topic)[1:4] for topic in topics] == [
        ("area:京津冀", None, None),
        ("area:京津冀", "社会保障", None),
        ("area:京津冀", "社会保障", online),
        ("area:长三角", "社会保障", online),
    ]


def test_overview_of_a_pair_turns_round_and_names_what_it_rests_on(talk):
    first, other, turned, basis, field = talk(
        "北京能办天津的什么业务", "那河北呢", "反过来呢", "依据是什么文件", "公积金的呢"
    )
    assert wanted(first)[:2] == ("120000", "110000")
    assert wanted(other)[:2] == ("120000", "130000")
    assert wanted(turned)[:2] == ("130000", "120000")
    assert isinstance(basis, AgreementTopic)
    assert basis.is_list
    assert wanted(field)[:3] == ("130000", "120000", "住房公积金")


@pytest.mark.parametrize(
    ("question", "systems"),
    [
        ("全程网办和代收代办有什么区别", ["mode-online", "mode-agent"]),
        ("移动办跟自助办有啥不一样", ["jjj-xiongan-mobile", "jjj-xiongan-selfservice"]),
        ("川渝和京津冀有什么区别", ["chuanyu", "jjj-cross-province-items"]),
        ("长三角跟西南的通办差在哪", ["yangtze-delta", "southwest"]),
        ("一网通办和跨省通办是一回事吗", ["term-one-network", "term-cross-province"]),
    ],
)
def test_two_systems_are_set_side_by_side(talk, question, systems):
    topic, which = talk(question, "哪个方便")
    assert [system.id for system in topic.systems] == systems
    assert which.systems == topic.systems


@pytest.mark.parametrize(
    "question",
    ["北京到天津和天津到北京有什么不同", "北京的事在河北办和河北的事在北京办一样吗"],
)
def test_two_directions_are_never_merged(talk, question):
    topic, basis = talk(question, "依据是什么文件")
    assert isinstance(topic, DirectionsTopic)
    first, second = (side.places for side in topic.sides)
    assert (first.home, first.current) == (second.current, second.home)
    assert isinstance(basis, AgreementTopic)


@pytest.mark.parametrize(
    ("more", "detail"),
    [
        ("在哪用", Detail.WHERE),
        ("多少个事项", Detail.COUNT),
        ("有多少项", Detail.COUNT),
        ("依据是什么文件", Detail.BASIS),
        ("什么时候开始的", Detail.WHEN),
        ("哪年签的", Detail.WHEN),
    ],
)
@pytest.mark.parametrize("about", ["同事同标是什么", "川渝通办是怎么回事", "自助办是啥"])
def test_short_question_stays_with_the_system(talk, about, more, detail):
    first, topic = talk(about, more)
    assert isinstance(topic, SystemTopic)
    assert topic.systems == first.systems
    assert topic.detail is detail


def test_short_question_stays_with_the_agreement(talk):
    topics = talk("顺义和津南签了什么协议", "那和万全呢", "哪年签的", "多少个事项", "在哪办")
    assert [topic.agreements[0].id for topic in topics] == [
        "shunyi-jinnan",
        *["shunyi-wanquan"] * 4,
    ]
    assert [topic.detail for topic in topics[2:]] == [Detail.WHEN, Detail.COUNT, Detail.WHERE]


def test_two_systems_talked_about_are_compared(talk):
    *_, topic = talk("移动办是什么", "自助办呢", "这两个有什么区别")
    assert [s.id for s in topic.systems] == ["jjj-xiongan-mobile", "jjj-xiongan-selfservice"]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("2749项是什么", ["2749"]),
        ("527项是什么意思", ["527"]),
        ("179项指的是什么", ["179", "179"]),
        ("179项和234项是一回事吗", ["179", "179", "234"]),
    ],
)
def test_counts_are_told_apart_each_with_its_day(talk, question, values):
    (topic,) = talk(question)
    assert [figure.value for figure in topic.figures] == values
    assert all(figure.as_of and figure.meaning for figure in topic.figures)
    assert len({(figure.system, figure.as_of) for figure in topic.figures}) == len(values)


def test_pair_and_region_without_a_list_name_their_agreements(talk):
    (pair,) = talk("天津的事北京能办吗")
    (region,) = talk("京津冀之间能互相通办吗")
    assert isinstance(pair, PairTopic)
    assert isinstance(region, RegionTopic)


@pytest.mark.parametrize(
    "question", ["有哪些事不能跨省办", "跨省通办是什么意思", "京津冀跨省通办依据什么文件"]
)
def test_no_overview_when_something_else_is_asked(talk, question):
    (topic,) = talk(question)
    assert isinstance(topic, SystemTopic)
