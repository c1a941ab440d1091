"""A seeker in the web chat and staff in the console talk with each other, live."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bot.api.app import Parts, build_app
from tests.channels.webchat.site import NOWHERE
from tests.console.staff import COUNTY_ADMIN, EDITOR, Place
from tests.e2e.console.conftest import Visit
from tests.e2e.console.seeing import LOOKS, focused, overflow, violations
from tests.integration.handing import opened
from tests.serving import Served

HOME = "/staff/conversations"
LIVE = 15_000
"""Milliseconds in which something new has to appear by itself."""


@pytest.fixture(scope="module", autouse=True)
def chat(served_console: Served[Place]) -> None:
    """The web chat on the same server."""

    async def build() -> None:
        service = served_console.place.service
        understanding = service.understanding(NOWHERE)
        parts = (understanding, service.knowledge, service.engine, service.units_of_work)
        served_console.place.app.mount("/", build_app(Parts(service.converse_with(), *parts)))

    served_console.does(build())


def say(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.keyboard.press("Enter")


def asks_for_a_person(visit: Visit) -> Page:
    """A seeker of 砚山县 whose conversation is with staff."""
    seeker = visit(None, "/")
    say(seeker, "去外省打工有补贴吗")
    seeker.get_by_role("button", name="砚山县").first.click()
    expect(seeker.get_by_text("1000元").first).to_be_visible()
    say(seeker, "人工")
    seeker.get_by_role("button", name="同意，转给工作人员").click()
    expect(seeker.get_by_text("已经转给工作人员").first).to_be_visible()
    return seeker


def test_both_sides_see_each_others_words(served_console: Served[Place], visit: Visit) -> None:
    staff = visit(EDITOR, HOME)
    expect(staff.get_by_text("现在没有转来的对话")).to_be_visible()
    seeker = asks_for_a_person(visit)
    link = staff.locator("#queue").get_by_role("link").filter(has_text="-").first
    expect(link).to_be_visible(timeout=LIVE)  # without loading the page anew
    expect(staff.locator("#queue-says")).to_contain_text("又有人在等")
    assert violations(staff) == ""
    staff.locator("h1").click()
    staff.get_by_role("link", name="刷新").click()
    staff.locator("#queue tbody a").first.click()
    staff.get_by_role("button", name="接手").click()
    expect(staff.get_by_text("已接手。")).to_be_visible()

    field = staff.locator("#text")
    field.focus()
    staff.keyboard.type("您好，我是王芳。")
    staff.keyboard.press("Tab")
    staff.keyboard.press("Enter")
    expect(staff.locator("#said")).to_contain_text("您好，我是王芳。")
    expect(field).to_have_value("")
    assert focused(staff) == "text"
    expect(seeker.get_by_text("工作人员：您好，我是王芳。").first).to_be_visible(timeout=30_000)

    staff.keyboard.type("我还在写，")
    say(seeker, "谢谢，我想问补贴。")
    new = staff.locator("#said .words", has_text="谢谢，我想问补贴。")
    expect(new).to_have_count(1, timeout=LIVE)
    assert focused(staff) == "text"
    assert field.input_value() == "我还在写，", "what is new does not disturb who writes"
    assert violations(staff) == ""
    with staff.expect_response(lambda answer: "/news" in answer.url):
        pass  # it has asked again
    expect(new).to_have_count(1)

    staff.context.set_offline(True)
    staff.get_by_role("button", name="发送").click()
    expect(staff.locator("#reply-says")).to_contain_text("您写的还在")
    assert field.input_value() == "我还在写，"
    assert violations(staff) == ""
    staff.context.set_offline(False)
    staff.reload()
    expect(field).to_have_value("我还在写，")
    staff.get_by_role("button", name="发送").click()
    expect(staff.locator("#said .words", has_text="我还在写，")).to_have_count(1)
    staff.get_by_role("link", name="结束对话").click()
    staff.get_by_role("button", name="结束对话").click()
    expect(seeker.get_by_text("工作人员结束了这次对话").first).to_be_visible(timeout=30_000)


def test_updates_can_be_paused(served_console: Served[Place], visit: Visit) -> None:
    number = served_console.does(opened(served_console.place.service.units_of_work, "web:pause"))
    page = visit(EDITOR, f"{HOME}/{number}")
    page.clock.install()
    page.reload()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    pause = page.get_by_role("button", name="暂停自动更新")
    pause.click()
    page.clock.run_for(10_000)
    assert not [url for url in asked if "/news" in url]
    pause.click()
    with page.expect_request(lambda request: "/news" in request.url):
        page.clock.run_for(10_000)


def test_without_a_script(served_console: Served[Place], visit: Visit) -> None:
    number = served_console.does(opened(served_console.place.service.units_of_work, "web:plain"))
    page = visit(EDITOR, f"{HOME}/{number}", java_script_enabled=False)
    page.locator("#text").fill("您好")
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_text("已发出。")).to_be_visible()
    expect(page.locator("#said")).to_contain_text("您好")
    page.locator("#text").fill("  ")
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_role("alert").first).to_contain_text("1 处要改")


@pytest.mark.parametrize(("width", "height", "options"), LOOKS)
def test_every_page_in_every_look(
    served_console: Served[Place], visit: Visit, width: int, height: int, options: dict[str, object]
) -> None:
    units = served_console.place.service.units_of_work
    number = served_console.does(opened(units, f"web:{width}{sorted(options)}"))
    page = visit(COUNTY_ADMIN, HOME, width, height, **options)
    for address in (
        HOME,
        f"{HOME}?whose=mine",
        f"{HOME}/{number}",
        f"{HOME}/{number}/hand-on",
        f"{HOME}/{number}/close",
    ):
        page.goto(served_console.address + address)
        assert violations(page) == "", address
        assert overflow(page) <= 0, address
    page.goto(f"{served_console.address}{HOME}/{number}/hand-on")
    page.get_by_role("button", name="转出去").click()
    expect(page.locator("#problems")).to_be_focused()
    assert violations(page) == ""
    page.goto(f"{served_console.address}{HOME}/{number}")
    page.locator("#text").fill("您好")
    page.get_by_role("button", name="发送").click()
    page.locator("#note").fill("备注")
    expect(page.locator("#said .words", has_text="您好")).to_have_count(1)
    assert page.locator("#note").input_value() == "备注", "an answer that comes late takes no focus from it"
    page.get_by_role("button", name="记下备注").click()
    expect(page.get_by_text("已记下备注。")).to_be_visible()
    assert violations(page) == ""
    assert overflow(page) <= 0
