"""Keeps the limits of a platform, in all and to one chat, together with every other process: through the database.

If the database is away nobody gets a slot, and nothing is sent.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from bot.services.ports import UnitOfWorkFactory

MARGIN = 1.05
"""Slots are so much further apart than the platform demands: no second then has too many, even if some come late."""
CHAT_GAP = 1_100
"""Milliseconds between two messages to one chat; the platform demands a second."""
AHEAD = 5
"""Slots that bulk reserves ahead: a reply waits for no more of them than that from each worker."""
TRIES = 3
QUICK = 5_000
"""Microseconds between two slots: with less, a transaction for each message would be too slow."""


@dataclass(frozen=True)
class Limits:
    """`step`: microseconds between two slots. `late`: seconds after which a slot is no longer good.

    `ahead`: slots to reserve at once. `gap`: milliseconds between two messages to one chat.
    """

    step: int
    late: float
    ahead: int
    gap: int = CHAT_GAP

    @property
    def is_quick(self) -> bool:
        """Whether slots follow so soon on each other that they are reserved for messages that are marked already."""
        return self.step < QUICK

    @classmethod
    def of(cls, per_second: float, gap: int = CHAT_GAP) -> Limits:
        """For a platform that takes so many messages in any second.

        A second holds one slot less than the platform allows as long as none is used later than `MARGIN` leaves room
        for; half of that room is left to the way to the platform.
        """
        late = max((MARGIN - 1) / 2, 0.01)
        return cls(int(1_000_000 * MARGIN / per_second), late, max(AHEAD, min(64, int(per_second / 10))), gap)


FREE = Limits.of(30)
"""What Telegram gives every bot."""


class Limiter:
    """For messages to one person who waits for them: each takes the next slot there is."""

    def __init__(self, units: UnitOfWorkFactory, limits: Limits, channel: str) -> None:
        self._units, self._limits, self._channel = units, limits, channel

    async def turn(self, address: str) -> None:
        """Wait until a message to this address may leave."""
        where = f"{self._channel}:{address}"
        while True:
            busy = await self._take_chat(where)
            if busy <= 0:
                break
            await asyncio.sleep(busy)
        for _ in range(TRIES):
            leaves = await self._slot(where)
            await asyncio.sleep(max(0.0, leaves - time.monotonic()))
            if time.monotonic() - leaves <= self._limits.late:
                return

    async def flooded(self, address: str, seconds: float) -> None:
        """The platform asks to wait: this chat does. Where another is waiting already, the whole bot is meant."""
        async with self._units() as work:
            if await work.pace.hold_chat(self._channel, address, seconds):
                await work.pace.hold(self._channel, seconds)
            await work.commit()

    async def _take_chat(self, where: str) -> float:
        """0 if it has been taken, else seconds until it is free."""
        async with self._units() as work:
            await work.pace.need_no_disk()
            waits = await work.pace.take_chats({0: where}, self._limits.gap)
            await work.commit()
        return waits.get(0, 0.0)

    async def _slot(self, where: str) -> float:
        """The moment of the slot, by the monotonic clock."""
        async with self._units() as work:
            await work.pace.need_no_disk()
            (wait,) = (await work.pace.reserve(self._channel, 1, self._limits.step)).waits
            leaves = time.monotonic() + wait
            if wait > self._limits.late:
                await work.pace.delay_chat(where, wait)
            await work.commit()
        return leaves
