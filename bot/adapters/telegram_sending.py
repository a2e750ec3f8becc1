"""How a turn gets into a chat, part by part, even when the network stumbles."""

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass

from telegram import Bot, LinkPreviewOptions, Message, ReplyParameters
from telegram.error import NetworkError, TelegramError

from bot.adapters.telegram_markup import emphasize_verdict, make_keyboard, split_text
from bot.messages import Reply

TRIES = 4
"""Times a message is sent when the connection fails, with 1, 2 and 4 seconds in between."""
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a reply goes to."""

    chat: int
    """Id of the chat."""
    quote: int | None = None
    """Id of the message that is answered; only in groups, where several people talk."""
    thread: int | None = None
    """Id of the topic, in a group that has topics."""


def target_of(message: Message) -> Target:
    """Return where the reply to a message goes."""
    is_group = message.chat.type in (message.chat.GROUP, message.chat.SUPERGROUP)
    thread = message.message_thread_id if message.is_topic_message else None
    return Target(message.chat.id, message.message_id if is_group else None, thread)


async def send_reply(bot: Bot, target: Target, reply: Reply, receipt: str) -> None:
    """Send a reply; the buttons hang on its last part."""
    parts = split_text(reply.text)
    for number, part in enumerate(parts, start=1):
        for attempt in range(1, TRIES + 1):
            try:
                await bot.send_message(
                    target.chat,
                    part,
                    entities=emphasize_verdict(part) if number == 1 else None,
                    reply_markup=make_keyboard(reply, receipt) if number == len(parts) else None,
                    link_preview_options=_NO_PREVIEW,
                    message_thread_id=target.thread,
                    reply_parameters=_quote(target) if number == 1 else None,
                )
                break
            except NetworkError as failed:
                if not _may_pass(failed) or attempt == TRIES:
                    raise
                _log.info("chat %d: sending again after %s", target.chat, failed)
                await asyncio.sleep(2 ** (attempt - 1))


async def try_quietly(action: Awaitable[object], what: str) -> bool:
    """Do what only adorns a reply; False and a log line when Telegram refuses it.

    Buttons are pressed twice, late, and on deleted messages: "message is not modified", "message
    can't be edited" and "query is too old" are ordinary here.
    """
    try:
        await action
    except TelegramError as refused:
        _log.info("%s: %s", what, refused)
        return False
    return True


def _may_pass(failed: NetworkError) -> bool:
    # Subclasses are no failures of the connection (BadRequest), or the message may have arrived
    # (TimedOut): sending it again would show it twice.
    return type(failed) is NetworkError


def _quote(target: Target) -> ReplyParameters | None:
    if target.quote is None:
        return None
    return ReplyParameters(target.quote, allow_sending_without_reply=True)
