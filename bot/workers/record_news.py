"""Tells subscribers of new fairs, classes and collected postings, soon after staff have published them."""

from __future__ import annotations

import asyncio

import structlog

from bot.services.ports import Clock
from bot.services.record_news import TellOfRecords
from bot.workers.matches import AWAKE, EVERY_SECONDS

log = structlog.get_logger()


async def tell_of_records(tell: TellOfRecords, clock: Clock, stored: asyncio.Event) -> None:
    """Until cancelled. Sets `stored` when there is something to send, for a sender in the same process."""
    while True:
        now = clock.now()
        if now.hour in AWAKE:
            try:
                messages = await tell.run(now.date(), now)
            except Exception as error:  # noqa: BLE001  whatever it is, e.g. a database that is away, it is tried again
                log.error("tell_records_failed", error=type(error).__name__)
            else:
                if messages:
                    log.info("records_told", messages=messages)
                    stored.set()
        await asyncio.sleep(EVERY_SECONDS)
