"""Text that a spreadsheet program would run is told from text that is only odd."""

import pytest

from catalog.formulas import is_formula


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "=cmd|'/C calc'!A0", "@SUM(A1)", "+A1", "-2+3+cmd|' /C calc'!A0", "＝1+1"),
        *("-(1)", '+HYPERLINK("x")', "@x", "＠SUM(A1)"),
    ],
)
def test_what_a_program_would_run_is_a_formula(text):
    assert is_formula(text)


@pytest.mark.parametrize(
    "text", ["", "-", "-5℃", "+86 010 12345", "a=b", "—1", "*;!120000", "- 无"]
)
def test_what_it_would_show_is_none(text):
    assert not is_formula(text)
