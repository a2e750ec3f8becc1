"""The catalog office over HTTP, upon a real store: who may, what is refused, what is kept."""

import asyncio
import io
import re
import zipfile

import pytest
from fastapi.routing import APIRoute

from bot.accounts import AccountRole
from bot.app import App
from bot.knowledge import build_knowledge
from bot.office import Importing
from bot.passwords import hash_password
from bot.reload import SHIPPED_FOLDER, LiveCatalog, publish_shipped
from bot.serving import make_office, read_file
from bot.signing_in import SignIn
from bot.storage.store import Store
from bot.turn import Turns
from bot.web.guard import UPLOAD_LIMIT_BYTES
from bot.web.office import router
from catalog.difference import compare
from catalog.files.reading import read_upload
from tests.bot.web.fakes import make_web
from tests.bot.web.staffed import PASSWORD, Staffed, form_token

_HASHED = hash_password(PASSWORD)
JSON = {"Accept": "application/json"}


@pytest.fixture
async def site(tmp_path, knowledge):
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/t.db")
    await publish_shipped(store)
    # What the shipped catalog holds is known already; only what is new is built.
    catalog = LiveCatalog(store, lambda release, held: build_knowledge(release, held or knowledge))
    await catalog.refresh()
    roles = {"staff": AccountRole.STAFF, "admin": AccountRole.ADMIN, "second": AccountRole.ADMIN}
    for name, role in roles.items():
        await store.accounts.add(name, role, _HASHED, by="test")
    app = App(store, catalog, Turns(store, catalog.current))
    importing = Importing(store, read_file)
    sign_in = SignIn(store.accounts)
    yield Staffed(store, make_web(sign_in=sign_in, office=make_office(app, importing)))
    await importing.close()
    await store.close()


@pytest.fixture
async def admin(site):
    return await site.signed_in("admin")


def addresses(method):
    """Every address of the office that takes a method, its parameters filled in."""
    for route in router.routes:
        if isinstance(route, APIRoute) and method in route.methods:
            yield re.sub(r"\{\w+\}", "1", route.path)


async def post(browser, path, **data):
    data = {"form_token": await form_token(browser), **data}
    return await browser.post(path, data=data)


async def upload(browser, *files, token=None):
    token = token or await form_token(browser)
    return await browser.post(
        "/admin/imports",
        files=[("files", (name, content)) for name, content in files],
        headers={"X-Form-Token": token, **JSON},
    )


async def finished(site, response):
    """Return the import of an upload once it is over."""
    assert response.status_code == 200, response.text
    import_id = response.json()["page"].rpartition("/")[2]
    while (found := await site.store.imports.find(import_id)).state == "running":  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    return found


def shipped_csv(**changed):
    """The shipped files; a changed one is given as (old, new) text."""
    for file in sorted(SHIPPED_FOLDER.glob("*.csv")):
        text = file.read_text(encoding="utf-8")
        old, new = changed.get(file.stem, ("", ""))
        assert old in text
        yield file.name, text.replace(old, new, 1).encode()


async def begin_draft(browser, title="改电话"):
    begun = await post(browser, "/admin/drafts", title=title)
    assert begun.status_code == 303, begun.text
    return begun.headers["location"]


async def edit(browser, draft, cells, *, sheet="figures", key, seen):
    return await post(
        browser,
        f"{draft}/row",
        sheet=sheet,
        key=key,
        **{f"cell.{name}": cell for name, cell in cells.items()},
        **{f"seen.{name}": cell for name, cell in seen.items()},
    )


async def figure(site, number=0):
    """Key and cells of a figure of the live catalog."""
    from catalog.keys import rows_by_key

    sheets = await site.store.read_sheets(await site.store.live_version())
    return list(rows_by_key("figures", sheets["figures"]).items())[number]


async def change_value(site, browser, draft, value, number=0):
    key, row = await figure(site, number)
    saved = await edit(browser, draft, {"value": value}, key=key, seen={"value": row["value"]})
    assert saved.status_code == 303, saved.text


async def rehearse_and_publish(browser, draft, reason):
    assert (await post(browser, f"{draft}/rehearse")).status_code == 303
    return await post(browser, f"{draft}/publish", reason=reason, confirmed="yes")


