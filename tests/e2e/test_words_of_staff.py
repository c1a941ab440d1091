"""A real browser: what staff write appears on the page without anything being pressed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

from bot.core.records.staff import Staff, StaffRole
from bot.services.handover.handovers import Handovers
from tests.builders import FixedClock
from tests.serving import Served

NOW = FixedClock().now()
PATIENCE = 20_000
"""Milliseconds; the page looks every few seconds."""
STAFF = Staff("李", StaffRole.EDITOR, "000000")


@pytest.fixture
def page(chrome: Browser, served: Served[FastAPI]) -> Iterator[Page]:
    context = chrome.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(served.address)
    yield page
    context.close()


def say(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.keyboard.press("Enter")


def test_words_of_staff_appear_by_themselves_once(page: Page, served: Served[FastAPI]) -> None:
    desk = Handovers(served.place.state.parts.knowledge.phrases, served.place.state.parts.units_of_work)
    page.locator("#text").focus()
    say(page, "人工")
    page.get_by_role("button", name="同意，转给工作人员").click()
    expect(page.locator(".bot").last).to_contain_text("已经转给工作人员")
    say(page, "我想学按摩")
    expect(page.locator(".bot").last).to_contain_text("已转给工作人员")
    say(page, "在哪里学")
    expect(page.locator(".you").last).to_contain_text("在哪里学")
    (case,) = served.does(desk.queue(STAFF))
    served.does(desk.reply(case.number, "在县残联，下周一开班", STAFF, NOW))
    shown = page.get_by_role("log").get_by_text("工作人员：在县残联，下周一开班")
    expect(shown).to_be_visible(timeout=PATIENCE)
    page.locator("#text").fill("正在写")
    served.does(desk.reply(case.number, "带好残疾人证", STAFF, NOW))
    expect(page.get_by_text("带好残疾人证")).to_be_visible(timeout=PATIENCE)
    assert page.locator("#text").input_value() == "正在写"
    page.reload()
    served.does(desk.close(case.number, STAFF, NOW))
    expect(page.get_by_text("我回来了")).to_be_visible(timeout=PATIENCE)
    say(page, "谢谢")
    expect(page.locator(".bot").last).to_contain_text("不客气")
    assert page.get_by_text("我回来了").count() == 1, "it came with a look and is not shown again with the answer"
