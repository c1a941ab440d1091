"""`tongxing scheduler`: does what is planned, in a process of its own."""

from __future__ import annotations

import asyncio
import datetime as dt
import secrets
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

from bot.bootstrap import Service
from bot.services.broadcasts.repeat_broadcasts import REPEAT
from bot.services.policies.unaware import TELLING
from bot.services.schedule.schedule import Schedule
from bot.services.schedule.schedule_ports import Plan
from bot.settings import Settings
from bot.workers.scheduler import tick_on
from bot.workers.standing import standing_work, tell_within


def scheduler() -> None:
    """按时间做事：提醒、汇总、定时群发、到期清理；可以同时开多个，只有一个在做，坏了别的接上。"""
    import uvloop

    uvloop.run(_run(Service(Settings())))


def schedule_of(service: Service, stored: asyncio.Event, done: Callable[[Plan], None] = lambda _: None) -> Schedule:
    """A scheduler under a name that no other has; `done` hears of each plan that it has done."""
    others = {REPEAT: service.repeat_broadcasts.do, TELLING: tell_within(service, stored)}
    holder, standing = secrets.token_hex(8), standing_work(service, stored)
    return Schedule(holder, service.units_of_work, service.clock, standing, others, done, noted=(REPEAT,))


async def _run(service: Service) -> None:
    await service.upgrade()
    ticking = asyncio.create_task(tick_on(schedule_of(service, asyncio.Event(), _print)))
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, ticking.cancel)
    sys.stdout.write("开始按时间做事。按 Ctrl+C 停止。\n")
    sys.stdout.flush()
    with suppress(asyncio.CancelledError):
        await ticking
    await service.engine.dispose()


def _print(plan: Plan) -> None:
    due = dt.datetime.fromtimestamp((plan.due_at or 0) / 1000, dt.UTC)
    sys.stdout.write(f"{plan.name}\t{due.isoformat(timespec='milliseconds')}\n")
    sys.stdout.flush()
