"""Brings what staff of the hotline wrote back into the chats.

At least once: a letter counts as delivered after Telegram has taken it. One that can never arrive
(the person blocked the bot, the chat is gone) is noted as refused, so that staff see it; any other
failure is tried again with the next look, letters of one chat always in their order.
"""

import asyncio
import logging
from collections.abc import Iterable
from itertools import groupby

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.adapters.telegram_sending import Target, send_reply
from bot.messages import Reply
from bot.replies.texts import say
from bot.storage.handoff_records import Letter
from bot.storage.letters import Letters
from bot.storage.records import StoreError

LOOK_SECONDS = 1.0
"""Between two looks for new letters."""
_LONGEST_PAUSE_SECONDS = 60.0
_SURFACE = "telegram"

_log = logging.getLogger(__name__)


async def deliver_letters(bot: Bot, letters: Letters, *, pause: float = LOOK_SECONDS) -> None:
    """Deliver letters until cancelled; waits longer each time while nothing gets through."""
    wait = pause
    while True:
        wait = pause if await _deliver_all(bot, letters) else min(_LONGEST_PAUSE_SECONDS, wait * 2)
        await asyncio.sleep(wait)


async def _deliver_all(bot: Bot, letters: Letters) -> bool:
    """Deliver what is there; False when something has to be tried again."""
    try:
        waiting = await letters.undelivered_on(_SURFACE)
        # Sorting keeps the order within a chat.
        chats = groupby(sorted(waiting, key=_chat), key=_chat)
        # Side by side, so that one slow chat does not hold up the others.
        done = await asyncio.gather(
            *(_deliver_chat(bot, letters, tuple(of_chat)) for _, of_chat in chats)
        )
    except StoreError as error:
        _log.warning("letters cannot be read or marked: %s", error)
        return False
    return all(done)


async def _deliver_chat(bot: Bot, letters: Letters, of_chat: Iterable[Letter]) -> bool:
    for letter in of_chat:
        reply = Reply(say("adapter.letter", text=letter.text))
        try:
            await send_reply(bot, Target(_chat(letter)), reply, receipt="")
        except (BadRequest, ChatMigrated, Forbidden) as refused:
            _log.info("letter %d: %s", letter.id, refused)
            await letters.mark_refused(letter.id)
        except TelegramError as failed:
            _log.warning("letter %d is tried again: %s", letter.id, failed)
            return False
        else:
            await letters.mark_delivered([letter.id])
    return True


def _chat(letter: Letter) -> int:
    return int(letter.conversation.removeprefix(f"{_SURFACE}:"))
