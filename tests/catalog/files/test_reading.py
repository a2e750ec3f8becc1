"""Whatever form an office sends, the same rows come out, and what was put right is told."""

import csv
import io
import json
from datetime import date

import pytest

from bot.reload import SHIPPED_FOLDER
from catalog.difference import compare
from catalog.files.reading import read_catalog, read_upload
from catalog.files.workbooks import write_workbook
from catalog.files.writing import write_json, write_sheets
from catalog.problems import CatalogProblems
from catalog.progress import Stage
from catalog.sheets import digest, read_sheets
from tests.builders import make_sheets
from tests.catalog.files.workbook import make_tables, make_xlsx, make_zip
from tests.catalog.files.xls_file import make_xls

DIVISIONS = [
    {"code": "110000", "name": "北京市", "area_code": "010"},
    {"code": "120000", "name": "天津市", "area_code": "022"},
]
HEADER = ["代码*", "名称*", "电话区号"]
CELLS = [["110000", "北京市", "010"], ["120000", "天津市", "022"]]


def read(data, name="目录.xlsx"):
    return read_upload(data, name)


def divisions_of(data, name="目录.xlsx"):
    return read(data, name).sheets["divisions"]


def as_csv(rows, encoding="utf-8"):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


@pytest.mark.parametrize("form", ["xlsx", "json", "folder", "zip"])
def test_shipped_catalog_comes_back_without_difference(tmp_path, form):
    shipped = read_sheets(SHIPPED_FOLDER)
    target = tmp_path / f"目录.{form}"
    match form:
        case "xlsx":
            write_workbook(shipped, target)
        case "json":
            write_json(shipped, target)
        case "folder":
            write_sheets(shipped, target)
        case "zip":
            files = {file.name: file.read_bytes() for file in SHIPPED_FOLDER.glob("*.csv")}
            target.write_bytes(make_zip(files))
    imported = read_catalog(target)
    assert compare(shipped, imported.sheets) == ()
    assert digest(imported.sheets) == digest(shipped)
    assert imported.mended == ()


def test_written_titles_and_names_are_read_alike():
    names = [["code", "name", "area_code"], *CELLS]
    loose = [["CODE", "　名 称 ", "电话区号"], *CELLS]
    for name, table in (("divisions", names), (" 行政 区划", loose), ("Divisions", names)):
        assert divisions_of(make_xlsx({name: table})) == DIVISIONS


def test_messy_workbook_reads_as_the_clean_one():
    clean = make_tables()
    messy = make_tables()
    messy["办理方式"][1][clean["办理方式"][0].index("开始日期")] = date(2024, 3, 1)
    clean["办理方式"][1][clean["办理方式"][0].index("开始日期")] = "2024-03-01"
    messy["办理方式"][1][3] = "１１００００、120000　"
    clean["办理方式"][1][3] = "110000;120000"
    messy["行政区划"] = [
        ["京津冀行政区划表"],
        [],
        ["代码*", "名称", "", "电话区号"],
        [110000, "北京市\u200b", "", "010"],
        [120000.0, "天津市", "", "022"],
        ["１３００００", "河北省 ", "", None],
        [None, None, None],
    ]
    messy["协议"][1][clean["协议"][0].index("签订日期")] = "二〇二四年三月一日"
    clean["协议"][1][clean["协议"][0].index("签订日期")] = "2024-03-01"
    messy["叫法"].append(["居民身份证补领", "身份证丢了", "口语", "", "", "否", ""])
    clean["叫法"].append(["居民身份证补领", "身份证丢了", "口语", "", "", "", ""])
    messy["填写说明"] = [["请先看这里"]]
    imported = read(make_xlsx(messy))
    assert compare(read(make_xlsx(clean)).sheets, imported.sheets) == ()
    assert [sentence for sentence in imported.skipped if "填写说明" in sentence]
    assert {(m.sheet, m.row, m.column, m.new) for m in imported.mended} == {
        ("办理方式", 2, "业务属地", "110000;120000"),
        ("行政区划", 4, "名称", "北京市"),
        ("行政区划", 6, "代码*", "130000"),
        ("协议", 2, "签订日期", "2024-03-01"),
        ("叫法", 3, "是总称", ""),
    }


def test_merged_cell_counts_for_each_row_that_is_not_blank():
    rows = [
        ["事项", "叫法", "叫法类型"],
        ["id-card", "甲", "口语"],
        [None, "乙", "口语"],
        [],
        [None, "丙"],
    ]
    imported = read(make_xlsx({"叫法": rows}, merges={"叫法": ["A2:A4", "B2:C2"]}))
    assert [row.get("item") for row in imported.sheets["aliases"]] == [
        "id-card",
        "id-card",
        None,
        "",
    ]
    assert [(m.row, m.column, m.old, m.new) for m in imported.mended] == [
        (3, "事项", "", "id-card")
    ]


