"""A Bot API on loopback that refuses what Telegram refuses, in Telegram's own words."""

import asyncio
import json
import time
from collections import deque
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiohttp import web

TOKEN = "123:ABC-secret"
BOT = {"id": 123, "is_bot": True, "first_name": "通办助手", "username": "tongban_bot"}
GROUP = -1001
SEND_FORMS = ("reply_markup", "entities", "link_preview_options", "reply_parameters", "commands")


class Refused(Exception):
    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.parameters = parameters


class FakeBotApi:
    """Holds updates for the bot and what the bot has sent."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.sent: list[dict[str, Any]] = []
        self.refusals: dict[str, deque[Refused | None]] = {}
        self.unknown_chats: set[int] = set()
        self.blocked_by: set[int] = set()
        self.seconds_per_message = 0.0
        self._updates: list[dict[str, Any]] = []
        self._arrived = asyncio.Event()
        self._happened = asyncio.Condition()
        self._last_id = 0
        self._last_sent_at: dict[int, float] = {}
        self._open_queries: set[str] = set()

    # What a person does.

    def say(self, text: str | None, chat: int = 7, **more: Any) -> None:
        message = self._message(chat) | ({} if text is None else {"text": text}) | more
        if text and text.startswith("/"):
            length = len(text.split()[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        self._add({"message": message})

    def edit(self, chat: int = 7, **more: Any) -> None:
        now = int(time.time())
        self._add({"edited_message": self._message(chat) | {"edit_date": now} | more})

    def press(self, data: str, message: dict[str, Any] | None = None, chat: int = 7) -> None:
        """Press a button; of a message that the bot sent, or of one that is long gone."""
        old = {"chat": self._chat(chat), "message_id": 1, "date": 0}
        query = str(self._next_id())
        self._open_queries.add(query)
        self._add(
            {
                "callback_query": {
                    "id": query,
                    "from": self._person(),
                    "chat_instance": "1",
                    "data": data,
                    "message": message or old,
                }
            }
        )

    def press_label(self, label: str, message: dict[str, Any]) -> None:
        rows = message["reply_markup"]["inline_keyboard"]
        button = next(b for row in rows for b in row if b["text"] == label)
        self.press(button["callback_data"], message, chat=message["chat"]["id"])

    def forget_queries(self) -> None:
        self._open_queries.clear()

    # What a test asks.

    async def wait_for_sent(self, count: int, seconds: float = 5) -> list[dict[str, Any]]:
        async with asyncio.timeout(seconds), self._happened:
            await self._happened.wait_for(lambda: len(self.sent) >= count)
        return self.sent

    async def wait_for_call(self, method: str, count: int = 1) -> dict[str, Any]:
        async with asyncio.timeout(5), self._happened:
            await self._happened.wait_for(lambda: len(self.payloads(method)) >= count)
        return self.payloads(method)[count - 1]

    def payloads(self, method: str) -> list[dict[str, Any]]:
        return [payload for called, payload in self.calls if called == method]

    def refuse(self, method: str, *refusals: Refused | None) -> None:
        """Refuse the next calls; None hangs up without an answer."""
        self.refusals.setdefault(method, deque()).extend(refusals)

    # What the bot asks.

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return _answer(Refused(401, "Unauthorized"))
        method = request.match_info["method"]
        payload: dict[str, Any] = dict(await request.post())
        for form in SEND_FORMS:
            if form in payload:
                payload[form] = json.loads(payload[form])
        self.calls.append((method, payload))
        await self._notify()
        try:
            if pending := self.refusals.get(method):
                refusal = pending.popleft()
                if refusal is None:
                    assert request.transport
                    request.transport.abort()
                    return web.Response()
                raise refusal
            result = await getattr(self, f"_{method}", self._acknowledge)(payload)
        except Refused as refused:
            return _answer(refused)
        finally:
            await self._notify()
        return web.json_response({"ok": True, "result": result})

    async def _notify(self) -> None:
        async with self._happened:
            self._happened.notify_all()

    async def _acknowledge(self, payload: dict[str, Any]) -> bool:
        return True

    async def _getMe(self, payload: dict[str, Any]) -> dict[str, Any]:
        return BOT

    async def _getUpdates(self, payload: dict[str, Any]) -> list[dict[str, Any]]:
        earlier, arrived = self._arrived, asyncio.Event()
        self._arrived = arrived
        earlier.set()
        offset = int(payload.get("offset", 0))
        self._updates = [u for u in self._updates if u["update_id"] >= offset]
        if not self._updates:
            with suppress(TimeoutError):
                async with asyncio.timeout(float(payload.get("timeout", 0))):
                    await arrived.wait()
        if arrived is not self._arrived:
            raise Refused(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        return self._updates[:100]

    async def _sendMessage(self, payload: dict[str, Any]) -> dict[str, Any]:
        chat = int(payload["chat_id"])
        self._check_chat(chat)
        _check_text(payload.get("text", ""))
        _check_keyboard(payload.get("reply_markup"))
        self._check_pace(chat)
        message = {
            "message_id": self._next_id(),
            "date": int(time.time()),
            "chat": self._chat(chat),
            "from": BOT,
            "text": payload["text"],
        }
        message |= {k: payload[k] for k in ("reply_markup",) if k in payload}
        self.sent.append(message)
        return message

    async def _sendDocument(self, payload: dict[str, Any]) -> dict[str, Any]:
        upload = payload["document"]
        document = {"file_id": "f", "file_unique_id": "f", "file_name": upload.filename}
        return self._message(int(payload["chat_id"])) | {"document": document}

    async def _editMessageReplyMarkup(self, payload: dict[str, Any]) -> dict[str, Any]:
        message = next(
            (m for m in self.sent if m["message_id"] == int(payload["message_id"])), None
        )
        if message is None:
            raise Refused(400, "Bad Request: message to edit not found")
        _check_keyboard(payload.get("reply_markup"))
        if message.get("reply_markup") == payload.get("reply_markup"):
            raise Refused(
                400,
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message",
            )
        edited = message | {"reply_markup": payload["reply_markup"]}
        self.sent[self.sent.index(message)] = edited
        return edited

    async def _answerCallbackQuery(self, payload: dict[str, Any]) -> bool:
        query = payload["callback_query_id"]
        if query not in self._open_queries:
            raise Refused(
                400,
                "Bad Request: query is too old and response timeout expired "
                "or query ID is invalid",
            )
        self._open_queries.remove(query)
        return True

    def _check_chat(self, chat: int) -> None:
        if chat in self.unknown_chats:
            raise Refused(400, "Bad Request: chat not found")
        if chat in self.blocked_by:
            raise Refused(403, "Forbidden: bot was blocked by the user")

    def _check_pace(self, chat: int) -> None:
        now = time.monotonic()
        if now - self._last_sent_at.get(chat, -9.0) < self.seconds_per_message:
            raise Refused(429, "Too Many Requests: retry after 1", retry_after=1)
        self._last_sent_at[chat] = now

    def _add(self, update: dict[str, Any]) -> None:
        self._updates.append({"update_id": self._next_id(), **update})
        self._arrived.set()

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _message(self, chat: int) -> dict[str, Any]:
        return {
            "message_id": self._next_id(),
            "date": int(time.time()),
            "chat": self._chat(chat),
            "from": self._person(),
        }

    def _chat(self, chat: int) -> dict[str, Any]:
        if chat < 0:
            return {"id": chat, "type": "supergroup", "title": "邻里群"}
        return {"id": chat, "type": "private", "first_name": "张"}

    def _person(self) -> dict[str, Any]:
        return {"id": 7, "is_bot": False, "first_name": "张"}


@asynccontextmanager
async def serve_bot_api():
    """Run a fake Bot API on a free port."""
    api = FakeBotApi()
    app = web.Application()
    app.router.add_post("/bot{token:[^/]+}/{method}", api.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    api.url = f"http://127.0.0.1:{port}"
    try:
        yield api
    finally:
        await runner.cleanup()


def _answer(refused: Refused) -> web.Response:
    body = {"ok": False, "error_code": refused.status, "description": str(refused)}
    if refused.parameters:
        body["parameters"] = refused.parameters
    return web.json_response(body, status=refused.status)


def _check_text(text: str) -> None:
    if not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > 4096:
        raise Refused(400, "Bad Request: message is too long")


def _check_keyboard(markup: dict[str, Any] | None) -> None:
    rows = markup["inline_keyboard"] if markup else []
    for button in (b for row in rows for b in row):
        if not button["text"]:
            raise Refused(400, "Bad Request: inline keyboard button text must be non-empty")
        if len(button.get("callback_data", "").encode()) > 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
        if len(button.get("copy_text", {"text": ""})["text"]) > 256:
            raise Refused(400, "Bad Request: BUTTON_COPY_TEXT_INVALID")
