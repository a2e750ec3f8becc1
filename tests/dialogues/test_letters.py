"""Long letters and messages of several matters (letters.yaml): what each asks for is decided."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.assistant import answer
from bot.replies.compose import compose

DAY = date(2026, 11, 23)
MESSAGES = yaml.safe_load((Path(__file__).parent / "letters.yaml").read_text("utf-8"))
NOTHING = "-"


def parts_of(card):
    """Return the parts of an answer; the answer itself for one matter."""
    return card["parts"] or [card]


def wrong_in(card, expected):
    """Return what of a part differs from what is expected, as {name: (found, wanted)}."""
    items = card["items"]
    found = {
        "item": items[0]["id"] if items and card["outcome"] == "answer" else NOTHING,
        "unlisted": card["outcome"] == "unlisted",
        "verdict": card["verdict"],
        "aspect": card["aspect"],
        **{role: place["code"] if place else NOTHING for role, place in card["places"].items()},
    }
    return {
        name: (found[name], wanted)
        for name, wanted in expected.items()
        if found[name] not in (wanted if isinstance(wanted, list) else [wanted])
    }


@pytest.mark.parametrize("message", MESSAGES, ids=[one["name"] for one in MESSAGES])
def test_every_matter_of_a_message_is_answered(message, knowledge):
    outcome = answer(message["says"], knowledge, on=DAY)
    parts = parts_of(compose(message["says"], outcome, knowledge).answer)
    found = [(part["outcome"], [item["id"] for item in part["items"][:1]]) for part in parts]
    assert len(parts) == len(message["parts"]), found
    wrong = [wrong_in(*pair) for pair in zip(parts, message["parts"], strict=True)]
    assert not any(wrong), wrong


def test_there_are_ten_letters_and_ten_mixed_messages():
    letters = [one for one in MESSAGES if one["kind"] == "letter"]
    assert len(letters) >= 10
    assert all(len(one["says"]) >= 250 for one in letters)
    assert len(MESSAGES) - len(letters) >= 10
