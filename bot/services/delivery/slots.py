"""The moments at which one worker's messages may leave."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence

from bot.services.delivery.pacing import Limits
from bot.services.ports import UnitOfWorkFactory

LEAD = 0.005
"""Seconds before its slot that a message is marked: the commit takes at least so long."""


class Slots:
    """Slots of the overall limit, by the monotonic clock. One that was not used in time is void."""

    def __init__(self, limits: Limits, channel: str) -> None:
        self._limits, self._channel = limits, channel
        self._reserved: deque[float] = deque()

    def __len__(self) -> int:
        return len(self._reserved)

    def due(self) -> int:
        """How many are about to come."""
        now = time.monotonic()
        while self._reserved and now - self._reserved[0] > self._limits.late:
            self._reserved.popleft()
        return sum(slot - LEAD <= now for slot in self._reserved)

    def until_due(self) -> float:
        """Seconds until the first one is about to come; 0 if there is none."""
        return self._reserved[0] - LEAD - time.monotonic() if self._reserved else 0.0

    def take(self) -> float:
        """The first one."""
        return self._reserved.popleft()

    def clear(self) -> None:
        """None of them counts any more."""
        self._reserved.clear()

    async def reserve(self, count: int, units: UnitOfWorkFactory) -> None:
        """Some more."""
        self._reserved.extend(await self.now(count, units))

    async def now(self, count: int, units: UnitOfWorkFactory) -> Sequence[float]:
        """The next ones there are, in a transaction of their own."""
        async with units() as work:
            await work.pace.need_no_disk()
            reserved = await work.pace.reserve(self._channel, count, self._limits.step)
            moments = [time.monotonic() + wait for wait in reserved.waits]
            await work.commit()
        return moments

    async def good(self, moment: float, units: UnitOfWorkFactory) -> float:
        """The same, or if it has passed the next there is."""
        while time.monotonic() - moment > self._limits.late:
            (moment,) = await self.now(1, units)
        return moment
