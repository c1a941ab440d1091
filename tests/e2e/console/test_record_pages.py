"""Records, people and files in a real browser: nothing in the way of anybody, and three walks by keyboard alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.console.keeping_records import FAIR, keep, keep_job
from tests.console.staff import EDITOR, Place
from tests.console.test_console_people import bring
from tests.e2e.console.conftest import Visit
from tests.e2e.console.seeing import LOOKS, focused, overflow, violations
from tests.serving import Served

STEPS = 80
"""Tab presses after which something cannot be said to be reachable."""


@pytest.fixture(scope="module")
def numbers(served_console: Served[Place]) -> dict[str, str]:
    """A fair that lacks something, two postings, a person, and a file that waits."""
    place = served_console.place
    return {
        "fair": served_console.does(keep(place, "fairs", FAIR)),
        "job": served_console.does(keep_job(place)),
        "next": served_console.does(keep_job(place, title="保洁员")),
        "person": served_console.does(bring(place)),
    }


@pytest.mark.parametrize(("width", "height", "options"), LOOKS)
def test_nothing_is_in_the_way_on_any_page(
    visit: Visit, numbers: dict[str, str], width: int, height: int, options: dict[str, str]
) -> None:
    page = visit(EDITOR, "/staff/records", width, height, **options)
    base = page.url.removesuffix("/staff/records")
    for address in (
        "/staff/records",
        "/staff/records/fairs",
        "/staff/records/training_classes",
        "/staff/records/fairs?text=没有这样的",
        "/staff/records/notice_reviews",
        "/staff/records/fairs/about",
        "/staff/records/fairs/new",
        f"/staff/records/fairs/{numbers['fair']}",
        f"/staff/records/jobs/{numbers['job']}/change",
        f"/staff/records/jobs/{numbers['job']}/to/draft",
        "/staff/records/jobs/review",
        f"/staff/records/jobs/review/{numbers['job']}",
        "/staff/find",
        "/staff/people",
        f"/staff/people/{numbers['person']}",
        "/staff/files",
    ):
        page.goto(f"{base}{address}")
        assert violations(page) == "", address
        assert overflow(page) <= 0, address
    page.goto(f"{base}/staff/records/fairs/new")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#problems")).to_be_visible()
    assert focused(page) == "problems" and violations(page) == "" and overflow(page) <= 0


def test_posting_is_reviewed_by_keyboard(visit: Visit, numbers: dict[str, str]) -> None:
    page = visit(EDITOR, f"/staff/records/jobs/review/{numbers['job']}")
    assert page.locator("mark").first.inner_text() != ""
    to(page, "#field-review_note")
    page.keyboard.type("请删去“限女性”。")
    to_button(page, "退回修改")
    page.keyboard.press("Enter")
    expect(page.locator("#flash")).to_contain_text("已退回")
    assert page.url.endswith(numbers["next"]), "the next one follows"
    to_button(page, "发布")
    page.keyboard.press("Enter")
    expect(page.locator("#flash")).to_contain_text("已发布")
    to_button(page, "撤销")
    page.keyboard.press("Enter")
    expect(page.locator("#flash")).to_contain_text("已撤销")


def test_fair_is_added_by_keyboard(visit: Visit) -> None:
    page = visit(EDITOR, "/staff/records/fairs/new")
    to(page, "#field-title")
    page.keyboard.type("年末招聘会")
    to_button(page, "保存")
    page.keyboard.press("Enter")
    expect(page.locator("#problems")).to_be_focused()
    to(page, "#field-date")
    page.locator("#field-date").fill("2027-01-09")
    to(page, "#field-place")
    page.keyboard.type("县文化馆")
    assert page.locator("#field-title").input_value() == "年末招聘会", "what was typed is still there"
    to_button(page, "保存")
    page.keyboard.press("Enter")
    expect(page.locator("#flash")).to_contain_text("已添加")
    expect(page.locator("main")).to_contain_text("县文化馆")


def test_file_is_taken_in_by_keyboard(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "招聘会.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(
            [("名称", "日期", "地点"), ("春风专场", "2027-02-01", "县体育馆"), ("坏的", "?", "")]
        )
    page = visit(EDITOR, "/staff/files?target=fairs")
    to(page, "#file")
    page.locator("#file").set_input_files(file)
    to_button(page, "看一遍有没有问题")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("导入到")
    assert violations(page) == ""
    to_button(page, "只导入没有问题的 1 行")
    page.keyboard.press("Enter")
    expect(page.locator("#flash")).to_contain_text("新增 1 条")


def to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(STEPS):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached")


def to_button(page: Page, text: str) -> None:
    """Press Tab until a button with this text has the focus."""
    for _ in range(STEPS):
        if page.evaluate(
            "text => document.activeElement.matches('button') && document.activeElement.innerText.trim() === text", text
        ):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"“{text}” is not reached")
