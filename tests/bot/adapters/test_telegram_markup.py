"""Texts and buttons fit what Telegram takes, and a button's data means what it meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.telegram_markup import (
    Judged,
    Nth,
    Said,
    emphasize_verdict,
    make_keyboard,
    mark_pressed,
    read_press,
    split_text,
)
from bot.messages import Choice, Copyable, Reply


def units(text):
    return len(text.encode("utf-16-le")) // 2


def buttons(keyboard):
    return [b for row in keyboard.inline_keyboard for b in row]


def test_short_text_stays_whole():
    assert split_text("可以。\n\n带身份证。") == ["可以。\n\n带身份证。"]


def test_blank_text_has_no_parts():
    assert split_text(" \n ") == []


def test_text_is_cut_between_paragraphs_first():
    assert split_text("一二三四。\n\n五六七。八九十。", limit=14) == [
        "一二三四。",
        "五六七。八九十。",
    ]


def test_text_is_cut_after_a_sentence_when_it_has_no_paragraphs():
    assert split_text("一二三四。五六七八九十", limit=8) == ["一二三四。", "五六七八九十"]


def test_emoji_counts_twice_and_is_never_cut():
    parts = split_text("😀" * 3000)
    assert [units(p) for p in parts] == [4096, 1904]
    assert "".join(parts) == "😀" * 3000


@given(st.text(st.sampled_from("字a😀 。,\n"), max_size=400), st.integers(4, 50))
def test_parts_fit_and_lose_nothing_but_blanks(text, limit):
    parts = split_text(text, limit)
    assert all(part and units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_only_a_short_first_line_is_bold():
    [bold] = emphasize_verdict("可以😀。\n带身份证。")
    assert (bold.type, bold.offset, bold.length) == ("bold", 0, 5)
    assert emphasize_verdict("只有一行") == []
    assert emphasize_verdict("长" * 200 + "\n下一行") == []


@pytest.mark.parametrize(
    ("say", "press"),
    [
        ("驾驶证:期满换证", Said("驾驶证:期满换证")),
        ("字" * 20 + "ab", Said("字" * 20 + "ab")),  # exactly 64 bytes
        ("字" * 20 + "abc", Nth(0, "7K3F-2QXM")),
    ],
)
def test_button_says_what_its_choice_says(say, press):
    keyboard = make_keyboard(Reply("?", choices=(Choice("换证", say),)), "7K3F-2QXM")
    [button] = buttons(keyboard)
    assert len(button.callback_data.encode()) <= 64
    assert read_press(button.callback_data) == press


def test_receipt_is_left_off_when_it_is_too_long():
    reply = Reply("?", choices=(Choice("换证", "字" * 30),), asks_feedback=True)
    [button] = buttons(make_keyboard(reply, "R" * 80))
    assert read_press(button.callback_data) == Nth(0, "")


@pytest.mark.parametrize("data", [None, "", "done", "s:", "c:x:R", "c:-1:R", "f:2:R", "f:1:", "?"])
def test_unknown_data_means_nothing(data):
    assert read_press(data) is None


def test_judgements_carry_the_receipt():
    useful, useless = buttons(make_keyboard(Reply("好", asks_feedback=True), "R-1"))
    assert read_press(useful.callback_data) == Judged(True, "R-1")
    assert read_press(useless.callback_data) == Judged(False, "R-1")


@pytest.mark.parametrize(
    ("labels", "widths"),
    [
        (["要带什么"] * 4, [3, 1]),
        (["身份证首次申领"] * 3, [2, 1]),
        (["机动车驾驶证期满换证"] * 2, [1, 1]),
        (["甲"] * 12, [3, 3, 2]),
        (["要带什么"] * 3 + ["户籍地:保定市 ✎"] * 2, [3, 2]),
    ],
)
def test_long_labels_get_a_row_each_and_eight_is_the_most(labels, widths):
    choices = tuple(Choice(label, f"{label}{n}") for n, label in enumerate(labels))
    keyboard = make_keyboard(Reply("?", choices=choices), "R")
    assert [len(row) for row in keyboard.inline_keyboard] == widths


def test_copy_buttons_hold_what_fits():
    values = ["0316-12345", "", "字" * 257]
    reply = Reply("好", copyables=tuple(Copyable("电话", value) for value in values))
    [button] = buttons(make_keyboard(reply, "R"))
    assert button.copy_text.text == "0316-12345"


def test_reply_without_anything_to_press_has_no_keyboard():
    assert make_keyboard(Reply("好"), "R") is None


def test_mark_replaces_only_the_pressed_group():
    reply = Reply("?", choices=(Choice("甲", "甲"), Choice("乙", "乙")), asks_feedback=True)
    keyboard = make_keyboard(reply, "R")
    marked = mark_pressed(mark_pressed(keyboard, "s:乙"), "f:0:R")
    assert [b.text for b in buttons(marked)] == ["✅ 乙", "✅ 👎 没用"]
    assert mark_pressed(marked, "s:乙") is None
