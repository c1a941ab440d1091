"""Tells people of jobs that fit them: soon after a job or a need came, and once a day for everybody."""

from __future__ import annotations

import asyncio
import datetime as dt

import structlog

from bot.services.ports import Clock
from bot.services.tell_matches import TellMatches, Told

log = structlog.get_logger()

EVERY_SECONDS = 60.0
AWAKE = range(8, 21)
"""Hours in which a message wakes nobody, in the service's time zone."""
HOUR = 9
"""From when on the daily run may begin: before the notices of measures, so that the two do not meet."""


async def tell_of_matches(tell: TellMatches, clock: Clock, stored: asyncio.Event) -> None:
    """Until cancelled. Sets `stored` when there is something to send, for a sender in the same process."""
    last_run: dt.date | None = None
    while True:
        now = clock.now()
        is_daily = last_run != now.date() and now.hour >= HOUR
        try:
            if now.hour in AWAKE:
                told = await (tell.everybody if is_daily else tell.new_ones)(now.date(), now)
                last_run = now.date() if is_daily else last_run
                _note(told, stored)
            else:
                await tell.keep_up()
        except Exception as error:  # noqa: BLE001  whatever it is, e.g. a database that is away, it is tried again
            log.error("tell_matches_failed", error=type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)


def _note(told: Told, stored: asyncio.Event) -> None:
    if told.messages or told.employers or told.failed:
        log.info("matches_told", messages=told.messages, employers=told.employers, failed=told.failed)
        stored.set()
