"""Runs the channel inside a test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.channels.telegram.retrying import Pace
from bot.channels.telegram.run import run_telegram
from bot.services.conversation.converse import Converse
from bot.services.delivery.pacing import Limits
from bot.services.ports import UnitOfWorkFactory
from tests.builders import SmallService

QUICK = Pace(first=0.01, longest=0.05)
UNLIMITED = Limits.of(10_000, gap=0)
"""Tests of other things do not wait for the platform's limits."""


@asynccontextmanager
async def running(
    service: SmallService, converse: Converse | None = None, units_of_work: UnitOfWorkFactory | None = None
) -> AsyncIterator[asyncio.Task[None]]:
    """The channel, until the block ends."""
    channel = asyncio.create_task(
        run_telegram(
            service.settings,
            converse or service.converse_with(),
            units_of_work or service.units_of_work,
            service.clock,
            service.knowledge,
            QUICK,
            limits=UNLIMITED,
        )
    )
    try:
        yield channel
    finally:
        channel.cancel()
        (outcome,) = await asyncio.gather(channel, return_exceptions=True)
    assert outcome is None or isinstance(outcome, asyncio.CancelledError), outcome