def test_xls_is_read_with_its_merged_cells():
    rows = [["事项", "叫法"], ["id-card", "甲"], ["", "乙"]]
    data = make_xls(
        {"叫法": rows, "行政区划": [HEADER, [110000, "北京市", "010"]]}, merges=[(1, 2, 0, 0)]
    )
    imported = read(data, "目录.xls")
    assert [row["item"] for row in imported.sheets["aliases"]] == ["id-card", "id-card"]
    assert imported.sheets["divisions"] == DIVISIONS[:1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_every_encoding_of_an_office(encoding):
    data = as_csv([HEADER, *CELLS], encoding)
    assert divisions_of(data, "行政区划.csv") == DIVISIONS


def test_csv_may_be_parted_by_tabs():
    data = "\n".join("\t".join(row) for row in [HEADER, *CELLS]).encode()
    assert divisions_of(data, "divisions.csv") == DIVISIONS


def test_archive_names_may_be_in_gbk_and_in_a_folder():
    name = "目录/行政区划.csv".encode("gb18030")
    stand_in = "x" * len(name)
    files = {stand_in: as_csv([HEADER, *CELLS]), "说明.txt": b"x", "__MACOSX/x.csv": b"x"}
    data = make_zip(files).replace(stand_in.encode(), name)
    imported = read(data, "目录.zip")
    assert imported.sheets["divisions"] == DIVISIONS
    assert len(imported.skipped) == 1


def test_json_takes_numbers_lists_and_lacking_keys():
    rows = [
        {"code": 110000, "name": "北京市"},
        {},
        {"code": "120000", "name": "天津市", "area_code": None},
    ]
    offerings = [{"id": "a", "materials": ["身份证", "照片"], "cross_only": True}]
    imported = read(json.dumps({"divisions": rows, "办理方式": offerings}).encode(), "目录.json")
    assert [row.get("code") for row in imported.sheets["divisions"]] == ["110000", None, "120000"]
    (offering,) = imported.sheets["offerings"]
    assert (offering["materials"], offering["cross_only"]) == ("身份证;照片", "yes")


def test_hidden_sheet_is_skipped_and_said_so():
    imported = read(
        make_xlsx({"事项": [["标识"], ["a"]], "行政区划": [HEADER, *CELLS]}, hidden=["事项"])
    )
    assert "items" not in imported.sheets
    assert imported.skipped == ("“事项”是隐藏的,没有读",)


def test_sheet_that_looks_like_ours_but_is_misnamed_is_told():
    with pytest.raises(CatalogProblems) as caught:
        read(make_xlsx({"区划2024": [HEADER, *CELLS], "区域": [["名称"], ["京津"]]}))
    (problem,) = caught.value.problems
    assert (problem.file, "行政区划" in problem.instead) == ("区划2024", True)


def test_sheet_that_stands_twice_is_told():
    with pytest.raises(CatalogProblems) as caught:
        read(make_xlsx({"行政区划": [HEADER, *CELLS], "divisions": [HEADER, *CELLS]}))
    assert caught.value.problems[0].file == "divisions"


def test_number_that_may_be_two_months_is_told():
    tables = make_tables()
    at = tables["办理方式"][0].index("开始日期")
    tables["办理方式"][1][at] = 2024.1
    with pytest.raises(CatalogProblems) as caught:
        read(make_xlsx(tables))
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column) == ("办理方式", 2, "开始日期")


def test_progress_moves_through_all_stages_and_ends_full(tmp_path):
    file = tmp_path / "目录.xlsx"
    write_workbook(make_sheets(), file)
    seen = []
    read_catalog(file, on_progress=seen.append)
    assert list(dict.fromkeys(p.stage for p in seen)) == [
        *(Stage.UNPACKING, Stage.READING, Stage.MENDING),
    ]
    for stage in (Stage.UNPACKING, Stage.READING, Stage.MENDING):
        done = [p.done for p in seen if p.stage is stage]
        last = [p for p in seen if p.stage is stage][-1]
        assert done == sorted(done)
        assert last.done == last.total


def test_name_of_an_upload_is_shown_bare():
    for name in ("../../etc/目录.csv", "C:\\x\\目录.csv", "/etc/\x00\u202e目录.csv"):
        assert (
            read_upload(as_csv([HEADER, *CELLS]), name.replace("目录", "行政区划")).name
            == "行政区划.csv"
        )
