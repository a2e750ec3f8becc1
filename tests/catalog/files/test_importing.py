"""Problems are told by the sheets, rows and headers of the file that an editor has open."""

import pytest

from catalog.files.importing import import_catalog
from catalog.files.writing import write_sheets
from catalog.problems import CatalogProblems
from catalog.progress import Stage
from tests.builders import make_row, make_sheets
from tests.catalog.files.workbook import make_tables, make_xlsx


@pytest.fixture
def problems_of(tmp_path):
    def find(tables):
        file = tmp_path / "目录.xlsx"
        file.write_bytes(make_xlsx(tables))
        with pytest.raises(CatalogProblems) as caught:
            import_catalog(file)
        return caught.value.problems

    return find


def test_row_is_counted_from_the_top_of_the_sheet_and_column_is_its_title(problems_of):
    tables = make_tables()
    tables["限制"][1][8] = "never"
    tables["限制"][:0] = [["限制一览表"], []]
    (problem,) = problems_of(tables)
    assert (problem.file, problem.row, problem.column) == ("限制", 4, "影响")
    assert problem.as_json()["row"] == 4


def test_other_row_of_a_problem_is_named_as_in_the_file_too(problems_of):
    tables = make_tables()
    tables["限制"].append(list(tables["限制"][1]))
    tables["限制"][:0] = [["限制一览表"]]
    (problem,) = problems_of(tables)
    assert (problem.row, "限制 第3行" in problem.wrong) == (4, True)


def test_missing_sheet_and_column_are_told_by_their_titles(problems_of):
    tables = make_tables()
    del tables["渠道"]
    tables["限制"] = [row[:-2] for row in tables["限制"]]
    told = {(p.file, p.column, p.wrong) for p in problems_of(tables)}
    assert told == {("渠道(channels)", None, "缺少这张表"), ("限制", "可信度", "缺少这一列")}


def test_folder_keeps_the_names_of_its_files(tmp_path):
    write_sheets(make_sheets(limits=[make_row("limits", effect="never")]), tmp_path)
    (tmp_path / "channels.csv").unlink()
    with pytest.raises(CatalogProblems) as caught:
        import_catalog(tmp_path)
    places = [(p.file, p.row, p.column) for p in caught.value.problems]
    assert places == [("channels.csv", None, None), ("limits.csv", 2, "effect")]


def test_valid_source_gives_a_release_and_the_last_stage_is_checking(tmp_path):
    write_sheets(make_sheets(), tmp_path)
    seen = []
    done = import_catalog(tmp_path, on_progress=seen.append)
    assert done.release.is_listed("id-card")
    assert seen[-1].stage is Stage.CHECKING
    assert seen[-1].done == seen[-1].total > 0
