"""Days are put right however an office writes them; what is no day stays as it was."""

import pytest

from catalog.files.mended_dates import mend_date


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("2024年3月1日", "2024-03-01"),
        ("2024 年 3 月 1 日", "2024-03-01"),
        ("2024年12月", "2024-12"),
        ("2024年", "2024"),
        ("２０２４年３月１日", "2024-03-01"),
        ("二〇二四年三月", "2024-03"),
        ("二○二四年十二月三十一日", "2024-12-31"),
        ("二零二四年十月二十日", "2024-10-20"),
        ("2024.3.1", "2024-03-01"),
        ("2024/3/1", "2024-03-01"),
        ("2024-3-1", "2024-03-01"),
        ("2024.3", "2024-03"),
        ("20240301", "2024-03-01"),
        ("45352", "2024-03-01"),
        ("2024-03-01 00:00:00", "2024-03-01"),
        ("2024年3月起(报道日)", "2024-03起(报道日)"),
    ],
)
def test_day_is_put_right(written, mended):
    assert mend_date(written) == mended


@pytest.mark.parametrize(
    "written",
    [
        *("2024", "2024-03", "2024-03-01", "2023-04-01施行", "2021(报道2021-11-18)"),
        *("2023年底", "2021年以后", "6月23日(年份待核)", "2021起累计4批", "2019-11前(报道日)"),
        *("2024年13月", "2024年2月30日", "20241301", "去年", "2024.3.1.2", "1234567", ""),
    ],
)
def test_what_is_right_or_not_understood_stays(written):
    assert mend_date(written) == written
