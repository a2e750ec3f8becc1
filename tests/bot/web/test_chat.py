"""The residents' page and its conversation, with and without a script."""

import re

from bot.conversation import KEPT_HOME_DAYS
from bot.storage.store import Store
from bot.turn import Turns
from bot.web.chat import COOKIE
from tests.bot.web.fakes import CARD_TEXT, ITEM, SOURCE, FakeTalker, make_client

QUESTION = "户口在保定,人在北京,身份证丢了能在北京补办吗"


async def test_page_offers_examples_and_loads_only_from_here():
    async with make_client() as client:
        page = (await client.get("/")).text
    assert page.count('class="example"') == 5
    addresses = re.findall(r'(?:src|href|action)="([^"]*)"', page)
    assert addresses
    assert all(address.startswith(("/", "#")) for address in addresses)
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)


async def test_answer_as_json_has_reply_and_fields_of_the_answer():
    async with make_client() as client:
        answer = (await client.post("/api/chat", json={"text": QUESTION})).json()
    assert answer["reply"]["text"] == CARD_TEXT
    assert answer["reply"]["sources"] == [SOURCE]
    assert answer["reply"]["choices"][0] == {"label": "要带什么", "say": "要带什么材料"}
    assert answer["reply"]["copyables"][0] == {"label": "北京12345", "value": "010-12345"}
    assert answer["reply"]["asks_feedback"] is True
    assert answer["verdict"] == "covered"
    assert answer["outcome"] == "answer"
    assert answer["modes"] == ["异地代收代办"]
    assert answer["direction"] == {"accepts": "北京市", "decides": "保定市"}
    assert answer["places"]["home"]["code"] == "130600"
    assert answer["receipt"] == "7K3F-92QM"


async def test_conversation_hangs_on_a_random_cookie_that_scripts_cannot_read():
    talker = FakeTalker()
    async with make_client(talker) as client:
        first = await client.post("/api/chat", json={"text": "甲"})
        await client.post("/api/chat", json={"text": "乙"})
    async with make_client(talker) as client:
        await client.post("/api/chat", json={"text": "丙"})
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert f"Max-Age={KEPT_HOME_DAYS * 24 * 3600};" in cookie
    keys = [message.conversation for message in talker.heard]
    assert keys[0] == keys[1] != keys[2]
    assert re.fullmatch(r"web:[\w-]{32}", keys[0])
    assert {message.surface for message in talker.heard} == {"web"}


async def test_cookie_of_another_form_is_replaced():
    talker = FakeTalker()
    async with make_client(talker) as client:
        await client.post(
            "/api/chat", json={"text": "甲"}, headers={"Cookie": f"{COOKIE}=telegram:1"}
        )
    assert re.fullmatch(r"web:[\w-]{32}", talker.heard[0].conversation)


async def test_form_without_script_shows_question_answer_and_buttons():
    async with make_client() as client:
        page = (await client.post("/", data={"text": QUESTION})).text
    assert QUESTION in page
    assert 'data-tone="covered"' in page
    assert "能办：保定户口" in page
    assert "2020年9月29日" in page
    assert 'name="text" value="要带什么材料"' in page
    assert 'href="tel:010-12345"' in page
    assert f'href="/i/{ITEM.id}"' in page
    assert 'name="useful" value="no"' in page


async def test_text_of_a_question_is_never_markup():
    async with make_client() as client:
        page = (await client.post("/", data={"text": "<script>alert(1)</script>"})).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


async def test_forget_by_form_starts_anew_with_a_word_about_it():
    talker = FakeTalker()
    async with make_client(talker) as client:
        page = (await client.post("/", data={"text": "/forget"})).text
    assert talker.heard[0].text == "/forget"
    assert "都忘了" in page
    assert "data-tone" not in page


async def test_browser_is_not_known_any_more_when_all_was_forgotten():
    talker = FakeTalker()
    async with make_client(talker) as client:
        for forget in (
            lambda: client.post("/", data={"text": "/forget"}),
            lambda: client.post("/api/chat", json={"text": "/forget"}),
        ):
            await client.post("/api/chat", json={"text": QUESTION})
            assert COOKIE in client.cookies
            await forget()
            assert COOKIE not in client.cookies
    keys = [message.conversation for message in talker.heard]
    assert keys[0] == keys[1] != keys[2] == keys[3]


async def test_kept_home_is_known_next_time_and_forgotten_on_the_page(knowledge):
    store = await Store.open("sqlite+aiosqlite://")

    async def ask(client):
        return (await client.post("/api/chat", json={"text": "驾驶证到期了怎么换"})).json()

    async with make_client(Turns(store, lambda: knowledge)) as client:
        told = await client.post("/api/chat", json={"text": "记住我的户籍地是保定"})
        ended = "UPDATE conversation SET updated_at = '2020-01-01'"
        await store.database.write(lambda connection: connection.exec_driver_sql(ended))
        answer = await ask(client)
        assert answer["places"]["home"]["code"] == "130600"
        await client.post("/", data={"text": "/forget"})
        client.cookies.update(told.cookies)
        assert (await ask(client))["places"]["home"] is None
    await store.close()


async def test_page_says_what_is_kept_and_how_to_forget_it():
    async with make_client() as client:
        page = (await client.get("/")).text
    assert "会记住什么" in page
    assert "忘掉我的户籍地" in page


async def test_empty_form_is_answered_by_the_talker():
    async with make_client() as client:
        response = await client.post("/", data={"text": ""})
    assert response.status_code == 200
    assert 'data-tone="refused"' in response.text


async def test_feedback_by_form_is_kept_once_for_its_receipt():
    talker = FakeTalker()
    async with make_client(talker) as client:
        kept = await client.post("/feedback", data={"receipt": "7K3F-92QM", "useful": "no"})
        lost = await client.post("/feedback", data={"receipt": "XXXX-XXXX", "useful": "yes"})
        odd = await client.post("/feedback", data={"receipt": "7K3F-92QM", "useful": "perhaps"})
    assert talker.marks == [("7K3F-92QM", False, ""), ("XXXX-XXXX", True, "")]
    assert "已经记下" in kept.text
    assert "没有记下" in lost.text
    assert "没有记下" in odd.text
