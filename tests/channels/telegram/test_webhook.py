"""Updates that Telegram brings are answered like those that are fetched; nobody else can bring any."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.channels.telegram.run import webhook
from bot.channels.telegram.webhook import HEADER, PATH
from tests.builders import SmallService, small_service
from tests.channels.telegram.running import QUICK, UNLIMITED
from tests.fakes.telegram_server import TOKEN, FakeTelegram

SECRET = "a-secret-of-ours"


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


@pytest.fixture
async def service(tmp_path: Path, telegram: FakeTelegram) -> AsyncIterator[SmallService]:
    settings = {"telegram_token": TOKEN, "telegram_api_url": telegram.url, "telegram_webhook_secret": SECRET}
    small = await small_service(tmp_path, **settings, telegram_webhook_url="https://example.invalid/telegram")
    yield small
    await small.close()


@pytest.fixture
async def client(service: SmallService) -> AsyncIterator[httpx.AsyncClient]:
    parts = (service.settings, service.converse_with(), service.units_of_work, service.clock, service.knowledge)
    async with (
        webhook(*parts, QUICK, UNLIMITED) as app,
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://webhook") as client,
    ):
        yield client


def update(number: int, text: str) -> dict[str, object]:
    chat = {"id": 7, "type": "private", "first_name": "x"}
    message = {"message_id": number, "date": 1_700_000_000, "chat": chat, "from": {**chat, "is_bot": False}}
    return {"update_id": number, "message": {**message, "text": text}}


async def bring(client: httpx.AsyncClient, number: int, text: str = "谢谢", secret: str = SECRET) -> int:
    answer = await client.post(PATH, json=update(number, text), headers={HEADER: secret})
    return answer.status_code


async def test_what_is_brought_is_answered_once(client: httpx.AsyncClient, telegram: FakeTelegram) -> None:
    user = telegram.user(7)
    assert [await bring(client, number) for number in (1, 1, 2)] == [200, 200, 200]
    await telegram.world.until(lambda: len([sent for sent in user.received if "不客气" in sent.text]) == 2)


@pytest.mark.parametrize("secret", ["", "another", SECRET + "x", "密"])
async def test_nobody_else_can_bring_anything(client: httpx.AsyncClient, telegram: FakeTelegram, secret: str) -> None:
    user = telegram.user(7)
    answer = await client.post(PATH, json=update(1, "谢谢"), headers=[(HEADER.encode(), secret.encode())])
    assert answer.status_code == 403
    assert answer.content == b""
    assert await bring(client, 2) == 200
    await telegram.world.until(lambda: any("不客气" in sent.text for sent in user.received))
    assert len([sent for sent in user.received if "不客气" in sent.text]) == 1


async def test_what_is_no_update_is_refused(client: httpx.AsyncClient) -> None:
    for content in (b"{", b"[]", b'{"message": 1}'):
        assert (await client.post(PATH, content=content, headers={HEADER: SECRET})).status_code == 400
    assert (await client.get(PATH, headers={HEADER: SECRET})).status_code == 405
