"""Wordings of one matter make one group, of two matters never."""

import random
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from bot.suggestions import grouping
from bot.suggestions.cores import Core, core_of, read_core
from bot.suggestions.grouping import group_cores

MATTERS = yaml.safe_load(Path(__file__).with_name("matters.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def background(knowledge):
    return [read_core(p.wording.text, knowledge) for p in knowledge.index.phrases]


@pytest.fixture(scope="module")
def matter_of(knowledge):
    """Core → the matter it stands under in matters.yaml."""
    return {core_of(q, knowledge): matter for matter, said in MATTERS.items() for q in said}


def count_pairs(groups, matter_of):
    """Return how many pairs were rightly joined, wrongly joined and wrongly left apart."""
    placed = [(core, number) for number, cores in enumerate(groups) for core in cores]
    kinds = [(matter_of[a] == matter_of[b], i == j) for (a, i), (b, j) in combinations(placed, 2)]
    return tuple(kinds.count(kind) for kind in ((True, True), (False, True), (True, False)))


def test_different_matters_stay_apart_and_most_wordings_of_one_meet(matter_of, background):
    together, wrongly, apart = count_pairs(
        group_cores(dict.fromkeys(matter_of, 1), background), matter_of
    )
    assert wrongly == 0
    assert together > 0.7 * (together + apart)


def test_threshold_is_as_low_as_it_may_be(matter_of, background, monkeypatch):
    monkeypatch.setattr(grouping, "SAME_FROM", 0.4)
    _, wrongly, _ = count_pairs(group_cores(dict.fromkeys(matter_of, 1), background), matter_of)
    assert wrongly


@pytest.mark.parametrize(
    "matter", ["摆摊", "宅基地", "充电桩", "无人机登记", "加梯", "电动车上牌", "房产过户"]
)
def test_matter_is_one_group_when_asked_in_other_words_and_places(
    matter, matter_of, background, knowledge
):
    groups = group_cores(dict.fromkeys(matter_of, 1), background)
    cores = {core_of(question, knowledge) for question in MATTERS[matter]}
    assert cores in [set(group) for group in groups]


def test_groups_are_the_same_whatever_the_order_of_questions(matter_of, background):
    shuffled = list(matter_of)
    random.Random(1).shuffle(shuffled)
    assert group_cores(dict.fromkeys(shuffled, 1), background) == group_cores(
        dict.fromkeys(matter_of, 1), background
    )


def test_wording_asked_most_often_stands_first():
    often, plain = Core("办 养狗 登记证", ("=犬证", "=登记")), Core("狗证", ("=犬证",))
    assert group_cores({plain: 1, often: 3}, []) == [(often, plain)]
    assert group_cores({plain: 3, often: 3}, []) == [(plain, often)]


def test_no_question_makes_no_group(background):
    assert group_cores({}, background) == []
