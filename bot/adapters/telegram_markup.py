"""A reply in Telegram's form: parts that fit, buttons, and what a pressed button means.

``callback_data`` has 64 bytes. It says, by its first letter:

- ``s:<say>`` – the message that the choice stands for;
- ``c:<index>:<receipt>`` – the choice at that place of that turn, when ``say`` is too long;
- ``f:<1 or 0>:<receipt>`` – 有用 or 没用 for that turn;
- ``done`` – a button that only shows what was pressed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.messages import Choice, Copyable, Reply
from bot.replies.texts import say

TEXT_UNITS = 4096
"""Longest message, counted in UTF-16 units as Telegram does."""
CALLBACK_BYTES = 64
"""Longest ``callback_data``."""
COPY_CHARACTERS = 256
"""Longest text that a copy button holds."""
MOST_CHOICES = 8
"""More buttons than that nobody reads."""
_VERDICT_UNITS = 100
_BORDERS = ("\n\n", "\n", "。", "；", ";", "，", ",", " ")
_DONE = "done"


@dataclass(frozen=True, slots=True)
class Said:
    """A choice was pressed: the same as saying this."""

    text: str


@dataclass(frozen=True, slots=True)
class Nth:
    """A choice was pressed that is only known by its place in a turn."""

    index: int
    receipt: str


@dataclass(frozen=True, slots=True)
class Judged:
    """有用 or 没用 was pressed."""

    useful: bool
    receipt: str


Choosing = Said | Nth
Press = Choosing | Judged


def read_press(data: str | None) -> Press | None:
    """Return what a button means; None when it means nothing (any more)."""
    kind, _, rest = (data or "").partition(":")
    first, _, receipt = rest.partition(":")
    if kind == "s" and rest:
        return Said(rest)
    if kind == "c" and first.isdecimal():
        return Nth(int(first), receipt)
    if kind == "f" and first in ("0", "1") and receipt:
        return Judged(first == "1", receipt)
    return None


def split_text(text: str, limit: int = TEXT_UNITS) -> list[str]:
    """Return the text in parts that fit, cut at the border of a paragraph where there is one."""
    parts = []
    rest = text.strip()
    while len(head := _head(rest, limit)) < len(rest):
        end = _border(head)
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*parts, rest] if rest else parts


def emphasize_verdict(text: str) -> list[MessageEntity]:
    """Return the entity that makes a short first line bold; entities need no escaping."""
    verdict, _, rest = text.partition("\n")
    length = _units(verdict)
    if not rest or length > _VERDICT_UNITS:
        return []
    return [MessageEntity(MessageEntity.BOLD, offset=0, length=length)]


def make_keyboard(reply: Reply, receipt: str) -> InlineKeyboardMarkup | None:
    """Return the buttons under a reply: choices, things to copy, 有用/没用."""
    rows = [
        *_choice_rows(reply.choices[:MOST_CHOICES], receipt),
        *_in_rows([_copy_button(c) for c in reply.copyables if _is_copied(c)], 2),
    ]
    if reply.asks_feedback and _fits(f"f:1:{receipt}"):
        rows.append(
            [
                InlineKeyboardButton(
                    f"👍 {say('adapter.useful')}", callback_data=f"f:1:{receipt}"
                ),
                InlineKeyboardButton(
                    f"👎 {say('adapter.useless')}", callback_data=f"f:0:{receipt}"
                ),
            ]
        )
    return InlineKeyboardMarkup(rows) if rows else None


def mark_pressed(keyboard: InlineKeyboardMarkup | None, data: str) -> InlineKeyboardMarkup | None:
    """Return the keyboard with the pressed button in the place of its whole group.

    None when the button is not there: it was marked before.
    """
    rows = keyboard.inline_keyboard if keyboard else ()
    pressed = next((b for row in rows for b in row if b.callback_data == data), None)
    if pressed is None:
        return None
    marked: list[list[InlineKeyboardButton]] = []
    for row in rows:
        kept = [b for b in row if _group(b) != _group(pressed)]
        if pressed in row:
            kept.append(InlineKeyboardButton(f"✅ {pressed.text}", callback_data=_DONE))
        if kept:
            marked.append(kept)
    return InlineKeyboardMarkup(marked)


def _group(button: InlineKeyboardButton) -> str:
    data = button.callback_data
    kind = data.partition(":")[0] if isinstance(data, str) else "copy"
    return "choice" if kind in ("s", "c") else kind


def _choice_rows(choices: Sequence[Choice], receipt: str) -> list[list[InlineKeyboardButton]]:
    buttons = [
        InlineKeyboardButton(choice.label, callback_data=_choice_data(choice, index, receipt))
        for index, choice in enumerate(choices)
    ]
    alike = groupby(buttons, key=lambda button: _how_many_fit(button.text))
    return [row for width, group in alike for row in _in_rows(list(group), width)]


def _how_many_fit(label: str) -> int:
    """Return how many buttons of this length stand in one row of a phone."""
    return 3 if len(label) <= 5 else 2 if len(label) <= 9 else 1


def _choice_data(choice: Choice, index: int, receipt: str) -> str:
    data = f"s:{choice.say}"
    if not _fits(data):
        data = f"c:{index}:{receipt}"
    return data if _fits(data) else f"c:{index}:"


def _is_copied(copyable: Copyable) -> bool:
    return 0 < len(copyable.value) <= COPY_CHARACTERS


def _copy_button(copyable: Copyable) -> InlineKeyboardButton:
    return InlineKeyboardButton(f"📋 {copyable.label}", copy_text=CopyTextButton(copyable.value))


def _in_rows(
    buttons: Sequence[InlineKeyboardButton], width: int
) -> list[list[InlineKeyboardButton]]:
    return [list(buttons[i : i + width]) for i in range(0, len(buttons), width)]


def _fits(data: str) -> bool:
    return len(data.encode()) <= CALLBACK_BYTES


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _head(text: str, limit: int) -> str:
    # "ignore" leaves out the half of a character that would be cut in two.
    return text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore")


def _border(head: str) -> int:
    for border in _BORDERS:
        found = head.rfind(border)
        # Nearer to the beginning a cut would leave a part that is hardly worth a message.
        if found >= len(head) // 4:
            return found + len(border)
    return len(head)
