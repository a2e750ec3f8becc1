"""Times the two requests of every keystroke at the desk: find, then the answer beside.

Run: ``.venv/bin/python -m benchmarks.desk_requests``. The whole application answers in this
process, with session and store; each beginning of 50 made-up questions is one keystroke, places
picked or not. ``benchmarks.desk`` times the search alone.
"""

import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from fastapi import FastAPI

from bot.accounts import AccountRole, new_token
from bot.app import App, open_app
from bot.hotline import Hotline
from bot.item_pages import find_item_page
from bot.passwords import hash_password
from bot.settings import Settings
from bot.signing_in import SignIn
from bot.web import Readiness, build_web
from bot.web.sessions import COOKIE

PROMISED_MS = 50
_PLACES = (("", ""), ("130600", "110000"))
_MATTERS = (
    "身份证丢了怎么补",
    "驾驶证到期了能换吗",
    "社保怎么转过来",
    "公积金买房提取要什么",
    "异地住院报销要备案吗",
    "护照到期换证",
    "户口迁移要几天",
    "营业执照变更地址",
    "老人高龄津贴认证",
    "结婚登记要预约吗",
)
_FRAMES = (
    "{matter}",
    "我户口在保定,人在北京,{matter}",
    "您好我想问一下,我是廊坊的,在天津上班三年了,{matter}",
    "{matter},需要本人回去办吗,多少钱",
    "北京户口住在燕郊,{matter}",
)


def questions() -> list[str]:
    """Return 50 questions, short ones and long ones."""
    return [frame.format(matter=matter) for frame in _FRAMES for matter in _MATTERS]


async def main() -> None:
    """Print median and 99th percentile of both requests."""
    with TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder)}/tongban.db"
        async with open_app(Settings(database_url=url)) as app:
            web = await _build(app)
            cookies = {COOKIE: await _sign_in(app)}
            transport = httpx.ASGITransport(web)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://tongban", cookies=cookies
            ) as browser:
                await _report(browser)


async def _build(app: App) -> FastAPI:
    async def check_ready() -> Readiness:
        return Readiness(store=True, catalog_version=app.catalog.current().release.version)

    return build_web(
        app.turns,
        store=app.store,
        find_item=lambda item_id: find_item_page(item_id, app.catalog.current()),
        check_ready=check_ready,
        sign_in=SignIn(app.store.accounts),
        hotline=Hotline(app.store, app.catalog.current),
    )


async def _sign_in(app: App) -> str:
    hashed, token = hash_password("benchmark-of-the-desk"), new_token()
    await app.store.accounts.add("desk", AccountRole.STAFF, hashed, by="benchmark")
    known = await app.store.accounts.find("desk")
    assert known is not None
    await app.store.accounts.begin_session(known.account, token, replacing=None)
    return token


async def _report(browser: httpx.AsyncClient) -> None:
    await browser.get("/desk/find", params={"text": "身份证"})  # builds what is built once
    find, beside = [], []
    for question in questions():
        for home, current in _PLACES:
            for end in range(1, len(question) + 1):
                said = {"text": question[:end], "home": home, "current": current}
                taken, found = await _timed(browser, "/desk/find", said)
                find.append(taken)
                hits = found.json()["hits"]
                if hits:
                    shown = {**said, "target": hits[0]["target"]}
                    beside.append((await _timed(browser, "/desk/answer", shown))[0])
    for name, taken in (("find", find), ("answer beside", beside)):
        taken.sort()
        sys.stdout.write(
            f"{name}: {len(taken)} keystrokes, p50 {_at(taken, 0.5):.1f} ms, "
            f"p99 {_at(taken, 0.99):.1f} ms, slowest {taken[-1]:.1f} ms "
            f"(promised: {PROMISED_MS} ms)\n"
        )


def _at(taken: list[float], share: float) -> float:
    return taken[int(len(taken) * share)]


async def _timed(
    browser: httpx.AsyncClient, path: str, params: dict[str, str]
) -> tuple[float, httpx.Response]:
    began = time.perf_counter()
    response = await browser.get(path, params=params)
    taken = (time.perf_counter() - began) * 1000
    response.raise_for_status()
    return taken, response


if __name__ == "__main__":
    asyncio.run(main())
