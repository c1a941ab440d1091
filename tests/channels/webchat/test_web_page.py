"""What a browser gets, without and with a script."""

from __future__ import annotations

import html
import re

import httpx
import pytest

CHOICE = re.compile(r'<button name="choice" value="([^"]+)" data-label="[^"]+">([^<]+)</button>')


def choices(page: str) -> dict[str, str]:
    return {html.unescape(shown): value for value, shown in CHOICE.findall(page)}


async def test_the_first_visit_greets_with_choices_and_sets_no_cookie(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/")
    assert page.status_code == 200
    assert "set-cookie" not in page.headers
    assert '<html lang="zh-CN">' in page.text
    assert page.text.count("<h1") == 1
    assert "我是同行" in page.text
    assert choices(page.text)["1. 补贴和省钱"] == "group:money"


async def test_the_code_of_a_poster_opens_the_page_at_its_fair(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/?fair=K7QD-2M9X-4RTA")
    assert choices(page.text)["看这场招聘会"] == "list:K7QD-2M9X-4RTA"
    assert choices(page.text)["1. 补贴和省钱"] == "group:money"
    looked = await browser.post("/", data={"choice": "list:K7QD-2M9X-4RTA", "label": "看这场招聘会", "greeting": "1"})
    assert "没有这个编号" in looked.text
    assert "二维码" not in (await browser.get("/?fair=%3Cscript%3E")).text


async def test_a_conversation_by_forms_alone(browser: httpx.AsyncClient) -> None:
    asked = await browser.post("/", data={"text": "去外省打工有补贴吗"})
    assert "去外省打工有补贴吗" in asked.text
    assert "您问的是哪个地区" in asked.text
    assert "地区：还没有选" in asked.text
    place = next(value for shown, value in choices(asked.text).items() if "砚山县" in shown)
    answered = await browser.post("/", data={"choice": place, "label": "砚山县"})
    assert "1000元" in answered.text
    assert "地区：砚山县" in answered.text
    assert "去外省打工有补贴吗" not in answered.text
    assert 'id="latest"' in answered.text


async def test_a_number_under_the_greeting_means_its_choice(browser: httpx.AsyncClient) -> None:
    by_number = await browser.post("/", data={"text": "１", "greeting": "1"})
    assert "“补贴和省钱”里有这些" in by_number.text
    by_word = await browser.post("/", data={"text": "第二个", "greeting": "1"})
    assert "“找工作”里有这些" in by_word.text
    by_label = await browser.post("/", data={"text": "残保金", "greeting": "1"})
    assert "“残保金”里有这些" in by_label.text


async def test_a_number_under_an_answer_means_its_choice(browser: httpx.AsyncClient) -> None:
    asked = await browser.post("/", data={"text": "去外省打工有补贴吗"})
    number = next(shown for shown in choices(asked.text) if "砚山县" in shown).split(".")[0]
    assert "1000元" in (await browser.post("/", data={"text": number})).text


async def test_easy_read_is_offered_and_then_taken_back(browser: httpx.AsyncClient) -> None:
    easy = await browser.post("/", data={"choice": "cmd:easy_on"})
    assert 'value="cmd:easy_off" id="easy">恢复标准版' in easy.text
    kept = await browser.post("/", data={"choice": "cmd:menu", "easy": "1"})
    assert 'id="easy">恢复标准版' in kept.text
    assert "你想问什么" in kept.text
    back = await browser.post("/", data={"text": "恢复标准版", "easy": "1"})
    assert 'value="cmd:easy_on" id="easy">说简单点' in back.text


async def test_the_script_gets_what_to_show(browser: httpx.AsyncClient) -> None:
    answer = (await browser.post("/chat", json={"text": "去外省打工有补贴吗"})).json()
    assert set(answer) == {"messages", "region", "easy", "expecting"}
    assert answer["messages"][-1]["choices"][0]["shown"].startswith("1. ")
    answer = (await browser.post("/chat", json={"choice": "region:532622"})).json()
    assert answer["region"] == "地区：砚山县"
    assert answer["easy"] is False
    assert "更多" in {choice["label"] for choice in answer["messages"][-1]["choices"]}


@pytest.mark.parametrize("text", ["", " \r\n ", "\u200b", "\x00\x01"])
async def test_an_empty_message_is_answered(browser: httpx.AsyncClient, text: str) -> None:
    page = await browser.post("/", data={"text": text})
    assert page.status_code == 200
    assert "我没有收到文字" in page.text


async def test_100_000_characters_are_answered_and_not_all_shown(browser: httpx.AsyncClient) -> None:
    page = await browser.post("/", data={"text": "补" * 100_000})
    assert page.status_code == 200
    assert "太长了" in page.text
    assert "（共100000字）" in page.text
    assert len(page.text) < 20_000
    assert (await browser.post("/chat", json={"text": "补" * 100_000})).status_code == 200


async def test_an_old_button_shows_the_menu_again(browser: httpx.AsyncClient) -> None:
    page = await browser.post("/", data={"choice": "<b>no such value</b>"})
    assert "这个按钮已经过期了" in page.text


async def test_what_people_write_is_never_markup(browser: httpx.AsyncClient) -> None:
    attack = "<script>alert(1)</script>\"'><img src=x>"
    for fields in ({"text": attack}, {"choice": "cmd:menu", "label": attack}):
        page = await browser.post("/", data=fields)
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert "&lt;script&gt;" in page.text
