"""A talker that says what a test tells it to."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.messages import IncomingMessage, Reply, Turn

Answer = Callable[[IncomingMessage], Awaitable[Reply]]


async def echo(message: IncomingMessage) -> Reply:
    return Reply(f"您说的是:{message.text}")


class FakeTalker:
    def __init__(self, answer: Answer = echo) -> None:
        self.answer = answer
        self.heard: list[IncomingMessage] = []
        self.judged: list[tuple[str, bool]] = []
        self.known_receipts = True
        self._any = asyncio.Event()

    async def turn(self, message: IncomingMessage) -> Turn:
        self.heard.append(message)
        self._any.set()
        reply = await self.answer(message)
        return Turn(reply, {"receipt": f"R-{len(self.heard)}"})

    async def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until what was heard fulfils a condition."""
        async with asyncio.timeout(5):
            while not condition():
                self._any.clear()
                await self._any.wait()

    async def feedback(self, receipt: str, *, useful: bool, reason: str = "") -> bool:
        self.judged.append((receipt, useful))
        return self.known_receipts


class NoLetters:
    """Nobody of the hotline wrote anything."""

    async def undelivered_on(self, surface: str) -> tuple[()]:
        return ()


def replying(reply: Reply) -> Answer:
    async def answer(message: IncomingMessage) -> Reply:
        return reply

    return answer
