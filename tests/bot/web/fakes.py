"""A Talker with a handful of fixed answers, and the application around it."""

import asyncio
from dataclasses import dataclass, field

import httpx
from fastapi import FastAPI

from bot.messages import Choice, Copyable, IncomingMessage, Reply, Turn
from bot.signing_in import SignIn
from bot.web import ItemPage, OfferingCard, Readiness, build_web

SOURCE = "《国务院办公厅关于加快推进政务服务“跨省通办”的指导意见》(国办发〔2020〕35号),2020-09-29"

CARD_TEXT = f"""能办:保定户口,可以在北京办居民身份证补领,不用回保定。
北京任一受理点收件,保定公安机关审批、制证。

怎么办:
1. 到北京就近的居民身份证异地受理点申请
2. 现场采集指纹和照片,领回执
3. 60 日内凭回执领证,也可以寄到家
带什么:居民户口簿或居住证(没有也可以先问受理点)
多久:最长 60 日
费用:40 元
以办理地公示为准。
{SOURCE}"""

LONG_TEXT = "\n".join(
    ["能办:京津冀之间有这些事可以就近办。"]
    + [f"{n}. 第{n}项,可以在居住地的窗口提交" for n in range(1, 25)]
    + [SOURCE]
)

ITEM = ItemPage(
    id="id-card-reissue",
    name="居民身份证补领",
    category="公安户籍",
    department="公安部",
    summary="身份证丢了,在现在住的地方补办,不用回户籍地。",
    aliases=("补身份证", "身份证丢了", "挂失身份证"),
    offerings=(
        OfferingCard(
            label="异地补领居民身份证",
            modes=("异地代收代办",),
            homes="全国",
            currents="全国",
            where=("就近的居民身份证异地受理点",),
            materials=("居民户口簿或居住证", "现场拍照、采指纹"),
            time_limit="最长 60 日",
            fee="40 元",
            basis="国办发〔2020〕35号(2020-09-29)",
            source="公安部便民问答,2023-04",
        ),
    ),
)


def make_turn(reply: Reply, *, outcome: str = "answer", **answer: object) -> Turn:
    return Turn(
        reply,
        {
            "question": "问题",
            "outcome": outcome,
            "verdict": None,
            "places": {},
            "items": [],
            "modes": [],
            "direction": None,
            "receipt": "7K3F-92QM",
            "text": reply.text,
            **answer,
        },
    )


def make_card(question: str, *, text: str = CARD_TEXT) -> Turn:
    return make_turn(
        Reply(
            text,
            sources=(SOURCE,),
            choices=(Choice("要带什么", "要带什么材料"), Choice("去哪办", "在哪办")),
            copyables=(
                Copyable("北京12345", "010-12345"),
                Copyable("受理点", "北京市丰台区西三环南路1号"),
            ),
            asks_feedback=True,
        ),
        question=question,
        aspect="eligibility",
        verdict="covered",
        places={"home": {"code": "130600", "name": "保定市"}, "current": {"name": "北京市"}},
        items=[{"id": ITEM.id, "name": ITEM.name, "score": 0.97, "why": []}],
        modes=["异地代收代办"],
        direction={"accepts": "北京市", "decides": "保定市"},
    )


@dataclass
class FakeTalker:
    """Keeps what it was told."""

    heard: list[IncomingMessage] = field(default_factory=list)
    marks: list[tuple[str, bool, str]] = field(default_factory=list)
    fails: bool = False
    seconds: float = 0.0

    async def turn(self, message: IncomingMessage) -> Turn:
        self.heard.append(message)
        await asyncio.sleep(self.seconds)
        if self.fails:
            raise RuntimeError
        text = message.text
        if text == "/forget":
            return make_turn(Reply("好的,前面说的都忘了。"), outcome="smalltalk", question=text)
        if not text.strip() or len(text) > 2000:
            return make_turn(Reply("这句话太长了,请分开说。"), outcome="refused", question=text)
        if text == "社保":
            choices = (Choice("转移", "社保转移"), Choice("查询", "社保查询"))
            asked = Reply("您想办社保的哪件事?", choices=choices)
            return make_turn(asked, outcome="clarify", question=text)
        return make_card(text, text=LONG_TEXT if "哪些" in text else CARD_TEXT)

    async def feedback(self, receipt: str, *, useful: bool, reason: str = "") -> bool:
        self.marks.append((receipt, useful, reason))
        return receipt == "7K3F-92QM"


def find_fake_item(item_id: str) -> ItemPage | None:
    return ITEM if item_id == ITEM.id else None


async def be_ready() -> Readiness:
    return Readiness(store=True, catalog_version="2026.11-1")


class NoAccounts:
    """Nobody can sign in."""

    async def has_any(self) -> bool:
        return False

    async def find_session(self, token: str) -> None:
        return None


class NoLetters:
    """Nobody asked for a human."""

    async def find_open(self, conversation: str) -> None:
        return None

    async def undelivered(self, conversation: str) -> tuple[()]:
        return ()


class NoStore:
    """Keeps nothing."""

    handoffs = letters = NoLetters()


def make_web(talker: FakeTalker | None = None, **parts) -> FastAPI:
    fakes = {"find_item": find_fake_item, "check_ready": be_ready}
    parts = {**fakes, "sign_in": SignIn(NoAccounts()), "store": NoStore(), **parts}
    return build_web(talker or FakeTalker(), **parts)


def make_client(talker: FakeTalker | None = None, **parts) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(make_web(talker, **parts))
    return httpx.AsyncClient(transport=transport, base_url="http://tongban")
