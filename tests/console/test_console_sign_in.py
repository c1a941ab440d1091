"""Signing in to the console, and everything that must not work."""

from __future__ import annotations

import html
import re

import httpx
import pyotp
import pytest

from bot.console.guard import COOKIE
from bot.core.records.staff import Staff, StaffRole
from bot.services.staff.staff_accounts import StaffAccounts
from bot.services.staff.staff_sessions import IDLE, LONGEST, TRIES, TRIES_OF_ADDRESS
from tests.console.staff import ADMIN, EDITOR, EVERYBODY, PASSWORD, SITE, Place, Somebody, text_of

NEW = "换成自己的密码 1"


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    return {
        name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    }


def cookie(answer: httpx.Response) -> str:
    return answer.headers["set-cookie"]


async def typed(
    browser: Somebody, name: str = EDITOR.id, password: str = PASSWORD, following: str = ""
) -> httpx.Response:
    return await browser.client.post("/staff/sign-in", data={"name": name, "password": password, "next": following})


async def with_factor(place: Place, somebody: Somebody) -> tuple[pyotp.TOTP, list[str]]:
    """Switch the second factor on; returns the authenticator and the recovery codes."""
    await somebody.post("/staff/account/factor/begin")
    page = await somebody.get("/staff/account/factor")
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', page.text)
    assert secret is not None
    authenticator = pyotp.TOTP(secret[1].replace(" ", ""))
    shown = await somebody.post("/staff/account/factor", {"code": authenticator.at(place.clock.now())})
    codes = re.findall(r'<li class="code">([^<]+)<', shown.text)
    assert len(codes) == 8
    return authenticator, codes


async def test_signing_in_leads_to_what_was_asked_for(place: Place) -> None:
    browser = place.browser()
    asked = await browser.get("/staff/audit?staff=%E7%8E%8B")
    assert asked.status_code == 303
    form = await browser.get(asked.headers["location"])
    following = re.search(r'name="next" value="([^"]+)"', form.text)
    assert following is not None
    answer = await typed(browser, ADMIN.id, following=following[1].replace("&amp;", "&"))
    assert answer.headers["location"] == "/staff/audit?staff=%E7%8E%8B"
    assert (await browser.get("/staff/audit")).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/staff/../x",
        "/staffx",
        "/staff\r\nx: y",
        "/",
        "javascript:1",
    ],
)
async def test_nobody_is_led_elsewhere_after_signing_in(place: Place, address: str) -> None:
    answer = await typed(place.browser(), following=address)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/staff"


async def test_the_cookie_is_out_of_reach_and_not_kept(place: Place) -> None:
    answer = await typed(place.browser())
    flags = {each.strip().lower() for each in cookie(answer).split(";")[1:]}
    assert flags == {"httponly", "path=/staff", "samesite=strict"}
    transport = httpx.ASGITransport(app=place.app)
    async with httpx.AsyncClient(transport=transport, base_url="https://tongxing.test") as secure:
        fields = {"name": EDITOR.id, "password": PASSWORD}
        assert "Secure" in cookie(await secure.post("/staff/sign-in", data=fields))


