"""Notices wait until the person comes: the page shows them and confirms them with its next message.

While staff have the conversation, the page looks for their words by itself.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.core.messaging.announcement import Announcement
from bot.core.messaging.reply import Reply
from bot.services.ports import Undelivered, UnitOfWork, UnitOfWorkFactory

log = structlog.get_logger()

CHANNEL = "web"
NO_TURN = 0
FROM_BROADCASTS = 2**52
"""Added to the id of a broadcast's message, so that the page can name both kinds; still a whole number in a script."""
AT_ONCE = 5
"""Shown on one page; the next ones come when these are confirmed."""


@dataclass(frozen=True)
class Waiting:
    """What waits for a browser. `expecting`: staff may write at any moment, so the page goes on looking."""

    notices: Sequence[Undelivered] = ()
    expecting: bool = False


class Notices:
    """Notices of browsers. An answer that gets lost on its way takes none with it: it was not confirmed."""

    def __init__(self, units_of_work: UnitOfWorkFactory) -> None:
        self._units_of_work = units_of_work

    async def waiting(self, identity: str, seen: Sequence[int] = ()) -> Waiting:
        """What is to be shown, after what the page has shown has been removed; nothing while the database is away."""
        try:
            async with self._units_of_work() as work:
                if seen:
                    await self._seen(identity, seen, work)
                    await work.commit()
                notices = [*await work.outgoing.waiting(CHANNEL, identity), *await self._announced(identity, work)]
                return Waiting(notices[:AT_ONCE], await work.handovers.open_at(CHANNEL, identity) is not None)
        except Exception as error:  # noqa: BLE001  the page and its answer must not fail for it; shown the next time
            log.error("notices_not_read", error=type(error).__name__)
            return Waiting()

    async def _announced(self, identity: str, work: UnitOfWork) -> list[Undelivered]:
        """Broadcasts they have not seen, as notices."""
        shown = await work.deliveries.waiting(CHANNEL, identity, _now())
        return [
            Undelivered(FROM_BROADCASTS + each.id, CHANNEL, identity, (_reply(each.announcement),), NO_TURN)
            for each in shown
        ]

    async def _seen(self, identity: str, seen: Sequence[int], work: UnitOfWork) -> None:
        await work.outgoing.seen(CHANNEL, identity, [each for each in seen if each < FROM_BROADCASTS])
        announced = [each - FROM_BROADCASTS for each in seen if each >= FROM_BROADCASTS]
        if announced:
            await work.deliveries.seen(CHANNEL, identity, announced, _now())


def _reply(announcement: Announcement) -> Reply:
    return Reply(announcement.said(), announcement.buttons)


def _now() -> int:
    return int(time.time() * 1000)
