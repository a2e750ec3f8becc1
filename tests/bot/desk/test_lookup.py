"""What is found while somebody types, and for which places."""

import pytest

from bot.desk.calls import UnknownPlace, read_call
from bot.desk.lookup import MOST_HITS, build_desk_index, look_up
from bot.desk.targets import HitKind
from tests.bot.desk.calls import DAY, call


@pytest.fixture(scope="module")
def find(knowledge):
    index = build_desk_index(knowledge)

    def find(text, home="", current=""):
        return look_up(call(knowledge, text, home, current), knowledge, index)

    return find


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("身份证丢了", "item:id-card-replacement"),
        ("户口在保定,人在北京,身份证丢了能补办吗", "item:id-card-replacement"),
        ("养狗证", "item:dog-registration"),
        ("同事同标", "system:same-matter-same-standard"),
        ("京津冀政务服务合作框架协议", "agreement:jjj-government-service-framework"),
        ("公积金提取", "question"),
        ("身份证丢了怎么补,另外养老保险怎么转", "question"),
    ],
)
def test_first_hit_is_what_is_meant(find, typed, expected):
    assert str(find(typed).hits[0].target) == expected


@pytest.mark.parametrize("typed", ["身", "身份", "sfz", "shenfenz", "shen'fen'z", "ＳＦＺ"])
def test_item_is_found_by_the_beginning_of_its_name_or_pinyin(find, typed):
    assert "id-card-renewal" in [hit.target.id for hit in find(typed).hits]


def test_words_are_answered_for_the_places_they_name(find):
    found = find("户口在保定,人在北京,身份证丢了")
    assert (found.places.home.code, found.places.current.code) == ("130600", "110000")
    assert (found.hits[0].verdict, found.hits[0].word) == ("covered", "可以")


def test_place_picked_by_hand_wins_over_the_one_that_is_named(find):
    found = find("户口在保定,人在北京,身份证丢了", home="130700")
    assert (found.places.home.code, found.places.current.code) == ("130700", "110000")


def test_verdict_is_that_of_the_places_picked(find):
    assert find("身份证丢了", "130600", "130100").hits[0].verdict == "local"


def test_ambiguous_place_is_settled_by_picking(find):
    assert find("桥西区户口身份证换领").hits[0].verdict == "clarify"
    picked = find("桥西区户口身份证换领", "130104", "110000")
    assert picked.hits[0].target.kind is HitKind.ITEM


def test_what_two_places_have_agreed_can_be_asked_without_a_word(find):
    (only,) = find("", "130600", "110000").hits
    assert only.target.kind is HitKind.PAIR


def test_nothing_typed_finds_nothing(find):
    assert find("").hits == ()


@pytest.mark.parametrize("typed", ["推荐一部电影", "？？？", "你好", "x" * 2500, "\ud800"])
def test_anything_typed_is_answered_somehow(find, typed):
    assert 1 <= len(find(typed).hits) <= MOST_HITS


def test_unknown_place_is_named(knowledge):
    with pytest.raises(UnknownPlace, match="999999"):
        read_call("", "999999", "", DAY, knowledge)
