"""The core of a question: neither places nor courtesy, and one key however it is said."""

import pytest

from bot.suggestions.cores import core_of, core_of_item


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("请问在廊坊能办无人机执照吗", "无人机执照"),
        ("保定的狗证在北京办吗", "狗证"),
        ("我户口在保定,人在北京上班,公墓怎么买", "公墓 买"),
        ("您好,2025年宅基地申请需要哪些材料?谢谢", "宅基地"),
        ("我的号码是〔手机号〕,帮我问一下彩礼", "彩礼"),
    ],
)
def test_core_is_left_when_places_courtesy_and_days_are_taken_out(question, phrase, knowledge):
    assert core_of(question, knowledge).phrase.split()[-len(phrase.split()) :] == phrase.split()


@pytest.mark.parametrize(
    "word",
    [
        "就业补贴",
        "从业资格",
        "到期提醒",
        "个税退税",
        "新能源车",
        "证件照",
        "去世",
        "有限公司",
        "访问学者",
    ],
)
def test_word_stays_whole_when_it_looks_like_filler(word, knowledge):
    assert core_of(f"{word}怎么弄", knowledge).phrase == word


def test_key_is_the_same_when_words_are_known_to_mean_one(knowledge):
    keys = {core_of(q, knowledge).key for q in ("托运宠物要什么", "天津能托运宠物吗")}
    assert len(keys) == 1
    assert core_of("托运家具", knowledge).key not in keys


@pytest.mark.parametrize("question", ["那材料呢", "北京", "换成天津呢", "", "?!", "〔手机号〕"])
def test_core_is_none_when_no_matter_is_named(question, knowledge):
    assert core_of(question, knowledge) is None


def test_core_of_an_item_is_that_of_its_name(knowledge):
    item = knowledge.release.items["dog-registration"]
    assert core_of_item(item, knowledge).key == core_of("养犬登记怎么办", knowledge).key
