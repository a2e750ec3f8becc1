"""The hotline desk in a real browser, with the keyboard alone."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import PASSWORD, ask, sign_in
from tests.e2e.program import add_account, running_program

QUESTION = "身份证丢了能补办吗"
MOST_PRESSES = 6
RECEIPT = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}")


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("desk")
    with running_program(folder) as address:
        for name in ("xiaowang", "xiaoli"):
            add_account(folder, name, "staff", PASSWORD)
        yield address


@pytest.fixture
def expected_complaint():
    """Chromium logs the failure that a test provokes."""
    return "500"


@pytest.fixture
def open_desk(open_page) -> Callable[..., Page]:
    """Open the desk signed in."""

    def open_desk(account: str = "xiaowang", **window) -> Page:
        page = open_page("/desk", permissions=["clipboard-read", "clipboard-write"], **window)
        sign_in(page, account)
        page.wait_for_url("**/desk")
        expect(page.locator("#box")).to_be_focused()
        return page

    return open_desk


def press(page: Page, *keys: str) -> int:
    for key in keys:
        page.keyboard.press(key)
    return len(keys)


def keep_answer(page: Page) -> str:
    """Ask for 保定 and 北京 and keep the answer; return its receipt."""
    page.keyboard.type(QUESTION)
    press(page, "Tab", "b", "d")
    expect(page.locator("#home-places li").first).to_contain_text("保定市")
    press(page, "Enter", "b", "j")
    expect(page.locator("#current-places li").first).to_contain_text("北京市")
    press(page, "Enter")
    expect(page.locator(".headline")).to_contain_text("在北京市就能办")
    press(page, "Enter")
    expect(page.locator("#status")).to_contain_text("已记下")
    return RECEIPT.search(page.locator("#status").inner_text())[0]


def test_caller_is_answered_within_six_key_presses_after_typing(open_desk):
    page = open_desk()
    page.keyboard.type(QUESTION)
    pressed = press(page, "Tab", "b", "d")
    expect(page.locator("#home-places li").first).to_contain_text("保定市")
    pressed += press(page, "Enter", "b", "j")
    answer = page.locator("#answer")
    expect(answer.locator(".headline")).to_contain_text("在北京市就能办")
    assert pressed <= MOST_PRESSES
    expect(answer.locator(".headline")).to_contain_text("不用回保定市")
    expect(answer.locator(".say li")).to_have_count(3)
    for key in ("materials", "time_limit", "fee", "basis", "sources", "why", "losers"):
        expect(answer.locator(f"[data-key={key}]")).to_be_visible()
    expect(answer.locator("[data-key=sources] .note").first).to_contain_text(re.compile(r"20\d\d"))
    expect(answer.locator(".ways thead th")).to_have_text(
        ["保定市的事，在北京市办", "北京市的事，在保定市办"]
    )
    expect(answer.locator(".stop h3")).to_have_text(["收件地 北京市", "决定地 保定市"])

    press(page, "Enter")
    expect(page.locator("#box")).to_be_focused()
    press(page, "Enter")
    expect(page.locator("#status")).to_contain_text("已记下")
    expect(page.locator("#box")).to_be_focused()
    expect(page.locator("#shift")).to_contain_text(QUESTION)


def slowly(route) -> None:
    time.sleep(0.15)
    route.continue_()


def test_keys_that_come_faster_than_the_answers_mean_what_was_typed(open_desk):
    page = open_desk()
    page.route("**/desk/places?**", slowly)
    page.route("**/desk/find?**", slowly)
    page.keyboard.type(QUESTION)
    press(page, "Tab", "b", "d", "Enter")
    expect(page.locator("#current")).to_be_focused()
    press(page, "b", "j", "Enter")
    expect(page.locator("#box")).to_be_focused()
    press(page, "Enter")
    expect(page.locator("#status")).to_contain_text("已记下")
    expect(page.locator("#home")).to_have_value("保定市")
    expect(page.locator(".headline")).to_contain_text("在北京市就能办")


def test_arrow_keys_move_through_the_hits_and_the_answer_follows(open_desk):
    page = open_desk()
    page.keyboard.type("公积金提取")
    expect(page.locator("#hits [aria-selected=true]")).to_contain_text("先问清")
    expect(page.locator(".say")).to_contain_text("还是")
    press(page, "ArrowDown")
    expect(page.locator("#hits [aria-selected=true]")).to_contain_text("购房提取")
    expect(page.locator(".headline")).to_contain_text("购房提取")
    selected = page.locator("#hits [aria-selected=true]").get_attribute("id")
    expect(page.locator("#box")).to_have_attribute("aria-activedescendant", selected)
    press(page, "ArrowUp", "ArrowUp")
    expect(page.locator("#hits .hit").last).to_have_attribute("aria-selected", "true")


def test_answer_follows_the_places_unless_a_hit_was_picked(open_desk):
    page = open_desk()
    page.keyboard.type("公积金贷款")
    first = page.locator("#hits .hit").first
    expect(first).to_contain_text("贷款")
    press(page, "Alt+h")
    page.keyboard.type("bj")
    expect(page.locator("#home-places li").first).to_contain_text("北京市")
    press(page, "Enter")
    page.keyboard.type("yanjiao")
    expect(page.locator("#current-places li").first).to_contain_text("三河市")
    press(page, "Enter")
    expect(first).to_contain_text("京津冀公积金")
    expect(first).to_have_attribute("aria-selected", "true")
    press(page, "ArrowDown")
    picked = page.locator("#hits [aria-selected=true] .hit-name").inner_text()
    press(page, "Alt+s")
    expect(page.locator("#home")).to_have_value(re.compile("三河市"))
    expect(page.locator("#hits [aria-selected=true]")).to_contain_text(picked)


def test_places_are_kept_for_the_call_and_escape_clears_for_the_next(open_desk):
    page = open_desk()
    keep_answer(page)
    page.locator("#box").fill("")
    page.keyboard.type("驾驶证到期换证")
    expect(page.locator(".headline")).to_contain_text("驾驶证")
    expect(page.locator("#home")).to_have_value("保定市")
    press(page, "Alt+s")
    expect(page.locator("#home")).to_have_value("北京市")
    expect(page.locator(".ways thead th").first).to_contain_text("北京市的事")
    press(page, "Escape")
    for box in ("#box", "#home", "#current"):
        expect(page.locator(box)).to_have_value("")
    expect(page.locator("#answer")).to_contain_text("对方说着")
    press(page, "Alt+z")
    expect(page.locator("#home")).to_have_value("北京市")
    expect(page.locator("#box")).to_have_value("驾驶证到期换证")


def test_receipt_opens_what_the_resident_saw(open_desk, address, browser):
    chat = browser.new_context(base_url=address, locale="zh-CN").new_page()
    chat.goto("/")
    ask(chat, "户口在保定,人在北京,身份证丢了能在北京补办吗")
    receipt = RECEIPT.search(chat.locator(".answer .receipt").inner_text())[0]
    headline = chat.locator(".answer .headline").inner_text()
    page = open_desk()
    page.keyboard.type(receipt.replace("-", " ").lower())
    expect(page.locator(".kept-head")).to_contain_text(receipt)
    expect(page.locator(".kept-head")).to_contain_text("居民网页")
    expect(page.locator(".seen").first).to_contain_text(headline)
    expect(page.locator(".then-now")).to_contain_text("一字不差")


def test_answer_to_other_words_goes_when_the_new_ones_get_none(open_desk):
    page = open_desk("xiaoli")
    page.keyboard.type(QUESTION)
    expect(page.locator(".headline")).to_contain_text("身份证")
    page.route("**/desk/answer?**", lambda route: route.fulfill(status=500, body="{}"))
    page.locator("#box").fill("驾驶证到期换证")
    expect(page.locator("#status")).to_contain_text("没有查到")
    expect(page.locator(".headline")).to_have_count(0)


def test_work_order_is_copied_and_wrong_answer_marked_by_keys(open_desk):
    page = open_desk("xiaoli")
    receipt = keep_answer(page)
    press(page, "Alt+c")
    expect(page.locator("#status")).to_contain_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert receipt in copied
    assert QUESTION in copied
    assert "归属地 保定市" in copied

    press(page, "Alt+w")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("派出所说还要户口本")
    press(page, "Enter")
    expect(page.locator("#status")).to_contain_text("已标记答错")
    expect(page.locator("#box")).to_be_focused()
    press(page, "Alt+r", "Enter")
    expect(page.locator(".kept-head")).to_contain_text(receipt)


def test_desk_is_used_at_double_zoom_and_names_its_parts(open_desk):
    page = open_desk(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    keep_answer(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_role("combobox", name=re.compile("来电问题"))).to_be_visible()
    expect(page.get_by_role("combobox", name=re.compile("归属地"))).to_have_value("保定市")
    expect(page.get_by_role("listbox", name="可能的事项")).to_be_visible()
    expect(page.get_by_role("region", name="答复")).to_be_visible()
