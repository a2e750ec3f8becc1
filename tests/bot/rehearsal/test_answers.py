"""How one answer changed is told field by field, and whether it got worse."""

import pytest

from bot.rehearsal.answers import AnswerDifference, Effect, compare_answers


def card(**changes):
    item = {"id": "id-card", "name": "居民身份证补领", "score": 1.0}
    return {
        "outcome": "answer",
        "aspect": "procedure",
        "places": {"home": None, "current": None, "destination": None},
        "items": [item],
        "nearest": [],
        "verdict": "covered",
        "direction": {"accepts": "北京市", "decides": "保定市"},
        "modes": ["异地代收代办"],
        "channels": [],
        "materials": ["照片"],
        "time_limit": "3天",
        "fee": None,
        "basis": [{"title": "35号", "as_of": "2020", "confidence": "high"}],
        "limits": [],
        "figures": [],
        "parts": [],
        "sources": [],
        "text": "可以",
        **changes,
    }


OTHER_ITEM = [{"id": "passport", "name": "护照"}]


def judged(live, draft, **labels):
    found = compare_answers({"question": "问", **labels}, live, draft)
    return found.effect, found.reasons


def test_equal_answers_are_no_change():
    other = card(catalog_version="new", receipt="7K3F-Q2MX")
    assert compare_answers({"question": "问"}, card(), other) is None


def test_difference_is_told_field_by_field_with_both_texts():
    found = compare_answers({"question": "问"}, card(), card(fee="20元", text="可以,20元"))
    assert found.differences == (AnswerDifference("费用", "", "20元"),)
    assert (found.live_text, found.draft_text) == ("可以", "可以,20元")
    assert not found.is_golden


def test_text_is_told_only_where_nothing_else_differs():
    found = compare_answers({"question": "问"}, card(), card(text="行"))
    assert found.differences == (AnswerDifference("文字", "可以", "行"),)
    assert found.effect is Effect.DIFFERENT


def test_parts_of_a_message_are_compared_one_by_one():
    live = card(parts=[card(), card(fee="10元")])
    found = compare_answers({"question": "问"}, live, card(parts=[card(), card(fee="20元")]))
    assert found.differences == (AnswerDifference("费用", " / 10元", " / 20元"),)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"outcome": "clarify"}, "原来有答复,现在没有"),
        ({"outcome": "unlisted"}, "原来有答复,现在没有"),
        ({"verdict": "unknown"}, "结论变成不确定"),
        ({"items": OTHER_ITEM}, "原来的事项不见了"),
        ({"basis": []}, "没有依据了"),
        ({"materials": []}, "没有材料了"),
        ({"time_limit": None}, "没有时限了"),
    ],
)
def test_answer_without_labels_gets_worse_and_better_by_what_is_lost(changes, reason):
    assert judged(card(), card(**changes)) == (Effect.WORSE, (reason,))
    effect, reasons = judged(card(**changes), card())
    # Another item in place of the first is a loss both ways.
    assert effect is (Effect.WORSE if changes.get("items") else Effect.BETTER)
    assert reasons


def test_question_back_instead_of_not_held_is_only_different():
    live, draft = card(outcome="unlisted", verdict=None), card(outcome="clarify", verdict=None)
    assert judged(live, draft)[0] is Effect.DIFFERENT


def test_label_decides_before_what_is_lost():
    labels = {"outcome": ["answer", "clarify"], "items": ["居民身份证补领"]}
    assert judged(card(), card(outcome="clarify"), **labels)[0] is Effect.DIFFERENT
    assert judged(card(), card(items=OTHER_ITEM), **labels) == (
        Effect.WORSE,
        ("事项原来对,现在不对",),
    )
    assert judged(card(items=OTHER_ITEM), card(), **labels) == (
        Effect.BETTER,
        ("事项原来不对,现在对",),
    )


def test_worse_beats_better():
    live, draft = card(verdict="covered"), card(verdict="not_yet", fee="20元")
    effect, reasons = judged(live, draft, verdict="covered")
    assert (effect, reasons) == (Effect.WORSE, ("结论原来对,现在不对",))
