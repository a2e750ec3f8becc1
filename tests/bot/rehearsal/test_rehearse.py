"""One rehearsal tells everything about a draft, as data and as lines of text."""

import json
from datetime import date

import pytest

from bot.rehearsal import Rehearsal, rehearsal_lines, rehearse
from catalog.contradictions import ContradictionKind
from catalog.editing import edit_row, remove_row

DAY = date(2026, 11, 23)
QUESTIONS = (
    {
        "question": "户口保定,人在北京,身份证丢了怎么补",
        "items": ["居民身份证补领"],
        "verdict": ["covered", "conditional"],
    },
    {"question": "护照多少钱", "aspect": "fee"},
)
LOST = "id-card-replacement-national"


@pytest.fixture(scope="module")
def worse(knowledge, sheets, know):
    """A draft that contradicts itself, loses an offering and renames an item."""
    draft = remove_row(sheets, "offerings", LOST)
    draft = remove_row(draft, "offerings", "id-card-outsiders-bj")
    draft = edit_row(draft, "figures", _first_figure(sheets), {"value": "179/234"})
    draft = edit_row(draft, "unlisted_items", "dog-registration", {"name": "谢谢"})
    return rehearse(
        knowledge,
        know(draft),
        sheets,
        draft,
        on=DAY,
        questions=QUESTIONS,
        asked=("身份证丢了", "身份证丢了", "护照多少钱"),
    )


def _first_figure(sheets):
    row = sheets["figures"][0]
    return f"{row['meaning']} / {row['system']} / {row['as_of']}"


def test_unchanged_catalog_has_nothing_to_confirm(knowledge, sheets):
    steps = []
    found = rehearse(
        knowledge,
        knowledge,
        sheets,
        sheets,
        on=DAY,
        questions=QUESTIONS,
        on_progress=lambda done, total: steps.append((done, total)),
    )
    assert (found.changes, found.replay.changed, found.new_contradictions) == ((), (), ())
    assert len(found.contradictions) == 1
    assert not found.has_blockers
    total = len(QUESTIONS) + len(knowledge.release.items)
    assert steps == [(done, total) for done in range(1, total + 1)]
    assert rehearsal_lines(found)[-1] == "没有要确认的。"


def test_rehearsal_tells_difference_answers_contradictions_and_what_is_lost(worse, knowledge):
    assert [c.key for c in worse.changes if c.sheet == "offerings"] == [
        LOST,
        "id-card-outsiders-bj",
    ]
    assert worse.live_version == knowledge.release.version != worse.draft_version
    assert QUESTIONS[0]["question"] in [one.question for one in worse.replay.worse]
    assert [(c.sheet, c.kind) for c in worse.new_contradictions] == [
        ("figures", ContradictionKind.MERGED_FIGURES)
    ]
    assert [(one.item, one.wording) for one in worse.newly_unfindable] == [
        ("dog-registration", "谢谢")
    ]
    assert worse.has_blockers


def test_questions_that_were_asked_are_replayed_once(worse):
    assert worse.replay.count == 3


def test_rehearsal_is_the_same_after_it_was_stored(worse):
    stored = json.dumps(worse.as_json(), ensure_ascii=False)
    assert Rehearsal.from_json(json.loads(stored)) == worse
    with pytest.raises(ValueError, match="live_version"):
        Rehearsal.from_json({"on": "2026-11-23"})


def test_lines_mark_what_must_be_confirmed(worse):
    lines = rehearsal_lines(worse)
    marked = [line for line in lines if line.startswith("  !")]
    assert any("变差 户口保定" in line for line in marked)
    assert any("数字被合并" in line for line in marked)
    assert any("找不到“谢谢”" in line for line in lines)
    assert lines[-1].startswith("有要确认的")
    assert all("\n" not in line for line in lines)
