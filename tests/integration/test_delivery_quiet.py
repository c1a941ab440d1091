"""A broadcast waits for those who are not to be disturbed, or have had enough for a day; for nobody beyond its end."""

from __future__ import annotations

import asyncio
import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import SystemClock
from bot.core.messaging.announcement import Announcement
from bot.core.messaging.delivery import Delivered, Outcome, Reason, State
from bot.core.timing.quiet import Quiet
from bot.core.timing.wishes import Pace, Rules, Wish
from bot.services.alerts.alert_times import AlertTimes
from bot.services.delivery.deliver import Deliver
from bot.services.delivery.delivery_ports import Running
from bot.services.delivery.pacing import Limits
from bot.storage.tables.delivery_tables import deliveries
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.integration.broadcasting import add_broadcast, add_people, enqueue_all, reasons, states

TIMES = AlertTimes(Rules(Pace.AT_ONCE, Quiet(dt.time(22), dt.time(8)), 2, dt.time(9), 1))


class Hand(SystemClock):
    """A clock that is set by hand."""

    def __init__(self, moment: str) -> None:
        super().__init__("Asia/Shanghai")
        self.set(moment)

    def set(self, moment: str) -> None:
        self._moment = dt.datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Shanghai"))

    def now(self) -> dt.datetime:
        return self._moment


class Taking:
    """A platform that takes everything."""

    channel = "telegram"

    def parts(self, announcement: Announcement) -> int:
        return 1

    async def send(self, address: str, running: Running, easy: bool, part: int) -> Outcome:
        return Delivered("1")


async def rounds(units: SqlUnitsOfWork, clock: Hand) -> None:
    worker = Deliver(Taking(), units, clock, Limits.of(10_000, gap=0), "one", lambda: 0.5, times=TIMES)
    for _ in range(12):
        await worker.round()
        await asyncio.sleep(0.01)
    await worker._stop()


async def test_it_waits_for_the_morning(engine: AsyncEngine, units: SqlUnitsOfWork) -> None:
    clock = Hand("2026-11-21T23:00")
    await add_people(engine, units._cipher, 3)
    broadcast = await add_broadcast(engine)
    await enqueue_all(units, broadcast)
    async with units() as work:
        awake = (await work.people.ids("", 1))[0]
        await work.alerts.choose(awake, Wish(quiet=Quiet(dt.time(), dt.time())))
        await work.commit()
    await rounds(units, clock)
    assert await states(units, broadcast) == {State.SENT: 1, State.RETRY: 2}
    assert await reasons(units, broadcast) == {Reason.QUIET.value: 2}
    async with engine.connect() as connection:
        due = (await connection.execute(select(deliveries.c.due_at).where(deliveries.c.due_at.is_not(None)))).scalars()
        morning = dt.datetime(2026, 11, 22, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
        assert set(due) == {int(morning.timestamp() * 1000)}
    clock.set("2026-11-22T08:00")
    await rounds(units, clock)
    assert await states(units, broadcast) == {State.SENT: 3}


async def test_what_ends_in_the_night_is_not_sent_any_more(engine: AsyncEngine, units: SqlUnitsOfWork) -> None:
    clock = Hand("2026-11-21T23:00")
    ends = int(dt.datetime(2026, 11, 22, 7, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp() * 1000)
    await add_people(engine, units._cipher, 2)
    broadcast = await add_broadcast(engine, expires_at=ends)
    await enqueue_all(units, broadcast)
    await rounds(units, clock)
    assert await states(units, broadcast) == {State.SKIPPED: 2}


async def test_what_staff_send_to_themselves_arrives_at_night_too(engine: AsyncEngine, units: SqlUnitsOfWork) -> None:
    await add_people(engine, units._cipher, 1)
    broadcast = await add_broadcast(engine, test_of="ABCD-EFGH-JKLM")
    await enqueue_all(units, broadcast)
    await rounds(units, Hand("2026-11-21T23:00"))
    assert await states(units, broadcast) == {State.SENT: 1}


async def test_more_than_so_many_a_day_wait_for_the_next(engine: AsyncEngine, units: SqlUnitsOfWork) -> None:
    clock = Hand("2026-11-21T12:00")
    await add_people(engine, units._cipher, 1)
    several = []
    for minute in range(3):
        clock.set(f"2026-11-21T12:0{minute}")
        several.append(await add_broadcast(engine))
        await enqueue_all(units, several[-1])
        await rounds(units, clock)
    sent = [(await states(units, each))[State.SENT] for each in several]
    assert sorted(sent) == [0, 1, 1]
    clock.set("2026-11-22T08:00")
    await rounds(units, clock)
    assert [(await states(units, each))[State.SENT] for each in several] == [1, 1, 1]
