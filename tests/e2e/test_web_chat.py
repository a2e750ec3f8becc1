"""The residents' page of the running program in a real browser."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import PHONE, ask
from tests.e2e.program import running_program

QUESTION = "户口在保定,人在北京,身份证丢了能在北京补办吗"
DATE = re.compile(r"(?:19|20)\d\d[-年]?")


OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    with running_program(tmp_path_factory.mktemp("web")) as address:
        yield address


def test_question_is_asked_by_keyboard_alone(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到输入框")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_label("你的问题")).to_be_focused()
    page.keyboard.type("户口在保定,")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("人在北京,身份证丢了能在北京补办吗")
    expect(page.get_by_label("你的问题")).to_have_value(re.compile("保定,\n人在"))
    page.keyboard.press("Enter")
    answer = page.locator(".answer")
    expect(answer.locator(".headline")).to_contain_text("居民身份证补领")
    expect(answer).to_have_attribute("data-tone", re.compile("covered|conditional"))
    expect(answer.locator(".sources li").first).to_have_text(DATE)
    expect(answer.locator(".receipt")).to_have_text(re.compile(r"回执 \w{4}-\w{4}"))
    expect(page.get_by_label("你的问题")).to_be_focused()


def test_choice_goes_on_with_the_same_matter(open_page):
    page = open_page()
    ask(page, QUESTION)
    button = page.locator(".choice").first
    label = button.inner_text()
    button.press("Enter")
    expect(page.locator(".answer")).to_have_count(2)
    expect(page.locator(".question")).to_have_count(2)
    assert label
    expect(page.locator(".answer").last).to_contain_text("身份证")
    # The first answer's buttons are gone: they would now mean something else.
    assert page.locator(".answer").first.locator(".choice").count() == 0


def test_matter_named_too_widely_is_asked_back_with_buttons(open_page):
    page = open_page()
    ask(page, "身份证")
    expect(page.locator(".answer")).to_have_attribute("data-tone", "clarify")
    choices = page.locator(".choice")
    assert 2 <= choices.count() <= 5
    choices.first.click()
    expect(page.locator(".answer")).to_have_count(2)
    expect(page.locator(".answer").last).not_to_have_attribute("data-tone", "clarify")


def test_example_is_answered_when_pressed(open_page):
    page = open_page()
    page.locator(".example").first.click()
    expect(page.locator(".answer")).to_have_count(1)
    expect(page.locator("#welcome")).to_be_hidden()


def test_feedback_is_kept_with_a_reason(open_page):
    page = open_page()
    ask(page, QUESTION)
    page.get_by_role("button", name="没用").click()
    expect(page.get_by_role("button", name="没用")).to_have_attribute("aria-pressed", "true")
    reason = page.get_by_label("哪里不对(可不填)")
    expect(reason).to_be_focused()
    reason.fill("没说周末开不开")
    page.keyboard.press("Enter")
    expect(page.get_by_text("谢谢，已经记下。")).to_be_visible()


def test_verdict_is_in_sight_on_a_phone(open_page):
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    for number in range(2):  # also when there is a conversation above it
        ask(page, QUESTION)
        headline = page.locator(".headline").nth(number)
        expect(headline).to_be_in_viewport(ratio=1)
        top, bottom = headline.evaluate(
            "e => { const r = e.getBoundingClientRect(); return [r.top, r.bottom]; }"
        )
        assert page.locator(".top").bounding_box()["height"] <= top
        assert bottom <= page.locator(".bottom").bounding_box()["y"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]


def test_pressable_things_are_large_enough_for_a_thumb(open_page):
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    ask(page, QUESTION)
    small = page.locator("button:visible").evaluate_all(
        "all => all.filter(e => e.offsetHeight < 40 || e.offsetWidth < 40).map(e => e.textContent)"
    )
    assert not small


def test_page_answers_without_script(open_page):
    page = open_page(java_script_enabled=False)
    page.get_by_label("你的问题").fill(QUESTION)
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".question")).to_have_text(QUESTION)
    expect(page.locator(".headline")).to_contain_text("居民身份证补领")
    expect(page.locator(".sources li").first).to_have_text(DATE)
    page.locator(".choice").first.click()
    expect(page.locator(".answer")).to_contain_text("身份证")
    page.get_by_role("button", name="有用", exact=True).click()
    expect(page.get_by_text("谢谢，已经记下。")).to_be_visible()


def test_failed_sending_keeps_the_words_and_offers_another_try(browser, address):
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/")
    context.set_offline(True)
    page.get_by_label("你的问题").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("没有发出去")
    expect(page.get_by_label("你的问题")).to_have_value(QUESTION)
    expect(page.locator(".question")).to_have_count(0)
    context.set_offline(False)
    page.get_by_role("button", name="重试").click()
    expect(page.locator(".answer")).to_have_count(1)
    expect(page.get_by_label("你的问题")).to_have_value("")
    expect(page.get_by_role("alert")).to_be_hidden()
    context.close()


def test_conversation_is_there_after_a_reload_and_gone_after_clearing(open_page):
    page = open_page()
    ask(page, QUESTION)
    page.reload()
    expect(page.locator(".question")).to_have_text(QUESTION)
    expect(page.locator(".answer")).to_have_count(1)
    page.get_by_role("button", name="清空对话").click()
    expect(page.locator(".answer")).to_have_count(0)
    expect(page.locator("#welcome")).to_be_visible()
    page.reload()
    expect(page.locator(".answer")).to_have_count(0)


def test_markup_in_a_question_stays_text(open_page):
    page = open_page()
    ask(page, "<img src=x onerror=alert(1)>身份证丢了")
    expect(page.locator(".question")).to_have_text("<img src=x onerror=alert(1)>身份证丢了")


def test_item_page_is_reached_from_the_answer_and_leads_back(open_page):
    page = open_page()
    ask(page, QUESTION)
    page.locator(".items a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("居民身份证补领"))
    expect(page.locator(".offering .source").first).to_have_text(DATE)
    page.get_by_role("button", name="问问怎么办").click()
    expect(page.locator(".answer")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reference_page_needs_nothing_from_outside(open_page, scheme):
    page = open_page("/docs", color_scheme=scheme)
    expect(page.get_by_role("heading", name="POST /api/ask")).to_be_visible()
