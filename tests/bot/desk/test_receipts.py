"""A receipt is read however it was said."""

import pytest

from bot.desk.receipts import read_receipt


@pytest.mark.parametrize(
    "said",
    ["7K3F-Q2MX", "7k3f q2mx", " 7k3fq2mx ", "７Ｋ３Ｆ－Ｑ２ＭＸ", "7K3F—Q2MX", "回执：7K3F-Q2MX"],
)
def test_receipt_is_read_as_it_was_said(said):
    assert read_receipt(said) == "7K3F-Q2MX"


@pytest.mark.parametrize("said", ["", "7K3F", "7K3F-Q2MX-1", "身份证", "10OI-10OI"])
def test_anything_else_is_no_receipt(said):
    assert read_receipt(said) is None
