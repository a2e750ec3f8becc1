"""Hand-offs over HTTP: the desk takes, answers and closes them; the resident's side reads."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.storage.records import TurnRecord
from bot.web.chat import COOKIE
from tests.bot.web.staffed import form_token, staffed_site

BROWSER = "b" * 32
DESK = "/desk/handoffs"


@pytest.fixture
async def site(tmp_path):
    async with staffed_site(tmp_path) as opened:
        yield opened


def resident(site):
    browser = site.browser()
    browser.cookies.set(COOKIE, BROWSER)
    return browser


async def ask_for_staff(site, conversation=f"web:{BROWSER}", receipt="7K3F-0001"):
    turn = TurnRecord(
        receipt=receipt,
        surface=conversation.partition(":")[0],
        asked_at=datetime.now(UTC),
        question="转人工,电话〔手机号〕",
        outcome="handoff",
        conversation=conversation,
        answer={"text": "好的\n已经转给热线工作人员"},
    )
    assert await site.store.handoffs.begin(turn)
    return (await site.store.handoffs.find_open(conversation)).id


class Desk:
    """One of the staff with the page open."""

    def __init__(self, browser, token):
        self._browser = browser
        self._headers = {"Accept": "application/json", "X-Form-Token": token}

    @classmethod
    async def of(cls, site, name="staff"):
        browser = await site.signed_in(name)
        return cls(browser, await form_token(browser, DESK))

    async def read(self, path):
        return (await self._browser.get(f"{DESK}{path}", headers=self._headers)).json()

    async def post(self, path, **body):
        return await self._browser.post(f"{DESK}{path}", json=body, headers=self._headers)


async def mail(browser, seen=None, path="/api/chat/letters"):
    if seen is None:
        return (await browser.get(path)).json()
    return (await browser.post(path, json={"seen": seen})).json()


async def test_page_and_data_are_for_staff_only(site):
    number = await ask_for_staff(site)
    stranger = site.browser()
    assert (await stranger.get(DESK)).status_code == 302
    for path in ("/waiting", "/open", f"/{number}"):
        refused = await stranger.get(f"{DESK}{path}", headers={"Accept": "application/json"})
        assert refused.status_code == 401
        assert "转人工" not in refused.text


@pytest.mark.parametrize("action", ["claim", "release", "letters", "close"])
async def test_nothing_is_changed_without_the_form_token(site, action):
    number = await ask_for_staff(site)
    browser = await site.signed_in("staff")
    refused = await browser.post(f"{DESK}/{number}/{action}", json={"text": "您好"})
    assert refused.status_code == 403
    assert await site.store.handoffs.count_waiting() == 1


async def test_handoff_is_claimed_answered_read_and_closed(site):
    number, desk, browser = await ask_for_staff(site), await Desk.of(site), resident(site)
    assert await desk.read("/waiting") == {"waiting": 1}
    [waiting] = (await desk.read("/open"))["handoffs"]
    assert (waiting["state"], waiting["surface"], waiting["is_mine"]) == ("waiting", "网页", False)

    taken = (await desk.post(f"/{number}/claim")).json()
    assert taken["handoff"]["is_mine"]
    assert taken["turns"][0]["answer"] == "好的\n已经转给热线工作人员"
    assert (await desk.post(f"/{number}/claim")).status_code == 200  # pressed twice
    written = (await desk.post(f"/{number}/letters", text=" 请打 0316-5201234 \n")).json()
    assert written["letter"]["text"] == "请打 0316-5201234"
    assert written["letter"]["state"] == "on_its_way"

    got = await mail(browser)
    assert got["is_open"]
    assert [letter["text"] for letter in got["letters"]] == ["请打 0316-5201234"]
    assert await mail(browser) == got  # until it says that it has it
    assert (await mail(browser, seen=[got["letters"][0]["id"]]))["letters"] == []
    assert (await desk.read(f"/{number}"))["letters"][0]["state"] == "delivered"

    closed = (await desk.post(f"/{number}/close", note="已说明")).json()
    assert closed["handoff"]["state"] == "closed"
    assert not (await mail(browser))["is_open"]
    assert (await desk.read("/open"))["handoffs"] == []


async def test_one_of_two_wins_and_the_other_is_told_who(site):
    number = await ask_for_staff(site)
    desks = [await Desk.of(site, name) for name in ("staff", "admin")]
    first, second = await asyncio.gather(*(desk.post(f"/{number}/claim") for desk in desks))
    assert sorted([first.status_code, second.status_code]) == [200, 409]
    winner, loser = (0, 1) if first.status_code == 200 else (1, 0)
    names = ["staff", "admin"]
    refused = (first, second)[loser].json()
    assert refused == {"error": f"这件转人工已由 {names[winner]} 领取"}
    for action, body in (("letters", {"text": "您好"}), ("close", {}), ("release", {})):
        assert (await desks[loser].post(f"/{number}/{action}", **body)).status_code == 409
    taken_over = await desks[loser].post(f"/{number}/claim", instead_of=names[winner])
    assert taken_over.json()["handoff"]["claimed_by"] == names[loser]


async def test_personal_data_is_masked_and_staff_are_told(site):
    number, desk = await ask_for_staff(site), await Desk.of(site)
    await desk.post(f"/{number}/claim")
    written = (await desk.post(f"/{number}/letters", text="加我 13812345678")).json()
    assert written["masked"] == ["手机号"]
    await desk.post(f"/{number}/close", note="身份证 110101199003078515")
    kept = await site.store.handoffs.find(number)
    [letter] = await site.store.letters.letters_of(number)
    told = f"{kept.note} {letter.text} {await site.store.audit.list_entries()}"
    assert "〔手机号〕" in told
    assert "138" not in told
    assert "19900307" not in told


@pytest.mark.parametrize(
    ("path", "body", "status", "sentence"),
    [
        ("/{}/letters", {"text": " \n"}, 422, "还没有写要回复的话"),
        ("/{}/letters", {"text": "长" * 2001}, 422, "text 太长了:最多 2000 个字符"),
        ("/{}/letters", {"text": "您好"}, 409, "这件转人工还没有人领取,请先领取"),
        ("/{}/close", {}, 409, "这件转人工还没有人领取,请先领取"),
        ("/99/claim", {}, 404, "没有编号为 99 的转人工"),
    ],
)
async def test_wrong_request_is_told_in_one_sentence(site, path, body, status, sentence):
    number, desk = await ask_for_staff(site), await Desk.of(site)
    refused = await desk.post(path.format(number), **body)
    assert (refused.status_code, refused.json()) == (status, {"error": sentence})


async def test_closed_handoff_takes_nothing_more(site):
    number, desk = await ask_for_staff(site), await Desk.of(site)
    await desk.post(f"/{number}/claim")
    await desk.post(f"/{number}/close")
    refused = await desk.post(f"/{number}/letters", text="还有")
    assert refused.json() == {"error": "这件转人工已经结束了,没有执行"}


async def write(site, conversation, text):
    number = await ask_for_staff(site, conversation, receipt=f"7K3F-{conversation[:3]}")
    await site.store.handoffs.claim(number, "staff")
    return (await site.store.letters.write(number, "staff", text)).id


async def test_letter_is_on_the_page_without_script_until_the_next_words(site):
    number = await write(site, f"web:{BROWSER}", "请带<户口簿>")
    browser = resident(site)
    for _ in range(2):
        page = (await browser.get("/")).text
        assert "请带&lt;户口簿&gt;" in page
        assert f'name="seen" value="{number}"' in page
    page = (await browser.post("/", data={"text": "好", "seen": f"{number},x,"})).text
    assert "户口簿&gt;" not in page
    assert await site.store.letters.undelivered(f"web:{BROWSER}") == ()


async def test_browser_reads_only_its_own_letters(site):
    number = await write(site, f"web:{BROWSER}", "请带户口簿")
    stranger = site.browser()
    for cookie in (None, "c" * 32, f"web:{BROWSER}"):
        stranger.cookies.clear()
        if cookie:
            stranger.cookies.set(COOKIE, cookie)
        assert await mail(stranger) == {"is_open": False, "letters": []}
        await mail(stranger, seen=[number])
    assert len((await mail(resident(site)))["letters"]) == 1


async def test_program_reads_and_confirms_the_letters_of_its_conversation(site):
    number = await write(site, "api:talk-1", "请带户口簿")
    program = site.browser()
    got = await mail(program, path="/api/letters?conversation=talk-1")
    assert [letter["id"] for letter in got["letters"]] == [number]
    other = {"conversation": "talk-2", "seen": [number]}
    assert (await program.post("/api/letters", json=other)).json()["letters"] == []
    own = {"conversation": "talk-1", "seen": [number]}
    rest = (await program.post("/api/letters", json=own)).json()
    assert rest == {"is_open": True, "letters": []}


@pytest.mark.parametrize(
    ("seen", "named"), [([0], "seen"), (["1"], "seen"), ("1", "seen"), ([2**31], "seen")]
)
async def test_ids_of_another_form_are_refused_by_name(site, seen, named):
    refused = await resident(site).post("/api/chat/letters", json={"seen": seen})
    assert refused.status_code == 422
    assert refused.json()["error"].startswith(named)


async def test_letters_are_documented(site):
    page = (await site.browser().get("/docs")).text
    assert "<code>/api/letters</code>" in page
    assert "<code>conversation</code>" in page
