"""What holds for every request: body limit, security headers, a last resort when code fails.

Plain ASGI and outermost, so that no answer leaves without the headers. Of a body it counts only
what the application reads, and so also limits one that does not tell its length.
"""

import json
import logging

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT_BYTES = 64 * 1024
"""Largest body taken; a question has at most 2,000 characters."""
UPLOAD_PATH = "/admin/imports"
"""Where an administrator sends catalog files."""
UPLOAD_LIMIT_BYTES = 64 * 1024 * 1024
"""Largest body taken there; the shipped catalog is a workbook of less than 1 MB."""

STATIC_PATHS = ("/static/", "/admin/tables/static/")
"""Where our static files are, and those of the library behind the tables."""

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}

TOO_LARGE = "发来的内容太大了:一次最多 64 KB"
UPLOAD_TOO_LARGE = "文件太大了:一次最多 64 MB,什么都没有改动;请检查是不是整列带了格式"
_FAILED = "这次没能回答,请稍后再试,或拨打当地 12345"

log = logging.getLogger(__name__)


class Guard:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send)
        try:
            if exchange.announced_bytes > exchange.limit_bytes:
                await exchange.fail(413, exchange.too_large)
                return
            await self._app(scope, exchange.receive, exchange.send)
        except Exception:
            log.exception("request failed: %s %s", scope["method"], scope["path"])
            await exchange.fail(500, _FAILED)


class _Exchange:
    """One request and what was sent back so far."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._path = scope["path"]
        self._receive, self._send = receive, send
        self._received_bytes = 0
        self._has_begun = False
        is_upload = self._path == UPLOAD_PATH
        self.limit_bytes = UPLOAD_LIMIT_BYTES if is_upload else BODY_LIMIT_BYTES
        self.too_large = UPLOAD_TOO_LARGE if is_upload else TOO_LARGE
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        self.announced_bytes = int(announced) if announced.isdigit() else 0

    async def receive(self) -> Message:
        message = await self._receive()
        self._received_bytes += len(message.get("body", b""))
        if self._received_bytes > self.limit_bytes:
            # The framework passes this kind on; any other it would call a body it cannot read.
            raise HTTPException(413, self.too_large)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._has_begun = True
            headers = MutableHeaders(scope=message)
            for name, text in SECURITY_HEADERS.items():
                headers.setdefault(name, text)
            # Addresses of static files change with the file; everything else may change any time,
            # also what is said instead of a file, such as the way to the sign-in.
            is_file = message["status"] in (200, 304)
            is_static = is_file and self._path.startswith(STATIC_PATHS)
            fresh = "public, max-age=86400" if is_static else "no-cache"
            headers.setdefault("Cache-Control", fresh)
        await self._send(message)

    async def fail(self, status: int, sentence: str) -> None:
        if self._has_begun:
            return
        body = json.dumps({"error": sentence}, ensure_ascii=False).encode()
        headers = [
            (b"content-type", b"application/json; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})
