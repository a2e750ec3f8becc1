"""One line tells where, what, and what instead."""

from catalog.problems import CatalogProblems, Problem, suggest


def test_line_tells_file_row_column_and_what_instead():
    line = Problem("items.csv", 12, "id", "“A”不是短标识", "写 a").render()
    assert line == "items.csv 第12行 id 列:“A”不是短标识;写 a"


def test_line_about_a_whole_file_names_no_row():
    assert Problem("items.csv", None, None, "缺少这个文件").render() == "items.csv:缺少这个文件"


def test_cell_with_line_breaks_stays_on_one_line():
    assert "\n" not in Problem("items.csv", 2, "id", "“a\nb”不是短标识").render()


def test_problem_is_given_as_json():
    assert Problem("事项", 2, "名称", "不能空着").as_json() == {
        "file": "事项",
        "row": 2,
        "column": "名称",
        "wrong": "不能空着",
        "instead": "",
    }


def test_problems_are_ordered_by_file_and_row():
    late, early = Problem("b.csv", 2, None, "x"), Problem("a.csv", 9, None, "y")
    assert CatalogProblems([late, early]).problems == (early, late)
    assert str(CatalogProblems([late, early])).count("\n") == 1


def test_many_choices_are_not_listed_but_the_nearest_is():
    assert suggest("id-crd", [f"x-{n}" for n in range(20)] + ["id-card"]) == "最接近的是“id-card”"


def test_nothing_near_suggests_nothing():
    assert suggest("zzz", [f"x-{n}" for n in range(20)]) == ""
