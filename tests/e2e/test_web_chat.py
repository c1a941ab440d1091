"""The chat page as people use it: by keyboard, at 320 pixels, in the dark, without a script, with a broken network."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.using import Open, focused, overflow, say, violations

QUESTION = "去外省打工有补贴吗"


def test_a_conversation_by_keyboard_alone(visit: Open) -> None:
    page = visit()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到输入框")).to_be_focused()
    page.keyboard.press("Enter")
    assert focused(page) == "text"
    say(page, QUESTION)
    choice = page.get_by_role("button", name="砚山县")
    expect(choice).to_be_visible()
    assert focused(page) == "text"
    assert page.locator("#text").input_value() == ""
    say(page, choice.inner_text().split(".")[0])
    expect(page.get_by_text("1000元")).to_be_visible()
    expect(page.get_by_text("地区：砚山县")).to_be_visible()
    assert focused(page) == "text"
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="说话")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".bot")).to_have_count(4)
    assert focused(page) == "text"


def test_a_number_under_the_greeting_chooses(visit: Open) -> None:
    page = visit()
    page.locator("#text").focus()
    say(page, "1")
    expect(page.get_by_text("“补贴和省钱”里有这些")).to_be_visible()
    expect(page.get_by_role("button", name="1. 找工作")).to_have_count(0)


def test_every_message_says_who_speaks_and_is_added_to_a_polite_log(visit: Open) -> None:
    page = visit()
    log = page.get_by_role("log", name="对话")
    expect(log).to_have_attribute("aria-live", "polite")
    page.locator("#text").focus()
    say(page, "你好")
    expect(log.locator("> ol > li")).to_have_count(3)
    whole = log.locator("> ol > li").all_text_contents()
    assert [text.strip()[:3] for text in whole] == ["同行答", "您说：", "同行答"]


def test_shift_enter_begins_a_line_and_pinyin_input_is_not_cut_off(visit: Open) -> None:
    page = visit()
    page.locator("#text").focus()
    page.keyboard.type("一")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("二")
    assert page.locator("#text").input_value() == "一\n二"
    page.evaluate(
        """document.getElementById("text").dispatchEvent(
        new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    expect(page.locator(".you")).to_have_count(0)


def test_a_broken_network_is_told_and_the_text_is_kept(visit: Open) -> None:
    page = visit()
    page.route("**/chat", lambda route: route.abort())
    page.locator("#text").focus()
    say(page, QUESTION)
    expect(page.get_by_role("alert")).to_contain_text("没有发出去")
    assert page.locator("#text").input_value() == QUESTION
    assert focused(page) == "text"
    page.unroute("**/chat")
    page.keyboard.press("Enter")
    expect(page.get_by_text("您问的是哪个地区")).to_be_visible()
    expect(page.locator("#failure")).to_be_empty()


def test_nothing_is_sent_twice_while_waiting(visit: Open) -> None:
    page = visit()
    held: list[Route] = []
    page.route("**/chat", lambda route: held.append(route))
    page.locator("#text").focus()
    say(page, QUESTION)
    expect(page.get_by_text("正在查")).to_be_visible()
    expect(page.locator("#send")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    assert focused(page) == "text"
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator(".you")).to_have_count(1)
    expect(page.locator("#send")).to_have_attribute("aria-disabled", "false")


def test_markup_is_shown_as_text(visit: Open) -> None:
    page = visit()
    page.locator("#text").focus()
    say(page, "<img src=x onerror=alert(1)>")
    expect(page.locator(".you p")).to_have_text("<img src=x onerror=alert(1)>")
    assert page.locator("#log img").count() == 0


def test_easy_read_is_switched_on_and_off(visit: Open) -> None:
    page = visit()
    page.get_by_role("button", name="说简单点").click()
    page.get_by_role("button", name="恢复标准版").click()
    expect(page.locator("#easy")).to_have_text("说简单点")
    expect(page.locator(".you p").last).to_have_text("恢复标准版")


def test_larger_type_is_remembered_and_nothing_is_cut_off(visit: Open) -> None:
    page = visit(320, 640)
    button = page.locator("#size")
    expect(button).to_have_text("A+ 字号：标准")
    for _ in range(3):
        button.click()
    expect(button).to_have_text("A+ 字号：最大")
    page.reload()
    expect(button).to_have_text("A+ 字号：最大")
    assert overflow(page) == 0
    assert violations(page) == ""
    button.click()
    expect(button).to_have_text("A+ 字号：标准")


def test_nothing_said_stays_in_the_browser(visit: Open) -> None:
    page = visit()
    assert page.context.cookies() == []
    page.locator("#text").focus()
    say(page, QUESTION)
    expect(page.locator(".you")).to_have_count(1)
    assert [cookie["name"] for cookie in page.context.cookies()] == ["tongxing"]
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.reload()
    expect(page.get_by_text(QUESTION)).to_have_count(0)


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}, {"contrast": "more"}])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (320, 640), (320, 200)])
def test_axe_finds_nothing(visit: Open, width: int, height: int, options: dict[str, Any]) -> None:
    page = visit(width, height, **options)
    assert violations(page) == ""
    page.locator("#text").focus()
    say(page, QUESTION)
    page.get_by_role("button", name="砚山县").click()
    expect(page.get_by_text("1000元")).to_be_visible()
    assert violations(page) == ""
    assert overflow(page) == 0


def test_every_target_is_large_enough_and_never_under_the_field(visit: Open) -> None:
    page = visit(320, 640)
    for button in page.locator("button:visible, summary, textarea").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44
    for index in range(page.locator("#log button").count()):
        button = page.locator("#log button").nth(index)
        button.focus()
        box, field = button.bounding_box(), page.locator("#composer").bounding_box()
        assert box is not None
        assert field is not None
        assert box["y"] + box["height"] <= field["y"], button.inner_text()


def test_a_conversation_without_a_script(visit: Open) -> None:
    page = visit(390, 844, java_script_enabled=False)
    expect(page.locator("#size")).to_be_hidden()
    page.get_by_label("说您的问题").fill(QUESTION)
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".you p")).to_have_text(QUESTION)
    page.get_by_role("button", name="砚山县").click()
    expect(page.locator(".you p")).to_have_text("砚山县")
    expect(page.get_by_text("1000元")).to_be_visible()
    page.get_by_role("button", name="菜单").first.click()
    expect(page.get_by_text("请选一类")).to_be_visible()
