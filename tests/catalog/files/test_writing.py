"""What is written as CSV is read back as the same catalog."""

from catalog.columns import LAYOUTS
from catalog.files.writing import write_sheets
from catalog.sheets import digest, read_sheets


def test_sheets_come_back_as_they_were_written(tmp_path):
    row = {"id": "a", "name": '换领;“补领”,"首次"\n第二行', "category": ""}
    sheets = {"items": [row, {}, {"id": "b", "name": "0316"}], "limits": []}
    write_sheets(sheets, tmp_path / "new")
    read = read_sheets(tmp_path / "new")
    assert digest(read) == digest(sheets)
    assert {k: v for k, v in read["items"][0].items() if v} == {k: v for k, v in row.items() if v}
    assert read["items"][1] == {}
    assert read["limits"] == []


def test_empty_sheet_has_the_header_of_its_layout(tmp_path):
    write_sheets({"limits": []}, tmp_path)
    layout = next(layout for layout in LAYOUTS if layout.name == "limits")
    header = (tmp_path / "limits.csv").read_text(encoding="utf-8-sig").strip()
    assert header.split(",") == [column.name for column in layout.columns]
