"""Cookies, other sites, and what is refused."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from bot.channels.webchat.guard import LARGEST_BODY
from bot.core.messaging.reply import Incoming
from bot.services.conversation.converse import Converse
from tests.channels.webchat.site import site

ATTRIBUTES = {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=2592000"}


class Broken(Converse):
    """A service that cannot answer."""

    def __init__(self) -> None:
        pass

    async def handle(self, conversation: str, incoming: Incoming, origin: object = None) -> None:
        raise RuntimeError(conversation)


async def test_the_cookie_is_random_and_guarded(browser: httpx.AsyncClient) -> None:
    first = (await browser.post("/", data={"text": "你好"})).headers["set-cookie"]
    name, *attributes = first.split("; ")
    assert re.fullmatch(r"tongxing=[0-9a-f]{32}", name)
    assert set(attributes) == ATTRIBUTES
    browser.cookies.clear()
    assert (await browser.post("/", data={"text": "你好"})).headers["set-cookie"].split("; ")[0] != name


async def test_the_cookie_is_secure_over_https(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("https://tongxing.test/chat", json={"text": "你好"})
    assert set(answer.headers["set-cookie"].split("; ")[1:]) == ATTRIBUTES | {"Secure"}


async def test_a_browser_keeps_its_conversation_and_a_made_up_id_is_not_taken(browser: httpx.AsyncClient) -> None:
    first = (await browser.post("/", data={"text": "你好"})).headers["set-cookie"]
    assert (await browser.post("/", data={"text": "你好"})).headers["set-cookie"] == first
    browser.cookies.clear()
    made_up = await browser.post("/", data={"text": "你好"}, headers={"Cookie": "tongxing=staff"})
    assert "tongxing=staff" not in made_up.headers["set-cookie"]


async def test_two_browsers_do_not_share_a_conversation(browser: httpx.AsyncClient) -> None:
    await browser.post("/", data={"choice": "region:532622"})
    browser.cookies.clear()
    assert "还没有选" in (await browser.post("/", data={"text": "菜单"})).text


@pytest.mark.parametrize("path", ["/", "/chat"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://tongxing.test"},
        {"Origin": "https://evil.test"},
        {"Origin": "http://tongxing.test.evil.test"},
        {"Origin": "null"},
    ],
)
async def test_messages_from_other_sites_are_refused(
    browser: httpx.AsyncClient, path: str, headers: dict[str, str]
) -> None:
    refused = await browser.post(path, data={"text": "你好"}, headers=headers)
    assert refused.status_code == 403
    assert "从别的网站发来的" in refused.text
    assert "set-cookie" not in refused.headers


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://tongxing.test"}, {}],
)
async def test_messages_from_the_page_are_taken(browser: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await browser.post("/", data={"text": "你好"}, headers=headers)).status_code == 200


async def test_every_page_may_load_only_its_own_files(browser: httpx.AsyncClient) -> None:
    for page in (
        await browser.get("/"),
        await browser.post("/", data={"text": "你好"}),
        await browser.post("/", data={"text": "你好"}, headers={"Sec-Fetch-Site": "cross-site"}),
    ):
        policy = page.headers["content-security-policy"]
        assert re.match(
            r"default-src 'none'; script-src 'self'; style-src 'self'(?: 'sha256-[^' ]+')?; img-src 'self';", policy
        )
        assert "unsafe" not in policy
        assert "form-action 'self'" in policy
        assert page.headers["cache-control"] == "no-store"
        assert not re.search(r'(?:src|href)="(?!/web/|/privacy|/continue|/"|#)', page.text)
        assert " style=" not in page.text
        assert not re.search(r"\son\w+=", page.text)


@pytest.mark.parametrize(
    "path", ["/web/chat.css", "/web/chat.js", "/web/settings.js", "/web/speech.js", "/web/icon.svg"]
)
async def test_the_pages_own_files_are_there(browser: httpx.AsyncClient, path: str) -> None:
    assert (await browser.get(path)).status_code == 200
    pages = (await browser.get("/")).text + (await browser.post("/", data={"text": "你好"})).text
    assert path in pages


async def test_too_large_a_body_is_refused_kindly(browser: httpx.AsyncClient) -> None:
    page = await browser.post("/", data={"text": "x" * LARGEST_BODY})
    assert page.status_code == 413
    assert "太大了" in page.text
    answer = await browser.post("/chat", json={"text": "x" * LARGEST_BODY})
    assert answer.status_code == 413
    assert "太大了" in answer.json()["error"]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"text": 1}', b'{"other": ""}', b'{"text": "\\ud800"}', b"[" * 9999]
)
async def test_a_body_that_is_no_message_is_refused_kindly(browser: httpx.AsyncClient, body: bytes) -> None:
    answer = await browser.post("/chat", content=body)
    assert answer.status_code == 422
    assert "读不出来" in answer.json()["error"]


async def test_a_form_of_bytes_is_answered(browser: httpx.AsyncClient) -> None:
    assert (await browser.post("/", content=b"\xff\xfe%ff=%00&text=%ff")).status_code == 200
    assert (await browser.post("/", content=b"a=&" * 50)).status_code == 422


async def test_a_failure_keeps_the_text_in_its_field(tmp_path: Path) -> None:
    async with site(tmp_path, Broken()) as app:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://tongxing.test") as browser:
            page = await browser.post("/", data={"text": "招人 & 残保金"})
            assert page.status_code == 500
            assert "刚才出了点问题" in page.text
            assert "招人 &amp; 残保金</textarea>" in page.text
            assert "刚才出了点问题" in (await browser.post("/chat", json={"text": "你好"})).json()["error"]


async def test_messages_sent_at_once_are_all_answered(browser: httpx.AsyncClient) -> None:
    await browser.post("/", data={"text": "你好"})
    answers = await asyncio.gather(*(browser.post("/chat", json={"text": "菜单"}) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {200}
