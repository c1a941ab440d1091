"""What is planned is done at its time and once, whoever else runs, whatever clocks do."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import SystemClock
from bot.services.schedule import schedule as schedule_module
from bot.services.schedule.schedule import LEADER, LEASE, Schedule, Standing
from bot.services.schedule.schedule_ports import Plan
from bot.storage.database import open_database
from bot.storage.unit_of_work import SqlUnitsOfWork

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
START = dt.datetime(2026, 11, 21, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


class Hand(SystemClock):
    """A clock that stands until it is moved."""

    def __init__(self, moment: dt.datetime = START) -> None:
        super().__init__("Asia/Shanghai")
        self.moment = moment

    def now(self) -> dt.datetime:
        return self.moment

    def move(self, by: dt.timedelta) -> None:
        self.moment += by


class Log:
    """What was done, at which moments."""

    def __init__(self) -> None:
        self.done: list[tuple[str, dt.datetime]] = []
        self.failing: str | None = None

    async def do(self, plan: Plan, now: dt.datetime) -> None:
        await asyncio.sleep(0)
        if plan.name == self.failing:
            raise OSError
        self.done.append((plan.name, now))

    def times(self, name: str) -> list[str]:
        return [f"{now:%d %H:%M}" for each, now in self.done if each == name]


@pytest.fixture
async def others(engine: AsyncEngine, units: SqlUnitsOfWork) -> AsyncIterator[SqlUnitsOfWork]:
    """The same database as another process sees it."""
    second = open_database(engine.url.render_as_string(hide_password=False))
    yield SqlUnitsOfWork(second, units._cipher)
    await second.dispose()


def scheduler(units: SqlUnitsOfWork, clock: Hand, log: Log, holder: str = "one", detail: str = "") -> Schedule:
    standing = [Standing("minutely", "every 60", log.do), Standing("daily", "day 09:00", log.do, detail)]
    return Schedule(holder, units, clock, standing, {"note": log.do})


async def tick(*several: Schedule) -> None:
    await asyncio.gather(*(each.tick() for each in several))
    for each in several:
        await each.settled()


async def test_everything_is_done_at_first_and_then_at_its_time(units: SqlUnitsOfWork) -> None:
    clock, log = Hand(), Log()
    one = scheduler(units, clock, log)
    for _ in range(61):
        await tick(one)
        clock.move(MINUTE)
    assert log.times("daily") == ["21 08:30", "21 09:00"]
    assert len(log.times("minutely")) == 61


async def test_what_was_missed_while_none_ran_is_done_once(units: SqlUnitsOfWork) -> None:
    clock, log = Hand(START + 10 * MINUTE), Log()
    await tick(scheduler(units, clock, log))
    for hours in (1, 72):
        log.done.clear()
        clock.move(hours * HOUR)
        restarted = scheduler(units, clock, log)
        await tick(restarted)
        await tick(restarted)
        assert len(log.times("minutely")) == len(log.times("daily")) == 1, hours


async def test_one_that_failed_is_tried_again_before_its_next_time(units: SqlUnitsOfWork) -> None:
    clock, log = Hand(), Log()
    one = scheduler(units, clock, log)
    await tick(one)
    clock.move(31 * MINUTE)
    log.failing = "daily"
    for _ in range(5):
        await tick(one)
        clock.move(5 * MINUTE)
    assert log.times("daily") == ["21 08:30"]
    assert len(log.times("minutely")) == 6, "nothing else was held up"
    log.failing = None
    clock.move(5 * MINUTE)
    await tick(one)
    assert log.times("daily") == ["21 08:30", "21 09:31"]
    clock.move(DAY)
    await tick(one)
    assert len(log.times("daily")) == 3


async def test_of_two_schedulers_one_does_everything(units: SqlUnitsOfWork, others: SqlUnitsOfWork) -> None:
    clock, log, other = Hand(), Log(), Log()
    one, two = scheduler(units, clock, log), scheduler(others, clock, other, "two")
    for _ in range(12):
        await tick(one, two)
        clock.move(10 * dt.timedelta(seconds=1))
    both = Counter(log.done + other.done)
    assert set(both.values()) == {1}
    assert len(both) == 3
    assert not log.done or not other.done


async def test_another_takes_over_when_the_leader_dies_or_leaves(units: SqlUnitsOfWork, others: SqlUnitsOfWork) -> None:
    clock, log, other = Hand(), Log(), Log()
    one, two = scheduler(units, clock, log), scheduler(others, clock, other, "two")
    await tick(one)
    await tick(two)
    assert other.done == []
    clock.move(LEASE + MINUTE)  # nothing was heard of the first
    await tick(two)
    assert other.times("minutely") == ["21 08:31"]
    await two.stop()
    clock.move(MINUTE)
    await tick(one)
    assert log.times("minutely") == ["21 08:30", "21 08:32"]


async def test_two_leaders_at_once_still_do_nothing_twice(units: SqlUnitsOfWork, others: SqlUnitsOfWork) -> None:
    """The one was asleep and believes it still leads."""
    clock, log, other = Hand(), Log(), Log()
    one, two = scheduler(units, clock, log), scheduler(others, clock, other, "two")
    for _ in range(20):
        await asyncio.gather(one.tick(), _without_lease(units, one), two.tick(), _without_lease(others, two))
        await tick(one, two)
        clock.move(MINUTE)
    both = Counter(log.done + other.done)
    assert set(both.values()) == {1}
    assert sum(name == "minutely" for name, _ in both) == 20


async def _without_lease(units: SqlUnitsOfWork, one: Schedule) -> None:
    async with units() as work:
        await work.leases.release(LEADER, one._holder)
        await work.commit()
    await one.tick()


async def test_what_lasts_long_holds_up_nothing_and_is_begun_once(
    units: SqlUnitsOfWork, others: SqlUnitsOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule_module, "HEARTBEAT", 0.01)
    clock, log, finished, begun = Hand(), Log(), asyncio.Event(), 0

    async def long(plan: Plan, now: dt.datetime) -> None:
        nonlocal begun
        begun += 1
        await finished.wait()

    def with_long(holder: str, where: SqlUnitsOfWork) -> Schedule:
        return Schedule(holder, where, clock, [Standing("long", "day 10:00", long), *standing])

    standing = [Standing("minutely", "every 60", log.do)]
    one, two = with_long("one", units), with_long("two", others)
    for _ in range(5):
        await one.tick()
        await asyncio.wait_for(_until(lambda: len(log.done) == _ + 1), 60)  # noqa: B023
        clock.move(MINUTE)
        await _until_renewed(units, clock)
        await two.tick()
    assert begun == 1
    finished.set()
    await one.settled()
    await two.settled()
    assert begun == 1


async def _until(condition: object) -> None:
    while not condition():  # type: ignore[operator]  # noqa: ASYNC110  nobody sets an event
        await asyncio.sleep(0.005)


async def _until_renewed(units: SqlUnitsOfWork, clock: Hand) -> None:
    """The heart of what is running has beaten since the clock was moved."""

    async def is_held() -> bool:
        async with units() as work:
            ms = int(clock.now().timestamp() * 1000)
            return not await work.leases.take("run:long", "somebody", ms, ms + 30_000)

    while not await is_held():  # noqa: ASYNC110  the heart beats in the database
        await asyncio.sleep(0.005)


async def test_a_clock_that_jumps_forward_loses_nothing_and_back_repeats_nothing(units: SqlUnitsOfWork) -> None:
    clock, log = Hand(), Log()
    one = scheduler(units, clock, log)
    clock.move(35 * MINUTE)
    await tick(one)
    assert log.times("daily") == ["21 09:05"]
    clock.move(-HOUR)
    for _ in range(60):
        await tick(one)
        clock.move(MINUTE)
    assert log.times("daily") == ["21 09:05"], "nine o'clock came twice"
    assert len(log.times("minutely")) >= 58, "and the minutes went on"
    clock.move(365 * DAY)
    await tick(one)
    clock.move(-365 * DAY)
    log.done.clear()
    for _ in range(96):
        await tick(one)
        clock.move(HOUR)
    assert [day[:2] for day in log.times("daily")] == ["23", "24"], "of four days at most the first is missing"


async def test_a_lease_of_a_clock_far_ahead_is_void(units: SqlUnitsOfWork, others: SqlUnitsOfWork) -> None:
    ahead, clock, log, other = Hand(START + DAY), Hand(), Log(), Log()
    await tick(scheduler(units, ahead, log))
    await tick(scheduler(others, clock, other, "two"))
    async with others() as work:
        now = int(clock.now().timestamp() * 1000)
        assert not await work.leases.take(LEADER, "three", now, now + 30_000), "the second leads"


async def test_what_is_planned_anew_is_done_at_once(units: SqlUnitsOfWork) -> None:
    clock, log = Hand(), Log()
    await tick(scheduler(units, clock, log))
    await tick(scheduler(units, clock, log))
    assert len(log.times("daily")) == 1
    await tick(scheduler(units, clock, log, detail="changed"))
    assert len(log.times("daily")) == 2


async def test_what_is_planned_once_is_done_once(units: SqlUnitsOfWork) -> None:
    clock, log = Hand(), Log()
    async with units() as work:
        due = int((START + HOUR).timestamp() * 1000)
        assert await work.schedules.add(Plan("note:1", "note", "", due))
        assert not await work.schedules.add(Plan("note:1", "note", "other", due + 1))
        await work.commit()
    one = scheduler(units, clock, log)
    for _ in range(4):
        await tick(one)
        clock.move(HOUR)
    assert log.times("note:1") == ["21 09:30"]
    async with units() as work:
        assert await work.schedules.remove("note:1")
        assert not await work.schedules.remove("note:1")
