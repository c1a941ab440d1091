"""Signing in, accounts and the first page, as people use them: by eye, by keyboard, without a script."""

from __future__ import annotations

import datetime as dt

import pyotp
import pytest
from playwright.sync_api import Page, expect

from bot.services.records.record_ports import Entry
from tests.console.staff import ADMIN, COUNTY_ADMIN, EDITOR, PASSWORD, Place
from tests.e2e.console.conftest import Visit
from tests.e2e.console.seeing import LOOKS, focused, overflow, violations
from tests.serving import Served

PAGES = (
    "/staff",
    "/staff/due",
    "/staff/due/introductions",
    "/staff/accounts",
    "/staff/accounts?name=谁也不是",
    "/staff/accounts/new",
    "/staff/accounts/named/王芳",
    "/staff/accounts/named/王芳/remove",
    "/staff/audit",
    "/staff/audit/accounts",
    "/staff/account",
    "/staff/account/password",
    "/staff/nowhere",
)


@pytest.fixture(scope="module", autouse=True)
def something_to_do(served_console: Served[Place]) -> None:
    """Something waits, and is due."""

    async def keep() -> None:
        place = served_console.place
        day = place.clock.today().isoformat()
        entry = Entry("introductions", "532622", {"follow_up": day}, {}, state="interested")
        async with place.service.units_of_work() as work:
            await work.records.add([entry], "王芳", place.clock.now())
            await work.accesses.note("王芳", "record_viewed", place.clock.now(), register="introductions")
            await work.commit()

    served_console.does(keep())


def tab_to(page: Page, element: str) -> None:
    """Press Tab until the element of this id, or the button of this name, has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if element in (focused(page), page.evaluate("document.activeElement.textContent.trim()")):
            return
    raise AssertionError(f"{element} is not reached by Tab")


@pytest.mark.parametrize(("width", "height", "options"), LOOKS)
def test_axe_finds_nothing(
    visit: Visit, served_console: Served[Place], width: int, height: int, options: dict[str, str]
) -> None:
    page = visit(ADMIN, "/staff", width, height, **options)
    for address in PAGES:
        page.goto(f"{served_console.address}{address}")
        assert violations(page) == "", address
        assert overflow(page) == 0, address
    page.goto(f"{served_console.address}/staff/accounts/new")
    page.get_by_label("负责的地区").fill("没有的地方")
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert violations(page) == ""
    nobody = visit(None, "/staff/sign-in", width, height, **options)
    assert violations(nobody) == ""
    nobody.get_by_role("button", name="登录").click()
    assert violations(nobody) == ""
    assert overflow(nobody) == 0


def test_signing_in_with_a_second_factor_by_keyboard_alone(visit: Visit, served_console: Served[Place]) -> None:
    place = served_console.place
    page = visit(None)
    tab_to(page, "name")
    page.keyboard.type(COUNTY_ADMIN.id)
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("有要改的：登录")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "name"
    assert page.locator("#name").input_value() == COUNTY_ADMIN.id
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("今天")
    tab_to(page, "我的账号")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账号")
    tab_to(page, "开启动态验证码")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="开启动态验证码")).to_be_visible()
    assert violations(page) == ""
    authenticator = pyotp.TOTP(page.locator("#secret").inner_text().replace(" ", ""))
    tab_to(page, "code")
    page.keyboard.type(authenticator.at(place.clock.now()))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="备用码")).to_be_visible()
    expect(page.locator("li.code")).to_have_count(8)
    assert violations(page) == ""
    tab_to(page, "退出登录")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    place.clock.pass_by(seconds=60)
    tab_to(page, "name")
    page.keyboard.type(COUNTY_ADMIN.id)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="动态验证码")).to_be_visible()
    assert violations(page) == ""
    tab_to(page, "code")
    page.keyboard.type(authenticator.at(place.clock.now()))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("今天")


def test_a_session_that_ends_soon_says_so_once_and_is_extended(visit: Visit, served_console: Served[Place]) -> None:
    page = visit(EDITOR)
    page.clock.install(time=served_console.place.clock.now())
    page.goto(f"{served_console.address}/staff/account/password")
    expect(page.locator("#session-says")).to_be_empty()
    page.locator("#old").focus()
    page.clock.run_for(dt.timedelta(minutes=28, seconds=1) // dt.timedelta(milliseconds=1))
    expect(page.get_by_role("status")).to_have_text("再过两分钟会自动退出登录。还要继续的话，请按“继续用”。")
    assert focused(page) == "old"
    assert violations(page) == ""
    served_console.place.clock.pass_by(minutes=28)
    page.get_by_role("button", name="继续用").click()
    expect(page.get_by_role("status")).to_have_text("好的，可以继续用。")
    page.clock.run_for(dt.timedelta(minutes=29) // dt.timedelta(milliseconds=1))
    expect(page.get_by_role("status")).to_contain_text("再过两分钟")


def test_what_is_sent_after_the_end_of_a_session_is_kept(visit: Visit, served_console: Served[Place]) -> None:
    page = visit(ADMIN, "/staff/accounts/new")
    page.get_by_label("账号名").fill("没有丢")
    page.context.clear_cookies()
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已经退出登录，刚才的内容还没有保存")
    assert violations(page) == ""
    with page.expect_popup() as opened:
        page.get_by_role("link", name="登录（打开新窗口）").click()
    window = opened.value
    window.get_by_label("账号名").fill(ADMIN.id)
    window.get_by_label("密码").fill(PASSWORD)
    window.keyboard.press("Enter")
    expect(window.get_by_role("heading", level=1)).to_contain_text("今天")
    page.get_by_role("button", name="继续提交").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("要继续提交吗？")
    assert violations(page) == ""
    page.get_by_role("button", name="继续提交").click()
    expect(page.get_by_role("heading", name="请告诉没有丢")).to_be_visible()


def test_what_is_due_comes_after_and_also_without_a_script(visit: Visit) -> None:
    page = visit(EDITOR)
    expect(page.get_by_role("link", name="岗位推荐 1 条")).to_be_visible()
    plain = visit(EDITOR, java_script_enabled=False)
    plain.get_by_role("link", name="看到期的").click()
    plain.get_by_role("link", name="岗位推荐 1 条").click()
    expect(plain.get_by_role("table")).to_contain_text("到了跟进日期")


def test_targets_are_large_enough(visit: Visit) -> None:
    page = visit(ADMIN, "/staff/accounts", 360, 740)
    page.locator("summary").click()
    for element in page.locator("button:visible, summary:visible, input:visible, select:visible, nav a:visible").all():
        box = element.bounding_box()
        assert box is not None
        assert box["height"] >= 44, element.inner_text()
    for link in page.locator("table a:visible").all():
        box = link.bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= 24, link.inner_text()


def test_a_form_is_sent_once(visit: Visit) -> None:
    page = visit(ADMIN, "/staff/accounts/new")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_label("账号名").fill("点两下")
    button = page.get_by_role("button", name="添加", exact=True)
    button.dblclick()
    expect(page.get_by_role("heading", name="请告诉点两下")).to_be_visible()
    assert len(sent) == 1
