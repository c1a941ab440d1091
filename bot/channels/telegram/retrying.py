"""Waiting out what goes by itself: flood limits, network trouble, another poller, a database that is away."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter

log = structlog.get_logger()

REFUSED = (Forbidden, BadRequest, ChatMigrated)
"""Telegram will say the same however often it is asked."""


@dataclass(frozen=True)
class Pace:
    """How long to wait before another try. Jitter keeps many processes from coming back at the same moment."""

    first: float = 0.5
    longest: float = 60.0

    def delay(self, attempt: int) -> float:
        """Seconds before the try after `attempt` failures: doubling, with a random half."""
        whole: float = min(self.longest, self.first * 2.0 ** min(attempt - 1, 16))
        share: float = random.uniform(0.5, 1.0)  # noqa: S311  not a secret
        return whole * share


USUAL = Pace()


async def keep_trying[T](
    what: str, action: Callable[[], Awaitable[T]], pace: Pace, final: tuple[type[Exception], ...]
) -> T:
    """The outcome of `action`, however long it takes; only the errors in `final` are passed on.

    Logs the kind of error and a count: an error's own words may hold the token, a chat or a message.
    """
    attempt = 0
    while True:
        try:
            return await action()
        except final:
            raise
        except RetryAfter as error:
            wait = seconds(error)
            log.info("telegram_flood_wait", what=what, seconds=wait)
            await asyncio.sleep(wait)
        except Exception as error:  # noqa: BLE001  whatever it is, giving up would lose a message
            attempt += 1
            log.warning("telegram_retry", what=what, error=type(error).__name__, attempts=attempt)
            await asyncio.sleep(pace.delay(attempt))


async def try_or_skip[T](what: str, action: Callable[[], Awaitable[T]], pace: Pace) -> T | None:
    """Like `keep_trying`, for what the service can do without: a refusal is logged, and the answer is `None`."""
    try:
        return await keep_trying(what, action, pace, (*REFUSED, InvalidToken))
    except REFUSED as error:
        log.warning("telegram_refused", what=what, error=type(error).__name__)
        return None


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, dt.timedelta) else float(wait)
