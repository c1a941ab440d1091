"""Employers in a real browser: nothing in the way of anybody, and a walk by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.console.keeping_records import JOB, keep, keep_job
from tests.console.staff import EDITOR, ELSEWHERE, Place
from tests.e2e.console.conftest import Visit
from tests.e2e.console.seeing import LOOKS, overflow, violations
from tests.e2e.console.test_record_pages import to
from tests.serving import Served


@pytest.fixture(scope="module")
def number(served_console: Served[Place]) -> str:
    """A record of an employer with a posting that waits and a visit that is due."""
    place = served_console.place
    served_console.does(keep_job(place))
    visited = {"employer": JOB["employer"], "visited": "2026-01-02", "follow_up": "2026-02-03", "new_posts": "3"}
    return served_console.does(keep(place, "enterprise_visits", visited))


@pytest.mark.parametrize(("width", "height", "options"), LOOKS)
def test_nothing_is_in_the_way_of_employers(
    visit: Visit, number: str, width: int, height: int, options: dict[str, str]
) -> None:
    page = visit(EDITOR, "/staff/employers", width, height, **options)
    base = page.url.removesuffix("/staff/employers")
    for address in ("/staff/employers", "/staff/employers?text=没有这样的", f"/staff/employers/{number}"):
        page.goto(f"{base}{address}")
        assert violations(page) == "", address
        assert overflow(page) <= 0, address
    empty = visit(ELSEWHERE, "/staff/employers", width, height, **options)
    expect(empty.locator("main")).to_contain_text("还没有用人单位")
    assert violations(empty) == "" and overflow(empty) <= 0


def test_posting_is_begun_from_an_employer_by_keyboard(visit: Visit, number: str) -> None:
    page = visit(EDITOR, "/staff/employers")
    to(page, "#filter-text")
    page.keyboard.type("服装")
    page.keyboard.press("Enter")
    expect(page.locator("caption")).to_contain_text("共 1 条")
    to(page, f'a[href="/staff/employers/{number}"]')
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(JOB["employer"])
    to(page, "main .doing a")
    page.keyboard.press("Enter")
    expect(page.locator("#field-employer")).to_have_value(JOB["employer"])
