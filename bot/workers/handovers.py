"""Lets time pass over the conversations that are handed over: every minute."""

from __future__ import annotations

import asyncio

import structlog

from bot.services.handover_timer import TimeHandovers
from bot.services.ports import Clock

log = structlog.get_logger()

EVERY_SECONDS = 60.0


async def time_handovers(timer: TimeHandovers, clock: Clock, stored: asyncio.Event) -> None:
    """Until cancelled. Sets `stored` when there is something to send, for a sender in the same process."""
    while True:
        try:
            changed = await timer.tick(clock.now())
        except Exception as error:  # noqa: BLE001  whatever it is, e.g. a database that is away, it is tried again
            log.error("time_handovers_failed", error=type(error).__name__)
            changed = 0
        if changed:
            log.info("handovers_timed", cases=changed)
            stored.set()
        await asyncio.sleep(EVERY_SECONDS)
