import pytest

from intents.normalize import normalize, split_sentences


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("（ＩＤ）Ｔ１", "(id)t1"),
        ("異地就醫備案", "异地就医备案"),
        ("身份证\u200b丢了\u0007", "身份证丢了"),
        ("  多  个   空格 ", "多 个 空格"),
        ("在天津换,行吗?", "在天津换,行吗?"),
    ],
)
def test_text_is_evened_out_when_typed_in_other_ways(typed, read):
    assert normalize(typed).text == read


def test_original_is_kept():
    assert normalize("Ａ").original == "Ａ"


@pytest.mark.parametrize("typed", ["😀😀", "……!!", "\u0001\u0002"])
def test_utterance_is_unreadable_when_nothing_is_written(typed):
    assert not normalize(typed).is_readable


def test_sentences_are_cut_at_their_ends_but_not_inside_numbers():
    text = normalize("月薪3.5千。能提取吗?请问").text
    assert split_sentences(text) == ["月薪3.5千。", "能提取吗?", "请问"]
