"""The desk over HTTP: finding, answering, keeping, opening a receipt, marking wrong."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.hotline import Hotline
from bot.messages import IncomingMessage
from bot.turn import Turns
from tests.bot.web.staffed import form_token, staffed_site

LOST = {"text": "身份证丢了能补办吗", "home": "130600", "current": "110000"}
TARGET = "item:id-card-replacement"
RECEIPT = re.compile(r'data-receipt="([2-9A-Z]{4}-[2-9A-Z]{4})"')


@pytest.fixture
async def site(tmp_path, knowledge):
    async with staffed_site(tmp_path) as opened:
        opened.web.state.hotline = Hotline(opened.store, lambda: knowledge)
        yield opened


@pytest.fixture
async def desk(site):
    browser = await site.signed_in("staff")
    browser.headers["X-Form-Token"] = await form_token(browser)
    browser.headers["Accept"] = "application/json"
    yield browser
    await browser.aclose()


async def keep(desk, **changes):
    kept = await desk.post("/desk/answer", json={**LOST, "target": TARGET, **changes})
    assert kept.status_code == 200, kept.text
    return RECEIPT.search(kept.text)[1]


@pytest.mark.parametrize("path", ["find", "places", "answer", "shift", "receipt/7K3F-Q2MX"])
async def test_nobody_gets_in_without_signing_in(site, path):
    refused = await site.browser().get(f"/desk/{path}", headers={"Accept": "application/json"})
    assert refused.status_code == 401


async def test_hits_come_with_verdict_mode_and_places_read_from_the_words(desk):
    said = {"text": "户口在保定,人在北京,身份证丢了能补办吗"}
    found = (await desk.get("/desk/find", params=said)).json()
    first = found["hits"][0]
    assert (first["target"], first["word"], first["mode"]) == (TARGET, "可以", "异地代收代办")
    assert found["places"]["home"] == {"code": "130600", "name": "保定市", "picked": False}


async def test_places_are_found_by_first_letters(desk):
    places = (await desk.get("/desk/places", params={"text": "bd"})).json()["places"]
    assert places[0] == {"code": "130600", "name": "保定市"}


async def test_answer_that_was_only_looked_at_is_not_kept(desk, site):
    shown = await desk.get("/desk/answer", params={**LOST, "target": TARGET})
    assert "照着说" in shown.text
    assert not RECEIPT.search(shown.text)
    assert "还没有" in (await desk.get("/desk/shift")).text


async def test_answer_given_is_kept_masked_under_the_account(desk, site):
    receipt = await keep(desk, text="我叫张三,13812345678,身份证丢了")
    record = await site.store.turn_by_receipt(receipt)
    assert (record.surface, record.conversation) == ("desk", "desk:staff")
    assert "13812345678" not in str(record)
    assert "〔手机号〕" in (await desk.get("/desk/shift")).text
    metrics = (await desk.get("/metrics")).text
    assert 'tongban_turns_total{outcome="answer",surface="desk"} 1' in metrics


async def test_shift_of_another_account_is_its_own(desk, site):
    await keep(desk)
    other = await site.signed_in("admin")
    assert "还没有" in (await other.get("/desk/shift")).text


async def test_receipt_opens_what_the_resident_saw_however_it_is_typed(desk, site, knowledge):
    turns = Turns(site.store, lambda: knowledge)
    seen = await turns.turn(IncomingMessage("社保卡丢了,怎么补", "web:x", "web"))
    typed = seen.receipt.replace("-", " ").lower()
    (hit,) = (await desk.get("/desk/find", params={"text": typed})).json()["hits"]
    assert hit["target"] == f"receipt:{seen.receipt}"
    shown = (await desk.get("/desk/answer", params={"target": hit["target"]})).text
    for line in seen.reply.text.split("\n"):
        assert line.replace('"', "&#34;") in shown
    assert "居民网页" in shown
    assert "还是现在用的版本" in shown
    page = await desk.get(f"/desk/receipt/{typed}", headers={"Accept": "text/html"})
    assert "当时看到的" in page.text


async def test_receipt_tells_that_the_catalog_has_changed_and_by_whom(desk, site, knowledge):
    receipt = await keep(desk)
    sheets = {"items": [{"id": "a"}]}
    await site.store.publish(sheets, "2026-12-newer", author="小李", reason="补充证件")
    await site.store.flush()
    newer = replace(knowledge, release=replace(knowledge.release, version="2026-12-newer"))
    site.web.state.hotline = Hotline(site.store, lambda: newer)
    shown = (await desk.get("/desk/answer", params={"target": f"receipt:{receipt}"})).text
    assert "现在已经换版" in shown
    assert "小李" in shown
    assert "补充证件" in shown


async def test_receipt_that_is_none_is_no_matter_to_answer(desk):
    hits = (await desk.get("/desk/find", params={"text": "2222 abcd"})).json()["hits"]
    assert [hit["name"] for hit in hits] == ["没有回执 2222-ABCD，请再核对"]


async def test_masked_question_is_answered_the_same_today(desk, site, knowledge):
    turns = Turns(site.store, lambda: knowledge)
    text = "户口在保定,人在北京,身份证丢了能补办吗,电话13812345678"
    seen = await turns.turn(IncomingMessage(text, "web:x", "web"))
    shown = await desk.get("/desk/answer", params={"target": f"receipt:{seen.receipt}"})
    assert "一字不差" in shown.text


async def test_unknown_receipt_is_told_in_one_sentence(desk):
    for path in ("/desk/receipt/2222-2222", "/desk/answer?target=receipt:2222-2222"):
        refused = await desk.get(path)
        assert refused.status_code == 404
        assert refused.json()["error"].startswith("没有找到这个回执编号")


async def test_wrong_answer_goes_to_the_administrators_masked_and_audited(desk, site):
    receipt = await keep(desk)
    said = {"receipt": receipt.lower(), "reason": "要户口本,找13812345678核过"}
    assert (await desk.post("/desk/wrong", json=said)).json() == {"kept": True}
    (wrong,) = await site.store.desk.list_wrong()
    assert (wrong.receipt, wrong.account) == (receipt, "staff")
    assert "13812345678" not in wrong.reason
    (entry, *_) = await site.store.audit.list_entries()
    assert entry.subject == receipt


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ({"receipt": "2222-2222", "reason": "错"}, 404, "没有找到"),
        ({"receipt": "", "reason": "错"}, 404, "没有找到"),
        ({"receipt": "2222-2222", "reason": "  "}, 422, "哪里不对"),
        ({"receipt": "2222-2222"}, 422, "缺少 reason"),
    ],
)
async def test_mark_that_cannot_be_kept_says_why(desk, said, status, told):
    refused = await desk.post("/desk/wrong", json=said)
    assert refused.status_code == status
    assert told in refused.json()["error"]


async def test_nothing_is_changed_without_the_form_token(desk, site):
    del desk.headers["X-Form-Token"]
    for path, body in (("answer", {**LOST, "target": TARGET}), ("wrong", {"receipt": "x"})):
        assert (await desk.post(f"/desk/{path}", json=body)).status_code == 403
    assert await site.store.desk.shift_history("staff", datetime(2020, 1, 1, tzinfo=UTC)) == ()


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"text": "身份证", "home": "999999"}, "没有代码是“999999”的地方"),
        ({"text": "身份证", "on": "昨天"}, "on 应为日期"),
        ({"text": "身" * 4000}, "太长"),
    ],
)
@pytest.mark.parametrize("path", ["find", "answer"])
async def test_request_that_cannot_be_used_is_told_in_one_sentence(desk, path, params, told):
    refused = await desk.get(f"/desk/{path}", params=params)
    assert refused.status_code == 422
    assert told in refused.json()["error"]


async def test_what_was_typed_is_never_markup(desk):
    text = "<script>alert(1)</script>身份证"
    kept = await desk.post("/desk/answer", json={"text": text, "target": "question"})
    assert "<script>" not in kept.text
    assert "&lt;script&gt;" in kept.text
    assert "<script>" not in (await desk.get("/desk/shift")).text


async def test_day_asked_about_is_shown_with_the_answer(desk):
    shown = await desk.get("/desk/answer", params={**LOST, "target": TARGET, "on": "2021-05-01"})
    assert "按 2021-05-01" in shown.text


async def test_desk_says_that_it_is_not_connected(tmp_path):
    async with staffed_site(tmp_path) as site:
        browser = await site.signed_in("staff")
        assert (await browser.get("/desk")).status_code == 200
        refused = await browser.get("/desk/find", headers={"Accept": "application/json"})
    assert refused.status_code == 503
    assert "没有接上" in refused.json()["error"]


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("system:term-cross-province", "异地"),
        ("agreement:jjj-government-service-framework", "合作协议"),
        ("pair", ""),
        ("question", "公积金提取"),
        ("question", "身份证丢了怎么补,另外养老保险怎么转"),
        ("question", "推荐一部电影"),
        ("question", ""),
        ("item:dog-registration", "狗证"),
        ("item:gone", "身份证"),
    ],
)
async def test_every_kind_of_hit_is_shown_and_opened_again(desk, target, text):
    said = {**LOST, "text": text, "target": target}
    shown = await desk.get("/desk/answer", params=said)
    assert shown.status_code == 200
    assert "照着说" in shown.text
    receipt = RECEIPT.search((await desk.post("/desk/answer", json=said)).text)[1]
    opened = await desk.get("/desk/answer", params={"target": f"receipt:{receipt}"})
    assert "当时看到的" in opened.text
