"""Plays the turn of an update and hands its replies over for sending."""

from __future__ import annotations

import asyncio

import structlog
from telegram import Update

from bot.channels.telegram.incoming import CHANNEL, Received, received
from bot.channels.telegram.retrying import Pace, keep_trying
from bot.channels.telegram.sending import Sender
from bot.core.answers.knowledge import Knowledge
from bot.core.messaging.reply import Reply
from bot.services.conversation.converse import Converse, Origin
from bot.services.ports import Clock, Undelivered, UnitOfWorkFactory

log = structlog.get_logger()

TRIES = 3
"""A turn that fails so often gets an apology instead: one faulty message must not hold up everybody."""
NO_TURN = 0


class Desk:
    """Where updates are taken in. `receive` returns only when their effects are stored."""

    def __init__(
        self,
        converse: Converse,
        units_of_work: UnitOfWorkFactory,
        clock: Clock,
        knowledge: Knowledge,
        sender: Sender,
        pace: Pace,
    ) -> None:
        self._converse = converse
        self._units_of_work = units_of_work
        self._clock = clock
        self._knowledge = knowledge
        self._sender = sender
        self._pace = pace

    async def receive(self, update: Update) -> None:
        """Answer an update once: one that was handled before only has its button acknowledged again."""
        message = received(update)
        if message is None:
            return
        if message.query:
            self._sender.acknowledge(message.query)
        delivery = await keep_trying("turn", lambda: self._turn_or_apology(message), self._pace, ())
        if delivery:
            self._sender.put(delivery)

    async def _turn_or_apology(self, message: Received) -> Undelivered | None:
        """Fails only while nothing can be stored, which is worth waiting for."""
        for attempt in range(1, TRIES + 1):
            try:
                return await self._turn(message)
            except Exception as error:  # noqa: BLE001  its kind is logged; the person is told below
                log.error("telegram_turn_failed", error=type(error).__name__, attempts=attempt)
            await asyncio.sleep(self._pace.delay(attempt))
        return await self._apology(message)

    async def _turn(self, message: Received) -> Undelivered | None:
        handled = await self._converse.handle(message.conversation, message.incoming, _origin(message))
        if handled is None:
            return None
        assert handled.outgoing is not None, "an origin was given, so the replies were stored"
        return Undelivered(handled.outgoing, CHANNEL, str(message.chat), handled.replies, handled.turn)

    async def _apology(self, message: Received) -> Undelivered:
        text = self._knowledge.phrases.say("service_error", phone=self._knowledge.helpline)
        origin, replies, now = _origin(message), (Reply(text),), self._clock.now()
        async with self._units_of_work() as work:
            await work.updates.mark_handled(origin.channel, origin.update, now)
            outgoing = await work.outgoing.add(origin.channel, origin.address, replies, NO_TURN, now)
            await work.commit()
        return Undelivered(outgoing, CHANNEL, origin.address, replies, NO_TURN)


def _origin(message: Received) -> Origin:
    return Origin(CHANNEL, str(message.chat), str(message.update))
