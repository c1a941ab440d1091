"""Use case: channels without a way of their own to the person take what waits along with an answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.messaging.reply import Reply
from bot.services.people.people import address_of
from bot.services.ports import UnitOfWorkFactory


async def collect(conversation: str, unit_of_work: UnitOfWorkFactory) -> Sequence[Reply]:
    """What staff have written to the conversation `<channel>:<address>`; it is handed out once."""
    channel, address = address_of(conversation)
    async with unit_of_work() as work:
        waiting = await work.outgoing.waiting(channel, address)
        if waiting:
            await work.outgoing.seen(channel, address, [each.id for each in waiting])
            await work.commit()
    return [reply for each in waiting for reply in each.replies]
