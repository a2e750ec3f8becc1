"""Joins pages, interface and guards to one application."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from bot.hotline import Hotline
from bot.messages import Talker
from bot.signing_in import SignIn
from bot.storage.store import Store
from bot.web import (
    api,
    chat,
    desk,
    handoffs,
    health,
    items,
    letters,
    reference,
    signin,
)
from bot.web.errors import add_error_handlers
from bot.web.guard import Guard
from bot.web.metrics import MeasuredTalker, Metrics
from bot.web.office import OfficeParts
from bot.web.office import router as office_router
from bot.web.pages import STATIC
from bot.web.parts import CheckReady, FindItem, Parts
from bot.web.tables import mount_tables

EXAMPLES = (
    "户口在保定，人在北京，身份证丢了能在北京补办吗",
    "公积金在石家庄交，在天津买房能提取吗",
    "承德的医保，来北京住院要先备案吗",
    "驾驶证到期了，不回老家能换吗",
    "北京户口住燕郊，哪些事能就近办",
)
"""Questions offered at the start: different matters, roles and wordings."""

_PARTS = (
    *(api, letters, chat, items, health, handoffs, desk, reference),
    signin,  # last: what has no page of its own ends there
)


def build_web(
    talker: Talker,
    *,
    find_item: FindItem,
    check_ready: CheckReady,
    metrics: Metrics | None = None,
    sign_in: SignIn,
    store: Store,
    hotline: Hotline | None = None,
    tables: Store | None = None,
    office: OfficeParts | None = None,
    examples: Sequence[str] = EXAMPLES,
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]] | None = None,
) -> FastAPI:
    """Return the application behind ``tongban serve``.

    Args:
        talker: Answers. Given ``metrics``, it is taken to be measured already.
        find_item: Looks up what ``/i/<item id>`` shows.
        check_ready: Asks store and catalog for ``/readyz`` and ``/metrics``.
        metrics: Counts shared with other adapters; None = count the pages' own turns.
        sign_in: Lets staff and administrators in.
        store: Keeps hand-offs and what staff write back.
        hotline: What the desk asks; None = its page says that it is not connected.
        tables: What administrators may look through; None = no such pages.
        office: What is behind the catalog office; None = no such pages.
        examples: Questions offered at the start.
        lifespan: Opened when the server starts, closed when it stops.
    """
    if metrics is None:
        metrics = Metrics()
        talker = MeasuredTalker(talker, metrics)
    app = FastAPI(
        title="通办助手",
        summary="跨省通办咨询:能不能办、去哪办、凭什么",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.parts = Parts(talker, find_item, check_ready, metrics, tuple(examples), store)
    app.state.sign_in = sign_in
    app.state.hotline = hotline
    _add_office(app, tables, office)
    for part in _PARTS:
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    add_error_handlers(app)
    app.add_middleware(Guard)
    return app


def _add_office(app: FastAPI, tables: Store | None, office: OfficeParts | None) -> None:
    """Add what stands under /admin, before the part that takes the rest of it."""
    if tables is not None:
        mount_tables(app, tables)
    if office is not None:
        app.state.office = office
        app.include_router(office_router)
