"""The workbook an editor gets helps to fill it, and runs nothing."""

import io

import openpyxl
import pytest

from catalog.columns import LAYOUTS
from catalog.files.reading import read_upload
from catalog.files.tables import GUIDE_TITLE
from catalog.files.workbooks import write_template, write_workbook
from tests.builders import make_row, make_sheets


@pytest.fixture(scope="module")
def template():
    file = io.BytesIO()
    write_template(file)
    return openpyxl.load_workbook(file)


def test_template_has_a_sheet_for_each_noun_and_a_guide(template):
    assert template.sheetnames == [GUIDE_TITLE, *(layout.title for layout in LAYOUTS)]
    guide = [cell.value for row in template[GUIDE_TITLE] for cell in row if cell.value]
    assert any("短标识" in text for text in guide)


def test_every_header_has_a_note_and_stays_in_sight(template):
    for layout in LAYOUTS:
        sheet = template[layout.title]
        assert sheet.freeze_panes == "A2"
        titles = [column.title + "*" * column.is_required for column in layout.columns]
        assert [cell.value for cell in sheet[1]] == titles
        assert all(
            column.name in cell.comment.text
            for column, cell in zip(layout.columns, sheet[1], strict=True)
        )
        assert sheet.column_dimensions["A"].number_format == "@"


def test_closed_sets_are_drop_downs(template):
    rules = template["限制"].data_validations.dataValidation
    (effect,) = [rule for rule in rules if "not_yet" in rule.formula1]
    assert str(effect.sqref).startswith("I2:")
    assert effect.showErrorMessage
    (flag,) = template["叫法"].data_validations.dataValidation[1:]
    assert flag.formula1 == '"yes"'
    (modes,) = [
        rule
        for rule in template["办理方式"].data_validations.dataValidation
        if "全程网办" in rule.formula1
    ]
    assert not modes.showErrorMessage


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-cmd|x", "@SUM(A1)", "#N/A", "010", "_x000D_", "1e5"]
)
def test_cells_are_text_whatever_they_look_like(text):
    sheets = make_sheets(limits=[make_row("limits", what_to_do=text)])
    file = io.BytesIO()
    write_workbook(sheets, file)
    cell = openpyxl.load_workbook(file)["限制"]["D2"]
    assert (cell.data_type, cell.number_format) == ("s", "@")
    assert read_upload(file.getvalue(), "目录.xlsx").sheets["limits"][0]["what_to_do"] == text


def test_line_breaks_blank_rows_and_order_are_kept():
    rows = [make_row("limits", limit="一\n二"), {}, make_row("limits", id="b")]
    file = io.BytesIO()
    write_workbook(make_sheets(limits=rows), file)
    assert read_upload(file.getvalue(), "目录.xlsx").sheets["limits"] == rows
