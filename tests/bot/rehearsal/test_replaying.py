"""Questions are asked of both catalogs, each on its own day and from its own place."""

from datetime import date

import pytest

from bot.rehearsal.answers import Effect
from bot.rehearsal.replaying import replay
from catalog.editing import edit_row, remove_row

DAY = date(2026, 11, 23)
LOST_CARD = {
    "question": "户口保定,人在北京,身份证丢了怎么补",
    "items": ["居民身份证补领"],
    "outcome": "answer",
    "verdict": ["covered", "conditional"],
}


@pytest.fixture(scope="module")
def without_offerings(sheets, know):
    """A draft in which no lost ID card can be replaced away from home any more."""
    draft = sheets
    for row in sheets["offerings"]:
        if "id-card-replacement" in row["items"]:
            draft = edit_row(draft, "offerings", row["id"], {"valid_until": "2026-01-01"})
    return know(draft)


def test_answer_that_lost_what_it_needs_is_worse(knowledge, without_offerings):
    steps = []
    rows = [{"question": "户口保定,人在北京,护照怎么换"}, LOST_CARD]
    found = replay(rows, knowledge, without_offerings, DAY, lambda *step: steps.append(step))
    (changed,) = found.worse
    assert (changed.question, changed.effect) == (LOST_CARD["question"], Effect.WORSE)
    assert "结论原来对,现在不对" in changed.reasons
    assert ("结论", "能办", "不确定") in [(d.field, d.live, d.draft) for d in changed.differences]
    assert found.missed == (LOST_CARD["question"],)
    assert (found.count, found.changed, found.better) == (2, (changed,), ())
    assert steps == [(1, 2), (2, 2)]


def test_answer_that_gains_what_it_lacked_is_better(knowledge, without_offerings):
    found = replay([LOST_CARD], without_offerings, knowledge, DAY)
    assert [one.effect for one in found.changed] == [Effect.BETTER]
    assert found.missed == ()


def test_question_is_asked_on_the_day_it_names(knowledge, without_offerings):
    before = LOST_CARD | {"on": "2025-12-31"}
    assert replay([before], knowledge, without_offerings, DAY).changed == ()


def test_question_is_asked_from_the_place_it_names(knowledge, sheets, know):
    draft = know(remove_row(sheets, "offerings", "id-card-outsiders-bj"))
    rows = [{"question": "外地户口换身份证", "here": here} for here in ("110000", "310000")]
    found = replay(rows, knowledge, draft, DAY)
    assert len(found.changed) == 1
