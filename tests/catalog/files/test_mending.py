"""Cells are put right by what their column takes; the shipped ones come through as they are."""

from datetime import date, datetime, time

import pytest

from bot.reload import SHIPPED_FOLDER
from catalog.columns import LAYOUT_OF
from catalog.files.mending import mend_cell, text_of
from catalog.files.reading import read_catalog
from catalog.sheets import read_sheets


def column_of(sheet, name):
    return next(column for column in LAYOUT_OF[sheet].columns if column.name == name)


@pytest.mark.parametrize(
    ("sheet", "column", "written", "mended"),
    [
        ("items", "id", "ｉｄ－ｃａｒｄ", "id-card"),
        ("items", "id", "id-card\u200b", "id-card"),
        ("items", "name", "身份证\ufeff补领\u3000", "身份证补领"),
        ("items", "name", "（含）全角，照旧", "（含）全角，照旧"),
        ("items", "summary", "一\r\n二\rthree", "一\n二\nthree"),
        ("items", "summary", "坏\ud800字\x00", "坏\ufffd字"),
        ("divisions", "code", "１１０ ０００", "110000"),
        ("aliases", "is_umbrella", "是", "yes"),
        ("aliases", "is_umbrella", "√", "yes"),
        ("aliases", "is_umbrella", "Ｙ", "yes"),
        ("aliases", "is_umbrella", "否", ""),
        ("aliases", "is_umbrella", "×", ""),
        ("aliases", "is_umbrella", "也许", "也许"),
        ("agreements", "is_service_agreement", "否", "no"),
        ("agreements", "is_service_agreement", "是", "yes"),
        ("limits", "confidence", "ＨＩＧＨ", "high"),
        ("limits", "confidence", "推断", "inferred"),
        ("channels", "phone", "０１０－１２３４５", "010-12345"),
        ("offerings", "time_limit", "最长３０日（Ａ类）", "最长30日（A类）"),
        ("offerings", "basis_confidence", "高", "high"),
        ("channels", "kind", "高", "高"),
        ("channels", "kind", "网站 / APP", "网站/APP"),
        ("channels", "kind", "网站／app", "网站/APP"),
        ("offerings", "materials", "身份证；户口本\n照片", "身份证;户口本;照片"),
        ("offerings", "materials", "身份证、户口本,照片", "身份证、户口本,照片"),
        ("offerings", "valid_from", "2024年3月1日", "2024-03-01"),
        ("limits", "source_url", "https：／／a.gov.cn", "https://a.gov.cn"),
    ],
)
def test_cell_is_put_right_by_its_column(sheet, column, written, mended):
    assert mend_cell(written.strip(), column_of(sheet, column)) == mended


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (110000.0, "110000"),
        (0.5, "0.5"),
        (True, "yes"),
        (date(2024, 3, 1), "2024-03-01"),
        (datetime(2024, 3, 1), "2024-03-01"),  # noqa: DTZ001 - cells know no zone
        (time(9, 0), "09:00"),
        ("\u3000北京 ", "北京"),
    ],
)
def test_cell_reads_as_an_editor_sees_it(cell, text):
    assert text_of(cell) == text


def test_shipped_catalog_comes_through_unchanged():
    imported = read_catalog(SHIPPED_FOLDER)
    assert imported.mended == ()
    assert imported.skipped == ()
    assert imported.sheets == read_sheets(SHIPPED_FOLDER)
