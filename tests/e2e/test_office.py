"""The catalog office in a real browser, from a broken workbook to an answer and back."""

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import PASSWORD, ask, sign_in
from tests.e2e.program import add_account, running_program

HOW_MANY = "京津冀同事同标多少项"
UNKNOWN = "我的宝贝卡在天津能挂失吗"
IMPORTS_WITHIN_MS = 60_000
FOLLOWS_WITHIN_SECONDS = 20


@pytest.fixture
def address(tmp_path) -> Iterator[str]:
    with running_program(tmp_path) as address:
        add_account(tmp_path, "admin", "admin", PASSWORD)
        yield address


@pytest.fixture
def office(open_page) -> Page:
    """The office, signed in."""
    page = open_page("/admin/")
    sign_in(page, "admin")
    page.wait_for_url("**/admin/")
    return page


def download(page: Page, link: str, target: Path) -> Path:
    with page.expect_download() as downloaded:
        page.get_by_role("link", name=link).click()
    downloaded.value.save_as(target)
    return target


def import_file(page: Page, file: Path) -> None:
    if not page.url.endswith("/admin/imports"):
        page.goto("/admin/imports")
    page.get_by_label("选文件").set_input_files(file)
    page.get_by_role("button", name="检查并做成草稿").click()
    page.wait_for_url(re.compile(r"/admin/imports/\w+$"))
    expect(page.locator("#running")).to_have_count(0, timeout=IMPORTS_WITHIN_MS)


def column_of(sheet, title: str) -> int:
    header = [str(cell.value).strip(" *") for cell in sheet[1]]
    return header.index(title) + 1


def change_figure(workbook: Path, *, value: str, source_kind: str) -> None:
    """Change the count of 同事同标 in the sheet of figures."""
    opened = openpyxl.load_workbook(workbook)
    sheet = opened["数字"]
    system, counted = column_of(sheet, "系统"), column_of(sheet, "数值")
    [row] = [
        number
        for number in range(2, sheet.max_row + 1)
        if sheet.cell(number, system).value == "京津冀“同事同标”"
        and str(sheet.cell(number, counted).value) in ("179", "4179")
    ]
    sheet.cell(row, counted).value = value
    sheet.cell(row, column_of(sheet, "来源类型")).value = source_kind
    opened.save(workbook)


def rehearse_and_publish(page: Page, reason: str) -> None:
    page.get_by_role("button", name="预演").click()
    expect(page.get_by_text("重答的问题")).to_be_visible(timeout=IMPORTS_WITHIN_MS)
    page.get_by_label("为什么改").fill(reason)
    confirm = page.get_by_role("checkbox")
    if confirm.count():
        confirm.check()
    page.get_by_role("button", name="发布，立即生效").click()
    expect(page.get_by_text("已发布为")).to_be_visible(timeout=IMPORTS_WITHIN_MS)


def ask_until(page: Page, question: str, wanted: str, *, unwanted: str = "\0") -> None:
    """Ask again until the process has followed the publish."""
    for _ in range(FOLLOWS_WITHIN_SECONDS):
        ask(page, question)
        said = page.locator(".answer").last.inner_text()
        if wanted in said and unwanted not in said:
            return
        page.wait_for_timeout(1000)
    raise AssertionError(f"never answered with {wanted}")


def test_broken_workbook_is_mended_rehearsed_published_seen_and_rolled_back(
    open_page, office, tmp_path
):
    resident = open_page("/")
    ask(resident, HOW_MANY)
    assert "179" in resident.locator(".answer").last.inner_text()

    page = office
    page.goto("/admin/imports")
    workbook = download(page, "下载现行版本", tmp_path / "catalog.xlsx")
    change_figure(workbook, value="4179", source_kind="听说")
    import_file(page, workbook)
    problem = page.locator("#problems tbody tr")
    expect(problem).to_have_count(1)
    expect(problem).to_contain_text("数字")
    expect(problem).to_contain_text("来源类型")
    expect(problem).to_contain_text("听说")

    change_figure(workbook, value="4179", source_kind="official")
    import_file(page, workbook)
    page.get_by_role("link", name="看看改了什么").click()
    difference = page.locator("#difference")
    expect(difference).to_contain_text("179")
    expect(difference).to_contain_text("4179")
    ask(resident, HOW_MANY)
    assert "4179" not in resident.locator(".answer").last.inner_text()

    rehearse_and_publish(page, "按新公布的数字更新")
    ask_until(resident, HOW_MANY, "4179")

    page.goto("/admin/versions")
    page.get_by_role("link", name="回到这一版").click()
    page.get_by_label("为什么回到这一版").fill("数字弄错了")
    page.get_by_role("button", name="回到这一版").click()
    expect(page.get_by_role("status")).to_contain_text("已回到这一版")
    ask_until(resident, HOW_MANY, "179", unwanted="4179")
    page.goto("/admin/audit")
    expect(page.locator("main")).to_contain_text("数字弄错了")


def test_unanswered_question_becomes_an_alias_and_is_answered_once_published(open_page, office):
    resident = open_page("/")
    ask(resident, UNKNOWN)
    page = office
    page.get_by_role("link", name="没答好的问题", exact=True).click()
    cluster = page.locator(".cluster").filter(has_text="宝贝卡")
    cluster.get_by_text("别的处理").click()
    cluster.get_by_label("叫法").fill("宝贝卡挂失")
    cluster.get_by_label("事项编号").fill("social-card-loss-report")
    cluster.get_by_role("button", name="作为它的叫法").click()
    expect(page.locator("#difference")).to_contain_text("宝贝卡挂失")
    rehearse_and_publish(page, "居民这样叫社保卡")
    ask_until(resident, UNKNOWN, "社会保障卡")
    page.goto("/admin/questions")
    expect(page.locator(".cluster").filter(has_text="宝贝卡")).to_have_count(0)
