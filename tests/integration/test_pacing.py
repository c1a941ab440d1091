"""Limits that all processes keep together: replies come soon, chats rest, and without the database nothing leaves."""

from __future__ import annotations

import asyncio
import time
from contextlib import AbstractAsyncContextManager
from itertools import pairwise

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.services.delivery.pacing import FREE, Limiter
from bot.services.ports import UnitOfWork
from bot.storage.unit_of_work import SqlUnitsOfWork

STEP = 35_000


async def slots(units: SqlUnitsOfWork, count: int, channel: str = "telegram") -> tuple[float, ...]:
    async with units() as work:
        reserved = await work.pace.reserve(channel, count, STEP)
        await work.commit()
    return reserved.waits


async def moments(units: SqlUnitsOfWork, count: int) -> list[float]:
    """The same by the clock of this process."""
    async with units() as work:
        reserved = await work.pace.reserve("telegram", count, STEP)
        found = [time.monotonic() + wait for wait in reserved.waits]
        await work.commit()
    return found


async def test_slots_of_several_takers_never_fall_together(units: SqlUnitsOfWork) -> None:
    async def take() -> list[float]:
        return [moment for _ in range(5) for moment in await moments(units, 3)]

    found = sorted(moment for several in await asyncio.gather(take(), take(), take()) for moment in several)
    gaps = [later - before for before, later in pairwise(found)]
    assert min(gaps) > 0.015, "apart, but for the way from the database"
    assert found[-1] - found[0] == pytest.approx(44 * 0.035, abs=0.1), "none is left out"


async def test_what_was_not_used_is_not_caught_up(units: SqlUnitsOfWork) -> None:
    await slots(units, 1)
    await asyncio.sleep(0.2)
    waits = await slots(units, 3)
    assert waits[0] == 0 and waits[2] == pytest.approx(0.07, abs=0.001)


async def test_a_clock_that_was_put_back_holds_up_nobody(engine: AsyncEngine, units: SqlUnitsOfWork) -> None:
    await slots(units, 1)
    async with engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE pace SET next_at = next_at + 3600000000")
    assert await slots(units, 1) == (0.0,)


async def test_one_chat_rests_and_others_do_not_wait(units: SqlUnitsOfWork) -> None:
    limiter, began = Limiter(units, FREE, "telegram"), time.monotonic()
    await limiter.turn("7")
    await limiter.turn("8")
    assert time.monotonic() - began < 0.6
    await limiter.turn("7")
    assert 1.0 < time.monotonic() - began < 2.0


async def test_a_reply_waits_for_few_slots_of_bulk(units: SqlUnitsOfWork) -> None:
    for _ in range(4):
        await slots(units, FREE.ahead)
    began = time.monotonic()
    await Limiter(units, FREE, "telegram").turn("7")
    assert time.monotonic() - began < 1.0


async def test_a_chat_that_is_held_holds_nobody_but_a_second_one_holds_all(units: SqlUnitsOfWork) -> None:
    limiter = Limiter(units, FREE, "telegram")
    await limiter.flooded("7", 30)
    assert await slots(units, 1) == (0.0,)
    await limiter.flooded("8", 30)
    (wait,) = await slots(units, 1)
    assert 29 < wait <= 30


class Away:
    """A database that is not there."""

    def __call__(self) -> AbstractAsyncContextManager[UnitOfWork]:
        raise ConnectionError


async def test_without_the_database_nobody_gets_a_turn() -> None:
    with pytest.raises(ConnectionError):
        await Limiter(Away(), FREE, "telegram").turn("7")


async def test_nothing_of_a_chat_is_kept_once_it_is_free(engine: AsyncEngine, units: SqlUnitsOfWork) -> None:
    async with units() as work:
        await work.pace.take_chats({0: "telegram:7"}, 1)
        await work.commit()
    await asyncio.sleep(0.05)
    async with units() as work:
        await work.pace.tidy()
        await work.commit()
    async with engine.connect() as connection:
        assert (await connection.exec_driver_sql("SELECT count(*) FROM chat_pace")).scalar_one() == 0
