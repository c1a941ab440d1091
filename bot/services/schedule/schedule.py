"""Use case: what is planned is done at its time, by one of several schedulers, once.

One scheduler leads, by a lease; when it dies another leads within `LEASE`. Whatever is done is held by a lease of its
own while it lasts, and noted as done only if nobody else has done it in between. What was due while no scheduler ran is
done once afterwards. What dies half-way is done again from the start: everything notes with its effects what is done.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.core.timing.repeats import repeats, righted
from bot.services.ports import Clock, UnitOfWorkFactory
from bot.services.schedule.schedule_ports import Plan, Schedules

log = structlog.get_logger()

LEASE = dt.timedelta(seconds=30)
"""For how long a scheduler that is not heard of keeps what it holds."""
HEARTBEAT = 10.0
"""Seconds between two renewals of a lease."""
AGAIN = dt.timedelta(minutes=10)
"""After how long something that failed is tried again, unless it is due earlier."""
LEADER = "scheduler"

Do = Callable[[Plan, dt.datetime], Awaitable[None]]
"""Does what is planned; the moment is in the service's time zone."""


@dataclass(frozen=True)
class Standing:
    """What is always planned. When `detail` is not what it was the last time, it is done at once."""

    name: str
    repeats: str
    do: Do
    detail: str = ""


class Schedule:
    """One scheduler among any number. `holder` is its name: no other process may have the same.

    `others` do what is planned besides, by kind; those that are `noted` note it themselves, with what they did.
    `done` hears of each plan that this scheduler has done.
    """

    def __init__(
        self,
        holder: str,
        units: UnitOfWorkFactory,
        clock: Clock,
        standing: Sequence[Standing],
        others: Mapping[str, Do] | None = None,
        done: Callable[[Plan], None] = lambda _: None,
        noted: Collection[str] = (),
    ) -> None:
        self._holder, self._units, self._clock, self._done = holder, units, clock, done
        self._standing = {each.name: each for each in standing}
        self._do: dict[str, Do] = {**{each.name: each.do for each in standing}, **(others or {})}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._noted = frozenset(noted)
        self._is_planned = False

    async def tick(self) -> None:
        """Begin what is due, if this scheduler leads; ends before that does. Raises if the database is away."""
        now = self._clock.now()
        async with self._units() as work:
            leads = await work.leases.take(LEADER, self._holder, _ms(now), _ms(now + LEASE))
            if leads and not self._is_planned:
                for standing in self._standing.values():
                    await self._plan(standing, work.schedules, now)
            plans = [await _righted(plan, work.schedules, now) for plan in await work.schedules.all()] if leads else []
            await work.commit()
        self._is_planned = self._is_planned or leads
        for plan in plans:
            if plan.kind in self._do and plan.name not in self._running and _is_due(plan, now):
                self._running[plan.name] = asyncio.create_task(self._run(plan))

    async def settled(self) -> None:
        """Wait for what has begun."""
        while self._running:
            await asyncio.wait(self._running.values())

    async def stop(self) -> None:
        """Break off what is running and let another scheduler take over at once."""
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._release(LEADER)

    async def _plan(self, standing: Standing, schedules: Schedules, now: dt.datetime) -> None:
        due = _ms(now)
        fresh = Plan(standing.name, standing.name, standing.detail, due, standing.repeats)
        if await schedules.add(fresh):
            return
        before = await schedules.get(standing.name)
        if before is not None and (before.detail, before.repeats) != (standing.detail, standing.repeats):
            await schedules.change(before, replace(fresh, last_at=before.last_at))

    async def _run(self, plan: Plan) -> None:
        """Hold it, do it, note it."""
        try:
            if await self._begin(plan):
                await self._held(plan)
        finally:
            del self._running[plan.name]

    async def _held(self, plan: Plan) -> None:
        beating = asyncio.create_task(self._beat(plan.name))
        now = self._clock.now()
        try:
            await self._do[plan.kind](plan, now)
        except Exception as error:  # noqa: BLE001  whatever it is, e.g. a database that is away, it is tried again
            log.error("planned_work_failed", work=plan.kind, error=type(error).__name__)
            await self._note(plan, now, is_done=False)
        else:
            if plan.kind in self._noted:
                self._done(plan)
            else:
                await self._note(plan, now, is_done=True)
        finally:
            beating.cancel()
            await self._release(_lease(plan.name))

    async def _begin(self, plan: Plan) -> bool:
        """Whether it is this scheduler's to do, and nobody has done it since it was seen."""
        now = self._clock.now()
        try:
            async with self._units() as work:
                held = await work.leases.take(_lease(plan.name), self._holder, _ms(now), _ms(now + LEASE))
                as_seen = held and await work.schedules.get(plan.name) == plan
                if held and not as_seen:
                    await work.leases.release(_lease(plan.name), self._holder)
                await work.commit()
        except Exception as error:  # noqa: BLE001  the next tick tries again
            log.error("planned_work_not_begun", work=plan.kind, error=type(error).__name__)
            return False
        return as_seen

    async def _beat(self, name: str) -> None:
        """Keep it while it lasts."""
        while True:
            await asyncio.sleep(HEARTBEAT)
            now = self._clock.now()
            try:
                async with self._units() as work:
                    await work.leases.take(_lease(name), self._holder, _ms(now), _ms(now + LEASE))
                    await work.commit()
            except Exception as error:  # noqa: BLE001  it is renewed the next time, or ends
                log.error("lease_not_renewed", error=type(error).__name__)

    async def _note(self, plan: Plan, began: dt.datetime, *, is_done: bool) -> None:
        """It is due again later, or not at all."""
        now = self._clock.now()
        try:
            async with self._units() as work:
                noted = await work.schedules.change(plan, after(plan, began, now, is_done=is_done))
                await work.commit()
        except Exception as error:  # noqa: BLE001  it stays due, and is done again
            log.error("planned_work_not_noted", work=plan.kind, error=type(error).__name__)
            return
        if is_done and noted:
            self._done(plan)
        elif is_done:
            log.warning("tick_overtaken", work=plan.kind)

    async def _release(self, lease: str) -> None:
        try:
            async with self._units() as work:
                await work.leases.release(lease, self._holder)
                await work.commit()
        except Exception as error:  # noqa: BLE001  then it ends by itself
            log.error("lease_not_released", error=type(error).__name__)


async def _righted(plan: Plan, schedules: Schedules, now: dt.datetime) -> Plan:
    """The plan as it stands when a clock that was wrong has been put right."""
    if plan.due_at is None or plan.repeats is None:
        return plan
    due = _ms(righted(dt.datetime.fromtimestamp(plan.due_at / 1000, now.tzinfo), repeats(plan.repeats), now))
    if due >= plan.due_at:
        return plan
    right = replace(plan, due_at=due)
    return replace(right, version=plan.version + 1) if await schedules.change(plan, right) else plan


def _is_due(plan: Plan, now: dt.datetime) -> bool:
    return plan.due_at is not None and plan.due_at <= _ms(now)


def after(plan: Plan, began: dt.datetime, now: dt.datetime, *, is_done: bool) -> Plan:
    """A plan as it stands when it has been tried, beginning at `began`."""
    following = None if plan.repeats is None else repeats(plan.repeats).after(began)
    if is_done:
        return replace(plan, due_at=None if following is None else _ms(following), last_at=_ms(began))
    again = now + AGAIN
    return replace(plan, due_at=_ms(again if following is None else min(again, following, key=_ms)))


def _lease(name: str) -> str:
    return f"run:{name}"


def _ms(moment: dt.datetime) -> int:
    return int(moment.timestamp() * 1000)
