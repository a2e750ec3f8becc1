"""Where one name ends and the next begins is told by the names there are."""

import pytest

from catalog.columns import LAYOUT_OF
from catalog.files.mended_names import gather_spellings, mend_names
from catalog.grid import make_grid
from catalog.known import gather_known
from tests.builders import make_row, make_sheets

ITEMS = [
    make_row("items"),
    make_row("items", id="card-both", name="社会保障卡补领、换领、补换"),
    make_row("items", id="grade", name="残疾类别/等级变更"),
]
SPELLINGS = gather_spellings(gather_known(make_grid(make_sheets(items=ITEMS))))


def mended(sheet, name, cell):
    column = next(column for column in LAYOUT_OF[sheet].columns if column.name == name)
    return mend_names(cell, column, SPELLINGS)


@pytest.mark.parametrize(
    ("written", "parted"),
    [
        ("id-card、card-both", "id-card;card-both"),
        ("id-card，grade\ndog-licence", "id-card;grade;dog-licence"),
        ("ＩＤ－card；grade", "id-card;grade"),
        ("社会保障卡补领、换领、补换", "社会保障卡补领、换领、补换"),
        (
            "居民身份证补领、社会保障卡补领、换领、补换",
            "居民身份证补领;社会保障卡补领、换领、补换",
        ),
        ("残疾类别／等级变更/id-card", "残疾类别/等级变更;id-card"),
        ("id-card、没有的事项", "id-card;没有的事项"),
        ("没有、的事项", "没有、的事项"),
    ],
)
def test_names_are_parted(written, parted):
    assert mended("offerings", "items", written) == parted


@pytest.mark.parametrize(
    ("sheet", "column", "written", "parted"),
    [
        ("offerings", "homes", "１１００００、120000", "110000;120000"),
        ("offerings", "homes", "*，！120000", "*;!120000"),
        ("offerings", "homes", "北京市 天津市", "110000;120000"),
        ("offerings", "homes", "全国", "*"),
        ("limits", "homes", "京津", "area:京津"),
        ("regions", "members", "北京市/天津市", "110000;120000"),
        (
            "agreements",
            "direction",
            "北京市→天津市、110000->130000",
            "110000→120000;110000→130000",
        ),
        ("agreements", "direction", "北京市到天津市", "110000→120000"),
        ("agreements", "direction", "互办", "mutual"),
        ("offerings", "modes", "全程网办、异地代收代办", "全程网办;异地代收代办"),
        ("items", "audience", "个人,企业", "个人;企业"),
        ("aliases", "item", " 居民身份证 补领", "居民身份证补领"),
        ("items", "summary", "北京市、天津市", "北京市、天津市"),
    ],
)
def test_places_modes_and_single_names_are_put_right(sheet, column, written, parted):
    assert mended(sheet, column, written) == parted


def test_name_that_two_divisions_bear_is_left():
    divisions = [
        make_row("divisions", code="110105", name="朝阳区"),
        make_row("divisions", code="210105", name="朝阳区"),
    ]
    spellings = gather_spellings(gather_known(make_grid(make_sheets(divisions=divisions))))
    column = next(c for c in LAYOUT_OF["limits"].columns if c.name == "homes")
    assert mend_names("朝阳区", column, spellings) == "朝阳区"
