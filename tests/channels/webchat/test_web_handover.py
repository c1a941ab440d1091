"""On the page staff's words appear by themselves while they have the conversation; programs fetch theirs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.core.records.staff import Staff, StaffRole
from bot.services.handover.handovers import Handovers
from tests.builders import FixedClock
from tests.channels.webchat.site import site

NOW = FixedClock().now()
STAFF = Staff("李", StaffRole.EDITOR, "000000")


@dataclass
class Counter:
    """Somebody at a browser, and staff at their desk."""

    browser: httpx.AsyncClient
    desk: Handovers

    async def says(self, text: str, *noticed: int) -> dict[str, Any]:
        answer: dict[str, Any] = (await self.browser.post("/chat", json={"text": text, "noticed": noticed})).json()
        return answer

    async def looks(self, *noticed: int) -> dict[str, Any]:
        found: dict[str, Any] = (await self.browser.post("/chat/waiting", json={"noticed": noticed})).json()
        return found

    async def hands_over(self) -> str:
        await self.says("人工")
        assert (await self.says("1"))["expecting"]
        (case,) = await self.desk.queue(STAFF)
        return case.number


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Counter]:
    async with site(tmp_path) as app:
        parts = app.state.parts
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://tongxing.test") as browser:
            yield Counter(browser, Handovers(parts.knowledge.phrases, parts.units_of_work))


async def test_words_of_staff_are_found_without_sending_anything_until_they_have_been_shown(counter: Counter) -> None:
    number = await counter.hands_over()
    assert await counter.looks() == {"messages": [], "expecting": True}
    await counter.desk.reply(number, "您好", STAFF, NOW)
    for _ in range(2):
        (message,) = (await counter.looks())["messages"]
        assert (message["text"], message["choices"]) == ("工作人员：您好", [])
    assert (await counter.looks(message["notice"]))["messages"] == []
    await counter.desk.close(number, STAFF, NOW)
    found = await counter.looks()
    assert not found["expecting"]
    assert "我回来了" in found["messages"][0]["text"]


async def test_a_page_opened_anew_goes_on_looking(counter: Counter) -> None:
    assert "data-expecting" not in (await counter.browser.get("/")).text
    number = await counter.hands_over()
    assert "data-expecting" in (await counter.browser.get("/")).text
    await counter.desk.close(number, STAFF, NOW)
    assert "data-expecting" not in (await counter.browser.get("/")).text


async def test_without_a_script_the_page_shows_what_was_passed_on_and_what_came(counter: Counter) -> None:
    number = await counter.hands_over()
    for text in ("我想学按摩", "在哪里学"):
        page = await counter.browser.post("/", data={"text": text})
        assert page.status_code == 200
        assert text in page.text
    await counter.desk.reply(number, "在县残联", STAFF, NOW)
    assert "工作人员：在县残联" in (await counter.browser.post("/", data={"text": "谢谢"})).text


async def test_nobody_else_sees_them(counter: Counter) -> None:
    number = await counter.hands_over()
    await counter.desk.reply(number, "您好", STAFF, NOW)
    counter.browser.cookies.clear()
    assert await counter.looks() == {"messages": [], "expecting": False}
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    assert (await counter.browser.post("/chat/waiting", json={}, headers=foreign)).status_code == 403
    assert (await counter.browser.post("/chat/waiting", content=b"x")).status_code == 422


async def test_a_program_gets_them_with_the_next_answer_or_when_it_asks(counter: Counter) -> None:
    async def says(text: str) -> dict[str, Any]:
        sent = {"conversation": "client-7", "text": text}
        answer: dict[str, Any] = (await counter.browser.post("/api/v1/messages", json=sent)).json()
        return answer

    assert (await says("人工"))["outcome"] == "started"
    assert (await says("1"))["outcome"] == "started"
    await says("我想学按摩")
    silent = await says("在哪里学")
    assert (silent["topic"], silent["outcome"], silent["replies"]) == ("handoff", "answered", [])
    (case,) = await counter.desk.queue(STAFF)
    await counter.desk.reply(case.number, "在县残联", STAFF, NOW)
    assert [reply["text"] for reply in (await says("哦"))["replies"]] == ["工作人员：在县残联"]
    await counter.desk.close(case.number, STAFF, NOW)
    for expected in (1, 0):
        came = await counter.browser.get("/api/v1/messages", params={"conversation": "client-7"})
        assert [set(reply) for reply in came.json()["replies"]] == [{"text", "buttons"}] * expected
