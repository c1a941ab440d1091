"""A conversation goes on in another browser by a code, with forms alone; the first browser is told."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.services.conversation.change_device import TRIES
from tests.channels.webchat.site import site

FORM = re.compile(r'name="form" value="([0-9a-f]{32})"')
CODE = re.compile(r'<p class="code">([0-9A-Z]{4}-[0-9A-Z]{4})</p>')
QUESTION = "去外省打工有补贴吗"


@dataclass
class Devices:
    """Two browsers of one person, in different houses."""

    phone: httpx.AsyncClient
    computer: httpx.AsyncClient
    app: FastAPI

    async def code(self) -> str:
        page = (await self.phone.post("/continue", data={"make": "1"})).text
        found = CODE.search(page)
        assert found
        return found.group(1)

    async def types(self, code: str, form: str = "") -> httpx.Response:
        form = form or FORM.findall((await self.computer.get("/continue")).text)[0]
        return await self.computer.post("/continue", data={"code": code, "form": form})


@pytest.fixture
async def devices(tmp_path: Path) -> AsyncIterator[Devices]:
    async with site(tmp_path) as app, AsyncExitStack() as stack:
        phone, computer = [
            await stack.enter_async_context(
                httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(host, 1)), base_url="http://tongxing.test")
            )
            for host in ("203.0.113.1", "203.0.113.2")
        ]
        await phone.post("/", data={"choice": "region:532622", "label": "砚山县"})
        await phone.post("/", data={"text": QUESTION})
        yield Devices(phone, computer, app)


async def test_the_conversation_goes_on_in_the_other_browser(devices: Devices) -> None:
    before = devices.phone.cookies["tongxing"]
    taken = await devices.types(await devices.code())
    assert (taken.status_code, taken.headers["location"]) == (303, "/?continued=1")
    assert devices.computer.cookies["tongxing"] != before
    page = (await devices.computer.get("/?continued=1")).text
    assert "对话接过来了" in page
    assert "1000元" in page
    assert "地区：砚山县" in page
    number = re.findall(r">(\d)\. 更多<", page)[0]
    assert "【外出务工一次性补贴】" in (await devices.computer.post("/", data={"text": number})).text


async def test_the_first_browser_is_told_once_and_begins_anew(devices: Devices) -> None:
    old = dict(devices.phone.cookies)
    await devices.types(await devices.code())
    told = await devices.phone.post("/", data={"text": "招人 & 残保金"})
    assert told.status_code == 409
    assert "已经在另一台设备上继续" in told.text
    assert "招人 &amp; 残保金</textarea>" in told.text
    assert "tongxing" not in devices.phone.cookies
    devices.phone.cookies.update(old)
    for path in ("/chat", "/chat/waiting"):
        refused = await devices.phone.post(path, json={"text": "你好"})
        assert (refused.status_code, "另一台设备" in refused.json()["error"]) == (409, True)
        devices.phone.cookies.update(old)
    assert "另一台设备" in (await devices.phone.get("/")).text
    devices.phone.cookies.clear()
    fresh = await devices.phone.post("/", data={"text": "菜单"})
    assert "地区：还没有选" in fresh.text


async def test_what_is_being_filled_in_goes_on(devices: Devices) -> None:
    for choice in ("group:work", "form:job_needs"):
        await devices.phone.post("/", data={"choice": choice})
    asked = (await devices.phone.post("/", data={"text": "1"})).text
    await devices.types(await devices.code())
    page = (await devices.computer.get("/?continued=1")).text
    assert "还没有答完" in page
    onward = (await devices.computer.post("/", data={"choice": "cmd:resume"})).text
    question = re.findall(r'<li class="message bot"[^>]*>.*?<p>(.*?)</p>', asked, re.S)[-1]
    assert question.splitlines()[-1] in onward


async def test_a_lost_answer_is_fetched_by_sending_the_same_form_again(devices: Devices) -> None:
    code = await devices.code()
    form = FORM.findall((await devices.computer.get("/continue")).text)[0]
    await devices.types(code, form)
    first = devices.computer.cookies["tongxing"]
    devices.computer.cookies.clear()
    await devices.types(code, form)
    assert devices.computer.cookies["tongxing"] == first
    devices.computer.cookies.clear()
    assert (await devices.types(code)).status_code == 422


async def test_wrong_codes_are_told_and_end(devices: Devices) -> None:
    code = await devices.code()
    for _ in range(TRIES):
        wrong = await devices.types("ABCD-2345")
        assert wrong.status_code == 422
        assert 'role="alert"' in wrong.text
        assert 'value="ABCD-2345"' in wrong.text
    assert (await devices.types(code)).status_code == 429
    assert "tongxing" not in devices.computer.cookies


async def test_nothing_to_take_along_gives_no_code(devices: Devices) -> None:
    assert "还没有对话" in (await devices.computer.get("/continue")).text
    page = await devices.computer.post("/continue", data={"make": "1"})
    assert not CODE.search(page.text)
    assert "set-cookie" not in page.headers


@pytest.mark.parametrize("body", [b"", b"\xff=%ff", b"code=%00", b"a=&" * 50, b"code=" + b"A" * 9999])
async def test_what_is_no_code_is_answered(devices: Devices, body: bytes) -> None:
    assert (await devices.computer.post("/continue", content=body)).status_code in (200, 422)


async def test_other_sites_cannot_send_it_and_markup_stays_text(devices: Devices) -> None:
    code = await devices.code()
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert (await devices.computer.post("/continue", data={"code": code}, headers=foreign)).status_code == 403
    page = (await devices.types('"><script>alert(1)</script>')).text
    assert "<script>alert" not in page


async def test_the_pages_own_words_stand_in_both_wordings(devices: Devices) -> None:
    assert "在 Telegram 里不行" in (await devices.phone.post("/continue", data={"make": "1"})).text
    assert "换手机、换电脑接着说" in (await devices.phone.get("/continue?easy=1")).text
    assert 'href="/continue?easy=1"' in (await devices.phone.post("/", data={"choice": "cmd:easy_on"})).text
