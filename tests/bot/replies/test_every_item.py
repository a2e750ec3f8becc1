"""Every held item for several pairs of places and aspects: short, plain, no contradiction."""

import re
from datetime import date

import pytest

from bot.asked import Asked
from bot.decide import Answer, Outcome
from bot.replies.compose import compose
from bot.replies.fit import MOST_CHARACTERS, MOST_LINES
from bot.route import Places, Verdict, find_route
from intents.recognize import DEFAULT_ASPECT
from intents.understand import understand

DAY = date(2026, 11, 23)
PAIRS = {
    "nowhere": (None, None, None),
    "home only": ("410100", None, None),
    "district": ("130600", "110105", None),
    "far": ("110000", "120116", None),
    "back": ("120000", "130400", None),
    "zone": ("110112", "area:北三县", None),
    "local": ("130400", "130100", None),
    "move": ("110000", None, "130100"),
}
ASKED_FOR = ("nowhere", "far", "zone")
"""Pairs for which every aspect is asked; the others are asked for without one."""
BEGINS = {
    "materials": "带什么",
    "place": "去哪办",
    "time_limit": "要多久",
    "fee": "多少钱",
    "progress": "查进度",
    "contact": "电话",
    "basis": ("依据", "两地有合作"),
    "conditions": ("注意", "说明"),
}
UNWANTED = {
    "a date of a table": r"\d{4}-\d{2}(?!-?\d{3})(?:-\d{2})?(?!\d)",
    "a value of the program": r"None|nan|\[\]|\{|\}",
    "a doubled mark": r"[。，；：、！？]{2}|[;:,!?][。，；]|（）",
    "a narrow mark in Chinese": r"[\u4e00-\u9fff][,:;?!]|[,;][\u4e00-\u9fff]",
    "office jargon": r"出处|口径|itemised|业务属地",
}


@pytest.fixture(scope="module")
def reply_to(knowledge):
    gazetteer = knowledge.gazetteer
    understanding = understand("", knowledge.lexicon)

    def reply(item, pair, aspects):
        places = Places(*(code and gazetteer.place(code) for code in pair))
        asked = Asked(understanding, places, aspects, DAY)
        release = knowledge.release
        route = find_route(item, places, release, gazetteer, text="", on=DAY)
        turn = compose("", Outcome(asked, Answer((), route)), knowledge)
        return route, turn.reply

    return reply


@pytest.fixture(scope="module")
def held(knowledge):
    return [knowledge.release.items[item] for item in knowledge.release.offerings_of]


def check(text):
    lines = text.splitlines()
    assert len(lines) <= MOST_LINES, text
    assert sum(map(len, lines)) <= MOST_CHARACTERS, text
    assert all(line.strip() and line[-1] not in "，；：、" for line in lines), text
    for name, pattern in UNWANTED.items():
        found = re.search(pattern, text)
        assert found is None, (name, found, text)


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_reply_is_short_and_plain(reply_to, held, pair):
    for item in held:
        check(reply_to(item, pair, (DEFAULT_ASPECT,))[1].text)


@pytest.mark.parametrize("aspect", BEGINS)
@pytest.mark.parametrize("pair", ASKED_FOR)
def test_what_was_asked_is_answered_right_after_the_verdict(reply_to, held, pair, aspect):
    for item in held:
        _, reply = reply_to(item, PAIRS[pair], (aspect,))
        check(reply.text)
        assert reply.text.splitlines()[1].startswith(BEGINS[aspect]), reply.text


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_reply_does_not_contradict_itself(reply_to, held, pair):
    for item in held:
        route, reply = reply_to(item, pair, (DEFAULT_ASPECT,))
        first, *rest = reply.text.splitlines()
        body = "\n".join(rest)
        assert not ("不用跑窗口" in reply.text and "窗口" in body.replace("不用跑窗口", "")), body
        assert "下面的“注意”" not in first or "注意：" in body, reply.text
        assert "可以" in first or route.verdict not in (Verdict.COVERED, Verdict.CONDITIONAL)
        assert reply.sources or route.verdict is Verdict.UNKNOWN, reply.text
        phones = re.findall(r"打(0\d{2,3}-12345|12345)", reply.text)
        assert phones, reply.text


def test_every_detail_left_out_has_a_button(reply_to, held):
    for item in held:
        route, reply = reply_to(item, PAIRS["nowhere"], (DEFAULT_ASPECT,))
        says = " ".join(choice.say for choice in reply.choices)
        lead = route.offerings[0]
        assert ("要多久" in says) == any(o.time_limit for o in route.offerings), lead.id
        assert "依据" in says or not lead.basis_title, lead.id
