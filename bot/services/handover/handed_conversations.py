"""What becomes of a conversation when its case changes: who answers in it, and what is sent to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.core.conversation.handing.state import Handed
from bot.core.messaging.reply import Reply
from bot.services.handover.handover_ports import Kept
from bot.services.handover.handover_turns import PURPOSE
from bot.services.ports import UnitOfWork

NO_TURN = 0
"""What is sent here belongs to no turn."""


async def hand(kept: Kept, work: UnitOfWork, now: dt.datetime) -> None:
    """The assistant is silent in the conversation, if it is not already."""
    stored = await work.conversations.load(kept.conversation)
    handed = stored.session.handed
    if stored.version and (handed is None or handed.number != kept.case.number):
        session = replace(stored.session, handed=Handed(kept.case.number), pending=None)
        await work.conversations.save(kept.conversation, session, stored.version, now)


async def take_back(kept: Kept, work: UnitOfWork, now: dt.datetime) -> None:
    """The assistant answers in the conversation again."""
    stored = await work.conversations.load(kept.conversation)
    if stored.version and stored.session.handed is not None:
        session = replace(stored.session, handed=None)
        await work.conversations.save(kept.conversation, session, stored.version, now)


async def send(kept: Kept, text: str, work: UnitOfWork, now: dt.datetime) -> None:
    """Have words delivered to the person, as notices are."""
    person = await work.people.id_at(kept.channel, kept.address)
    await work.outgoing.add(kept.channel, kept.address, [Reply(text)], NO_TURN, now, person, PURPOSE)
