"""The tables of administrators: who sees them, what they show, that nothing can be changed."""

import re
from datetime import UTC, datetime

import pytest

from bot.accounts import AccountRole, digest_token
from bot.reload import SHIPPED_FOLDER
from bot.storage.browsing import BrowsedTable, Sort
from bot.storage.records import TurnRecord
from bot.web.sessions import COOKIE
from bot.web.tables.rows import number_rows, select_rows
from catalog.columns import LAYOUTS
from catalog.sheets import read_sheets
from tests.bot.web.staffed import form_token, staffed_site

ITEMS = "/admin/tables/items/list"
TABLES = [*(layout.name for layout in LAYOUTS), *(table.value for table in BrowsedTable)]
REFUSED_BY_POLICY = re.compile(
    r"""<style|\sstyle=|\son\w+=|<script>|(?:src|href|action)="(?:javascript:|https?:|//)"""
)
WRITING = (
    *("items/create", "items/edit?pk=2", "audit/edit?pk=1", "audit/create"),
    *("_api/audit/action?name=delete&pks=1", "_api/audit/row-action?name=delete&pk=1"),
    *("_api/audit/import", "_api/audit/inline-edit?pk=1", "_api/items/action?name=export"),
    *("_api/items/relation-lookup", "_files/local/x"),
)
"""What the library would offer besides reading."""
ENGLISH = re.compile(r">\s*(?:Admin|Search|Show|First|Columns|View|Detail|No data)\s*<")


@pytest.fixture
async def site(tmp_path):
    async with staffed_site(tmp_path) as opened:
        sheets = read_sheets(SHIPPED_FOLDER)
        await opened.store.publish(sheets, "2026-11-first", author="admin", reason="首次")
        yield opened


@pytest.fixture
async def admin(site):
    return await site.signed_in("admin")


def shown(page: str) -> list[str]:
    return re.findall(r'<tr data-sa-pk="([^"]+)"', page)


async def test_nobody_but_administrators_gets_in(site):
    asked = await site.browser().get(ITEMS + "?q=身份证", follow_redirects=True)
    assert asked.url.path == "/signin"
    assert "/admin/tables/items/list?q=" in asked.url.params["to"]
    staff = await site.signed_in("staff")
    for path in ("/admin/tables/", ITEMS, "/admin/tables/audit/detail?pk=1"):
        refused = await staff.get(path)
        assert refused.status_code == 403
        assert "只给管理员用" in refused.text


async def test_start_leads_to_the_first_table(admin):
    for path in ("/admin/tables", "/admin/tables/"):
        assert (await admin.get(path, follow_redirects=True)).url.path == ITEMS


async def test_every_table_is_shown_in_chinese_without_inline_code(admin):
    for table in TABLES:
        response = await admin.get(f"/admin/tables/{table}/list")
        assert response.status_code == 200, table
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert not REFUSED_BY_POLICY.search(response.text), table
        assert not ENGLISH.search(response.text), table
        for key in shown(response.text)[:1]:
            detail = await admin.get(f"/admin/tables/{table}/detail", params={"pk": key})
            assert detail.status_code == 200, table
            assert not REFUSED_BY_POLICY.search(detail.text), table


async def test_search_sorting_and_paging_go_together(admin):
    words = {"q": "身份证", "sort": "name__desc", "page_size": "20"}
    found = (await admin.get(ITEMS, params=words)).text
    names = re.findall(r'data-column="name">.*?title="([^"]*)"', found, re.DOTALL)
    assert names == sorted(names, reverse=True)
    assert 0 < len(names) <= 20
    first, second = [
        shown((await admin.get(ITEMS, params={"page_size": "20", "page": n})).text)
        for n in ("1", "2")
    ]
    assert first == [str(number) for number in range(2, 22)]
    assert second == [str(number) for number in range(22, 42)]


async def test_odd_addresses_break_nothing(admin):
    odd = {
        "page=99999999999999999999": 200,
        "page=-1": 200,
        "q=%00%25_'": 200,
        "q=" + "x" * 5000: 200,
        "sort=password_hash__asc": 200,
        "page_size=100000": 400,
        "filter=name:eq:x": 400,
    }
    for table in ("items", "turn", "feedback"):
        for query, status in odd.items():
            response = await admin.get(f"/admin/tables/{table}/list?{query}")
            assert response.status_code == status, (table, query)


