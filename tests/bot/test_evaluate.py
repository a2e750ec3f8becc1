"""Labelled questions: read, asked, summed up, and every miss told."""

import json

import pytest

from bot.evaluate import BadQuestion, read_questions, run_evaluation, summary_lines

ROWS = [
    {"question": "户口邯郸,人在北京,护照过期了想换新的", "items": ["普通护照签发"], "kind": "a"},
    {"question": "残疾证丢了", "items": ["居民身份证补领"], "verdict": "not_yet", "kind": "b"},
    {"question": "给我讲个笑话听听", "outcome": "out_of_scope", "items": [], "confidence": "low"},
]


@pytest.fixture
def summary(knowledge):
    return run_evaluation(ROWS, knowledge)


def test_rows_are_summed_up_overall_and_by_kind(summary):
    assert (summary["n"], summary["with_items"], summary["top1"]) == (3, 2, 0.5)
    assert (summary["by_kind"]["a"]["top1"], summary["by_kind"]["b"]["top1"]) == (1.0, 0.0)
    assert summary["refused"] == 1.0


def test_doubtful_rows_are_left_out_once(summary):
    assert summary["without_low_confidence"]["n"] == 2


def test_every_miss_tells_what_was_wrong_and_why(summary):
    (miss,) = summary["misses"]
    assert miss["question"] == "残疾证丢了"
    assert miss["wrong"] == ["items", "verdict"]
    assert miss["wanted"] == {"items": ["居民身份证补领"], "verdict": "not_yet"}
    assert miss["items"][0] == "残疾人证挂失补办"
    assert miss["why"]


def test_summary_is_plain_json_and_compares_with_an_older_one(summary):
    old = json.loads(json.dumps(summary)) | {"top1": 0.25}
    lines = summary_lines(summary, old)
    assert "top1=0.5(+0.250)" in lines[0]
    assert any("残疾证丢了" in line for line in lines)


def test_byte_order_mark_and_blank_lines_do_no_harm(tmp_path):
    file = tmp_path / "q.jsonl"
    file.write_text('\ufeff{"question": "一"}\n\n{"question": "二"}\n', encoding="utf-8")
    assert [row["question"] for row in read_questions(file)] == ["一", "二"]


@pytest.mark.parametrize("line", ["{", "[]", '{"no": 1}', '{"question": 5}'])
def test_bad_line_is_told_by_its_number(tmp_path, line):
    file = tmp_path / "q.jsonl"
    file.write_text('{"question": "一"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(BadQuestion, match=r"q\.jsonl 第2行"):
        read_questions(file)


def test_no_verdict_may_be_among_the_right_ones(tmp_path):
    file = tmp_path / "questions.jsonl"
    line = (
        '{"question": "榆垡和固安能互办吗\u2028", "verdict": ["unknown", null], "items": null}\n'
    )
    file.write_text(line, encoding="utf-8")
    assert [row["verdict"] for row in read_questions(file)] == [["unknown", None]]
