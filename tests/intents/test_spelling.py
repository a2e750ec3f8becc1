import pytest

from intents.loading import read_concepts, read_spelled_words
from intents.spelling import Speller, has_latin_word


@pytest.fixture(scope="module")
def speller():
    return Speller(read_concepts())


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("gongjijin 提取", "公积金 提取"),
        ("驾使证到期", "驾驶证到期"),
        ("工积金怎么取", "公积金怎么取"),
        ("shenfenzheng丢了", "身份证丢了"),
    ],
)
def test_word_is_put_right_when_it_only_sounds_like_one(typed, read, speller):
    correction = speller.correct(typed)
    assert correction is not None
    assert correction.text == read


@pytest.mark.parametrize(
    "typed", ["今天天气不错", "hello world", "网上办护照", "手机办证", "能用医保吗"]
)
def test_nothing_is_corrected_when_no_word_sounds_alike(typed, speller):
    assert speller.correct(typed) is None


def test_initials_of_several_words_are_left_alone():
    assert Speller(["社保卡", "身边看"]).correct("sbk") is None


def test_latin_word_is_seen():
    assert has_latin_word("办 sbk")
    assert not has_latin_word("办a证")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("huzhao guoqi le zenme huan", "护照过期了怎么换"),
        ("shenfenzhengdiulezenmeban", "身份证丢了怎么办"),
        ("要啥才料", "要啥材料"),
    ],
)
def test_whole_question_is_read_by_its_sounds(typed, read):
    speller = Speller(read_concepts(), ["北京"], read_spelled_words())
    correction = speller.correct(typed)
    assert correction is not None
    assert correction.text == read


def test_letters_that_spell_no_matter_stay():
    assert Speller(read_concepts(), (), read_spelled_words()).correct("zenme le ne") is None
