"""Files that are broken, too large or made to do harm are refused with one sentence."""

import contextlib
import io
import json
import struct
import zipfile

import pytest

from catalog.files import archives, bounds, reading
from catalog.files.importing import check_imported
from catalog.files.reading import read_catalog, read_upload
from catalog.problems import CatalogProblems
from tests.builders import make_row, make_sheets
from tests.catalog.files.workbook import make_tables, make_xlsx, make_zip, rewrite
from tests.catalog.files.xls_file import compound, make_xls

GOOD = make_xlsx(make_tables())
SHEET = "xl/worksheets/sheet1.xml"
DIVISIONS = {"行政区划": [["代码", "名称", "电话区号"], ["110000", "北京市", "010"]]}


def refused(data, name="目录.xlsx"):
    with pytest.raises(CatalogProblems) as caught:
        check_imported(read_upload(data, name))
    return caught.value.problems


def sentence(data, name="目录.xlsx"):
    (problem,) = refused(data, name)
    line = problem.render()
    assert "\n" not in line
    return line


def test_good_workbook_is_taken():
    assert check_imported(read_upload(GOOD, "目录.xlsx")).is_listed("id-card")


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "目录.xlsx", "是空的"),
        (b" \n", "目录.csv", "是空的"),
        (b"hello", "目录.xlsx", "不是完好的工作簿"),
        (b"hello", "目录.pdf", "不认识这种文件"),
        (b"%PDF-1.7", "目录.pdf", "不认识这种文件"),
        (b"a,b\x00\xff\n", "目录.csv", "不是文本"),
        (b"<html><table></table></html>", "目录.xls", "其实是网页"),
        (b"PK\x03\x04 broken", "目录.xlsx", "文件坏了"),
        (GOOD[: len(GOOD) // 2], "目录.xlsx", "文件坏了"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "目录.xls", "不是完好的工作簿"),
        (b'{"items": [', "目录.json", "不是有效的 JSON"),
        (b"[" * 100_000, "目录.json", "不是有效的 JSON"),
        (b'{"items": [{"a": NaN}]}', "目录.json", "不是有效的 JSON"),
        (b'{"items": [{"id": "a", "id": "b"}]}', "目录.json", "写了两次"),
        (b'{"items": {"id": "a"}}', "目录.json", "不是目录的 JSON"),
        (b"[1]", "目录.json", "不是目录的 JSON"),
        (make_zip({"a.txt": b"x"}), "目录.zip", "没有 CSV 文件"),
        (make_zip({"a/items.csv": b"id\n", "b/items.csv": b"id\n"}), "目录.zip", "同名"),
        (make_zip({"xl/workbook.bin": b"x"}), "目录.xlsx", ".xlsb"),
        (make_xlsx({"别的": [["甲"], ["乙"]]}), "目录.xlsx", "没有一张目录的表"),
        (make_xlsx({"事项": [["标识", "名称"]]}), "目录.xlsx", "一行内容也没有"),
    ],
)
def test_file_that_is_no_catalog_is_refused(data, name, said):
    assert said in sentence(data, name)


@pytest.mark.parametrize(
    "member",
    ["../items.csv", "a/../../items.csv", "/etc/items.csv", "C:/items.csv", "a\\items.csv"],
)
def test_path_trick_in_an_archive_is_refused(member):
    assert "带有路径" in sentence(make_zip({member: b"id\n"}), "目录.zip")


def test_nul_in_a_name_inside_an_archive_is_refused():
    data = make_zip({"items.csvX.exe": b"id\n"}).replace(b"csvX.exe", b"csv\0.exe")
    assert "带有路径" in sentence(data, "目录.zip")


def test_link_in_an_archive_is_refused():
    link = zipfile.ZipInfo("items.csv")
    link.external_attr = 0o120777 << 16
    assert "链接" in sentence(make_zip({link: b"/etc/passwd"}), "目录.zip")


def test_bomb_is_refused_by_its_directory(monkeypatch):
    monkeypatch.setattr(archives, "RATIO_COUNTS_ABOVE_BYTES", 1_000_000)
    data = make_zip({"items.csv": bytes(5_000_000)})
    assert "压缩炸弹" in sentence(data, "目录.zip")


def test_bomb_whose_directory_lies_is_refused():
    data = bytearray(make_zip({"items.csv": b"id,name\n" * 100_000}))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(signature) + at, 8)
    assert "文件坏了" in sentence(bytes(data), "目录.zip")


def test_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST_UNPACKED_BYTES", 1_000)
    assert "压缩炸弹" in sentence(make_zip({"items.csv": b"id" * 1_000}), "目录.zip")


def test_sheet_of_a_gigabyte_is_refused_without_reading_it(tmp_path):
    file = tmp_path / "目录.csv"
    with file.open("wb") as stream:
        stream.truncate(1 << 30)
    with pytest.raises(CatalogProblems) as caught:
        read_catalog(file)
    assert "文件太大" in str(caught.value)


def test_text_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_TEXT_BYTES", 10)
    for data, name in ((b'{"items": []}', "目录.json"), (b"id,name,category\n", "items.csv")):
        assert "文件太大" in sentence(data, name)


