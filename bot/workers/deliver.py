"""Sends broadcasts over Telegram: a worker of its own, or a part of the one process."""

from __future__ import annotations

import random
import secrets

from bot.channels.telegram.announcing import Announcer
from bot.channels.telegram.wire import ANSWER_SECONDS, Wire
from bot.services.alerts.alert_times import AlertTimes
from bot.services.delivery.deliver import LEASE, Deliver
from bot.services.delivery.pacing import Limits
from bot.services.ports import Clock, UnitOfWorkFactory
from bot.settings import Settings

SWITCH_SECONDS = 0.0005
"""SQLite answers from a thread of its own; at the interpreter's usual 5 ms it would wait long for its turn to say so.

To be set by whoever runs a process.
"""


async def deliver_broadcasts(
    settings: Settings,
    units_of_work: UnitOfWorkFactory,
    clock: Clock,
    answer_seconds: float = ANSWER_SECONDS,
    lease: int = LEASE,
    times: AlertTimes | None = None,
) -> None:
    """Until cancelled. Any number of these work side by side, also on several machines.

    `lease`: milliseconds after which what a dead worker held is taken up; must be longer than `answer_seconds`.
    `times`: who is not to be disturbed now.
    """
    assert settings.telegram_token is not None, "the caller starts this part only with a token"
    wire = Wire(settings.telegram_api_url, answer_seconds=answer_seconds)
    announcer = Announcer(wire, settings.telegram_token.get_secret_value(), units_of_work)
    limits = Limits.of(settings.telegram_per_second)
    try:
        await Deliver(announcer, units_of_work, clock, limits, secrets.token_hex(16), random.random, lease, times).run()
    finally:
        wire.close()
