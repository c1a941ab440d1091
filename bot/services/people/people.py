"""Finding the people who are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator

from bot.services.people.people_ports import Person
from bot.services.ports import UnitOfWork, UnitOfWorkFactory

AT_ONCE = 200


def address_of(conversation: str) -> tuple[str, str]:
    """Channel and address of a conversation's id, `<channel>:<address>`."""
    channel, _, address = conversation.partition(":")
    return channel, address


async def person_of(conversation: str, work: UnitOfWork) -> Person | None:
    """The person of a conversation, if they are kept."""
    kept = await work.people.id_at(*address_of(conversation))
    return None if kept is None else await work.people.get(kept)


def day_of(moment: dt.datetime, now: dt.datetime) -> dt.date:
    """The day of a stored moment in the time zone of `now`: SQLite keeps moments of the service's zone without it."""
    return (moment.astimezone(now.tzinfo) if moment.tzinfo else moment).date()


class SeenToday:
    """Notes that people have written, once a day each, in the transaction of their turn."""

    def __init__(self) -> None:
        self._day = dt.date.min
        self._conversations: set[str] = set()

    async def note(self, conversation: str, work: UnitOfWork, now: dt.datetime) -> None:
        """Note it if it has not been noted today."""
        if now.date() != self._day:
            self._day, self._conversations = now.date(), set()
        if conversation not in self._conversations:
            await work.people.seen(*address_of(conversation), now.date())

    def noted(self, conversation: str) -> None:
        """The transaction has been committed."""
        self._conversations.add(conversation)


async def people_ids(unit_of_work: UnitOfWorkFactory) -> AsyncIterator[str]:
    """Everybody's ids, a few at a time, so that memory stays flat and no transaction stays open."""
    after = ""
    while True:
        async with unit_of_work() as work:
            some = await work.people.ids(after, AT_ONCE)
        if not some:
            return
        for person in some:
            yield person
        after = some[-1]
