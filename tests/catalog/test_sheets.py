"""Files become the same cells whatever program wrote them."""

import pytest

from catalog.problems import CatalogProblems
from catalog.sheets import digest, read_sheets


def problems_of(folder):
    with pytest.raises(CatalogProblems) as caught:
        read_sheets(folder)
    return [(p.file, p.row) for p in caught.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_byte_order_mark_and_line_ends_do_not_matter(tmp_path, encoding, line_end):
    text = line_end.join(["id,name", "a, 北京 ", 'b,"x,y"', ""])
    (tmp_path / "items.csv").write_bytes(text.encode(encoding))
    rows = [{"id": "a", "name": "北京"}, {"id": "b", "name": "x,y"}]
    assert read_sheets(tmp_path) == {"items": rows}


def test_blank_rows_keep_their_place_but_at_the_end(tmp_path):
    (tmp_path / "items.csv").write_text("id,name\na,x\n\n,\nb,y\n\n,\n", encoding="utf-8")
    rows = read_sheets(tmp_path)["items"]
    assert [row.get("id") for row in rows] == ["a", None, None, "b"]


def test_rows_of_another_width_keep_what_they_have(tmp_path):
    (tmp_path / "items.csv").write_text("id,name\na\nb,y,z,\n", encoding="utf-8")
    rows = read_sheets(tmp_path)["items"]
    assert rows == [{"id": "a"}, {"id": "b", "name": "y", "+": "z;"}]


def test_repeated_column_hides_no_cell(tmp_path):
    (tmp_path / "items.csv").write_text("id,id\na,b\n", encoding="utf-8")
    assert read_sheets(tmp_path)["items"] == [{"id": "a", "id (2)": "b"}]


def test_empty_file_is_an_empty_sheet(tmp_path):
    (tmp_path / "items.csv").write_text("", encoding="utf-8")
    assert read_sheets(tmp_path) == {"items": []}


def test_files_in_another_encoding_or_broken_are_all_told(tmp_path):
    (tmp_path / "items.csv").write_bytes("id,name\na,北京\n".encode("gbk"))
    (tmp_path / "limits.csv").write_text('id\n"never closed\n', encoding="utf-8")
    assert problems_of(tmp_path) == [("items.csv", None), ("limits.csv", None)]


def test_missing_folder_is_told(tmp_path):
    assert problems_of(tmp_path / "nowhere") == [("nowhere", None)]


def test_digest_ignores_order_of_columns_and_sheets_and_what_is_blank():
    one = {"a": [{"x": "1", "y": ""}, {}], "b": [{"x": "2"}], "c": []}
    other = {"b": [{"x": " 2 "}], "a": [{"y": "", "x": "1"}]}
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    "other",
    [
        {"a": [{"x": "2"}, {"x": "1"}]},
        {"a": [{"x": "12"}]},
        {"a": [{"x": "1", "y": "2"}]},
        {"b": [{"x": "1"}, {"x": "2"}]},
    ],
)
def test_digest_tells_contents_apart(other):
    assert digest({"a": [{"x": "1"}, {"x": "2"}]}) != digest(other)