async def test_nobody_but_administrators_reaches_any_page_of_the_office(site):
    staff, stranger = await site.signed_in("staff"), site.browser()
    before = await site.store.audit.list_entries()
    for path in addresses("GET"):
        assert (await staff.get(path)).status_code == 403, path
        assert (await stranger.get(path)).status_code == 302, path
        assert (await stranger.get(path, headers=JSON)).status_code == 401, path
    token = await form_token(staff)
    for path in addresses("POST"):
        sent = {"data": {"form_token": token}, "headers": {"X-Form-Token": token}}
        refused = await staff.post(path, **sent)
        assert refused.status_code in (403, 422), path
        assert (await stranger.post(path, **sent)).status_code in (401, 422), path
    assert await site.store.audit.list_entries() == before


async def test_no_change_is_made_without_the_form_token(site, admin):
    draft = await begin_draft(admin)
    before = await site.store.audit.list_entries()
    fields = {"title": "x", "reason": "x", "sheet": "items", "key": "x", "action": "ignore"}
    for path in addresses("POST"):
        for token in ({}, {"form_token": "guessed"}):
            refused = await admin.post(path, data={**fields, **token})
            assert refused.status_code in (403, 422), path
    forged = await upload(admin, ("items.csv", b"id\n"), token="guessed")
    assert forged.status_code == 403
    assert await site.store.audit.list_entries() == before
    assert await site.store.imports.list_recent() == ()
    assert (await admin.get(draft)).status_code == 200


async def test_csv_files_become_a_draft_with_just_their_difference(site, admin):
    files = shipped_csv(figures=("179", "4179"))
    done = await finished(site, await upload(admin, *files))
    assert done.state == "done", done.report
    page = (await admin.get(f"/admin/drafts/{done.draft}")).text
    assert "和现行版本的差别（1 行）" in page
    assert "4179" in page


async def test_every_problem_is_shown_and_nothing_is_changed(site, admin):
    live = await site.store.live_version()
    files = shipped_csv(figures=("official", "hearsay"), limits=("official", "rumour"))
    done = await finished(site, await upload(admin, *files))
    assert done.state == "refused"
    page = (await admin.get(f"/admin/imports/{done.id}")).text
    for word in ("figures.csv", "hearsay", "limits.csv", "rumour", "有 2 处问题"):
        assert word in page
    assert await site.store.live_version() == live
    assert await site.store.drafts.list_recent() == ()


def formula_workbook():
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "数字"
    book.active.append(["体系"])
    book.active.append(['=HYPERLINK("http://evil.example","x")'])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zip_bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("items.csv", b"\0" * 400_000_000)
    return file.getvalue()


def path_trick():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../etc/items.csv", "id\n")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("f.xlsx", formula_workbook()),
        ("bomb.zip", zip_bomb()),
        ("trick.zip", path_trick()),
        ("empty.xlsx", b""),
        ("no.xlsx", b"PK\3\4 broken"),
        ("page.xls", b"<html><table></table></html>"),
        ("text.json", b"{"),
    ],
)
async def test_harmful_or_broken_file_is_refused_with_a_sentence(site, admin, name, content):
    live = await site.store.live_version()
    done = await finished(site, await upload(admin, (name, content)))
    assert done.state == "refused", done.report
    assert all(problem["wrong"] for problem in done.report["problems"])
    assert await site.store.live_version() == live
    assert await site.store.drafts.list_recent() == ()


async def test_file_name_is_shown_without_its_path(site, admin):
    done = await finished(site, await upload(admin, ("..\\..\\etc/pass wd\u202e.xlsx", b"x")))
    assert done.file_name == "pass wd.xlsx"


async def test_uploads_that_cannot_be_taken_are_told(site, admin):
    token = await form_token(admin)
    headers = {"X-Form-Token": token, **JSON}
    nothing = await admin.post("/admin/imports", data={}, headers=headers)
    mixed = await upload(admin, ("a.csv", b"x"), ("b.xlsx", b"x"))
    twice = await upload(admin, ("a.csv", b"x"), ("a.csv", b"y"))
    assert [r.status_code for r in (nothing, mixed, twice)] == [422] * 3
    assert "没有选文件" in nothing.json()["error"]
    assert "工作簿一次传一个" in mixed.json()["error"]
    assert "同名" in twice.json()["error"]
    large = await admin.post(
        "/admin/imports", headers={**headers, "Content-Length": str(UPLOAD_LIMIT_BYTES + 1)}
    )
    assert large.status_code == 413
    assert "64 MB" in large.json()["error"]


async def test_edit_of_a_row_somebody_else_has_changed_is_refused_and_keeps_what_was_typed(
    site, admin
):
    draft = await begin_draft(admin)
    key, row = await figure(site)
    await change_value(site, admin, draft, "11")
    second = await site.signed_in("second")
    late = await edit(second, draft, {"value": "22"}, key=key, seen={"value": row["value"]})
    assert late.status_code == 409
    assert "改成了“11”" in late.text
    assert 'value="22"' in late.text


