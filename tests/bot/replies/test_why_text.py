"""Why a question was read as it was: words a clerk at the hotline follows, no weights."""

import re
from datetime import date

import pytest

from bot.assistant import answer
from bot.conversation import Conversation, Slots
from bot.replies.compose import compose
from bot.replies.why_text import explanation_lines
from catalog.ranking import RANKING_RULES

DAY = date(2026, 11, 23)
PASSPORT = "户口邯郸,人在北京,护照过期了想换新的"


@pytest.fixture
def items(knowledge):
    def items_of(text, **known):
        return compose(text, answer(text, knowledge, on=DAY, **known), knowledge).answer["items"]

    return items_of


def test_words_of_the_question_are_told_beside_the_wording_they_met(items):
    first = items("弄丢了驾照,咋补一个新的")[0]
    assert "驾照" in first["why"][0]
    assert "的说法“" in first["why"][0]
    assert first["name"].split("(")[0] in first["why"][0]


def test_a_word_said_otherwise_in_the_catalog_is_told(items):
    why = " ".join(items("养老保险想从北京转到石家庄")[0]["why"])
    assert re.search("“[^”]+”就是“[^”]+”", why)


def test_places_are_told_with_the_words_that_gave_them_their_role(items):
    why = items(PASSPORT)[0]["why"]
    assert any("户口邯郸" in line and "邯郸市" in line and "归属" in line for line in why)
    assert any("人在北京" in line and "北京市" in line and "办" in line for line in why)


def test_a_place_taken_over_or_given_is_told_as_such(items):
    talk = Conversation("web:1", slots=Slots(home="130400", item="exit-passport"))
    carried = items("护照换新要花多少钱", conversation=talk)[0]["why"]
    assert any(line.startswith("前面说过") and "邯郸市" in line for line in carried)
    given = items("护照过期了想换新的", here="110105")[0]["why"]
    assert any(line.startswith("按您的位置") and "朝阳区" in line for line in given)


def test_what_lost_is_told_with_what_it_lacks(items):
    others = items("户口在沧州,人在天津,身份证弄丢了要补")[1:]
    renewal = next(item for item in others if item["id"] == "id-card-renewal")
    assert renewal["why"][0].startswith("没选“居民身份证换领”")
    assert "丢" in renewal["why"][0]


def test_a_question_back_tells_for_each_choice_why_it_is_one(items):
    found = items("公积金想提出来")
    assert len(found) > 1
    assert all(item["why"] and "没选" not in item["why"][0] for item in found)


@pytest.mark.parametrize("text", [PASSPORT, "公积金想提出来", "养狗的证去哪办", "驾照的事"])
def test_no_weight_and_no_name_of_a_signal_is_told(items, text):
    told = " ".join(line for item in items(text) for line in item["why"])
    assert told
    assert not any(signal in told for signal in RANKING_RULES)
    assert not re.search(r"\d\.\d", told)


def test_explanation_ends_with_the_scores(items):
    *lines, scores = explanation_lines(items(PASSPORT))
    assert re.search(r"\d\.\d\d", scores)
    assert not any(re.search(r"\d\.\d\d", line) for line in lines)


def test_explanation_says_when_no_item_was_met():
    assert len(explanation_lines([])) == 1