async def test_row_that_is_not_there_is_told_in_chinese(admin):
    for table in ("items", "turn", "catalog_version", "account", "session"):
        for key in ("", "0", "1", "99999999999999", "x"):
            response = await admin.get(f"/admin/tables/{table}/detail", params={"pk": key})
            assert response.status_code == 404, (table, key)
            assert "没有这张表或这一行" in response.text


async def test_no_page_changes_anything(site, admin):
    before = await site.store.audit.list_entries()
    header = {"X-Form-Token": await form_token(admin)}
    for path in WRITING:
        address = f"/admin/tables/{path}"
        assert (await admin.get(address)).status_code == 404, path
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert (await admin.request(method, address)).status_code == 403, path
            allowed = await admin.request(method, address, headers=header)
            assert allowed.status_code == 404, path
    assert (await admin.post(ITEMS)).status_code == 403
    assert (await admin.post(ITEMS, headers=header)).status_code == 405
    assert await site.store.audit.list_entries() == before


async def test_new_version_is_shown_once_it_is_live(site, admin):
    assert "居民身份证" in (await admin.get(ITEMS)).text
    sheets = {"items": [{"id": "a", "name": "第一行"}, {}, {"id": "b", "name": "<b>第三行"}]}
    await site.store.publish(sheets, "2026-12-next", author="admin", reason="改")
    page = (await admin.get(ITEMS)).text
    assert shown(page) == ["2", "4"]
    assert "<b>第三行" not in page
    assert "&lt;b&gt;第三行" in page
    assert shown((await admin.get("/admin/tables/offerings/list")).text) == []


async def test_turn_is_shown_with_what_was_answered(site, admin):
    await site.store.record_turn(
        TurnRecord(
            receipt="7K3F-92QM",
            surface="telegram",
            asked_at=datetime(2026, 11, 23, 20, tzinfo=UTC),
            question="身份证丢了",
            outcome="answer",
            conversation="telegram:4242",
            items=("id-card-reissue",),
            answer={"text": "能办:不用回老家"},
        )
    )
    await site.store.flush()
    listed = (await admin.get("/admin/tables/turn/list")).text
    assert "2026-11-24 04:00:00" in listed
    assert "不用回老家" not in listed
    detail = (await admin.get("/admin/tables/turn/detail?pk=1")).text
    assert "能办:不用回老家" in detail
    assert "4242" not in listed + detail


async def test_no_secret_is_shown(site, admin):
    await site.store.accounts.add("新人", AccountRole.STAFF, "argon2id-of-somebody", by="admin")
    token = admin.cookies[COOKIE]
    secrets = re.compile("|".join(["argon2", token, digest_token(token)]))
    for table in TABLES:
        assert not secrets.search((await admin.get(f"/admin/tables/{table}/list")).text), table
    assert "新建账号" in (await admin.get("/admin/tables/audit/list?q=新人")).text


async def test_files_of_the_library_are_kept_by_browsers_but_no_refusal_is(site, admin):
    page = (await admin.get(ITEMS)).text
    style = re.search(r'href="(/admin/tables/static/[^"]+)"', page)[1]
    response = await admin.get(style)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "public, max-age=86400"
    assert "set-cookie" not in response.headers
    led_to_sign_in = await site.browser().get(style)
    assert led_to_sign_in.status_code == 302
    assert led_to_sign_in.headers["cache-control"] == "no-cache"


def test_rows_are_found_in_any_column_and_keep_their_order_when_equal():
    rows = number_rows(
        [{"id": "b", "kind": "APP"}, {}, {"id": "a", "kind": "app"}, {"id": "c", "note": "x"}]
    )
    found = select_rows(rows, search="App")
    assert [row.number for row in found] == [2, 4]
    kinds = select_rows(rows, sorts=[Sort("note", is_descending=True), Sort("id")])
    assert [row.cells["id"] for row in kinds] == ["c", "a", "b"]
