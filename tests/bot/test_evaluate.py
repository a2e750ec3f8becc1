"""Labelled questions: asked, summed up, and every miss told."""

import json

import pytest

from bot.evaluate import run_evaluation, summary_lines

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
