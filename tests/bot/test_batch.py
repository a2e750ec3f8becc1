"""Questions and talks, one JSON a line."""

import io
import json

import pytest

from bot.batch import BadLine, answer_lines, answer_talks, check_day, check_place
from bot.messages import Reply, Turn

CODES = frozenset({"110000", "120000"})


class Echo:
    """Answers with what it was asked."""

    def __init__(self):
        self.asked = []

    async def turn(self, message):
        self.asked.append(message)
        return Turn(Reply(message.text), {"question": message.text, "receipt": "R"})

    async def feedback(self, receipt, *, useful, reason=""):
        return False


class Watched(io.StringIO):
    """Counts how often it is flushed."""

    flushed = 0

    def flush(self):
        self.flushed += 1
        super().flush()


async def ask(lines, *, here=None, on=None):
    out, talker = Watched(), Echo()
    failed = await answer_lines(
        [line if isinstance(line, str) else json.dumps(line) for line in lines],
        out,
        talker,
        here=here,
        on=on,
        codes=CODES,
    )
    return failed, [json.loads(line) for line in out.getvalue().splitlines()], talker, out


async def test_answers_come_in_the_order_of_the_questions_each_flushed():
    texts = ["一", "二", "三"]
    failed, answers, _, out = await ask([{"question": t} for t in texts])
    assert failed == 0
    assert [a["question"] for a in answers] == texts
    assert out.flushed == len(texts)


async def test_id_comes_back_on_top_whatever_it_is():
    ids = ["a", 7, None, {"x": 1}]
    _, answers, _, _ = await ask([{"id": i, "question": "问", "more": 1} for i in ids])
    assert [a["id"] for a in answers] == ids
    assert all(next(iter(a)) == "id" and "more" not in a for a in answers)


async def test_answer_has_no_id_when_the_line_had_none():
    _, answers, _, _ = await ask([{"question": "问"}])
    assert "id" not in answers[0]


@pytest.mark.parametrize(
    "line",
    [
        "不是 JSON",
        "[]",
        '"问"',
        "null",
        "{}",
        '{"question": 5}',
        '{"question": null}',
        '{"question": "问", "on": "昨天"}',
        '{"question": "问", "on": "2026-02-30"}',
        '{"question": "问", "here": "北京"}',
        '{"question": "问", "here": "999999"}',
        '{"question": "问", "here": {"a": 1}}',
        '{"question": "问", "here": ["110000"]}',
        '{"question": "问", "on": 5}',
        '{"question": "问", "on": 20261123}',
        '{"question": "问", "on": ["2026-11-23"]}',
        "[" * 100_000,
        '{"question": "\\ud800',
    ],
)
async def test_bad_line_yields_an_error_and_the_rest_is_answered(line):
    failed, answers, _, _ = await ask([{"question": "前"}, line, {"question": "后"}])
    assert failed == 1
    assert answers[0]["question"] == "前"
    assert list(answers[1]) == ["error"]
    assert answers[2]["question"] == "后"


async def test_bad_line_keeps_its_id():
    _, answers, _, _ = await ask([{"id": 3, "question": "问", "on": "昨天"}])
    assert answers[0]["id"] == 3
    assert answers[0]["error"]


async def test_blank_lines_are_passed_over():
    failed, answers, _, _ = await ask(["", "  \n", {"question": "问"}])
    assert (failed, len(answers)) == (0, 1)


async def test_place_and_day_of_the_line_win_over_those_of_the_command():
    _, _, talker, _ = await ask(
        [{"question": "一"}, {"question": "二", "here": "120000", "on": "2024-01-02"}],
        here="110000",
        on="2026-11-23",
    )
    assert [(m.here, m.on) for m in talker.asked] == [
        ("110000", "2026-11-23"),
        ("120000", "2024-01-02"),
    ]


async def test_questions_are_independent_of_each_other():
    _, _, talker, _ = await ask([{"question": "一"}, {"question": "二"}])
    assert {m.conversation for m in talker.asked} == {None}


async def talk(lines):
    out, talker = io.StringIO(), Echo()
    failed = await answer_talks(lines, out, talker, run="r", codes=CODES)
    return failed, [json.loads(line) for line in out.getvalue().splitlines()], talker


async def test_each_talk_is_one_conversation_of_its_own():
    lines = [
        json.dumps({"id": "a", "says": ["一", "二"]}),
        json.dumps({"id": "b", "says": ["三"]}),
    ]
    failed, answers, talker = await talk(lines)
    assert failed == 0
    assert [a["id"] for a in answers] == ["a", "b"]
    assert [[t["question"] for t in a["turns"]] for a in answers] == [["一", "二"], ["三"]]
    first, second, third = [m.conversation for m in talker.asked]
    assert first == second != third


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"id": 1}',
        '{"id": 1, "says": "一"}',
        '{"id": 1, "says": ["一", 2]}',
        '{"id": 1, "says": [null]}',
        "[]",
        '{"says": ["一"], "on": "昨天"}',
        '{"says": ["一"], "here": "999999"}',
    ],
)
async def test_bad_talk_yields_an_error_and_the_rest_is_held(line):
    failed, answers, _ = await talk([line, '{"id": 2, "says": ["一"]}'])
    assert failed == 1
    assert answers[0]["error"]
    assert answers[1]["id"] == 2
    assert "turns" not in answers[0]
    assert len(answers[1]["turns"]) == 1


@pytest.mark.parametrize("day", [None, "2026-11-23"])
def test_good_days_pass(day):
    check_day(day)


@pytest.mark.parametrize("day", ["", "2026-13-01", "23.11.2026", "20261123x", 0])
def test_bad_days_are_told(day):
    with pytest.raises(BadLine, match="2026-11-23"):
        check_day(day)


@pytest.mark.parametrize("code", ["", "11", "北京", 110000])
def test_bad_places_are_told(code):
    with pytest.raises(BadLine, match="110000"):
        check_place(code, CODES)
