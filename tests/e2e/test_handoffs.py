"""A resident asks for a human, two of the staff see it, one answers: all in real browsers."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browsing import PASSWORD, ask, sign_in
from tests.e2e.program import add_account, running_program

STAFF = ("xiaowang", "xiaoli")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("handoffs")
    with running_program(folder) as address:
        for name in STAFF:
            add_account(folder, name, "staff", PASSWORD)
        yield address


@pytest.fixture
def expected_complaint():
    """Chromium logs that somebody else was quicker, and the requests that a test cuts off."""
    return "409|ERR_FAILED"


@pytest.fixture
def desk_of(open_page):
    def open_queue(name):
        page = open_page("/desk/handoffs")
        sign_in(page, name)
        expect(page.get_by_role("heading", level=1)).to_have_text("转人工")
        return page

    return open_queue


def take(desk):
    """Open the only waiting hand-off and claim it, by keyboard."""
    row = desk.locator(".queue-item", has_text="等待领取")
    expect(row).to_have_count(1)
    row.press("Enter")
    expect(desk.get_by_role("button", name="领取", exact=True)).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("回复居民")).to_be_focused()


def write_back(desk, text):
    desk.get_by_label("回复居民").fill(text)
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_label("回复居民")).to_have_value("")


def end(desk, note=""):
    desk.get_by_label("结束并备注").fill(note)
    desk.get_by_role("button", name="结束", exact=True).click()
    expect(desk.locator("#panel-state")).to_contain_text("已经结束")


def test_resident_is_answered_on_their_own_page(open_page, desk_of):
    resident = open_page()
    ask(resident, "户口在保定,人在北京,身份证丢了能在北京补办吗")
    ask(resident, "转人工")
    expect(resident.locator(".answer").last).to_contain_text("就在这里回复您")

    desk, other = desk_of(STAFF[0]), desk_of(STAFF[1])
    expect(desk.locator("#waiting-handoffs")).to_have_text("1 件等待")
    expect(other.locator("#queue-said")).to_have_text("1 件等待，0 件处理中")
    take(desk)
    expect(desk.get_by_role("log")).to_contain_text("身份证丢了")
    expect(other.locator(".queue-item")).to_contain_text("xiaowang 在处理")

    write_back(desk, "请带户口簿,加我 13812345678")
    expect(desk.locator("#reply-said")).to_contain_text("手机号遮住了")
    letter = resident.get_by_role("log").locator(".letter")
    expect(letter).to_contain_text("请带户口簿,加我 〔手机号〕")
    expect(desk.locator(".arrival")).to_have_text("已送达")

    ask(resident, "谢谢,周六开门吗")
    expect(desk.get_by_role("log")).to_contain_text("周六开门吗")
    desk.get_by_label("回复居民").fill("开,到四")  # a draft stays whatever appears meanwhile
    resident.reload()
    expect(letter).to_have_count(1)
    ask(resident, "身份证要多少钱")
    expect(desk.get_by_role("log")).to_contain_text("要多少钱")
    expect(desk.get_by_label("回复居民")).to_have_value("开,到四")

    end(desk, "已说明")
    expect(resident.locator(".notice")).to_contain_text("结束了这次对话")
    expect(other.locator("#queue-said")).to_have_text("现在没有人在等。")


def test_slower_of_two_is_told_who_has_it_and_may_take_over(open_page, desk_of):
    resident = open_page()
    ask(resident, "转人工")
    desk, other = desk_of(STAFF[0]), desk_of(STAFF[1])
    for page in (desk, other):
        page.locator(".queue-item").click()
    other.route("**/open", lambda route: route.abort())  # has not seen yet that it is taken
    other.route(re.compile(r"/handoffs/\d+$"), lambda route: route.abort())
    desk.get_by_role("button", name="领取", exact=True).click()
    expect(desk.get_by_label("回复居民")).to_be_visible()
    other.get_by_role("button", name="领取", exact=True).click()
    expect(other.get_by_role("alert")).to_have_text("这件转人工已由 xiaowang 领取")
    other.unroute_all()
    other.get_by_role("button", name="从 xiaowang 接手").click()
    expect(other.get_by_label("回复居民")).to_be_focused()
    expect(desk.get_by_label("回复居民")).to_be_hidden()
    end(other)


def test_resident_without_script_finds_the_letter_with_the_next_page(open_page, desk_of):
    resident = open_page(java_script_enabled=False)
    resident.get_by_label("你的问题").fill("转人工")
    resident.get_by_role("button", name="发送").click()
    expect(resident.locator(".answer")).to_contain_text("就在这里回复您")
    desk = desk_of(STAFF[0])
    take(desk)
    write_back(desk, "请带户口簿")
    resident.goto("/")
    expect(resident.locator(".letter")).to_contain_text("请带户口簿")
    expect(desk.locator(".arrival")).to_have_text("等待送达")
    resident.get_by_label("你的问题").fill("好的谢谢")
    resident.get_by_role("button", name="发送").click()
    expect(resident.locator(".letter")).to_have_count(0)
    expect(desk.locator(".arrival")).to_have_text("已送达")
    end(desk)


@pytest.mark.parametrize("width", [360, 1280])
def test_desk_fits_the_window(open_page, desk_of, width):
    resident = open_page()
    ask(resident, "我要找真人客服" + "啊" * 60)
    desk = desk_of(STAFF[0])
    desk.set_viewport_size({"width": width, "height": 700})
    if resident.locator(".answer").get_attribute("data-tone") == "handoff":
        take(desk)
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
