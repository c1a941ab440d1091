"""Begins broadcasts whose time has come and ends what was left half done; may run in several processes at once."""

from __future__ import annotations

import asyncio

import structlog

from bot.services.ports import Clock
from bot.services.run_broadcasts import RunBroadcasts

log = structlog.get_logger()

EVERY_SECONDS = 2.0


async def keep_broadcasts_up(running: RunBroadcasts, clock: Clock) -> None:
    """Until cancelled."""
    while True:
        try:
            begun = await running.keep_up(clock.now())
            if begun:
                log.info("broadcasts_begun", count=begun)
        except Exception as error:  # noqa: BLE001  whatever it is, e.g. a database that is away, it is tried again
            log.error("broadcasts_not_kept_up", error=type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)
