"""What a person reads: the verdict first, what was asked next, sources with their dates last."""

import string
from datetime import date
from importlib.resources import files

import pytest
import yaml

from bot.assistant import answer
from bot.decide import Refusal
from bot.replies.compose import compose
from bot.replies.dates import say_date
from bot.replies.texts import has_text, say
from intents.loading import build_lexicon

DAY = date(2026, 11, 23)
PASSPORT = "户口邯郸,人在北京,护照过期了想换新的"


@pytest.fixture
def reply(knowledge):
    def reply_to(text, **known):
        return compose(text, answer(text, knowledge, on=DAY, **known), knowledge).reply

    return reply_to


def first_line(reply):
    return reply.text.splitlines()[0]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        (PASSPORT, "可以"),
        ("户口在邯郸,想把户口迁到天津投靠老婆", "可以"),
        ("户口邯郸,人在北京,身份证上生日写错了想改出生日期", "这种情况目前还不能异地办"),
    ],
)
def test_first_line_says_the_verdict(reply, text, begins):
    assert first_line(reply(text)).startswith(begins)


def test_local_matter_is_told_as_none_of_cross_province(reply):
    line = first_line(reply("户口邯郸,人在石家庄,护照过期了想换新的"))
    assert "不算跨省" in line
    assert "河北省" in line


def test_condition_is_told_where_the_verdict_has_one(reply):
    text = reply("户口在邯郸,想把户口迁到天津投靠老婆").text
    assert "注意" in text


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("要交什么材料", "带什么"),
        ("要花多少钱", "多少钱"),
        ("要多久", "要多久"),
        ("去哪办", "去哪办"),
    ],
)
def test_what_was_asked_is_answered_even_when_no_row_says_it(reply, asked, line):
    text = reply(f"户口邯郸,人在北京,护照过期了想换新的,{asked}").text
    assert any(row.startswith(line) for row in text.splitlines())


def test_sources_are_the_last_lines_with_their_dates(reply):
    found = reply(PASSPORT)
    assert found.sources
    assert found.text.splitlines()[-len(found.sources) :] == list(found.sources)
    assert all("20" in source for source in found.sources)


def test_unlisted_never_says_no(reply):
    text = reply("养狗的证去哪办").text
    assert "不能办。" not in text.replace("不等于不能办", "")
    assert "不等于不能办" in text
    assert "截至" in text


def test_choices_are_numbered_in_the_text(reply):
    found = reply("公积金想提出来")
    for number, choice in enumerate(found.choices, 1):
        assert f"{number}. {choice.label}" in found.text


def test_labels_fit_on_a_button(reply):
    for text in ("公积金想提出来", PASSPORT, "养狗的证去哪办", "驾照的事"):
        assert all(1 <= len(c.label) <= 24 and c.say for c in reply(text).choices)


def test_masked_data_is_warned_of_once(reply):
    text = reply(f"{PASSPORT},电话13812345678,备用13912345678").text
    assert text.count("已隐去") == 1
    assert "13812345678" not in text


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("2020-09-29", "2020年9月29日"),
        ("2023-04", "2023年4月"),
        ("2023", "2023"),
        ("2023年底", "2023年底"),
        ("2023-08(报道日)", "2023年8月(报道日)"),
        ("2021-02起试运行(报道于2021-03)", "2021年2月起试运行(报道于2021年3月)"),
    ],
)
def test_dates_are_said_as_people_do(published, said):
    assert say_date(published) == said


def test_missing_sentence_is_an_error():
    assert not has_text("verdict.no_such")
    with pytest.raises(KeyError):
        say("verdict.no_such")


def test_every_refusal_and_small_talk_has_its_sentence():
    assert [r for r in Refusal if not has_text(f"refused.{r.value}")] == []
    decided_apart = {"handoff", "own_record", "keep_home"}  # no SmallTalk: bot/assistant.py
    kinds = set(build_lexicon({}).social) - decided_apart
    assert [kind for kind in kinds if not has_text(f"smalltalk.{kind}")] == []


def leaves(texts, path=""):
    for key, value in texts.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{key}.")
        else:
            sentences = value if isinstance(value, list) else [value]
            yield from ((f"{path}{key}", sentence) for sentence in sentences)


def test_sentences_have_only_named_slots():
    texts = yaml.safe_load((files("bot.replies") / "texts.yaml").read_text("utf-8"))
    for key, text in leaves(texts):
        slots = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        assert all(name.isidentifier() for name in slots), key
