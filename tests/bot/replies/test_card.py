"""The answer object has every field of docs/contract.md, of the right type, whatever was asked."""

import json
from datetime import date

import pytest

from bot.assistant import answer
from bot.conversation import Conversation, Slots
from bot.replies.compose import compose, new_receipt
from catalog.offerings import HandlingMode

DAY = date(2026, 11, 23)
TEXT_OR_NONE = (str, type(None))
FIELDS = {
    "question": str,
    "outcome": str,
    "aspect": str,
    "also_aspects": list,
    "places": dict,
    "items": list,
    "nearest": list,
    "verdict": TEXT_OR_NONE,
    "direction": (dict, type(None)),
    "modes": list,
    "channels": list,
    "materials": list,
    "time_limit": TEXT_OR_NONE,
    "fee": TEXT_OR_NONE,
    "basis": list,
    "limits": list,
    "figures": list,
    "parts": list,
    "sources": list,
    "suggestions": list,
    "receipt": TEXT_OR_NONE,
    "catalog_version": str,
    "mode": str,
    "text": str,
}
ROWS = {
    "items": {"id": str, "name": str, "score": (int, float), "why": list},
    "nearest": {"id": str, "name": str},
    "channels": {
        "name": str,
        "kind": str,
        "region": TEXT_OR_NONE,
        "address": TEXT_OR_NONE,
        "phone": TEXT_OR_NONE,
        "hours": TEXT_OR_NONE,
    },
    "basis": {"kind": str, "title": str, "as_of": TEXT_OR_NONE, "confidence": str},
    "limits": {"topic": str, "limit": str, "what_to_do": TEXT_OR_NONE},
    "figures": {
        "system": str,
        "value": str,
        "unit": str,
        "as_of": str,
        "meaning": str,
        "source": str,
    },
    "sources": {
        "title": str,
        "url": TEXT_OR_NONE,
        "as_of": str,
        "as_of_kind": str,
        "confidence": str,
    },
}
ASPECTS = {
    "eligibility",
    "procedure",
    "place",
    "materials",
    "time_limit",
    "fee",
    "progress",
    "conditions",
    "contact",
    "basis",
    "overview",
    "definition",
    "other",
}
QUESTIONS = {
    "covered": ("answer", "户口邯郸,人在北京,护照过期了想换新的"),
    "general": ("answer", "护照过期了想换新的要花多少钱"),
    "local": ("answer", "户口邯郸,人在石家庄,护照过期了想换新的"),
    "conditional": ("answer", "户口在邯郸,想把户口迁到天津投靠老婆"),
    "not yet": ("answer", "户口邯郸,人在北京,身份证上生日写错了想改出生日期"),
    "system": ("answer", "自助办到底是个啥"),
    "agreement": ("answer", "顺义跟津南签的是哪份协议"),
    "pair": ("answer", "北京的事在北三县能办哪些"),
    "overview": ("answer", "公积金有哪些业务能异地办"),
    "clarify item": ("clarify", "公积金想提出来"),
    "clarify place": ("clarify", "户口在桥西区,身份证过期要换"),
    "unlisted": ("unlisted", "养狗的证去哪办"),
    "out of scope": ("out_of_scope", "给我讲个笑话听听"),
    "refused": ("refused", ""),
    "own record": ("refused", "帮我查一下我的公积金余额"),
    "small talk": ("smalltalk", "你好呀"),
    "hand-off": ("handoff", "我要找真人客服"),
}


@pytest.fixture
def card(knowledge):
    def card_of(text, **known):
        outcome = answer(text, knowledge, on=DAY, **known)
        return compose(text, outcome, knowledge, new_receipt()).answer

    return card_of


