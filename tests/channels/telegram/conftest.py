from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.builders import SmallService, small_service
from tests.fakes.telegram_server import TOKEN, FakeTelegram


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


@pytest_asyncio.fixture
async def service(tmp_path: Path, telegram: FakeTelegram) -> AsyncIterator[SmallService]:
    small = await small_service(tmp_path, telegram_token=TOKEN, telegram_api_url=telegram.url)
    yield small
    await small.close()
