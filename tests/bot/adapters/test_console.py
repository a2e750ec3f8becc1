"""The conversation in a terminal, over pipes and files as scripts use it."""

import asyncio
import io
import os
import pty
from contextlib import contextmanager
from dataclasses import replace

import pytest

from bot.accounts import AccountRole
from bot.adapters.console import chat, read_lines
from bot.messages import Choice, Reply
from bot.turn import Turns
from tests.bot.adapters.fake_talker import FakeTalker, replying

ASKING = Reply(
    "您要办的是哪一种?\n点一下:",
    choices=(Choice("期满换证", "驾驶证期满换证"), Choice("补证", "驾驶证补证")),
    asks_feedback=True,
)


@contextmanager
def piped(text):
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as source:
        yield source


async def talk(text, talker):
    out = io.StringIO()
    with piped(text) as source:
        await chat(talker, source, out)
    return out.getvalue()


async def test_lines_are_answered_until_they_end():
    talker = FakeTalker()
    said = await talk("办身份证\n\n那驾照呢", talker)
    assert [m.text for m in talker.heard] == ["办身份证", "那驾照呢"]
    assert "您说的是:那驾照呢" in said
    assert len({m.conversation for m in talker.heard}) == 1
    assert "\x1b" not in said
    assert "> " not in said


@pytest.mark.parametrize("goodbye", ["退出", "EXIT", "再见"])
async def test_goodbye_ends_the_talk(goodbye):
    talker = FakeTalker()
    await talk(f"办身份证\n{goodbye}\n没人听了\n", talker)
    assert [m.text for m in talker.heard] == ["办身份证"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1", "驾驶证期满换证"), ("2", "驾驶证补证"), ("3", "3"), ("0", "0"), ("²", "驾驶证补证")],
)
async def test_number_chooses(typed, meant):
    talker = FakeTalker(replying(ASKING))
    said = await talk(f"我想办驾驶证\n{typed}\n", talker)
    assert said.count("1. 期满换证  2. 补证\n") == 2
    assert talker.heard[1].text == meant


async def test_choices_are_not_repeated_when_the_text_has_them():
    text = f"{ASKING.text}\n1. 期满换证\n2. 补证"
    said = await talk("我想办驾驶证\n", FakeTalker(replying(replace(ASKING, text=text))))
    assert said.count("期满换证") == 1


async def test_number_is_just_said_when_nothing_was_offered():
    talker = FakeTalker()
    await talk("1\n", talker)
    assert [m.text for m in talker.heard] == ["1"]


async def test_judgement_is_kept():
    talker = FakeTalker(replying(ASKING))
    said = await talk("我想办驾驶证\n有用\n没用\n", talker)
    assert talker.judged == [("R-1", True), ("R-1", False)]
    assert "谢谢" in said


async def test_file_is_read_as_well_as_a_pipe(tmp_path):
    (tmp_path / "talk").write_text("办身份证\n那驾照呢\n", encoding="utf-8")
    talker = FakeTalker()
    with (tmp_path / "talk").open(encoding="utf-8") as source:
        await chat(talker, source, io.StringIO())
    assert len(talker.heard) == 2


async def test_odd_bytes_do_not_end_the_talk():
    reading, writing = os.pipe()
    os.write(writing, b"\xff\xfe\n" + "好".encode() + b"\n")
    os.close(writing)
    lines = [line async for line in read_lines(reading)]
    os.close(reading)
    assert lines[1] == "好"


@pytest.mark.parametrize(("environ", "bold"), [({}, True), ({"NO_COLOR": "1"}, False)])
async def test_terminal_has_a_prompt_and_colour_unless_unwanted(environ, bold):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    master, slave = pty.openpty()
    out = Terminal()
    talker = FakeTalker(replying(ASKING))
    with os.fdopen(slave, encoding="utf-8") as source, os.fdopen(master, "w") as typed:
        talking = asyncio.create_task(chat(talker, source, out, environ=environ))
        await asyncio.sleep(0.05)  # the loop goes on while nobody types
        typed.write("我想办驾驶证\n退出\n")
        typed.flush()
        async with asyncio.timeout(5):
            await talking
    assert out.getvalue().startswith("> ")
    assert ("\x1b[1m您要办的是哪一种?\x1b[0m" in out.getvalue()) is bold


async def test_letter_of_staff_is_shown_before_the_next_prompt(knowledge, store):
    await store.accounts.add("小王", AccountRole.STAFF, "-", by="test")
    turns = Turns(store, lambda: knowledge)

    class Watched(FakeTalker):
        """While the person types their second line, staff write back."""

        async def turn(self, message):
            waiting = await store.handoffs.find_open(message.conversation)
            if waiting:
                await store.handoffs.claim(waiting.id, "小王")
                await store.letters.write(waiting.id, "小王", "请带户口簿")
            return await turns.turn(message)

    out = io.StringIO()
    with piped("转人工\n你好\n谢谢\n") as source:
        await chat(Watched(), source, out, store=store)
    assert "转给热线工作人员" in out.getvalue()
    assert out.getvalue().count("工作人员回复您:\n请带户口簿") == 2
    # Nobody can be reached at a terminal that was left.
    assert await store.handoffs.list_open() == ()
