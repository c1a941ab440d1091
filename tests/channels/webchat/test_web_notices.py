"""Notices wait for the browser they belong to, and go when it has shown them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.core.messaging.reply import Reply
from bot.services.ports import UnitOfWorkFactory
from tests.builders import FixedClock
from tests.channels.webchat.site import site

NOW = FixedClock().now()


@dataclass
class Visitor:
    """A browser that has been here before."""

    browser: httpx.AsyncClient
    units: UnitOfWorkFactory
    profile: str = ""

    async def remember(self, text: str) -> int:
        """Something to tell them when they come again."""
        identity = self.browser.cookies["tongxing"]
        async with self.units() as work:
            if not self.profile:
                stored = await work.people.add("web", identity, NOW, region="532622", role=None, easy=False)
                self.profile = stored.id
            notice = await work.outgoing.add("web", identity, [Reply(text)], 0, NOW, self.profile)
            await work.commit()
        return notice


@pytest.fixture
async def visitor(tmp_path: Path) -> AsyncIterator[Visitor]:
    async with site(tmp_path) as app:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://tongxing.test") as browser:
            await browser.post("/", data={"text": "你好"})
            yield Visitor(browser, app.state.parts.units_of_work)


async def test_a_notice_is_shown_at_the_next_visit_until_the_person_goes_on(visitor: Visitor) -> None:
    notice = await visitor.remember("提醒：新政策")
    for _ in range(2):
        page = (await visitor.browser.get("/")).text
        assert page.index("提醒：新政策") < page.index("我是同行")
    forms, confirming = page.count('method="post"'), page.count(f'name="noticed" value="{notice}"')
    assert forms == confirming
    answer = (await visitor.browser.post("/", data={"text": "菜单", "noticed": str(notice)})).text
    assert "提醒：新政策" not in answer
    assert "提醒：新政策" not in (await visitor.browser.get("/")).text


async def test_a_notice_comes_with_the_next_answer_and_a_lost_answer_loses_it_not(visitor: Visitor) -> None:
    notice = await visitor.remember("提醒：新政策")
    for _ in range(2):
        answer = (await visitor.browser.post("/chat", json={"text": "菜单"})).json()
        assert (answer["messages"][0]["text"], answer["messages"][0]["notice"]) == ("提醒：新政策", notice)
        assert answer["messages"][0]["choices"] == []
        assert answer["messages"][-1]["choices"][0]["shown"].startswith("1. ")
    answer = (await visitor.browser.post("/chat", json={"text": "菜单", "noticed": [notice]})).json()
    assert [message["notice"] for message in answer["messages"]] == [None]


async def test_others_can_neither_see_nor_remove_it(visitor: Visitor) -> None:
    notice = await visitor.remember("提醒：新政策")
    mine = dict(visitor.browser.cookies)
    visitor.browser.cookies.clear()
    assert "提醒：新政策" not in (await visitor.browser.get("/")).text
    other = (await visitor.browser.post("/chat", json={"text": "菜单", "noticed": [notice]})).json()
    assert all(message["notice"] is None for message in other["messages"])
    visitor.browser.cookies.clear()
    visitor.browser.cookies.update(mine)
    assert "提醒：新政策" in (await visitor.browser.get("/")).text


async def test_many_notices_come_a_few_at_a_time(visitor: Visitor) -> None:
    for number in range(30):
        await visitor.remember(f"提醒{number}号")
    page, seen = (await visitor.browser.get("/")).text, 0
    while found := re.findall(r'data-notice="(\d+)"', page):
        seen += len(found)
        page = (await visitor.browser.post("/", data={"text": "菜单", "noticed": found})).text
    assert seen == 30


@pytest.mark.parametrize("noticed", [["-1"], ["9" * 30], ["x"], [str(number) for number in range(30)]])
async def test_a_made_up_confirmation_does_no_harm(visitor: Visitor, noticed: list[str]) -> None:
    await visitor.remember("提醒：新政策")
    await visitor.browser.post("/", data={"text": "菜单", "noticed": noticed})
    refused = await visitor.browser.post("/chat", json={"text": "菜单", "noticed": noticed})
    assert refused.status_code in (200, 422)
    assert "提醒：新政策" in (await visitor.browser.get("/")).text


async def test_what_a_notice_says_is_never_markup(visitor: Visitor) -> None:
    await visitor.remember("<script>alert(1)</script>")
    assert "<script>alert" not in (await visitor.browser.get("/")).text
