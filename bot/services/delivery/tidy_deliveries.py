"""Use case: nobody waits for ever. What died workers held, what has expired and what is finished is seen to."""

from __future__ import annotations

import asyncio

import structlog

from bot.core.messaging.delivery import Reason
from bot.services.ports import UnitOfWorkFactory

log = structlog.get_logger()

AT_ONCE = 2_000


async def tidy_deliveries(now: int, units: UnitOfWorkFactory) -> None:
    """See to it. Any number of processes may do so at once. `now` is milliseconds since 1970."""
    async with units() as work:
        recovered = await work.deliveries.recover(now)
        await work.pace.tidy()
        await work.commit()
    if recovered.queued or recovered.uncertain:
        log.warning("deliveries_recovered", queued=recovered.queued, uncertain=recovered.uncertain)
    async with units() as work:
        overdue = await work.broadcasts.overdue(now)
    for broadcast in overdue:
        await skip_all(broadcast, Reason.EXPIRED, now, units)
    async with units() as work:
        for running in await work.broadcasts.running():
            if not await work.deliveries.is_open(running.id):
                await work.broadcasts.finish(running.id, now)
        await work.commit()


async def skip_all(broadcast: int, reason: Reason, now: int, units: UnitOfWorkFactory) -> int:
    """Skip everybody who still waits, a part at a time: others write in between. Returns how many."""
    skipped, some = 0, AT_ONCE
    while some == AT_ONCE:
        async with units() as work:
            some = await work.deliveries.skip_rest(broadcast, reason.value, AT_ONCE, now)
            await work.commit()
        skipped += some
        await asyncio.sleep(0)
    return skipped