def test_cell_at_the_end_of_the_grid_is_refused():
    for place, said in (("XFD1", "列还有内容"), ("A1048576", "行还有内容")):
        cell = f'<row r="1048576"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row>'
        data = rewrite(
            make_xlsx(DIVISIONS),
            replaced={
                SHEET: lambda xml, cell=cell: xml.replace("</sheetData>", f"{cell}</sheetData>")
            },
        )
        assert said in sentence(data)


def test_too_many_rows_in_all_are_refused(monkeypatch):
    monkeypatch.setattr("catalog.files.filling.MOST_ROWS", 3)
    assert "超过 3 行" in sentence(b"code,name\n" + b"1,x\n" * 9, "divisions.csv")


def test_too_many_columns_are_refused():
    wide = ",".join(f"c{n}" for n in range(bounds.MOST_COLUMNS + 1)).encode()
    assert "列太多" in sentence(wide + b"\n" + wide, "divisions.csv")


def test_cell_that_is_too_long_is_told_with_its_place():
    tables = make_tables()
    tables["限制"][1][2] = "长" * (bounds.MOST_CELL_LENGTH + 1)
    (problem,) = refused(make_xlsx(tables))
    assert (problem.file, problem.row, problem.column) == ("限制", 2, "限制")


def test_macros_are_refused():
    assert "带有宏" in sentence(rewrite(GOOD, added={"xl/vbaProject.bin": b"x"}), "目录.xlsm")
    assert "带有宏" in sentence(make_xls(DIVISIONS, storages=["_VBA_PROJECT_CUR"]), "目录.xls")


def test_password_is_told():
    streams = {"EncryptedPackage": b"x", "EncryptionInfo": b"x"}
    assert "有密码" in sentence(compound(streams))
    password = struct.pack("<HHH", 0x002F, 2, 0)
    assert "有密码" in sentence(make_xls(DIVISIONS, records=password), "目录.xls")
    data = bytearray(make_zip({"items.csv": b"id\n"}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    assert "有密码" in sentence(bytes(data), "目录.zip")


def test_entities_are_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet'
    data = rewrite(GOOD, replaced={SHEET: lambda xml: xml.replace("<worksheet", bomb, 1)})
    assert "DOCTYPE" in sentence(data)


def test_formula_is_told_with_its_place_even_when_its_value_is_harmless():
    tables = make_tables()
    tables["限制"][1][3] = '=HYPERLINK("https://x","y")'
    (problem,) = refused(make_xlsx(tables))
    assert (problem.file, problem.row, problem.column) == ("限制", 2, "D")
    (problem,) = refused(make_xls(DIVISIONS, formulas=[(1, 2)]), "目录.xls")
    assert (problem.file, problem.row, problem.column) == ("行政区划", 2, "C")


def test_formula_in_a_sheet_that_is_not_read_does_not_matter():
    tables = make_tables() | {"统计": [["=1+1"]]}
    assert check_imported(read_upload(make_xlsx(tables), "目录.xlsx")).items


def test_error_value_is_told():
    tables = make_tables()
    tables["限制"][1][3] = "#N/A"
    (problem,) = refused(make_xlsx(tables))
    assert "出错的值" in problem.wrong


@pytest.mark.parametrize("text", ["=cmd|'/C calc'!A0", "@SUM(1+1)", "+A1", "＝1+1", "\t=1+1"])
def test_text_that_would_be_run_is_refused_in_every_form(text):
    rows = make_sheets(limits=[make_row("limits", what_to_do=text)])
    (problem,) = refused(as_json(rows), "目录.json")
    assert (problem.file, problem.row, problem.column) == ("limits", 2, "what_to_do")
    assert "公式" in problem.wrong


def as_json(sheets):
    return json.dumps(sheets, ensure_ascii=False).encode()


def test_wrong_types_in_json_are_told_with_their_place():
    sheets = make_sheets()
    sheets["limits"][0]["when"] = {"a": 1}
    sheets["limits"].append("改名")
    sheets["channels"][0]["hours"] = [["9:00"]]
    places = [(p.file, p.row, p.column) for p in refused(as_json(sheets), "目录.json")]
    assert places == [("channels", 2, "hours"), ("limits", 2, "when"), ("limits", 3, None)]


def test_xls_broken_anywhere_is_read_or_refused():
    data = make_xls(DIVISIONS)
    for start in range(0, len(data), 97):
        broken = bytearray(data)
        broken[start : start + 40] = b"\xff" * 40
        with contextlib.suppress(CatalogProblems):
            assert read_upload(bytes(broken), "目录.xls").sheets


def test_xlsx_broken_anywhere_is_read_or_refused():
    with zipfile.ZipFile(io.BytesIO(make_xlsx(DIVISIONS))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name in files:
        for cut in (0, len(files[name]) // 2):
            data = make_zip(files | {name: files[name][:cut]})
            with contextlib.suppress(CatalogProblems):
                assert read_upload(data, "目录.xlsx").sheets


def test_panic_of_the_library_is_told_as_a_broken_file(monkeypatch):
    panic = type("PanicException", (BaseException,), {})

    def fail(_):
        raise panic("range end index 2 out of range")

    monkeypatch.setattr(
        "catalog.files.spreadsheets.CalamineWorkbook.from_filelike", fail, raising=True
    )
    assert "不是完好的工作簿" in sentence(make_xls(DIVISIONS), "目录.xls")
