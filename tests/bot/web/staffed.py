"""A site with real accounts on an empty SQLite database, and browsers that are signed in to it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from fastapi import FastAPI

from bot.accounts import AccountRole
from bot.passwords import hash_password
from bot.signing_in import SignIn
from bot.storage.store import Store
from tests.bot.web.fakes import make_web

PASSWORD = "correct-horse-battery"
_HASHED = hash_password(PASSWORD)


@dataclass
class Staffed:
    store: Store
    web: FastAPI

    def browser(self, address: str = "10.0.0.1") -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.web, client=(address, 1))
        return httpx.AsyncClient(
            transport=transport, base_url="http://tongban", headers={"Accept": "text/html"}
        )

    async def signed_in(self, name: str) -> httpx.AsyncClient:
        browser = self.browser()
        response = await sign_in(browser, name)
        assert response.status_code == 303, response.text
        return browser


async def sign_in(browser, name, password=PASSWORD, to="/desk"):
    form = (await browser.get("/signin", params={"to": to})).text
    token = re.search(r'name="form_token" value="([^"]+)"', form)[1]
    said = {"name": name, "password": password, "to": to, "form_token": token}
    return await browser.post("/signin", data=said)


async def form_token(browser, path="/desk") -> str:
    return re.search(r'name="form-token" content="([^"]+)"', (await browser.get(path)).text)[1]


@asynccontextmanager
async def staffed_site(folder: Path, **parts: object) -> AsyncIterator[Staffed]:
    store = await Store.open(f"sqlite+aiosqlite:///{folder}/tongban.db")
    for name, role in (("staff", AccountRole.STAFF), ("admin", AccountRole.ADMIN)):
        await store.accounts.add(name, role, _HASHED, by="test")
    door = SignIn(store.accounts)
    yield Staffed(store, make_web(sign_in=door, store=store, tables=store, **parts))
    await store.close()
