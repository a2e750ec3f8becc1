"""The interface for other programs: the answer object, marks, and one sentence for a mistake."""

import json

import pytest

from tests.bot.web.fakes import CARD_TEXT, FakeTalker, make_client

JSON = {"Content-Type": "application/json"}


async def ask(client, **body):
    return await client.post("/api/ask", json=body)


async def test_answer_object_is_passed_on_as_it_is():
    talker = FakeTalker()
    async with make_client(talker) as client:
        response = await ask(
            client, question="身份证", here="110000", on="2026-11-23", conversation="a-1"
        )
    assert response.json()["text"] == CARD_TEXT
    assert response.json()["verdict"] == "covered"
    message = talker.heard[0]
    assert (message.here, message.on, message.surface) == ("110000", "2026-11-23", "api")
    assert message.conversation == "api:a-1"


async def test_single_question_has_no_conversation():
    talker = FakeTalker()
    async with make_client(talker) as client:
        await ask(client, question="身份证")
    assert talker.heard[0].conversation is None
    assert talker.heard[0].here is None


@pytest.mark.parametrize("question", ["", " ", "问" * 2001, "\x00", "🙂" * 500])
async def test_any_question_is_answered(question):
    async with make_client() as client:
        response = await ask(client, question=question)
    assert response.status_code == 200
    assert response.json()["outcome"]


async def test_half_a_character_is_answered():
    async with make_client() as client:
        response = await client.post("/api/ask", content=b'{"question": "\\ud83d"}', headers=JSON)
        by_page = await client.post("/api/chat", content=b'{"text": "\\ud83d"}', headers=JSON)
    assert response.status_code == by_page.status_code == 200


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"[1]", "JSON"),
        (b'"?"', "JSON"),
        (b"\xff\xfe", "JSON"),
        (b"[" * 20_000, "JSON"),
        (b"{}", "question"),
        (b'{"question": 5}', "question"),
        (b'{"question": null}', "question"),
        (b'{"question": "a", "here": "Beijing"}', "110000"),
        (b'{"question": "a", "here": 110000}', "here"),
        (b'{"question": "a", "on": "tomorrow"}', "2026-11-23"),
        (b'{"question": "a", "on": "2026-02-30"}', "2026-11-23"),
        (b'{"question": "a", "conversation": "a b"}', "conversation"),
    ],
)
async def test_mistake_is_told_in_one_sentence(body, words):
    async with make_client() as client:
        response = await client.post("/api/ask", content=body, headers=JSON)
    assert response.status_code == 422
    assert list(response.json()) == ["error"]
    assert words in response.json()["error"]
    assert "\n" not in response.json()["error"]


async def test_json_under_another_name_is_refused():
    async with make_client() as client:
        response = await client.post("/api/ask", data={"question": "身份证"})
    assert response.status_code == 422
    assert "application/json" in response.json()["error"]


async def test_body_over_the_limit_is_refused():
    async with make_client() as client:
        told = await ask(client, question="问" * 30_000)
        untold = await client.post("/api/ask", content=pieces(), headers=JSON)
    assert told.status_code == untold.status_code == 413
    assert "64 KB" in told.json()["error"]
    assert "64 KB" in untold.json()["error"]


async def pieces():
    yield b'{"question": "'
    for _ in range(70):
        yield b"a" * 1024
    yield b'"}'


async def test_feedback_is_kept_with_its_reason():
    talker = FakeTalker()
    async with make_client(talker) as client:
        kept = await client.post(
            "/api/feedback", json={"receipt": "7K3F-92QM", "useful": False, "reason": " 太长 "}
        )
        unknown = await client.post("/api/feedback", json={"receipt": "?", "useful": True})
        wrong = await client.post("/api/feedback", json={"receipt": "?", "useful": "yes"})
    assert kept.json() == {"kept": True}
    assert talker.marks[0] == ("7K3F-92QM", False, "太长")
    assert unknown.status_code == 404
    assert "回执" in unknown.json()["error"]
    assert wrong.status_code == 422
    assert "useful" in wrong.json()["error"]


async def test_failure_inside_is_one_sentence_with_the_headers(caplog):
    async with make_client(FakeTalker(fails=True)) as client:
        response = await ask(client, question="身份证")
    assert response.status_code == 500
    assert "稍后再试" in response.json()["error"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "RuntimeError" in caplog.text
    assert "身份证" not in caplog.text


async def test_unknown_address_and_method_under_api_answer_json():
    async with make_client() as client:
        missing, wrong = await client.get("/api/nothing"), await client.get("/api/ask")
    assert missing.status_code == 404
    assert wrong.status_code == 405
    assert "error" in missing.json()
    assert "error" in wrong.json()
    assert wrong.headers["Allow"] == "POST"


async def test_openapi_describes_the_interface():
    async with make_client() as client:
        described = (await client.get("/openapi.json")).json()
        page = await client.get("/docs")
    assert {"/api/ask", "/api/feedback", "/healthz", "/readyz", "/metrics"} <= set(
        described["paths"]
    )
    assert "/" not in described["paths"]
    assert json.dumps(described)
    for word in ("/api/ask", "question", "必填", "curl"):
        assert word in page.text
    assert "https://" not in page.text
