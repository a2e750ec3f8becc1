"""Labelled questions are read from a file; a bad line is told by its number."""

import pytest

from bot.labelled import BadQuestion, read_questions


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
