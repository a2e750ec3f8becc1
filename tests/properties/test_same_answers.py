"""The same question has the same answer, byte for byte, in any process; figures come from rows."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bot.assistant import answer
from bot.replies.compose import compose
from bot.replies.dates import say_date
from tests.properties.atlas import SEED
from tests.properties.conftest import DAY
from tests.properties.test_replies import departures
from tests.properties.test_routes import assert_none

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ITEMS_ASKED = 20
FORMS = (
    "户口在{home},人在{other},{alias}",
    "{home}的,{alias}要什么材料,多久",
    "{alias}能在{other}办吗",
    "{alias}",
)
OTHER_QUESTIONS = (
    "京津冀有哪些能通办",
    "{home}和{other}签过什么协议",
    "同事同标有多少项",
    "你好",
    "帮我查一下我的公积金",
    "养狗的证去哪办",
    "",
)


@pytest.fixture(scope="module")
def questions(held, pairs):
    """Questions about items drawn once, for pairs of places, and about other things."""
    rng = random.Random(SEED)
    asked = []
    for item in rng.sample(held, ITEMS_ASKED):
        pair, alias = rng.choice(pairs), rng.choice(item.aliases).text
        names = {"home": pair.home.name, "other": pair.other.name, "alias": alias}
        asked += [form.format(**names) for form in FORMS]
    names = {"home": "北京", "other": "天津"}
    return [*asked, *(question.format(**names) for question in OTHER_QUESTIONS)]


@pytest.fixture(scope="module")
def cards(questions, knowledge):
    """The answer object of every question."""
    return {q: compose(q, answer(q, knowledge, on=DAY), knowledge).answer for q in questions}


def test_answer_to_a_question_keeps_to_the_contract(cards):
    assert_none(f"{q}: {found}" for q, card in cards.items() for found in departures(card))


def test_same_question_twice_has_the_same_answer_in_any_order(cards, knowledge):
    assert_none(
        question
        for question, card in reversed(cards.items())
        if _bytes(compose(question, answer(question, knowledge, on=DAY), knowledge).answer)
        != _bytes(card)
    )


def test_another_process_gives_the_same_bytes(cards, tmp_path):
    """Sets of text have another order in every process, answers have not."""
    kept = {key: text for key, text in os.environ.items() if not key.startswith("TONGBAN_")}
    database = f"sqlite+aiosqlite:///{tmp_path}/tongban.db"
    lines = [json.dumps({"question": question, "on": DAY.isoformat()}) for question in cards]
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--jsonl"],
        cwd=ROOT,
        env=kept | {"PYTHONHASHSEED": "1", "TONGBAN_DATABASE_URL": database},
        input="\n".join(lines),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(answers) == len(cards)
    assert_none(
        f"{question}: {_differing(card, found)}"
        for (question, card), found in zip(cards.items(), answers, strict=True)
        if _bytes(card) != _bytes(found)
    )


def _bytes(card):
    """Return an answer as it is sent; only the receipt is new every time."""
    return json.dumps(_without_receipts(card), ensure_ascii=False).encode()


def _without_receipts(card):
    parts = [_without_receipts(part) for part in card["parts"]]
    return card | {"receipt": None, "parts": parts}


def _differing(card, found):
    return [key for key in card if key != "receipt" and card[key] != found.get(key)]


def test_figures_of_a_system_are_those_of_its_rows_with_their_own_days(knowledge):
    release = knowledge.release
    rows = {(f.system, f.value, f.unit, f.as_of, f.source.title) for f in release.figures}

    def contradictions():
        for system in release.systems.values():
            question = f"{system.name}有多少项?"
            card = compose(question, answer(question, knowledge, on=DAY), knowledge).answer
            for row in card["figures"]:
                told = tuple(row[key] for key in ("system", "value", "unit", "as_of", "source"))
                if told not in rows and row["source"] != "本助手收录的事项目录":
                    yield f"{question}: {told} stands in no row"
            first = card["figures"][0] if card["figures"] else None
            if first and say_date(first["as_of"]) not in say_date(card["text"]):
                yield f"{question}: {first['as_of']} is not told"

    assert_none(contradictions())
