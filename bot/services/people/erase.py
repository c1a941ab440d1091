"""Use case: everything that is kept of a person is deleted."""

from __future__ import annotations

import datetime as dt

from bot.services.people.people import address_of
from bot.services.ports import UnitOfWork


async def erase(conversation: str, reason: str, work: UnitOfWork, now: dt.datetime) -> None:
    """Delete the person with all that is theirs, the conversation and what waits to be sent.

    `conversation` is `<channel>:<address>`, `reason` why their consents ended. What stays is evidence that names
    nobody: that somebody once consented, and that staff once looked at something.
    """
    channel, address = address_of(conversation)
    person = await work.people.id_at(channel, address)
    if person is not None:
        await work.broadcast_results.note_opt_out(person, reason, now)
        await work.consents.withdraw(person, None, reason, now)
        await work.people.delete(person)
    await work.conversations.delete(conversation)
    await work.handovers.delete_at(channel, address)
    await work.outgoing.forget(channel, address)
    await work.devices.forget(channel, address)
    work.scrub()