@pytest.mark.parametrize(("outcome", "text"), QUESTIONS.values(), ids=QUESTIONS)
def test_every_field_is_there_with_its_type(card, outcome, text):
    found = card(text)
    assert found["outcome"] == outcome
    assert list(found) == list(FIELDS)
    assert [n for n, kind in FIELDS.items() if not isinstance(found[n], kind)] == []
    for name, columns in ROWS.items():
        for row in found[name]:
            assert set(columns) <= set(row), name
            assert [c for c, kind in columns.items() if not isinstance(row[c], kind)] == [], name
    assert found["aspect"] in ASPECTS
    assert set(found["also_aspects"]) <= ASPECTS - {found["aspect"]}
    assert json.loads(json.dumps(found, ensure_ascii=False)) == found


@pytest.mark.parametrize(("outcome", "text"), QUESTIONS.values(), ids=QUESTIONS)
def test_values_keep_to_the_contract(card, outcome, text):
    found = card(text)
    assert found["modes"] == [m for m in HandlingMode if m in found["modes"]]
    assert len(found["items"]) <= 5
    assert all(0 <= item["score"] <= 1 for item in found["items"])
    assert found["text"].strip()
    assert found["catalog_version"]
    if outcome == "answer":
        assert found["sources"]
    else:
        assert (found["verdict"], found["direction"], found["basis"]) == (None, None, [])
    if outcome != "unlisted":
        assert found["nearest"] == []
    if outcome == "clarify":
        assert 2 <= len(found["suggestions"]) <= 5
        assert len(found["items"]) in (0, len(found["suggestions"]))
    for place in found["places"].values():
        assert place is None or {"code", "name"} <= set(place)
    for source in found["sources"]:
        assert source["as_of_kind"] in ("source", "list", "compiled")


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("covered", "covered"),
        ("general", "covered"),
        ("local", "local"),
        ("conditional", "conditional"),
        ("not yet", "not_yet"),
        ("system", None),
        ("overview", None),
    ],
)
def test_verdict_stands_in_the_answer(card, name, verdict):
    assert card(QUESTIONS[name][1])["verdict"] == verdict


def test_not_yet_says_what_to_do_instead(card):
    found = card(QUESTIONS["not yet"][1])
    assert found["limits"]
    assert found["items"][0]["id"].startswith("id-card")


def test_direction_has_short_official_names(card):
    found = card(QUESTIONS["covered"][1])
    assert found["direction"]["decides"] in ("邯郸市", "北京市")


def test_phone_of_the_deciding_place_has_its_area_code(card):
    phones = [c["phone"] for c in card(QUESTIONS["covered"][1])["channels"]]
    assert "0310-12345" in phones


def test_area_keeps_its_members(card):
    found = card("北京户口,人在北三县,护照过期了想换新的")
    assert found["places"]["current"]["code"] == "area:北三县"
    assert found["places"]["current"]["members"] == ["131082", "131028", "131024"]


def test_place_of_the_surface_is_marked(card):
    assert card("护照过期了想换新的", here="110105")["places"]["current"] == {
        "code": "110105",
        "name": "朝阳区",
        "given": True,
    }


def test_agreement_without_items_is_marked_in_the_basis(card):
    found = card("北京的事在北三县能办哪些")
    assert found["basis"]
    assert all(line.get("scope") in (None, "not itemised") for line in found["basis"])


def test_unlisted_item_keeps_its_true_score(card):
    found = card("养狗的证去哪办")
    assert found["items"][0]["score"] < 1
    assert found["items"][0]["why"]


def test_question_is_shown_masked(card):
    found = card("护照过期了想换新的,电话13812345678")
    assert "13812345678" not in json.dumps(found)
    assert "手机号" in found["question"]


def test_carried_places_are_told_in_the_card(card):
    talk = Conversation("web:1", slots=Slots(home="130400", item="exit-passport"))
    assert card("要花多少钱", conversation=talk)["places"]["home"]["code"] == "130400"


def test_receipts_are_easy_to_read_out():
    receipts = {new_receipt() for _ in range(200)}
    assert len(receipts) == 200
    assert all(len(r) == 9 and r[4] == "-" and not set(r) & set("01IO") for r in receipts)
