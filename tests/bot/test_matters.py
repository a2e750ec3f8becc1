"""One message with several matters is cut where a clerk would cut it, and no other."""

from functools import partial

import pytest

from bot.asked import resolve
from bot.matters import MatterSplitter
from tests.bot.world import DAY

SEVERAL = {
    "set apart by 另外": (
        "户口沧州,身份证丢了想在天津补。另外我媳妇的公积金在北京,想转到天津来,怎么办",
        ["身份证", "公积金"],
    ),
    "numbered": (
        "车牌是唐山的,人在天津:1、驾照掉了怎么补;2、车该年检了,能检吗;3、闯红灯在哪处理",
        ["驾照", "年检", "闯红灯"],
    ),
    "numbered without clauses": (
        "从天津跳槽到雄安,要转:(1)公积金(2)职工养老保险(3)人事档案,都怎么转过去",
        ["公积金", "养老", "档案"],
    ),
    "listed in one clause": ("身份证和护照都到期了,在北京能换吗", ["身份证", "护照"]),
    "one question after the other": (
        "结婚证在天津能补吗?出生证明又该去哪补?",
        ["结婚证", "出生证明"],
    ),
    "set apart by semicolons": (
        "我驾照是邯郸发的,下个月到期,在北京能换吗;我爱人户口太原,想办港澳通行证;还有异地就医备案怎么弄",
        ["驾照", "港澳", "就医"],
    ),
}
ONE = {
    "one matter in two clauses": "公积金怎么提,租房可以吗",
    "papers to bring": "换驾照要带户口本和身份证吗",
    "a question after the same matter": "身份证丢了怎么补?要带什么材料?多久能拿到?",
    "story": "我是沧州人,在北京上班,昨天坐地铁把钱包丢了,身份证能在北京补吗",
}


@pytest.fixture(scope="module")
def split(knowledge):
    ask = partial(resolve, conversation=None, gazetteer=knowledge.gazetteer, here=None, on=DAY)
    return lambda text: MatterSplitter(ask, knowledge).split(text)


@pytest.mark.parametrize(("text", "heads"), SEVERAL.values(), ids=SEVERAL)
def test_each_matter_has_its_own_text(split, text, heads):
    matters = split(text)
    assert matters is not None
    assert len(matters.texts) == len(heads), matters.texts
    for part, head in zip(matters.texts, heads, strict=True):
        others = [h for h in heads if h != head]
        assert head in part
        assert not [other for other in others if other in part], part


@pytest.mark.parametrize("text", ONE.values(), ids=ONE)
def test_one_matter_stays_whole(split, text):
    assert split(text) is None


def test_what_is_said_around_a_list_is_told_for_all(split):
    matters = split(SEVERAL["numbered"][0])
    assert "唐山" in matters.told
    assert "天津" in matters.told


def test_letter_is_its_asking_sentence(split):
    story = "我是沧州人,在北京开饭馆。" + "每天起早贪黑,没有一天休息。" * 8
    matters = split(f"{story}请问身份证丢了能在北京补吗?谢谢。")
    assert matters.texts == ("请问身份证丢了能在北京补吗?",)
    assert "沧州" in matters.told