async def test_a_token_known_before_is_worth_nothing_after(place: Place) -> None:
    fixed = place.browser()
    fixed.client.cookies.set(COOKIE, "chosen-by-somebody-else", domain="tongxing.test", path="/staff")
    answer = await typed(fixed)
    assert "chosen-by-somebody-else" not in cookie(answer)
    old = await place.sign_in(EDITOR)
    before = old.client.cookies[COOKIE]
    await old.post("/staff/account/password", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert old.client.cookies[COOKIE] != before
    thief = place.browser()
    thief.client.cookies.set(COOKIE, before, domain="tongxing.test", path="/staff")
    assert (await thief.get("/staff")).status_code == 303
    assert (await old.get("/staff")).status_code == 200


async def test_a_wrong_password_and_an_unknown_name_are_told_alike(place: Place) -> None:
    wrong, unknown = await typed(place.browser(), password="x" * 12), await typed(place.browser(), "没有的人")
    assert wrong.status_code == unknown.status_code == 422
    assert text_of(wrong) == text_of(unknown)
    assert PASSWORD not in unknown.text
    assert 'value="没有的人"' in unknown.text


async def test_after_five_wrong_passwords_nothing_is_tried_for_a_while(place: Place) -> None:
    for _ in range(TRIES):
        await typed(place.browser(), password="wrong wrong")
    locked = await typed(place.browser())
    assert "1 分钟后再试" in text_of(locked)
    place.clock.pass_by(seconds=61)
    again = await typed(place.browser(), password="wrong wrong")
    assert "2 分钟后再试" in text_of(again)
    place.clock.pass_by(seconds=61)
    assert (await typed(place.browser())).status_code == 422
    place.clock.pass_by(seconds=61)
    assert (await typed(place.browser())).status_code == 303
    assert (await typed(place.browser(), password="wrong wrong")).status_code == 422
    assert (await typed(place.browser())).status_code == 303


async def test_an_unknown_name_is_locked_like_any_other(place: Place) -> None:
    for _ in range(TRIES):
        await typed(place.browser(), "没有的人")
    assert "1 分钟后再试" in text_of(await typed(place.browser(), "没有的人"))


async def test_one_address_that_tries_many_names_is_locked(place: Place) -> None:
    browser = place.browser("10.9.9.9")
    for number in range(TRIES_OF_ADDRESS):
        await typed(browser, EVERYBODY[number % len(EVERYBODY)].id, "wrong wrong")
    assert (await typed(browser)).status_code == 422
    newcomer = Staff("新来的", StaffRole.EDITOR, "532622")
    await StaffAccounts(place.service.units_of_work).add(newcomer, PASSWORD, place.clock.now())
    assert (await typed(browser, newcomer.id)).status_code == 422
    assert (await typed(place.browser("10.9.9.8"), newcomer.id)).status_code == 303


async def test_an_admin_lifts_a_lock(place: Place, admin: Somebody) -> None:
    for _ in range(TRIES):
        await typed(place.browser(), password="wrong wrong")
    page = await admin.get("/staff/accounts/named/王芳")
    assert "已锁定" in text_of(page)
    await admin.post("/staff/accounts/named/王芳/unlock")
    assert (await typed(place.browser())).status_code == 303


async def test_a_session_ends_when_nothing_is_done_and_after_twelve_hours(place: Place, editor: Somebody) -> None:
    place.clock.pass_by(minutes=29)
    assert (await editor.get("/staff")).status_code == 200
    place.clock.pass_by(seconds=IDLE.total_seconds())
    assert (await editor.get("/staff")).status_code == 303
    working = await place.sign_in(EDITOR)
    for _ in range(int(LONGEST.total_seconds() // 60 // 25)):
        place.clock.pass_by(minutes=25)
        assert (await working.get("/staff")).status_code == 200
    place.clock.pass_by(minutes=25)
    assert (await working.get("/staff")).status_code == 303


async def test_a_session_is_extended(place: Place, editor: Somebody) -> None:
    place.clock.pass_by(minutes=29)
    answer = await editor.client.post(
        "/staff/session/extend", headers={"x-csrf": editor.csrf, "accept": "application/json"}
    )
    assert answer.json()["over_ms"] == round((place.clock.now() + IDLE).timestamp() * 1000)
    place.clock.pass_by(minutes=29)
    assert (await editor.get("/staff")).status_code == 200


async def test_what_is_sent_after_the_end_is_kept_until_one_has_signed_in(place: Place, admin: Somebody) -> None:
    place.clock.pass_by(minutes=31)
    typed_in = {"name": '晚来的"', "role": "editor", "region": "砚山县"}
    kept = await admin.post("/staff/accounts", typed_in)
    assert kept.status_code == 401
    await typed(admin, ADMIN.id)
    asked = await admin.client.post("/staff/accounts", data=hidden(kept.text))
    assert asked.status_code == 403
    assert "要继续提交吗" in text_of(asked)
    assert "晚来的" not in text_of(await admin.get("/staff/accounts"))
    sent = hidden(asked.text)
    assert {name: sent[name] for name in typed_in} == typed_in
    assert (await admin.client.post("/staff/accounts", data=sent)).status_code == 200
    assert "晚来的" in text_of(await admin.get("/staff/accounts"))


async def test_passwords_sent_after_the_end_are_not_kept(place: Place, editor: Somebody) -> None:
    place.clock.pass_by(minutes=31)
    answer = await editor.post("/staff/account/password", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert answer.status_code == 401
    assert PASSWORD not in answer.text
    assert NEW not in answer.text
    assert "不留密码" in text_of(answer)


async def test_signing_out_ends_the_session_on_the_server(place: Place, editor: Somebody) -> None:
    token = editor.client.cookies[COOKIE]
    await editor.post("/staff/sign-out")
    again = place.browser()
    again.client.cookies.set(COOKIE, token, domain="tongxing.test", path="/staff")
    assert (await again.get("/staff")).status_code == 303


async def test_signing_out_everywhere_and_one_by_one(place: Place, editor: Somebody) -> None:
    other, third = await place.sign_in(EDITOR), await place.sign_in(EDITOR)
    page = await editor.get("/staff/account")
    ends = re.findall(r"/staff/account/sessions/(\d+)/end", page.text)
    assert len(ends) == 2
    await editor.post(f"/staff/account/sessions/{ends[-1]}/end")
    assert (await other.get("/staff")).status_code == 303
    assert (await third.get("/staff")).status_code == 200
    await editor.post("/staff/account/sign-out-everywhere")
    assert [(await each.get("/staff")).status_code for each in (editor, third)] == [303, 303]


async def test_sessions_of_others_are_out_of_reach(place: Place, editor: Somebody, admin: Somebody) -> None:
    for number in range(1, 5):
        await editor.post(f"/staff/account/sessions/{number}/end")
    assert (await admin.get("/staff")).status_code == 200


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
async def test_forms_of_other_sites_are_not_taken(place: Place, editor: Somebody, headers: dict[str, str]) -> None:
    assert (await editor.post("/staff/sign-out", headers=headers)).status_code == 403
    fields = {"name": EDITOR.id, "password": PASSWORD}
    assert (await place.browser().client.post("/staff/sign-in", data=fields, headers=headers)).status_code == 403
    assert (await editor.get("/staff")).status_code == 200


@pytest.mark.parametrize("token", ["", "0" * 64, "ä"])
async def test_forms_without_this_sessions_token_are_not_taken(editor: Somebody, token: str) -> None:
    assert (await editor.client.post("/staff/sign-out", data={"csrf": token})).status_code == 403
    assert (await editor.client.post("/staff/sign-out")).status_code == 403
    assert (await editor.get("/staff")).status_code == 200


async def test_the_code_of_the_second_factor_is_asked_for_and_counts_once(place: Place, editor: Somebody) -> None:
    authenticator, codes = await with_factor(place, editor)
    place.clock.pass_by(seconds=60)
    browser = place.browser()
    answer = await typed(browser, following="/staff/audit")
    assert answer.headers["location"] == "/staff/sign-in/code?next=%2Fstaff%2Faudit"
    half = browser.client.cookies[COOKIE]
    assert (await browser.get("/staff/account")).headers["location"] == "/staff/sign-in/code"
    assert (await browser.post("/staff/sign-in/code", {"code": "000000"})).status_code == 422
    code = authenticator.at(place.clock.now())
    answer = await browser.post("/staff/sign-in/code", {"code": code, "next": "/staff/audit"})
    assert answer.headers["location"] == "/staff/audit"
    assert browser.client.cookies[COOKIE] != half
    assert (await browser.get("/staff")).status_code == 200
    second = place.browser()
    await typed(second)
    assert (await second.post("/staff/sign-in/code", {"code": code})).status_code == 422
    assert (await second.post("/staff/sign-in/code", {"code": codes[0].lower()})).status_code == 303
    third = place.browser()
    await typed(third)
    assert (await third.post("/staff/sign-in/code", {"code": codes[0]})).status_code == 422


async def test_codes_are_not_to_be_guessed(place: Place, editor: Somebody) -> None:
    authenticator, _ = await with_factor(place, editor)
    place.clock.pass_by(seconds=60)
    browser = place.browser()
    await typed(browser)
    for _ in range(TRIES):
        await browser.post("/staff/sign-in/code", {"code": "000000"})
    right = await browser.post("/staff/sign-in/code", {"code": authenticator.at(place.clock.now())})
    assert "分钟后再试" in text_of(right)


async def test_switching_the_second_factor_on_ends_other_sessions(place: Place, editor: Somebody) -> None:
    other = await place.sign_in(EDITOR)
    await with_factor(place, editor)
    assert (await other.get("/staff")).status_code == 303
    assert (await editor.get("/staff")).status_code == 200
    assert (await editor.post("/staff/account/factor/remove", {"old": "wrong"})).status_code == 422
    assert (await editor.post("/staff/account/factor/remove", {"old": PASSWORD})).status_code == 303
    assert (await typed(place.browser())).headers["location"] == "/staff"


async def test_a_password_that_was_given_has_to_be_changed_first(place: Place, admin: Somebody) -> None:
    page = await admin.post("/staff/accounts", {"name": "新来的", "role": "editor", "region": "砚山县"})
    given = re.search(r'<p class="code">([^<]+)<', page.text)
    assert given is not None
    browser = place.browser()
    assert (await typed(browser, "新来的", given[1])).headers["location"] == "/staff/sign-in/password"
    assert (await browser.get("/staff/account")).headers["location"] == "/staff/sign-in/password"
    for new, again in (("short", "short"), (NEW, NEW + "x"), (given[1], given[1])):
        answer = await browser.post("/staff/sign-in/password", {"new": new, "again": again})
        assert answer.status_code == 422
        assert new not in answer.text
    answer = await browser.post("/staff/sign-in/password", {"new": NEW, "again": NEW})
    assert answer.headers["location"] == "/staff"
    assert (await browser.get("/staff")).status_code == 200
    assert (await typed(place.browser(), "新来的", given[1])).status_code == 422
    assert (await typed(place.browser(), "新来的", NEW)).headers["location"] == "/staff"


async def test_the_first_page_says_how_the_first_account_is_made(place: Place) -> None:
    assert "tongxing staff add" not in (await place.browser().get("/staff/sign-in")).text
    accounts = StaffAccounts(place.service.units_of_work)
    for account, _ in await accounts.all():
        await accounts.remove(account.staff.id, place.clock.now())
    assert "tongxing staff add" in (await place.browser().get("/staff/sign-in")).text


async def test_what_happened_is_noted_without_what_was_typed(place: Place, admin: Somebody) -> None:
    await typed(place.browser(), "typed-by-mistake-password")
    await typed(place.browser(), password="wrong wrong")
    await (await place.sign_in(EDITOR)).post("/staff/sign-out")
    said = text_of(await admin.get("/staff/audit/accounts"))
    assert "typed-by-mistake-password" not in said
    for word in ("密码不对", "（没有这个账号）", "退出登录", "登录"):
        assert word in said


async def test_names_are_shown_as_text(place: Place, admin: Somebody) -> None:
    name = "<script>alert(1)</script>"[:50].replace("/", "∕")
    evil = Staff(name, StaffRole.EDITOR, "532622")
    await StaffAccounts(place.service.units_of_work).add(evil, PASSWORD, place.clock.now())
    for address in ("/staff/accounts", "/staff/audit/accounts"):
        page = await admin.get(address)
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert" in page.text
    reflected = await typed(place.browser(), '"><script>alert(2)</script>')
    assert "<script>alert" not in reflected.text


async def test_every_page_carries_the_headers_that_keep_it_safe(editor: Somebody) -> None:
    for address in ("/staff", "/staff/nowhere", "/staff/sign-in", "/staff/accounts"):
        headers = (await editor.get(address)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"


async def test_no_page_of_the_console_has_script_or_style_in_it(place: Place, admin: Somebody) -> None:
    addresses = (
        "/staff",
        "/staff/account",
        "/staff/account/password",
        "/staff/accounts",
        "/staff/accounts/new",
        "/staff/audit",
    )
    for address in addresses:
        text = (await admin.get(address)).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", text), address
        assert SITE not in text
