"""What is always planned: which use case runs when. The scheduler sees to it that each is done once at its time."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

from bot.bootstrap import Service
from bot.services.policies.unaware import TELLING
from bot.services.schedule.schedule import Do, Standing
from bot.services.schedule.schedule_ports import Plan

log = structlog.get_logger()

OLD = dt.timedelta(days=400)
"""Longer than anything is kept of which people are told twice."""


def standing_work(service: Service, stored: asyncio.Event) -> list[Standing]:
    """Everything there is to be done again and again. `stored` is set when there is something to send."""
    matches, news, reminders = service.tell_matches, service.tell_of_records, service.remind_of_fairs
    in_turn = asyncio.Lock()  # both keep the same jobs and needs at hand

    async def of_matches(plan: Plan, now: dt.datetime) -> int:
        async with in_turn:
            told = await matches.new_ones(now.date(), now, _since(plan, now))
        return told.messages + told.employers

    async def of_all_matches(plan: Plan, now: dt.datetime) -> int:
        async with in_turn:
            told = await matches.everybody(now.date(), now, _since(plan, now))
        return told.messages + told.employers

    async def of_measures(plan: Plan, now: dt.datetime) -> int:
        found = await service.find_people.run(now.date(), now)
        log.info("people_found", people=found.people, messages=found.messages, failed=found.failed)
        return found.messages

    async def retention(plan: Plan, now: dt.datetime) -> int:
        dropped = await service.retention.run(now)
        async with service.units_of_work() as work:
            await work.alerts.delete_before(now - OLD)
            await work.commit()
        log.info("retention_done", people=dropped.people, warned=dropped.warned, failed=dropped.failed)
        return dropped.warned

    several: list[tuple[str, str, Callable[[Plan, dt.datetime], Awaitable[int]], str]] = [
        ("handovers", "every 60", lambda _, now: service.time_handovers.tick(now), ""),
        ("broadcasts", "every 5", lambda _, now: service.run_broadcasts.keep_up(now), ""),
        ("matches", "every 60", of_matches, ""),
        ("all_matches", "day 09:00", of_all_matches, ""),
        ("news", "every 60", lambda _, now: news.run(now.date(), now), ""),
        ("fair_reminders", "every 300", lambda _, now: reminders.run(now), ""),
        ("figures", "day 02:00", lambda _, now: service.figures.remember(now), ""),
        ("retention", "day 09:00", retention, ""),
        ("unaware", "day 11:00", lambda _, now: service.count_unaware.run(now), ""),
        ("measures", "day 10:00", of_measures, _fingerprint(service.settings.policies_dir)),
    ]
    return [Standing(name, repeats, _telling(name, do, stored), detail) for name, repeats, do, detail in several]


def tell_within(service: Service, stored: asyncio.Event) -> Do:
    """Tells the people of one region, the plan's detail, of measures that fit them."""

    async def of_measures(plan: Plan, now: dt.datetime) -> int:
        return (await service.find_people.run(now.date(), now, within=plan.detail)).messages

    return _telling(TELLING, of_measures, stored)


def _telling(name: str, do: Callable[[Plan, dt.datetime], Awaitable[int]], stored: asyncio.Event) -> Do:
    async def done(plan: Plan, now: dt.datetime) -> None:
        count = await do(plan, now)
        if count:
            log.info("planned_work_done", work=name, count=count)
            stored.set()

    return done


def _since(plan: Plan, now: dt.datetime) -> dt.datetime | None:
    return None if plan.last_at is None else dt.datetime.fromtimestamp(plan.last_at / 1000, now.tzinfo)


def _fingerprint(folder: Path) -> str:
    """Another one after any change of the policies: then people are told at once, and not only the next day."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
