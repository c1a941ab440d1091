"""A broadcast from the first word to the report, with a real worker and a platform that counts."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest
from playwright.sync_api import Page, expect

from bot.core.records.staff import Staff, StaffRole
from bot.services.delivery.pacing import Limits
from bot.services.staff.staff_ports import Account
from tests.console.staff import ADMIN, AUDITOR, EDITOR, PASSWORD, QUICK, Place
from tests.e2e.console.conftest import Visit
from tests.e2e.console.seeing import LOOKS, overflow, violations
from tests.fakes.bulk_telegram import BulkTelegram
from tests.integration.announcing import subscribed
from tests.integration.broadcasting import add_people, cipher_of, working
from tests.serving import Served

HOME = "/staff/broadcasts"
COLLEAGUE = Staff("李强", StaffRole.EDITOR, "532622")
MANY = 120
"""More than one person may approve alone; at 12 a second it lasts long enough to be watched."""
LIVE = 15_000


@pytest.fixture(scope="module")
def telegram(served_console: Served[Place]) -> Iterator[BulkTelegram]:
    """People who agreed, a worker for them, and whoever starts broadcasts whose time has come."""
    stack, platform, service = AsyncExitStack(), BulkTelegram(), served_console.place.service

    async def begin() -> None:
        await add_people(service.engine, cipher_of(service.units_of_work), MANY)
        await subscribed(service.units_of_work, "w", channel="web", easy=True)
        async with service.units_of_work() as work:
            await work.accounts.add(Account(COLLEAGUE, QUICK.hash(PASSWORD), served_console.place.clock.now()))
            await work.commit()
        await stack.enter_async_context(platform)
        await stack.enter_async_context(working(service.units_of_work, platform.url, Limits.of(12)))
        keeping = asyncio.create_task(keep_up())
        stack.push_async_callback(ended, keeping)

    async def keep_up() -> None:
        while True:
            await service.run_broadcasts.keep_up(served_console.place.clock.now())
            await asyncio.sleep(0.3)

    async def ended(task: asyncio.Task[None]) -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    service.broadcast_parts.rules.__dict__["alone_up_to"] = 50
    served_console.place.desk.__dict__["alone_up_to"] = 50
    served_console.does(begin())
    yield platform
    served_console.does(stack.aclose())


def fill(page: Page) -> None:
    page.get_by_label(re.compile("^标题")).fill("专场招聘会")
    page.get_by_label(re.compile("^正文")).fill("周六上午九点。\n地点：县体育馆。")
    page.get_by_label(re.compile("^易读的话")).fill("周六有招聘会。")


def decided(page: Page) -> int:
    found = re.search(r"已处理 (\d+)", page.locator("#progress").inner_text())
    return int(found[1]) if found else 0


def test_from_the_first_word_to_the_report(served_console: Served[Place], visit: Visit, telegram: BulkTelegram) -> None:
    writer = visit(EDITOR, HOME)
    writer.get_by_role("link", name="写一条新的").click()
    writer.get_by_role("button", name="保存草稿").click()
    expect(writer.locator("#problems")).to_be_focused()
    assert violations(writer) == ""
    fill(writer)
    writer.get_by_role("button", name="保存草稿").click()
    expect(writer.get_by_text(f"收件人 {MANY + 1}")).to_be_visible()
    expect(writer.get_by_text("要另一位同事来批准")).to_be_visible()
    assert violations(writer) == ""
    address = writer.url.removeprefix(served_console.address)

    second = visit(COLLEAGUE, address)
    second.get_by_role("link", name="批准").click()
    second.get_by_role("button", name="批准").click()
    start = writer.get_by_role("link", name="开始发")
    expect(start).to_be_visible(timeout=LIVE)  # what can be done now comes by itself
    start.click()
    expect(writer.get_by_text(f"发给 {MANY + 1} 人")).to_be_visible()
    writer.get_by_role("button", name="开始发").click()

    expect(writer.locator("#progress")).to_contain_text("正在发", timeout=LIVE)
    writer.wait_for_function("() => /已处理 [1-9]/.test(document.getElementById('progress').innerText)", timeout=LIVE)
    assert violations(writer) == ""
    pause = writer.get_by_role("button", name="暂停", exact=True)
    expect(pause).to_be_visible(timeout=LIVE)
    pause.click()
    expect(writer.locator("#progress")).to_contain_text("已暂停")
    assert violations(writer) == ""
    assert 0 < telegram.taken.total() < MANY
    expect(writer.locator("#says")).to_contain_text("已暂停", timeout=LIVE)
    writer.get_by_role("button", name="接着发").click()
    expect(writer.locator("#progress")).to_contain_text("已发完", timeout=40_000)
    assert telegram.taken.total() == len(telegram.taken) == MANY
    assert telegram.texts[1] == ["专场招聘会\n周六上午九点。\n地点：县体育馆。\n不想再收到，回复“不要提醒”。"]
    writer.reload()
    table = writer.get_by_role("region", name="各种状态的人数").get_by_role("row")
    expect(table.filter(has_text="已送到")).to_contain_text(str(MANY))
    expect(table.filter(has_text="等本人打开网页时看到")).to_contain_text("1")
    assert violations(writer) == ""


@pytest.mark.parametrize(("width", "height", "options"), LOOKS)
def test_every_page_in_every_look(
    served_console: Served[Place],
    visit: Visit,
    telegram: BulkTelegram,
    width: int,
    height: int,
    options: dict[str, object],
) -> None:
    page = visit(ADMIN, f"{HOME}/new?day=help_day", width, height, **options)
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator("#flash")).to_be_focused()
    draft = page.url
    addresses = [
        HOME,
        f"{HOME}?state=stopped",
        f"{HOME}/new",
        f"{HOME}/schedule",
        f"{HOME}/quarter",
        *(draft + part for part in ("", "/edit", "/do/approve", "/do/stop", "/repeat", "/proof", "/regions")),
    ]
    for address in addresses:
        page.goto(address if address.startswith("http") else served_console.address + address)
        assert violations(page) == "", address
        assert overflow(page) <= 0, address
    page.goto(f"{draft}/do/stop")
    page.get_by_role("button", name="停止").click()
    expect(page.locator("#progress")).to_contain_text("已停止")
    assert violations(page) == ""
    assert overflow(page) <= 0


def test_an_auditor_sees_and_cannot_do(served_console: Served[Place], visit: Visit, telegram: BulkTelegram) -> None:
    page = visit(AUDITOR, HOME)
    expect(page.get_by_role("link", name="写一条新的")).to_have_count(0)
    page.locator("tbody a").first.click()
    expect(page.get_by_text("您的账号只能看")).to_be_visible()
    assert violations(page) == ""
