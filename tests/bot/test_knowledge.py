"""Knowledge that takes over what it can is the same as knowledge built from nothing."""

from dataclasses import replace
from datetime import date

import pytest

from bot.assistant import answer
from bot.knowledge import build_knowledge
from bot.replies.compose import compose

ON = date(2026, 11, 25)
QUESTIONS = (
    "北京户口身份证丢了能在石家庄补办吗",
    "公积金异地贷款要什么材料",
    "呜啦卡在天津怎么换",
)


@pytest.fixture
def release(knowledge):
    return knowledge.release


@pytest.fixture
def changed(release):
    """The release with one alias more."""
    item = release.items["id-card-replacement"]
    alias = replace(item.aliases[0], text="呜啦卡")
    items = {**release.items, item.id: replace(item, aliases=(*item.aliases, alias))}
    return replace(release, items=items, version="2026-11-changed")


def phrases(knowledge):
    return [(p.item, p.text, p.wording) for p in knowledge.index.phrases]


def replies(knowledge):
    outcomes = ((q, answer(q, knowledge, on=ON)) for q in QUESTIONS)
    return [compose(q, outcome, knowledge, "r").answer for q, outcome in outcomes]


def test_what_is_taken_over_changes_no_answer(knowledge, changed):
    anew, taken_over = build_knowledge(changed), build_knowledge(changed, knowledge)
    assert taken_over.lexicon is knowledge.lexicon
    assert phrases(taken_over) == phrases(anew) != phrases(knowledge)
    assert replies(taken_over) == replies(anew)


def test_index_is_taken_over_when_nothing_is_called_otherwise(knowledge, release):
    item = release.items["id-card-replacement"]
    items = {**release.items, item.id: replace(item, summary="丢了就补")}
    built = build_knowledge(replace(release, items=items), knowledge)
    assert built.index is knowledge.index
    assert built.release.items[item.id].summary == "丢了就补"
    turned = replace(release, items=dict(reversed(release.items.items())))
    assert build_knowledge(turned, knowledge).index is not knowledge.index


def test_words_are_read_anew_when_a_place_changed(knowledge, release):
    code, division = next(iter(release.divisions.items()))
    moved = replace(
        release, divisions={**release.divisions, code: replace(division, name="新地市")}
    )
    built = build_knowledge(moved, knowledge)
    assert built.lexicon.places["新地市"]
    assert built.lexicon is not knowledge.lexicon
