"""What to do with an update: make a turn of it, send the reply, tidy the buttons.

In a group the bot answers only its commands, replies to it, and messages that mention it.
"""

import logging
from collections import OrderedDict

from telegram import Bot, CallbackQuery, Message, MessageEntity, Update
from telegram.error import BadRequest, Forbidden
from telegram.ext import ContextTypes

from bot.adapters.telegram_markup import Choosing, Judged, Nth, mark_pressed, read_press
from bot.adapters.telegram_sending import Target, send_reply, target_of, try_quietly
from bot.messages import IncomingMessage, Talker
from bot.replies.texts import say

_KEPT = 10_000

_log = logging.getLogger(__name__)


class TelegramUpdates:
    """Handlers of the updates; all they remember may be lost in a restart."""

    def __init__(self, talker: Talker) -> None:
        """Keep the talker; nothing has been answered yet."""
        self._talker = talker
        self._last_receipts: OrderedDict[object, str] = OrderedDict()
        self._chosen: OrderedDict[object, str] = OrderedDict()

    async def on_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer /start, /help or /forget, without what follows the command."""
        if message := update.effective_message:
            command = (message.text or "").split()[0].partition("@")[0].lower()
            await self._answer(context.bot, target_of(message), command)

    async def on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a text or a caption; a sticker, photo or voice is an empty text."""
        message = update.effective_message
        if message is None or (said := words_for_bot(message, context.bot)) is None:
            return
        await self._answer(context.bot, target_of(message), said)

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what a button stands for, and show on it that it was pressed."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        match read_press(query.data):
            case None:
                await _tell(query)
            case Judged(useful, receipt):
                kept = await self._talker.feedback(receipt, useful=useful)
                await _tell(query, say("adapter.thanks" if kept else "adapter.record_gone"))
                await _mark(query)
            case press:
                await self._choose(query, press, context.bot)

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log the error and tell the person one sentence; polling goes on."""
        chat = update.effective_chat if isinstance(update, Update) else None
        if isinstance(context.error, Forbidden) or _is_chat_gone(context.error):
            _log.info("chat %s: %s", chat.id if chat else "?", context.error)
            return
        _log.error("an update was not answered", exc_info=context.error)
        if chat is not None:
            await try_quietly(context.bot.send_message(chat.id, say("adapter.sorry")), "apology")

    async def _choose(self, query: CallbackQuery, press: Choosing, bot: Bot) -> None:
        message = query.message
        assert message is not None
        pressed = (message.chat.id, message.message_id)
        if pressed in self._chosen:
            await _tell(query, say("adapter.already_chosen"))
            return
        if isinstance(press, Nth) and self._is_outdated(message.chat.id, press):
            await _tell(query, say("adapter.outdated"))
            return
        await _tell(query)
        if await _mark(query):
            _remember(self._chosen, pressed, "")
        target = target_of(message) if isinstance(message, Message) else Target(message.chat.id)
        await self._answer(bot, target, _words_of(press))

    def _is_outdated(self, chat: int, press: Nth) -> bool:
        # Only the last turn's choices are kept; after a restart it may well be the last one.
        return self._last_receipts.get(chat, press.receipt) != press.receipt

    async def _answer(self, bot: Bot, target: Target, said: str) -> None:
        turn = await self._talker.turn(
            IncomingMessage(said, f"telegram:{target.chat}", "telegram", takes_letters=True)
        )
        receipt = str(turn.answer.get("receipt") or "")
        await send_reply(bot, target, turn.reply, receipt)
        _remember(self._last_receipts, target.chat, receipt)


def words_for_bot(message: Message, bot: Bot) -> str | None:
    """Return what a message says to the bot, without its mention; None when it is not meant."""
    said = message.text or message.caption or ""
    if message.chat.type == message.chat.PRIVATE:
        return said
    mentions = [word for entity, word in _entities(message) if _names_bot(entity, word, bot)]
    answered = message.reply_to_message
    is_reply = bool(answered and answered.from_user and answered.from_user.id == bot.id)
    if not mentions and not is_reply:
        return None
    for mention in mentions:
        said = said.replace(mention, " ", 1)
    return said.strip()


def _entities(message: Message) -> list[tuple[MessageEntity, str]]:
    found = message.parse_entities() if message.text else message.parse_caption_entities()
    return list(found.items())


def _names_bot(entity: MessageEntity, word: str, bot: Bot) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return bool(entity.user and entity.user.id == bot.id)
    return entity.type == MessageEntity.MENTION and word.lower() == f"@{bot.username}".lower()


def _words_of(press: Choosing) -> str:
    # "#2" is the second choice of the last turn; the conversation knows its words.
    return f"#{press.index + 1}" if isinstance(press, Nth) else press.text


async def _tell(query: CallbackQuery, text: str | None = None) -> None:
    await try_quietly(query.answer(text), "answer to a button")


async def _mark(query: CallbackQuery) -> bool:
    if not isinstance(query.message, Message):
        return False
    keyboard = mark_pressed(query.message.reply_markup, query.data or "")
    if keyboard is None:
        return False
    return await try_quietly(query.edit_message_reply_markup(keyboard), "marking a button")


def _is_chat_gone(error: Exception | None) -> bool:
    return isinstance(error, BadRequest) and "chat not found" in error.message.lower()


def _remember(known: OrderedDict[object, str], key: object, value: str) -> None:
    known[key] = value
    known.move_to_end(key)
    if len(known) > _KEPT:
        known.popitem(last=False)
