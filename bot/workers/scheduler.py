"""Lets the scheduler tick."""

from __future__ import annotations

import asyncio

import structlog

from bot.services.schedule.schedule import Schedule

log = structlog.get_logger()

EVERY_SECONDS = 2.0


async def tick_on(schedule: Schedule) -> None:
    """Until cancelled. Waits by the monotonic clock: however the time of day jumps, the next tick comes.

    That is why no scheduler library beats the time here: they wait for a time of day, and when the clock is put back an
    hour they are silent for an hour.
    """
    try:
        while True:
            try:
                await schedule.tick()
            except Exception as error:  # noqa: BLE001  whatever it is, e.g. a database that is away, it ticks again
                log.error("tick_failed", error=type(error).__name__)
            await asyncio.sleep(EVERY_SECONDS)
    finally:
        await schedule.stop()
