"""Telegram by long polling, beside the web pages in one process.

``run_telegram`` is all that ``tongban serve`` needs: it runs until it is cancelled, waits while
Telegram cannot be reached, and gives up with a log line when the token is refused.
"""

import asyncio
import logging
from typing import Any, TypeAlias

from telegram import BotCommand, Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.adapters.telegram_letters import deliver_letters
from bot.adapters.telegram_order import ChatOrder
from bot.adapters.telegram_pacing import Pacing
from bot.adapters.telegram_sending import try_quietly
from bot.adapters.telegram_transport import AiohttpRequest
from bot.adapters.telegram_updates import TelegramUpdates
from bot.messages import Talker
from bot.replies.texts import say
from bot.storage.letters import Letters

POLL_SECONDS = 30
"""How long Telegram holds a request for updates while there are none."""
POLL_PAUSE_SECONDS = 0.1
"""Between two requests for updates; keeps a server calm that does not hold them."""
STOP_WITHIN_SECONDS = 10.0
"""Replies that are under way when the program stops get that long."""
_LONGEST_WAIT_SECONDS = 60
_COMMANDS = ("start", "help", "forget")
_UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)

TelegramApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
"""The library's application; its six type parameters do not matter here."""

_log = logging.getLogger(__name__)


async def run_telegram(
    token: str,
    api: str,
    talker: Talker,
    letters: Letters,
    *,
    poll_seconds: int = POLL_SECONDS,
    poll_pause: float = POLL_PAUSE_SECONDS,
) -> None:
    """Answer on Telegram, and deliver what staff write, until cancelled.

    Returns early only when the token is refused.
    """
    application = build_application(token, api, talker)
    try:
        await start(application, poll_seconds=poll_seconds, poll_pause=poll_pause)
        await deliver_letters(application.bot, letters)
    except InvalidToken:
        # The library's sentence names the token, ours does not.
        _log.error("Telegram refuses the bot token (TONGBAN_TELEGRAM_TOKEN); Telegram stays off")
    finally:
        await stop(application)


def build_application(
    token: str, api: str, talker: Talker, *, pacing: Pacing | None = None
) -> TelegramApplication:
    """Return the application with transport, order, pacing and handlers; nothing runs yet."""
    # At DEBUG the library writes the token and what people say.
    logging.getLogger("telegram").setLevel(logging.INFO)
    application = (
        Application.builder()
        .token(token)
        .base_url(f"{api}/bot")
        .base_file_url(f"{api}/file/bot")
        .request(AiohttpRequest())
        .get_updates_request(AiohttpRequest(connections=1))
        .concurrent_updates(ChatOrder())
        .rate_limiter(pacing or Pacing())
        .job_queue(None)
        .build()
    )
    updates = TelegramUpdates(talker)
    edited = filters.UpdateType.EDITED_MESSAGE
    # A text that was corrected is asked anew; other edits (a moving location) are not.
    said = ~filters.StatusUpdate.ALL & ~filters.VIA_BOT & (~edited | filters.TEXT)
    application.add_handler(CommandHandler(_COMMANDS, updates.on_command))
    application.add_handler(MessageHandler(said, updates.on_message))
    application.add_handler(CallbackQueryHandler(updates.on_press))
    application.add_error_handler(updates.on_error)
    return application


async def start(
    application: TelegramApplication,
    *,
    poll_seconds: int = POLL_SECONDS,
    poll_pause: float = POLL_PAUSE_SECONDS,
) -> None:
    """Begin to poll, as soon as Telegram can be reached.

    Raises:
        InvalidToken: Telegram refuses the token.
    """
    await _initialize(application)
    menu = [BotCommand(command, say(f"adapter.menu.{command}")) for command in _COMMANDS]
    await try_quietly(application.bot.set_my_commands(menu), "command menu")
    assert application.updater is not None
    await application.start()
    await application.updater.start_polling(
        poll_interval=poll_pause,
        timeout=poll_seconds,
        bootstrap_retries=-1,
        allowed_updates=_UPDATES,
        error_callback=_log_polling_error,
    )
    _log.info("Telegram: answering as @%s", application.bot.username)


async def stop(application: TelegramApplication) -> None:
    """Stop polling, let the replies under way go out, and close the connections."""
    try:
        async with asyncio.timeout(STOP_WITHIN_SECONDS):
            if application.updater and application.updater.running:
                await application.updater.stop()
            if application.running:
                await application.stop()
    except TimeoutError:
        _log.warning("Telegram: replies that did not go out in time are given up")
    finally:
        await application.shutdown()
        # Closes the connections of an application that never got as far as initialized.
        await application.bot.shutdown()


async def _initialize(application: TelegramApplication) -> None:
    wait = 1
    while True:
        try:
            await application.initialize()
        except InvalidToken:
            raise
        except TelegramError as failed:
            _log.warning("Telegram cannot be reached, next try in %d s: %s", wait, failed)
            await asyncio.sleep(wait)
            wait = min(_LONGEST_WAIT_SECONDS, wait * 2)
        else:
            return


def _log_polling_error(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        _log.error("another program polls with the same bot token; only one may: %s", error)
    else:
        _log.warning("polling: %s", error)
