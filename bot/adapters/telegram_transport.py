"""How requests travel to the Bot API: over aiohttp, in place of the library's own httpx.

256 sends in parallel were measured at 267/s over httpx and at 2616/s over aiohttp.
"""

import re
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECTIONS = 256
"""Requests on their way at the same time; further ones wait for a free connection."""
TIMEOUT_SECONDS = 10.0
"""For connecting and, each, for the next bytes of an answer."""


class AiohttpRequest(BaseRequest):
    """Sends the library's requests through one aiohttp session."""

    def __init__(
        self, *, connections: int = CONNECTIONS, timeout: float = TIMEOUT_SECONDS
    ) -> None:
        """Keep the limits; the session is opened in ``initialize``, inside the running loop."""
        self._connections = connections
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds an answer may take when the caller names no other."""
        return self._timeout

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None:
            # trust_env: where Telegram is only reached through a proxy, HTTPS_PROXY names it.
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=True,
            )

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - float, None or "not given"
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002 - aiohttp has none
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002 - waiting is right
    ) -> tuple[int, bytes]:
        """Send one request; return status and body, whatever they are."""
        if self._session is None:
            raise RuntimeError("the transport is not initialized")
        timeout = aiohttp.ClientTimeout(
            total=None,
            sock_connect=self._seconds(connect_timeout),
            sock_read=self._seconds(read_timeout),
        )
        try:
            async with self._session.request(
                method, url, data=_form(request_data), timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except aiohttp.ConnectionTimeoutError as error:
            # Not TimedOut: nothing was sent yet, so that the sender may try again.
            raise NetworkError(_without_token(error)) from None
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientError as error:
            raise NetworkError(_without_token(error)) from None

    def _seconds(self, given: Any) -> float | None:  # noqa: ANN401 - float, None or "not given"
        if given is BaseRequest.DEFAULT_NONE:
            return self._timeout
        return None if given is None else float(given)


def _form(request_data: RequestData | None) -> aiohttp.FormData | None:
    if request_data is None:
        return None
    # quote_fields=False: otherwise Chinese file names go out percent-encoded.
    form = aiohttp.FormData(quote_fields=False)
    for name, text in request_data.json_parameters.items():
        form.add_field(name, text)
    if request_data.contains_files:
        for name, (file_name, content, kind) in request_data.multipart_data.items():
            form.add_field(name, content, filename=file_name, content_type=kind)
    return form


def _without_token(error: Exception) -> str:
    # Some of aiohttp's errors name the whole address, and the token is part of it.
    return re.sub(r"/bot[^/\s'\"]+", "/bot<token>", f"{type(error).__name__}: {error}")
