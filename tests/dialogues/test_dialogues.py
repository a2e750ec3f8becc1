"""Whole talks (talks.yaml, more_talks.yaml): what is decided each turn, never how it is worded."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

DAY = "2026-11-23"
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


@pytest.fixture(scope="module")
def turns_of(tmp_path_factory):
    """All talks through ``tongban dialogue``, as {name: answer objects turn by turn}."""
    home = tmp_path_factory.mktemp("dialogue")
    lines = [
        {"id": talk["talk"], "says": [turn["says"] for turn in talk["turns"]], "on": DAY}
        for talk in TALKS
    ]
    database = f"sqlite+aiosqlite:///{home}/tongban.db"
    run = subprocess.run(
        [sys.executable, "-m", "bot", "dialogue", "--jsonl"],
        input="".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"TONGBAN_DATABASE_URL": database},
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return {row["id"]: row["turns"] for row in map(json.loads, run.stdout.splitlines())}


@pytest.mark.parametrize("talk", TALKS, ids=[talk["talk"] for talk in TALKS])
def test_talk_is_decided_as_expected(talk, turns_of):
    for expected, answer in zip(talk["turns"], turns_of[talk["talk"]], strict=True):
        found = decided(answer, expected)
        wrong = {
            name: (found[name], wanted)
            for name, wanted in expected.items()
            if name != "says"
            and found[name] not in (wanted if isinstance(wanted, list) else [wanted])
        }
        assert wrong == {}, expected["says"]


def test_there_are_talks_enough_and_each_has_a_name():
    assert len({talk["talk"] for talk in TALKS}) == len(TALKS) >= 60


def test_talks_expect_only_what_can_be_decided():
    for talk in TALKS:
        for turn in talk["turns"]:
            assert set(turn) <= EXPECTATIONS, talk["talk"]
            assert len(turn) > 1, talk["talk"]
