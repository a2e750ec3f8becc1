"""How labelled questions are marked and summed up."""

import pytest

from bot.scoring import Marks, mark, summarize


def card(**changes):
    whole = {
        "outcome": "answer",
        "aspect": "fee",
        "places": {"home": {"code": "130600"}, "current": None, "destination": None},
        "items": [{"name": "甲证补领"}, {"name": "乙证(换发)"}],
        "verdict": "covered",
        "basis": [{"title": "某协议"}],
    }
    return {**whole, **changes}


@pytest.mark.parametrize(
    ("items", "outcome", "rank"),
    [
        (["甲证补领"], "answer", 1),
        (["乙证"], "answer", 2),
        (["丙证"], "answer", 0),
        (["丙证", "乙证(首次)"], "clarify", 2),
        (["甲证补领(ＸＹ)"], "answer", 1),
        (["甲证补领"], "unlisted", 0),
        ([], "answer", None),
    ],
)
def test_rank_is_the_first_acceptable_item_of_an_answer_that_names_items(items, outcome, rank):
    assert mark({"items": items}, card(outcome=outcome)).rank == rank


def test_full_width_and_trailing_brackets_make_no_difference():
    shown = card(items=[{"name": "ＡＢ证（首次）"}])
    assert mark({"items": ["AB证(换发)"]}, shown).rank == 1


@pytest.mark.parametrize(
    ("accepted", "outcome", "refused", "falsely", "asked_back"),
    [
        ("answer", "answer", None, False, False),
        ("answer", "clarify", None, False, True),
        ("answer", "unlisted", None, True, False),
        (["answer", "clarify"], "clarify", None, False, None),
        (["answer", "clarify"], "refused", None, True, None),
        (["answer", "unlisted"], "unlisted", None, None, None),
        ("unlisted", "unlisted", True, None, None),
        ("unlisted", "out_of_scope", True, None, None),
        (["unlisted", "out_of_scope"], "answer", False, None, None),
        ("smalltalk", "smalltalk", None, None, None),
        (None, "answer", None, None, None),
    ],
)
def test_refusals_are_marked_where_the_row_asks_for_it(
    accepted, outcome, refused, falsely, asked_back
):
    marks = mark({"outcome": accepted}, card(outcome=outcome))
    assert (marks.refused, marks.falsely_refused, marks.asked_back) == (
        refused,
        falsely,
        asked_back,
    )


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        ({"aspect": "fee"}, "aspect", True),
        ({"aspect": ["fee", "place"]}, "aspect", True),
        ({"aspect": "place"}, "aspect", False),
        ({"home": "130600"}, "home", True),
        ({"home": "130000"}, "home", False),
        ({"current": "110000"}, "current", False),
        ({"current": None}, "current", None),
        ({"verdict": "covered"}, "verdict", True),
        ({"verdict": "unknown"}, "verdict", False),
        ({"verdict": ["covered", "conditional"]}, "verdict", True),
        ({"basis": "某协议"}, "basis", True),
        ({"basis": "另一份"}, "basis", False),
        ({"outcome": "answer"}, "outcome", True),
        ({"outcome": ["clarify"]}, "outcome", False),
    ],
)
def test_only_what_the_row_gives_is_marked(row, field, value):
    marks = mark(row, card())
    assert getattr(marks, field) is value
    given = [f for f in ("aspect", "home", "verdict", "basis") if getattr(marks, f) is not None]
    assert set(given) <= set(row)


@pytest.mark.parametrize(
    ("marks", "right"),
    [
        (Marks(), True),
        (Marks(rank=1, aspect=True), True),
        (Marks(rank=2), False),
        (Marks(rank=0), False),
        (Marks(refused=False), False),
        (Marks(falsely_refused=True), False),
        (Marks(verdict=False), False),
        (Marks(asked_back=True), True),
    ],
)
def test_answer_is_all_right_when_nothing_asked_for_is_wrong(marks, right):
    assert marks.all_right is right


def test_figures_are_shares_over_the_rows_that_ask_for_them():
    summary = summarize(
        [
            ({"kind": "a"}, Marks(rank=1, aspect=True)),
            ({"kind": "a"}, Marks(rank=2, aspect=False)),
            ({"kind": "b", "style": "s"}, Marks(rank=4)),
            ({"kind": "b"}, Marks(rank=0)),
            ({}, Marks(refused=True)),
        ]
    )
    assert summary["n"] == 5
    assert summary["with_items"] == 4
    assert summary["top1"] == 0.25
    assert summary["top3"] == 0.5
    assert summary["mrr"] == round((1 + 1 / 2 + 1 / 4) / 4, 4)
    assert summary["aspect"] == 0.5
    assert summary["refused"] == 1.0
    assert summary["verdict"] is None
    assert summary["by_kind"]["a"]["n"] == 2
    assert summary["by_kind"]["b"]["top1"] == 0.0
    assert list(summary["by_style"]) == ["s"]


def test_nothing_to_score_has_no_figures():
    summary = summarize([])
    assert summary["n"] == 0
    assert summary["top1"] is None
