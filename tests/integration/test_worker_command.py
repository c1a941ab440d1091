"""`tongxing worker`: sends what is queued, stops when told, and says what it needs."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from bot.core.messaging.delivery import State
from bot.settings import ROOT
from bot.storage.database import open_database
from bot.storage.encryption import Cipher, new_key
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.upgrade import upgrade
from tests.fakes.bulk_telegram import TOKEN, BulkTelegram
from tests.integration.broadcasting import add_broadcast, add_people, enqueue_all, states

COMMAND = [sys.executable, "-m", "bot.cli.main", "worker"]


async def test_it_sends_and_stops_when_told(tmp_path: Path) -> None:
    key, address = new_key(), f"sqlite:///{tmp_path / 'test.db'}"
    engine = open_database(address)
    await upgrade(engine)
    units = SqlUnitsOfWork(engine, Cipher([key]))
    await add_people(engine, Cipher([key]), 5)
    broadcast = await add_broadcast(engine)
    await enqueue_all(units, broadcast)
    async with BulkTelegram() as telegram:
        named = {"DATABASE_URL": address, "SECRET_KEYS": key, "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url}
        environment = os.environ | {f"TONGXING_{name}": value for name, value in named.items()}
        process = subprocess.Popen(COMMAND, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)  # noqa: ASYNC220
        try:
            async with asyncio.timeout(60):
                # At night nobody is disturbed: then everybody waits for the morning.
                while await states(units, broadcast) not in ({State.SENT: 5}, {State.RETRY: 5}):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            process.terminate()
            assert await asyncio.to_thread(process.wait, 20) == 0
        finally:
            process.kill()
            process.wait()
    await engine.dispose()


def test_without_a_token_it_says_what_is_missing() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TONGXING_")}
    done = subprocess.run(COMMAND, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "TONGXING_TELEGRAM_TOKEN" in done.stderr
