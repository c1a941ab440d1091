"""A message whose answer was lost is sent once more, and taken only once."""

from __future__ import annotations

import asyncio

import httpx

ONE, TWO = "1" * 32, "2" * 32


async def said(browser: httpx.AsyncClient, text: str, name: str | None) -> list[str]:
    answer = (await browser.post("/chat", json={"text": text, "id": name})).json()
    return [message["text"] for message in answer["messages"]]


async def test_the_same_message_is_taken_once_and_the_answer_shown_again(browser: httpx.AsyncClient) -> None:
    await said(browser, "砚山县", ONE)
    first = await said(browser, "去外省打工有补贴吗", TWO)
    again = (await browser.post("/chat", json={"text": "去外省打工有补贴吗", "id": TWO})).json()
    assert again["messages"][0]["text"].startswith("这一句前面已经收到")
    assert again["messages"][1]["text"] == first[-1]
    shown = {choice["shown"] for choice in again["messages"][-1]["choices"]}
    assert "1. 更多" in shown
    assert again["region"] == "地区：砚山县"


async def test_another_message_or_another_browser_is_no_repeat(browser: httpx.AsyncClient) -> None:
    greeting = await said(browser, "你好", ONE)
    assert await said(browser, "菜单", ONE) != ["这一句前面已经收到，没有再收一次。您想问什么？"]
    browser.cookies.clear()
    assert await said(browser, "你好", ONE) == greeting


async def test_sent_twice_at_once_it_is_taken_once(browser: httpx.AsyncClient) -> None:
    await said(browser, "你好", ONE)
    several = await asyncio.gather(*(said(browser, "菜单", TWO) for _ in range(4)))
    assert sum("前面已经收到" in answers[0] for answers in several) == 3


async def test_a_form_that_is_loaded_anew_is_taken_once(browser: httpx.AsyncClient) -> None:
    await browser.post("/", data={"text": "砚山县", "id": ONE})
    form = {"text": "去外省打工有补贴吗", "id": TWO}
    assert "前面已经收到" not in (await browser.post("/", data=form)).text
    again = (await browser.post("/", data=form)).text
    assert "前面已经收到" in again
    assert "1000元" in again
    assert 'name="id" value="' in again
    assert f'value="{TWO}"' not in again


async def test_without_an_id_or_with_a_made_up_one_it_is_a_message_like_any_other(browser: httpx.AsyncClient) -> None:
    for _ in range(2):
        assert "前面已经收到" not in (await said(browser, "你好", None))[0]
        assert "前面已经收到" not in (await browser.post("/", data={"text": "你好", "id": "x" * 999})).text
    assert (await browser.post("/chat", json={"text": "你好", "id": "x"})).status_code == 422
