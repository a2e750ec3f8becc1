import pytest

from bot.privacy import mask


@pytest.mark.parametrize(
    ("text", "masked", "kinds"),
    [
        ("身份证11010519491231002X丢了", "身份证〔身份证号〕丢了", ("身份证号",)),
        ("我的号是110105194912310021", "我的号是〔身份证号〕", ("身份证号",)),
        ("电话13800138000", "电话〔手机号〕", ("手机号",)),
        ("138 0013 8000", "〔手机号〕", ("手机号",)),
        ("打010-65200000找我", "打〔电话〕找我", ("电话",)),
        ("我叫王小明,驾照丢了", "我叫〔姓名〕,驾照丢了", ("姓名",)),
        ("卡号6222021234567890128", "卡号〔银行卡号〕", ("银行卡号",)),
    ],
)
def test_personal_data_is_masked(text, masked, kinds):
    assert mask(text).text == masked
    assert mask(text).kinds == kinds


@pytest.mark.parametrize(
    "text",
    [
        "案号20231234567890123456789",
        "打022-12345",
        "国办发〔2020〕35号",
        "我叫不上名字的事",
        "统一社会信用代码91110000MA0000001X",
    ],
)
def test_other_numbers_and_words_are_left_alone(text):
    assert mask(text).text == text
    assert mask(text).kinds == ()
