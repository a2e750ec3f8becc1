"""The tables of administrators in a real browser; its console tells what the policy refuses."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import PASSWORD, PHONE, sign_in
from tests.e2e.program import add_account, running_program

ITEMS = "/admin/tables/items/list"


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("tables")
    with running_program(folder) as address:
        add_account(folder, "admin", "admin", PASSWORD)
        yield address


@pytest.fixture
def open_table(open_page) -> Callable[..., Page]:
    """Open a page of the tables signed in."""

    def open_table(path: str, **window) -> Page:
        page = open_page(path, **window)
        sign_in(page, "admin")
        page.wait_for_url(f"**{path}")
        return page

    return open_table


def first_names(page: Page) -> list[str]:
    return page.locator("td[data-column=name]").all_inner_texts()


def test_rows_are_searched_sorted_and_paged(open_table):
    page = open_table(ITEMS)
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(50)
    page.get_by_role("link", name="下一页").click()
    expect(page.locator("tbody tr").first).to_have_attribute("data-sa-pk", "52")
    page.get_by_label("每页").select_option("100")
    expect(rows).to_have_count(100)
    page.locator("th[data-column=name]").get_by_role("link").click()
    expect(page).to_have_url(re.compile("sort=name__asc"))
    assert first_names(page) == sorted(first_names(page))
    page.get_by_role("searchbox").fill("身份证")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text("身份证")
    assert 0 < rows.count() < 20
    assert first_names(page) == sorted(first_names(page))


def test_row_opens_its_page_and_leads_back_to_the_same_list(open_table):
    page = open_table(ITEMS)
    page.get_by_role("searchbox").fill("身份证")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]q="))
    name = page.locator("td[data-column=name]").first
    title = name.inner_text()
    name.click()
    expect(page.get_by_role("row", name=re.compile("^名称"))).to_contain_text(title)
    page.locator(".breadcrumb").get_by_role("link", name="事项", exact=True).click()
    expect(page.get_by_role("searchbox")).to_have_value("身份证")
    page.get_by_role("link", name="查看").first.press("Enter")
    expect(page.get_by_role("row", name=re.compile("^名称"))).to_contain_text(title)


def test_columns_are_chosen(open_table):
    page = open_table(ITEMS)
    page.get_by_role("button", name="列").click()
    page.get_by_label("主管部门").uncheck()
    page.get_by_role("button", name="应用").click()
    expect(page.locator("th[data-column=name]")).to_be_visible()
    expect(page.locator("th[data-column=department]")).to_have_count(0)


def test_records_are_reached_from_the_menu_and_the_office_too(open_table):
    page = open_table(ITEMS)
    page.get_by_role("link", name="操作记录").click()
    expect(page.locator("td[data-column=action]").last).to_contain_text("随程序发布")
    assert page.get_by_role("button", name=re.compile("新建|删除|编辑|导入")).count() == 0
    page.get_by_role("link", name="目录管理").click()
    expect(page).to_have_url(re.compile("/admin/$"))


def test_menu_opens_on_a_phone(open_table):
    page = open_table(ITEMS, viewport=PHONE)
    expect(page.get_by_role("link", name="渠道", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Toggle navigation").click()
    page.get_by_role("link", name="渠道", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="渠道")).to_be_visible()
