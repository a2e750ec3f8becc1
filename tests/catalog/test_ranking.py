import pytest

from catalog.ranking import HIGHEST_TOTAL, RANKING_RULES, Score

BEST = {name: 1.0 for name, weight in RANKING_RULES.items() if weight > 0}


def test_best_score_is_the_whole_share():
    assert Score(BEST).total == pytest.approx(HIGHEST_TOTAL)
    assert Score(BEST).share == 1.0


def test_total_is_the_weighted_sum():
    score = Score({"letters": 0.5, "evidence": 0.2})
    expected = 0.5 * RANKING_RULES["letters"] + 0.2 * RANKING_RULES["evidence"]
    assert score.total == pytest.approx(expected)


def test_share_never_leaves_its_range():
    assert Score({"elsewhere": 1.0}).total < 0
    assert Score({"elsewhere": 1.0}).share == 0.0
    assert Score({}).share == 0.0


@pytest.mark.parametrize("name", [name for name in RANKING_RULES if name != "elsewhere"])
def test_every_signal_lifts_but_being_elsewhere(name):
    assert Score({name: 1.0}).total > Score({name: 0.5}).total > 0


def test_explanation_names_each_signal_that_counts_and_the_total():
    line = Score({"letters": 0.5, "concepts": 0.0, "elsewhere": 1.0}).explain()
    assert "letters 0.50" in line
    assert "elsewhere 1.00" in line
    assert "concepts" not in line
    assert line.endswith(f"{0.5 * RANKING_RULES['letters'] + RANKING_RULES['elsewhere']:.2f}")
