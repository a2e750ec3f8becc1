"""``tongban serve``: pages, HTTP interface and messaging adapters in one process."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import uvicorn

from bot.app import App, open_app, watching
from bot.hotline import Hotline
from bot.item_pages import find_item_page
from bot.logs import set_up_logging
from bot.messages import Talker
from bot.office import Drafting, Importing, Publishing, Settling, Versions
from bot.office.importing import OnProgress
from bot.office.owners import Owners
from bot.settings import Settings
from bot.signing_in import SignIn
from bot.storage.letters import Letters
from bot.storage.office_records import ImportProgress
from bot.storage.records import StoreError
from bot.web import MeasuredTalker, Metrics, OfficeParts, Readiness, build_web
from catalog.files.reading import Imported, read_catalog
from catalog.progress import Progress

REPLAYED_QUESTIONS = 100
"""So many of the last real questions are asked again when a draft is rehearsed."""


async def serve(settings: Settings, *, host: str | None, port: int | None) -> int:
    """Serve until stopped; 2 when the address is taken or not ours."""
    set_up_logging(settings.log_level)
    host, port = host or settings.host, settings.port if port is None else port
    try:
        listening = socket.create_server((host, port), family=_family(host), backlog=2048)
    except OSError as error:
        sys.stderr.write(
            f"不能在 {host}:{port} 上监听({error.strerror or error}),"
            "请换一个 TONGBAN_PORT 或 --port。\n"
        )
        return 2
    with listening:
        async with open_app(settings) as app:
            await _serve_app(app, settings, listening)
    return 0


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


async def _serve_app(app: App, settings: Settings, listening: socket.socket) -> None:
    metrics = Metrics()
    talker = MeasuredTalker(app.turns, metrics)

    async def check_ready() -> Readiness:
        try:
            await app.store.live_version()
        except StoreError:
            return Readiness(store=False, catalog_version=app.catalog.current().release.version)
        return Readiness(store=True, catalog_version=app.catalog.current().release.version)

    importing = Importing(app.store, read_file)
    web = build_web(
        talker,
        find_item=lambda item_id: find_item_page(item_id, app.catalog.current()),
        check_ready=check_ready,
        sign_in=SignIn(app.store.accounts),
        store=app.store,
        hotline=Hotline(app.store, app.catalog.current),
        tables=app.store,
        office=make_office(app, importing),
        metrics=metrics,
    )
    host, port = listening.getsockname()[:2]
    config = uvicorn.Config(web, log_config=None, access_log=False, lifespan="on")
    async with AsyncExitStack() as running:
        await running.enter_async_context(watching(app, settings.catalog_poll_seconds))
        await running.enter_async_context(_telegram(settings, talker, app.store.letters))
        running.push_async_callback(importing.close)
        sys.stdout.write(f"通办助手已启动:http://{host}:{port}/(按 Ctrl+C 停止)\n")
        sys.stdout.flush()
        await uvicorn.Server(config).serve(sockets=[listening])


def make_office(app: App, importing: Importing) -> OfficeParts:
    """Join the parts behind the catalog office."""

    async def read_asked() -> tuple[str, ...]:
        return await app.store.questions.recent(REPLAYED_QUESTIONS)

    return OfficeParts(
        store=app.store,
        drafting=Drafting(app.store),
        importing=importing,
        publishing=Publishing(app.store, app.catalog, read_asked),
        versions=Versions(app.store),
        settling=Settling(app.store),
        owners=Owners(app.store),
        current=app.catalog.current,
    )


def read_file(path: Path, name: str, tell: OnProgress) -> Imported:
    """Read an uploaded file and tell how far that is."""

    def show(progress: Progress) -> None:
        tell(ImportProgress(progress.stage, progress.done, progress.total))

    return read_catalog(path, name=name, on_progress=show)


@asynccontextmanager
async def _telegram(settings: Settings, talker: Talker, letters: Letters) -> AsyncIterator[None]:
    if settings.telegram_token is None:
        yield
        return
    from bot.adapters.telegram import run_telegram

    task = asyncio.create_task(
        run_telegram(settings.telegram_token, settings.telegram_api, talker, letters)
    )
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
