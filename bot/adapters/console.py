"""The conversation in a terminal: a line in, a reply out, choices by their number."""

import asyncio
import os
import sys
import unicodedata
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from typing import TextIO
from uuid import uuid4

from bot.messages import IncomingMessage, Reply, Talker, Turn
from bot.replies.texts import say
from bot.storage.store import Store

GOODBYES = frozenset({"退出", "再见", "exit", "quit", "q"})
"""Lines that end the conversation."""
_PROMPT = "> "
_BYTES = 65536


@dataclass(slots=True)
class _Screen:
    out: TextIO
    is_terminal: bool
    has_colour: bool

    def ask(self) -> None:
        if self.is_terminal:
            self.out.write(_PROMPT)
            self.out.flush()

    def show(self, reply: Reply) -> None:
        verdict, newline, rest = reply.text.partition("\n")
        if self.has_colour and newline:
            verdict = f"\x1b[1m{verdict}\x1b[0m"
        numbered = [f"{number}. {c.label}" for number, c in enumerate(reply.choices, start=1)]
        # A question back has them in its text already.
        unseen = numbered if not set(numbered) <= set(rest.splitlines()) else []
        self.say(verdict + newline + rest + ("\n\n" + "  ".join(unseen) if unseen else ""))

    def say(self, text: str) -> None:
        self.out.write(f"{text}\n\n")
        self.out.flush()


async def chat(
    talker: Talker,
    source: TextIO | None = None,
    out: TextIO | None = None,
    *,
    here: str | None = None,
    on: str | None = None,
    environ: Mapping[str, str] = os.environ,
    store: Store | None = None,
) -> None:
    """Talk, on the standard streams, until the lines end or one of them says goodbye.

    What staff of the hotline wrote meanwhile is shown before the next prompt. Nothing can be
    written to a terminal that was left, so its conversation ends with it.
    """
    source, out = source or sys.stdin, out or sys.stdout
    is_terminal = source.isatty() and out.isatty()
    screen = _Screen(out, is_terminal, is_terminal and not environ.get("NO_COLOR"))
    key = f"cli:{uuid4().hex}"
    about = IncomingMessage("", key, "cli", here, on, takes_letters=store is not None)
    try:
        await _converse(talker, source, screen, about, store)
    finally:
        if store is not None:
            await store.forget_conversation(key)


async def _converse(
    talker: Talker, source: TextIO, screen: _Screen, about: IncomingMessage, store: Store | None
) -> None:
    judgements = {say("adapter.useful"): True, say("adapter.useless"): False}
    last: Turn | None = None
    screen.ask()
    async for line in read_lines(source.fileno()):
        said = unicodedata.normalize("NFKC", line).strip()
        if said.lower() in GOODBYES:
            return
        if last and last.reply.asks_feedback and said in judgements:
            await _judge(talker, screen, last, useful=judgements[said])
        elif said:
            words = _chosen(said, last) or line.strip()
            last = await talker.turn(replace(about, text=words))
            screen.show(last.reply)
        if store is not None:
            await _show_letters(store, about.conversation or "", screen)
        screen.ask()


async def read_lines(descriptor: int) -> AsyncIterator[str]:
    """Give the lines of a terminal, pipe or file as they come; the loop goes on meanwhile.

    A thread that waits in ``readline`` would hold up the end of the program after Ctrl-C.
    """
    rest = b""
    while chunk := await _read_some(descriptor):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.decode("utf-8", "replace")
    if rest:
        yield rest.decode("utf-8", "replace")


async def _read_some(descriptor: int) -> bytes:
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    try:
        loop.add_reader(descriptor, readable.set)
    except PermissionError:
        return os.read(descriptor, _BYTES)  # a file cannot be waited for, and need not be
    try:
        await readable.wait()
    finally:
        loop.remove_reader(descriptor)
    return os.read(descriptor, _BYTES)


def _chosen(said: str, last: Turn | None) -> str | None:
    choices = last.reply.choices if last else ()
    number = int(said) if said.isdecimal() and len(said) <= 2 else 0
    return choices[number - 1].say if 1 <= number <= len(choices) else None


async def _show_letters(store: Store, key: str, screen: _Screen) -> None:
    written = await store.letters.undelivered(key)
    for letter in written:
        screen.say(say("adapter.letter", text=letter.text))
    if written:
        await store.letters.mark_delivered([letter.id for letter in written])


async def _judge(talker: Talker, screen: _Screen, last: Turn, *, useful: bool) -> None:
    kept = await talker.feedback(last.receipt, useful=useful)
    screen.say(say("adapter.thanks" if kept else "adapter.record_gone"))
