"""Notices wait until the person comes: the page shows them and confirms them with its next message.

While staff have the conversation, the page looks for their words by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.services.ports import Undelivered, UnitOfWorkFactory

log = structlog.get_logger()

CHANNEL = "web"
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
                    await work.outgoing.seen(CHANNEL, identity, seen)
                    await work.commit()
                notices = (await work.outgoing.waiting(CHANNEL, identity))[:AT_ONCE]
                return Waiting(notices, await work.handovers.open_at(CHANNEL, identity) is not None)
        except Exception as error:  # noqa: BLE001  the page and its answer must not fail for it; shown the next time
            log.error("notices_not_read", error=type(error).__name__)
            return Waiting()
