"""How fast messages go out, so that Telegram need not refuse them.

1. To one private chat at most one message a second, to one group at most 20 a minute.
2. Overall at most 30 messages a second.
3. When Telegram says "retry after n seconds" all senders wait, and the refused one sends again.

The library's ``AIORateLimiter`` has no limit for a private chat, and loses what was refused.
"""

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

PRIVATE_CHAT_SECONDS = 1.0
"""Between two messages to one person."""
GROUP_SECONDS = 3.0
"""Between two messages to one group."""
OVERALL_SECONDS = 1 / 30
"""Between any two messages."""
_SLACK_SECONDS = 0.1
_KEPT_CHATS = 1000

# Otherwise the library warns each time that it makes a RetryAfter.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


class Pacing(BaseRateLimiter[int]):
    """Lets each message wait until its chat, and all together, may send again."""

    def __init__(
        self,
        *,
        private: float = PRIVATE_CHAT_SECONDS,
        group: float = GROUP_SECONDS,
        overall: float = OVERALL_SECONDS,
    ) -> None:
        """Keep the distances, in seconds."""
        self._private = private
        self._group = group
        self._overall = overall
        self._lanes: dict[object, _Lane] = {}
        self._gate = asyncio.Lock()
        self._overall_free_at = 0.0
        self._held_until = 0.0

    async def initialize(self) -> None:
        """Do nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401 - as the library has it
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,  # noqa: ARG002 - as the library has it
    ) -> Any:  # noqa: ANN401 - whatever the Bot API answers
        """Wait for the slot, send, and send again for as long as Telegram asks to wait."""
        while True:
            if endpoint.startswith("send"):
                await self._wait_for_slot(data.get("chat_id"))
            else:
                await self._wait_while_held()
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as refused:
                self._hold(endpoint, refused)

    def _hold(self, endpoint: str, refused: RetryAfter) -> None:
        wait = refused.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else wait
        _log.warning("%s: Telegram asks to wait %s s; all senders wait", endpoint, seconds)
        until = _now() + seconds + _SLACK_SECONDS
        self._held_until = max(self._held_until, until)

    async def _wait_for_slot(self, chat: object) -> None:
        self._forget_idle_chats()
        lane = self._lanes.setdefault(chat, _Lane())
        # Distances count from when a message really goes out, and fair locks keep the order.
        async with lane.lock:
            await _sleep_until(lane.free_at)
            async with self._gate:
                await _sleep_until(self._overall_free_at)
                await self._wait_while_held()
                self._overall_free_at = _now() + self._overall
            is_group = isinstance(chat, int) and chat < 0
            lane.free_at = _now() + (self._group if is_group else self._private)

    def _forget_idle_chats(self) -> None:
        if len(self._lanes) > _KEPT_CHATS:
            now = _now()
            self._lanes = {
                chat: lane
                for chat, lane in self._lanes.items()
                if lane.lock.locked() or lane.free_at > now
            }

    async def _wait_while_held(self) -> None:
        while (rest := self._held_until - _now()) > 0:  # noqa: ASYNC110 - it may have moved
            await asyncio.sleep(rest)


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _sleep_until(moment: float) -> None:
    if (rest := moment - _now()) > 0:
        await asyncio.sleep(rest)
