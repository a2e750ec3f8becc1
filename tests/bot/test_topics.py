"""Systems, agreements, pairs of places and overviews that are asked about by name."""

import pytest

from bot.asked import resolve
from bot.topics import (
    describe_pair,
    describe_systems,
    find_agreements,
    find_catalog_overview,
    find_pair,
    find_systems,
)
from intents.understand import understand
from tests.bot.world import DAY


@pytest.fixture
def ask(knowledge):
    def ask_one(text, on=DAY):
        understanding = understand(text, knowledge.lexicon)
        return resolve(understanding, None, knowledge.gazetteer, here=None, on=on)

    return ask_one


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("自助办到底怎么弄", ["jjj-xiongan-selfservice"]),
        ("“自助办”和“移动办”差在哪", ["jjj-xiongan-selfservice", "jjj-xiongan-mobile"]),
        ("给我说说 云 窗 口", ["mode-cloud-window"]),
        ("今天吃什么", []),
    ],
)
def test_systems_are_found_by_their_names_in_the_order_of_the_text(knowledge, text, ids):
    found = find_systems(text, knowledge)
    assert [s.id for s in found.systems] == ids if found else ids == []


def test_longer_name_hides_the_one_inside_it(knowledge):
    found = find_systems("京津冀跨省通办说的是哪些", knowledge)
    assert [s.id for s in found.systems] == ["jjj-cross-province-items"]
    assert found.longest == len("京津冀跨省通办")


def test_figures_of_a_system_are_its_own_and_newest_first(knowledge):
    system = knowledge.release.systems["same-matter-same-standard"]
    topic = describe_systems((system,), knowledge)
    assert topic.figures
    assert {f.system for f in topic.figures} <= set(system.figures)
    days = [f.as_of for f in topic.figures]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("顺义跟津南签的是哪份协议", "shunyi-jinnan"),
        ("川渝之间签过什么合作协议", "chuanyu-list-1"),
        ("榆垡和固安签了什么", "yufa-guan"),
    ],
)
def test_agreement_is_found_by_its_parties(knowledge, ask, text, first):
    topic = find_agreements(ask(text), knowledge)
    assert first in [a.id for a in topic.agreements[:2]]


def test_agreement_is_found_by_its_title(knowledge, ask):
    title = knowledge.release.agreements["pan-pearl-nine"].title
    topic = find_agreements(ask(f"{title}说了啥"), knowledge)
    assert [a.id for a in topic.agreements] == ["pan-pearl-nine"]


@pytest.mark.parametrize("text", ["顺义的身份证能在津南换吗", "合作医疗在天津怎么报", "签协议"])
def test_no_agreement_when_none_is_asked_about(knowledge, ask, text):
    assert find_agreements(ask(text), knowledge) is None


@pytest.fixture
def describe(knowledge, ask):
    def describe_one(text):
        pair = find_pair(ask(text))
        return describe_pair(pair.home, pair.current, knowledge, on=DAY)

    return describe_one


def test_pair_tells_what_holds_in_just_this_direction(describe):
    there = describe("北京的事在北三县能办哪些")
    assert there.places.home.code == "110000"
    assert "beijing-179-north-three" in [f.agreement.id for f in there.agreements]
    back = describe("北三县的事在北京能办哪些")
    assert back.places.current.code == "110000"
    assert "beijing-179-north-three" not in [f.agreement.id for f in back.agreements]


def test_pair_names_what_gives_no_direction_apart(describe):
    topic = describe("德州的事在石河子能办吗")
    assert topic.agreements == ()
    topic = describe("东明的事在濮阳县能办吗")
    assert topic.agreements == ()
    assert [a.id for a in topic.silent] == ["dongming-puyang"]


def test_pair_needs_two_places(ask):
    assert find_pair(ask("北京能办哪些")) is None


def test_overview_holds_every_listed_item_once(knowledge, ask):
    topic = find_catalog_overview(ask("一共有多少事可以跨省办"), knowledge)
    shown = [item.id for items in topic.categories.values() for item in items]
    assert sorted(shown) == sorted(knowledge.release.offerings_of)


def test_overview_of_one_field_holds_only_it(knowledge, ask):
    topic = find_catalog_overview(ask("公积金有哪些业务能异地办"), knowledge)
    assert list(topic.categories) == ["住房公积金"]


def test_no_overview_when_one_matter_is_asked_about(knowledge, ask):
    assert find_catalog_overview(ask("护照怎么换"), knowledge) is None
