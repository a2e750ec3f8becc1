"""Whole talks (talks.yaml, more_talks.yaml): what is decided each turn, never how it is worded."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.messages import IncomingMessage
from bot.storage.store import Store
from bot.turn import Turns

DAY = date(2026, 11, 23)
FOLDER = Path(__file__).parent
TALKS = [
    talk
    for name in ("talks.yaml", "more_talks.yaml")
    for talk in yaml.safe_load((FOLDER / name).read_text("utf-8"))
]
EXPECTATIONS = {
    "says",
    "outcome",
    "item",
    "home",
    "current",
    "destination",
    "verdict",
    "aspect",
    "basis",
}
NOTHING = "-"


def decided(answer, expected):
    """Return what was decided in the terms of an expectation."""
    places = answer["places"]
    found = {
        "outcome": answer["outcome"],
        "item": answer["items"][0]["id"] if answer["items"] else NOTHING,
        "verdict": answer["verdict"] or NOTHING,
        "aspect": answer["aspect"],
        **{role: place["code"] if place else NOTHING for role, place in places.items()},
    }
    if "basis" in expected:
        titles = [line["title"] for line in answer["basis"]]
        found["basis"] = (
            expected["basis"] if any(expected["basis"] in t for t in titles) else titles
        )
    return found


@pytest.mark.parametrize("talk", TALKS, ids=[talk["talk"] for talk in TALKS])
async def test_talk_is_decided_as_expected(talk, knowledge):
    store = await Store.open("sqlite+aiosqlite://")
    turns = Turns(store, lambda: knowledge)
    for expected in talk["turns"]:
        message = IncomingMessage(expected["says"], conversation="web:1", on=DAY.isoformat())
        answer = (await turns.turn(message)).answer
        found = decided(answer, expected)
        wrong = {
            name: (found[name], wanted)
            for name, wanted in expected.items()
            if name != "says"
            and found[name] not in (wanted if isinstance(wanted, list) else [wanted])
        }
        assert wrong == {}, expected["says"]
    await store.close()


def test_talks_expect_only_what_can_be_decided():
    for talk in TALKS:
        for turn in talk["turns"]:
            assert set(turn) <= EXPECTATIONS, talk["talk"]
            assert len(turn) > 1, talk["talk"]