async def test_wrong_cell_is_told_and_the_draft_cannot_be_published(site, admin):
    draft = await begin_draft(admin)
    key, row = await figure(site)
    await edit(admin, draft, {"confidence": "sure"}, key=key, seen=dict(row))
    page = (await admin.get(draft)).text
    assert "要先改好的问题（1）" in page
    assert "sure" in page
    refused = await post(admin, f"{draft}/rehearse")
    assert refused.status_code == 409
    assert "先改好" in refused.text


async def test_publish_needs_a_reason_and_a_rehearsal_of_just_this_draft(site, admin):
    live = await site.store.live_version()
    draft = await begin_draft(admin)
    await change_value(site, admin, draft, "11")
    unrehearsed = await post(admin, f"{draft}/publish", reason="因为")
    assert "先预演" in unrehearsed.text
    await post(admin, f"{draft}/rehearse")
    await change_value(site, admin, draft, "12", number=1)
    stale = await post(admin, f"{draft}/publish", reason="因为")
    assert "先预演" in stale.text
    assert "没有写发布理由" in (await post(admin, f"{draft}/publish", reason=" ")).text
    assert await site.store.live_version() == live


async def test_second_of_two_admins_is_told_what_changed_and_loses_nothing(site, admin):
    second = await site.signed_in("second")
    first_draft, second_draft = await begin_draft(admin, "甲"), await begin_draft(second, "乙")
    await change_value(site, admin, first_draft, "4711")
    await change_value(site, second, second_draft, "4712", number=1)
    for browser, draft in ((admin, first_draft), (second, second_draft)):
        assert (await post(browser, f"{draft}/rehearse")).status_code == 303
    outcomes = await asyncio.gather(
        post(admin, f"{first_draft}/publish", reason="甲的理由", confirmed="yes"),
        post(second, f"{second_draft}/publish", reason="乙的理由", confirmed="yes"),
    )
    assert sorted(outcome.status_code for outcome in outcomes) == [303, 409]
    has_first_won = outcomes[0].status_code == 303
    loser, draft = (second, second_draft) if has_first_won else (admin, first_draft)
    told = outcomes[has_first_won].text
    assert ("甲的理由" if has_first_won else "乙的理由") in told
    assert ("4711" if has_first_won else "4712") in told

    caught_up = await post(loser, f"{draft}/catch-up")
    assert caught_up.status_code == 200
    assert (await rehearse_and_publish(loser, draft, "再发")).status_code == 303
    sheets = await site.store.read_sheets(await site.store.live_version())
    values = {row["value"] for row in sheets["figures"]}
    assert {"4711", "4712"} <= values


async def test_going_back_needs_a_reason_and_a_version_that_is_there(site, admin):
    old = await site.store.live_version()
    draft = await begin_draft(admin)
    await change_value(site, admin, draft, "11")
    await rehearse_and_publish(admin, draft, "新数字")
    assert (await post(admin, "/admin/versions/none/rollback", reason="x")).status_code == 404
    nameless = await post(admin, f"/admin/versions/{old}/rollback", reason=" ")
    assert "没有写退回理由" in nameless.text
    assert (
        await post(admin, f"/admin/versions/{old}/rollback", reason="弄错了")
    ).status_code == 303
    assert await site.store.live_version() == old
    audit = (await admin.get("/admin/audit")).text
    for word in ("新数字", "弄错了", "发布草稿", "退回版本"):
        assert word in audit


@pytest.mark.parametrize("kind", ["xlsx", "json", "zip"])
async def test_downloaded_version_is_the_catalog_again(site, admin, kind):
    live = await site.store.live_version()
    sent = await admin.get(f"/admin/versions/{live}.{kind}")
    assert sent.status_code == 200
    again = read_upload(sent.content, f"c.{kind}").sheets
    assert compare(await site.store.read_sheets(live), again) == ()


async def test_every_page_of_the_office_opens(site, admin):
    draft = await begin_draft(admin)
    key, _ = await figure(site)
    opened = [
        *("/admin/", "/admin/imports", "/admin/drafts", "/admin/versions", "/admin/questions"),
        *("/admin/stale", "/admin/audit", "/admin/wrong", "/admin/template.xlsx", draft),
        f"{draft}/rows?text=179",
        f"{draft}/row?sheet=items",
    ]
    for path in opened:
        assert (await admin.get(path)).status_code == 200, path
    row = await admin.get(f"{draft}/row", params={"sheet": "figures", "key": key})
    assert "负责人" in row.text
