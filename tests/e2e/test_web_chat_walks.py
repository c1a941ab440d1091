"""A seeker's main tasks by the keyboard alone, with what a checker finds in every state on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from bot.core.records.staff import Staff, StaffRole
from bot.services.handover.handovers import Handovers
from tests.builders import FixedClock
from tests.e2e.using import Open, focused, overflow, say, tab_to, violations
from tests.serving import Served

STAFF = Staff("李", StaffRole.EDITOR, "000000")
LOOKS: list[dict[str, Any]] = [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}, {"contrast": "more"}]


def begin(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "text"


def answered(page: Page, text: str) -> None:
    expect(page.locator(".bot").last).to_contain_text(text)
    assert focused(page) == "text"


def test_asking_and_choosing_by_number(visit: Open) -> None:
    page = visit()
    begin(page)
    say(page, "砚山县")
    answered(page, "按砚山县回答")
    say(page, "去外省打工有补贴吗")
    answered(page, "1000元")
    say(page, "1")
    answered(page, "【外出务工一次性补贴】")


def test_registering_a_need(visit: Open) -> None:
    page = visit(360, 740)
    begin(page)
    say(page, "9")
    answered(page, "“提醒、人工和设置”里有这些")
    say(page, "菜单")
    answered(page, "请选一类")
    say(page, "8")
    answered(page, "“登记和办事”里有这些")
    say(page, "我要登记求职")
    for _ in range(40):
        last = page.locator(".bot").last
        expect(page.locator("#send")).to_have_attribute("aria-disabled", "false")
        text = last.inner_text()
        if "已经登记" in text:
            break
        said = page.locator(".you").count()
        say(page, _reply(text))
        expect(page.locator(".you")).to_have_count(said + 1)
        expect(page.locator("#send")).to_have_attribute("aria-disabled", "false")
        assert focused(page) == "text"
    expect(page.locator(".bot").last).to_contain_text("编号")
    assert violations(page) == ""
    assert overflow(page) == 0


def _reply(text: str) -> str:
    """How somebody in a hurry fills it in: agree, say where and what, skip the rest, hand it in."""
    if "要登记的内容" in text:
        return "提交"
    if "哪里" in text or "地区" in text:
        return "砚山县"
    if "同意" in text or "周岁了吗" in text:
        return "1"
    if "都不需要就说" in text:
        return "后面的都不用了"
    return "客服" if "想做什么工作" in text else "其余的都跳过"


@pytest.mark.parametrize("look", LOOKS)
def test_easy_read_on_and_off(visit: Open, look: dict[str, Any]) -> None:
    page = visit(360, 740, **look)
    tab_to(page, "说简单点")
    page.keyboard.press("Enter")
    answered(page, "好，我说简单点")
    assert violations(page) == ""
    say(page, "菜单")
    answered(page, "选一个，或者直接问")
    assert violations(page) == ""
    say(page, "恢复标准版")
    answered(page, "恢复标准版")


def test_going_on_on_another_device_by_the_keyboard(visit: Open) -> None:
    phone = visit(360, 740)
    begin(phone)
    say(phone, "砚山县")
    answered(phone, "按砚山县回答")
    phone.keyboard.press("Shift+Tab")
    tab_to(phone, "更多设置")
    phone.keyboard.press("Enter")
    tab_to(phone, "换一台设备继续")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("换一台设备继续")
    assert violations(phone) == ""
    tab_to(phone, "取一个码")
    phone.keyboard.press("Enter")
    code = phone.locator(".code").inner_text()
    assert violations(phone) == ""
    computer = visit(path="/continue")
    for _ in range(5):
        computer.keyboard.press("Tab")
        if focused(computer) == "code":
            break
    say(computer, code)
    expect(computer.get_by_text("对话接过来了")).to_be_visible()
    expect(computer.get_by_text("地区：砚山县")).to_be_visible()
    assert violations(computer) == ""


def test_keeping_the_conversation_as_a_file_by_the_keyboard(visit: Open, tmp_path: Path) -> None:
    page = visit(360, 740)
    tab_to(page, "更多设置")
    page.keyboard.press("Enter")
    tab_to(page, "存下这次对话")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "talk.txt")
    assert "我是同行" in (tmp_path / "talk.txt").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("look", LOOKS)
def test_a_checker_finds_nothing_while_staff_write(visit: Open, served: Served[FastAPI], look: dict[str, Any]) -> None:
    page = visit(360, 740, **look)
    desk = Handovers(served.place.state.parts.knowledge.phrases, served.place.state.parts.units_of_work)
    begin(page)
    say(page, "人工")
    answered(page, "同意")
    assert violations(page) == ""
    say(page, "1")
    answered(page, "已经转给工作人员")
    (case,) = served.does(desk.queue(STAFF))
    served.does(desk.reply(case.number, "在县残联，下周一开班", STAFF, FixedClock().now()))
    expect(page.get_by_text("在县残联，下周一开班")).to_be_visible(timeout=20_000)
    assert violations(page) == ""
    assert overflow(page) == 0
    served.does(desk.close(case.number, STAFF, FixedClock().now()))
