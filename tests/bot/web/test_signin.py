"""Sign-in over HTTP: who gets in, and every way in which others are refused."""

import asyncio

import pytest

from bot.accounts import FAILURES_OF_ADDRESS, FAILURES_OF_PAIR
from bot.web.sessions import COOKIE
from tests.bot.web.fakes import make_client
from tests.bot.web.staffed import PASSWORD, form_token, sign_in, staffed_site


@pytest.fixture
async def site(tmp_path):
    async with staffed_site(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/desk", "/desk/x", "/admin", "/admin/", "/admin/x"])
async def test_page_leads_to_sign_in_when_nobody_is_signed_in(site, path):
    refused = await site.browser().get(path, follow_redirects=True)
    assert refused.url.path == "/signin"
    assert "工作人员登录" in refused.text


async def test_sign_in_says_how_to_make_an_account_when_there_is_none():
    async with make_client() as browser:
        page = await browser.get("/desk", follow_redirects=True)
    assert "tongban user add" in page.text


async def test_staff_get_to_the_desk_and_back_to_where_they_wanted(site):
    browser = site.browser()
    response = await sign_in(browser, "staff", to="/desk?receipt=7K3F")
    assert response.headers["location"] == "/desk?receipt=7K3F"
    assert (await browser.get("/desk")).status_code == 200


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/\\evil.example"])
async def test_sign_in_leads_nowhere_else(site, to):
    assert (await sign_in(site.browser(), "staff", to=to)).headers["location"] == "/desk"


async def test_staff_are_refused_on_admin_pages_and_admins_are_not(site):
    staff, admin = await site.signed_in("staff"), await site.signed_in("admin")
    for path in ("/admin/", "/admin/x"):
        refused = await staff.get(path)
        assert refused.status_code == 403
        assert "只给管理员用" in refused.text
    assert (await admin.get("/admin/x")).status_code == 404
    assert (await admin.get("/desk")).status_code == 200


async def test_wrong_password_and_unknown_name_sound_the_same(site):
    wrong = await sign_in(site.browser(), "staff", "wrong-password")
    unknown = await sign_in(site.browser(), "nobody", "wrong-password")
    assert wrong.status_code == unknown.status_code == 401
    assert "名字或口令不对" in wrong.text
    assert 'value="staff"' in wrong.text
    assert "名字或口令不对" in unknown.text


async def test_session_cookie_is_not_for_scripts_or_other_sites(site):
    response = await sign_in(site.browser(), "staff")
    cookie = next(c for c in response.headers.get_list("set-cookie") if c.startswith(COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


async def test_sign_in_gives_a_new_token_whatever_the_browser_held(site):
    browser = site.browser()
    browser.cookies.set(COOKIE, "planted-by-somebody")
    await sign_in(browser, "staff")
    first = browser.cookies.get(COOKIE, domain="tongban.local") or browser.cookies[COOKIE]
    assert first != "planted-by-somebody"
    planted = site.browser()
    planted.cookies.set(COOKIE, "planted-by-somebody")
    assert (await planted.get("/desk")).status_code == 302


async def test_signed_out_token_is_of_no_use(site):
    browser = await site.signed_in("staff")
    kept = browser.cookies[COOKIE]
    token = await form_token(browser)
    assert (await browser.post("/signout", data={"form_token": token})).status_code == 303
    thief = site.browser()
    thief.cookies.set(COOKIE, kept)
    assert (await thief.get("/desk")).status_code == 302


async def test_request_without_the_form_token_is_refused(site):
    browser = await site.signed_in("staff")
    for data in ({}, {"form_token": "guessed"}):
        refused = await browser.post("/signout", data=data)
        assert refused.status_code == 403
        assert "不是从本站页面发出的" in refused.text
    assert (await browser.get("/desk")).status_code == 200


async def test_form_token_of_another_session_is_refused(site):
    browser, other = await site.signed_in("staff"), await site.signed_in("admin")
    foreign = await form_token(other)
    refused = await browser.post("/signout", data={"form_token": foreign})
    assert refused.status_code == 403


async def test_sign_in_form_of_another_browser_is_refused(site):
    browser, victim = site.browser(), site.browser()
    await browser.get("/signin")
    token = browser.cookies["tongban_form"]
    said = {"name": "staff", "password": PASSWORD, "form_token": token}
    assert (await victim.post("/signin", data=said)).status_code == 403


async def test_brute_force_is_put_off_even_when_all_tries_come_at_once(site):
    browser = site.browser()
    tries = [sign_in(browser, "staff", f"guess-number-{n}") for n in range(FAILURES_OF_PAIR + 5)]
    codes = [response.status_code for response in await asyncio.gather(*tries)]
    assert codes.count(429) >= 1
    assert codes.count(401) <= FAILURES_OF_PAIR
    assert (await sign_in(browser, "staff")).status_code == 429
    elsewhere = site.browser("10.0.0.2")
    assert (await sign_in(elsewhere, "staff")).status_code == 303


async def test_one_address_cannot_try_many_names(site):
    browser = site.browser()
    codes = [
        (await sign_in(browser, f"name-{n}", "guess-guess")).status_code
        for n in range(FAILURES_OF_ADDRESS + 1)
    ]
    assert codes[-1] == 429


async def test_disabled_account_is_out_at_once(site):
    browser = await site.signed_in("staff")
    await site.store.accounts.change("staff", by="test", is_disabled=True)
    assert (await browser.get("/desk")).status_code == 302
    assert (await sign_in(site.browser(), "staff")).status_code == 401
