"""Puts the tables into the application: who gets in, which of the library's pages there are."""

import gettext
import secrets
from pathlib import Path

import starlette_admin
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette_admin import BaseAdmin, CustomView, DropDown, Link, route
from starlette_admin.security.csrf import CSRFMiddleware

from bot.storage.browsing import BrowsedTable
from bot.storage.store import Store
from bot.web.pages import FOLDER, static_address
from bot.web.sessions import require_admin
from bot.web.tables.addresses import keep_within_site
from bot.web.tables.rows import LiveSheets
from bot.web.tables.views import RecordView, SheetView
from catalog.columns import LAYOUTS

ADDRESS = "/admin/tables"
"""Where the tables are."""
_ROUTE = "tables"
_READING = frozenset({"index", "list", "detail", "static"})
"""The library's pages that only read; no other is reachable."""
_WORDS = Path(starlette_admin.__file__).parent / "translations"


class AdminsOnly:
    """Lets through whoever the other pages of administrators let in (sessions)."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before ``app``."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it as the pages do."""
        if scope["type"] == "http":
            await require_admin(Request(scope, receive))
        await self._app(scope, receive, send)


class Start(CustomView):
    """Leads to the first table."""

    @route("")
    async def index(self, request: Request) -> Response:
        """Go there."""
        first = request.url_for(f"{_ROUTE}:list", key=LAYOUTS[0].name)
        return RedirectResponse(first.path, 303)


def mount_tables(app: FastAPI, store: Store) -> None:
    """Add the tables to the application, before whatever takes the rest of ``/admin``."""
    admin = _build_admin(store)
    # The library builds its application only by mounting it, and then without our door before it.
    admin.mount_to(Starlette())
    app.router.routes.append(Route(ADDRESS, _add_slash))
    app.router.routes.append(
        Mount(ADDRESS, admin.app, name=_ROUTE, middleware=[Middleware(AdminsOnly)])
    )


async def _add_slash(request: Request) -> Response:  # noqa: ARG001 - the framework's form
    return RedirectResponse(f"{ADDRESS}/", 302)


def _build_admin(store: Store) -> BaseAdmin:
    admin = BaseAdmin(
        title="通办助手 · 数据表",
        base_url=ADDRESS,
        route_name=_ROUTE,
        templates_dir=str(FOLDER / "templates" / "tables"),
        index_view=Start(route_name="index", add_to_menu=False),
        timezone_config=None,
        secret_key=secrets.token_hex(),
    )
    live = LiveSheets(store)
    admin.add_link(Link("← 目录管理", url="/admin/"))
    admin.add_view(DropDown("现行目录", [SheetView(layout, live) for layout in LAYOUTS]))
    tables = [RecordView(table, store.browsing) for table in BrowsedTable]
    admin.add_view(DropDown("记录", [*tables]))
    admin.routes = [page for page in admin.routes if page.name in _READING]
    # Where nothing can be sent no token is needed, and no cookie for it.
    needless: object = CSRFMiddleware
    admin.middlewares = [used for used in admin.middlewares if used.cls is not needless]
    _prepare_templates(admin)
    return admin


def _prepare_templates(admin: BaseAdmin) -> None:
    templates = admin.templates.env
    keep_within_site(templates)
    templates.globals["static"] = static_address
    templates.globals["library_version"] = starlette_admin.__version__
    # The library speaks Chinese only with Babel, but its catalog is read without.
    chinese = gettext.translation("admin", _WORDS, ["zh"])
    templates.install_gettext_callables(  # type: ignore[attr-defined]
        chinese.gettext, chinese.ngettext, newstyle=True
    )
