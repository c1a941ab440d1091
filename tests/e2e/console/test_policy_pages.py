"""Policies and people who do not know of them, in the browser: by eye, by keyboard, without a script."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.core.policies.imported import ImportedClause
from bot.services.policies.unaware_ports import Source, UnawareCount
from tests.console.staff import ADMIN, AUDITOR, EDITOR, Place
from tests.e2e.console.conftest import Visit
from tests.e2e.console.seeing import LOOKS, focused, overflow, violations
from tests.serving import Served

MEASURE = "532622.rural_transfer"
NOTICE = "渡口残疾人船工补助办法\n\n一、对象。持证的残疾人船工。\n二、标准。每名船工每年发放渡船燃油补助。\n"
CLAUSE = ImportedClause("532622", "摆渡安全办法", None, "第一条", "摆渡要有救生衣。\n每条船四件。", None, None)


@pytest.fixture(scope="module")
def pages(served_console: Served[Place]) -> list[str]:
    """Everything there is to see, with something in it."""
    place = served_console.place

    async def keep() -> list[str]:
        now = place.clock.now()
        async with place.service.units_of_work() as work:
            counts = [UnawareCount(source, "532622", MEASURE, 12, 7) for source in Source]
            await work.unaware.replace(counts, now)
            await work.imported.add([CLAUSE], now)
            await work.commit()
        draft = await place.desk.import_documents.draft([CLAUSE], EDITOR, now)
        (entry,) = await place.desk.import_documents.entries()
        plan = place.desk.catalogue.measure(MEASURE).document
        await place.desk.check_documents.note(plan, EDITOR, "问了县残联", now.date())
        return [
            "/staff/policies",
            "/staff/policies?ask=去外省打工补贴",
            "/staff/policies?ask=量子纠缠",
            f"/staff/policies/measures/{MEASURE}",
            "/staff/policies/documents",
            f"/staff/policies/documents/{plan}",
            "/staff/policies/imported",
            f"/staff/policies/imported/{entry.id}",
            f"/staff/policies/imported/{entry.id}/remove",
            "/staff/policies/import",
            f"/staff/policies/drafts/{draft}",
            "/staff/unaware",
            "/staff/unaware?measure=没有这条",
            f"/staff/unaware/{MEASURE}",
            "/staff/unaware/tell",
        ]

    return served_console.does(keep())


@pytest.mark.parametrize(("width", "height", "options"), LOOKS)
def test_axe_finds_nothing(
    visit: Visit, served_console: Served[Place], pages: list[str], width: int, height: int, options: dict[str, str]
) -> None:
    page = visit(EDITOR, pages[0], width, height, **options)
    for address in pages:
        page.goto(served_console.address + address)
        assert violations(page) == "", address
        assert overflow(page) <= 0, address


def test_axe_finds_nothing_in_a_form_that_failed(visit: Visit) -> None:
    page = visit(EDITOR, "/staff/policies/import", 360, 740)
    page.get_by_role("button", name="读文件，看条款").click()
    expect(page.get_by_role("alert")).to_contain_text("请选一个文件")
    assert focused(page) == "problems"
    assert violations(page) == ""


@pytest.mark.parametrize("staff", [ADMIN, AUDITOR])
def test_other_roles_see_pages_without_faults_too(visit: Visit, served_console: Served[Place], staff: object) -> None:
    page = visit(staff, "/staff/policies/imported")
    assert violations(page) == ""
    page.goto(f"{served_console.address}/staff/unaware")
    assert violations(page) == ""


def test_a_document_is_imported_with_the_keyboard_alone(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "渡口.txt"
    file.write_text(NOTICE, encoding="utf-8")
    page = visit(EDITOR, "/staff/policies/import")
    page.get_by_label("文件", exact=False).first.set_input_files(file)
    page.get_by_label("失效日期").focus()
    page.keyboard.press("Tab")
    for _ in range(4):
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("看一看再收")
    page.get_by_role("button", name="收下，马上能搜到").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("已收下 2 条")


def test_search_works_without_a_script(visit: Visit) -> None:
    page = visit(EDITOR, "/staff/policies", java_script_enabled=False)
    page.get_by_label("用自己的话搜").fill("去外省打工补贴")
    page.get_by_role("button", name="搜索").click()
    expect(page.locator(".hits li").first).to_contain_text("已到期")
