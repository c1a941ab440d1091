"""Deletes what has been kept long enough: once when the service starts, then every night."""

from __future__ import annotations

import asyncio

import structlog

from bot.services.ports import Clock
from bot.services.retention import Retention
from bot.workers.daily import RETRY_SECONDS, seconds_to_next

log = structlog.get_logger()

HOUR = 9
"""Before people are told of other things; warnings then arrive when people are awake."""


async def retain_daily(retention: Retention, clock: Clock) -> None:
    """Until cancelled."""
    while True:
        try:
            dropped = await retention.run(clock.now())
        except Exception as error:  # noqa: BLE001  whatever it is, e.g. a database that is away, it is tried again
            log.error("retention_failed", error=type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)
            continue
        log.info("retention_done", people=dropped.people, warned=dropped.warned, failed=dropped.failed)
        await asyncio.sleep(seconds_to_next(clock.now(), HOUR))
