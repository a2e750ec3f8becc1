"""What holds for every page: headers, health, metrics, items, closed doors, ways on."""

import logging

import pytest

from bot.messages import IncomingMessage
from bot.web import ItemPage, Metrics, Readiness
from tests.bot.web.fakes import ITEM, FakeTalker, make_client


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/desk", "/i/none", "/static/chat.css", "/healthz", "/api/none"]
)
async def test_every_answer_has_the_security_headers(path):
    async with make_client() as client:
        headers = (await client.get(path)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"


async def test_static_files_have_their_type_and_may_be_kept():
    async with make_client() as client:
        script = await client.get("/static/chat.js")
        page = await client.get("/")
    assert "javascript" in script.headers["Content-Type"]
    assert "max-age" in script.headers["Cache-Control"]
    assert page.headers["Cache-Control"] == "no-cache"


async def test_alive_and_ready():
    async with make_client() as client:
        assert (await client.get("/healthz")).json() == {"status": "alive"}
        ready = await client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["catalog_version"] == "2026.11-1"


@pytest.mark.parametrize("readiness", [Readiness(False, "1"), Readiness(True, None)])
async def test_not_ready_when_store_or_catalog_is_missing(readiness):
    async def check_ready():
        return readiness

    async with make_client(check_ready=check_ready) as client:
        assert (await client.get("/readyz")).status_code == 503
        assert (await client.get("/metrics")).status_code == 200


async def test_metrics_count_turns_and_feedback():
    async with make_client() as client:
        await client.post("/api/ask", json={"question": "身份证"})
        await client.post("/api/chat", json={"text": "社保"})
        await client.post("/api/feedback", json={"receipt": "7K3F-92QM", "useful": True})
        response = await client.get("/metrics")
    lines = response.text.splitlines()
    assert 'tongban_turns_total{outcome="answer",surface="api"} 1' in lines
    assert 'tongban_turns_total{outcome="clarify",surface="web"} 1' in lines
    assert 'tongban_turn_seconds_bucket{le="+Inf"} 2' in lines
    assert "tongban_turn_seconds_count 2" in lines
    assert 'tongban_feedback_total{useful="yes"} 1' in lines
    assert 'tongban_catalog_info{version="2026.11-1"} 1' in lines
    assert all(
        line.startswith(("tongban_", "# HELP tongban_", "# TYPE tongban_")) for line in lines
    )
    assert response.headers["Content-Type"].startswith("text/plain")


async def test_failed_turns_are_counted(caplog):
    caplog.set_level(logging.CRITICAL)
    async with make_client(FakeTalker(fails=True)) as client:
        await client.post("/api/ask", json={"question": "身份证"})
        assert "tongban_turn_errors_total 1" in (await client.get("/metrics")).text


def test_label_with_quotes_is_escaped():
    metrics = Metrics()
    metrics.count_turn('a"\\\n', "web", 99.0)
    text = metrics.render(None)
    assert r'{outcome="a\"\\\n",surface="web"} 1' in text
    assert 'le="5.0"} 0' in text


async def test_shared_metrics_are_not_counted_twice():
    metrics = Metrics()
    async with make_client(metrics=metrics) as client:
        await client.post("/api/ask", json={"question": "身份证"})
    assert not metrics.turns  # the caller measures


async def test_item_page_shows_offerings_with_their_source():
    async with make_client() as client:
        page = (await client.get(f"/i/{ITEM.id}")).text
    for words in (ITEM.name, "补身份证", "异地代收代办", "居民户口簿", "40 元", "2023年4月"):
        assert words in page


async def test_item_with_many_names_shows_a_few_and_keeps_the_rest():
    item = ItemPage("x", "某事项", aliases=tuple(f"叫法{n}" for n in range(40)))
    async with make_client(find_item=lambda _: item) as client:
        page = (await client.get("/i/x")).text
    assert "还有 32 种叫法" in page
    assert page.index("叫法7") < page.index("<details") < page.index("叫法8")


async def test_item_without_offering_says_whom_to_ask():
    item = ItemPage("x", "某事项", handled_by="县民政局", ask="户籍地12345", known_as_of="2026-11")
    async with make_client(find_item=lambda _: item) as client:
        page = (await client.get("/i/x")).text
    for words in ("县民政局", "户籍地12345", "2026-11", "不等于不能办"):
        assert words in page


@pytest.mark.parametrize("path", ["/i/none", "/i/%3Cb%3E", "/nothing", "/static/nothing.js"])
async def test_unknown_page_is_chinese_and_has_a_way_on(path):
    async with make_client() as client:
        response = await client.get(path)
    assert response.status_code == 404
    assert "没有" in response.text
    assert 'href="/"' in response.text


@pytest.mark.parametrize(
    "path", ["/desk", "/desk/", "/desk/turns", "/admin", "/admin/", "/admin/x"]
)
async def test_staff_pages_are_closed(path):
    async with make_client() as client:
        page = await client.get(path)
        data = await client.get(path, headers={"Accept": "application/json"})
    assert page.status_code == 302
    assert page.headers["Location"].startswith("/signin?to=%2F")
    assert data.status_code == 401
    assert data.headers["WWW-Authenticate"]
    assert data.json() == {"error": "请先登录"}


async def test_talker_hears_what_was_said():
    talker = FakeTalker()
    async with make_client(talker) as client:
        await client.post("/api/ask", json={"question": "身份证"})
    assert talker.heard == [IncomingMessage("身份证", surface="api")]
