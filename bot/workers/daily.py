"""Lets measures find people: once when the service starts, then every day."""

from __future__ import annotations

import asyncio
import datetime as dt

import structlog

from bot.services.find_people import FindPeople
from bot.services.ports import Clock

log = structlog.get_logger()

HOUR = 10
"""When people are awake, in the service's time zone."""
RETRY_SECONDS = 600.0


async def find_people_daily(find_people: FindPeople, clock: Clock, stored: asyncio.Event) -> None:
    """Until cancelled. Sets `stored` after every run, so that a sender in the same process looks at once."""
    while True:
        try:
            found = await find_people.run(clock.today(), clock.now())
        except Exception as error:  # noqa: BLE001  whatever it is, e.g. a database that is away, it is tried again
            log.error("find_people_failed", error=type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)
            continue
        log.info("people_found", people=found.people, messages=found.messages, failed=found.failed)
        stored.set()
        await asyncio.sleep(seconds_to_next(clock.now()))


def seconds_to_next(now: dt.datetime, hour: int = HOUR) -> float:
    """From `now` to the next time it is `hour` o'clock; never none at all."""
    today = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    following = today if now < today else today + dt.timedelta(days=1)
    return (following - now).total_seconds()
