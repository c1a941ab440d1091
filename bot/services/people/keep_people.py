"""Use case: what a turn says about its person is kept with their consent, and deleted at once when they say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.core.conversation.events import Consented, ConsentWithdrawn, Event, EverythingForgotten, ProfileUpdated
from bot.core.conversation.session import Session
from bot.core.regions.region import NATIONAL
from bot.services.people.consents import ALERTS, ASKED, BLOCKED, FORGOTTEN, WithdrawConsents, withdraw_messages
from bot.services.people.erase import erase
from bot.services.people.people import address_of, person_of
from bot.services.people.people_ports import Person
from bot.services.people.profiles import POLICY_NOTICES, KeepProfiles
from bot.services.ports import UnitOfWork

log = structlog.get_logger()

REACHABLE = frozenset(("telegram", "web"))
"""Channels on which a message reaches somebody who has not just written."""
MESSAGES = (POLICY_NOTICES, ALERTS)
"""Purposes that are nothing but messages: where none arrives, keeping anything for them has no purpose."""


class KeepPeople:
    """Applies what a turn says about its person, inside the unit of work that stores the turn."""

    def __init__(self, profiles: KeepProfiles, withdrawing: WithdrawConsents) -> None:
        self._profiles = profiles
        self._withdrawing = withdrawing

    async def apply(
        self, events: Sequence[Event], conversation: str, session: Session, work: UnitOfWork, now: dt.datetime
    ) -> None:
        """Store what came of the events. `now` is in the service's time zone; `conversation` is `<channel>:<address>`.

        Raises `VersionConflict` if another process changed the same person in between.
        """
        for event in events:
            match event:
                case Consented():
                    await consent(event, conversation, session, work, now)
                case ProfileUpdated():
                    await self._update(event, conversation, work, now)
                case ConsentWithdrawn():
                    await self._withdraw(event.purpose, conversation, work, now)
                case EverythingForgotten():
                    await erase(conversation, FORGOTTEN, work, now)

    async def _update(self, event: ProfileUpdated, conversation: str, work: UnitOfWork, now: dt.datetime) -> None:
        person = await person_of(conversation, work)
        if person is None:
            return
        if any(each.purpose == POLICY_NOTICES for each in await work.consents.of(person.id)):
            await self._profiles.update(person, event, work, now)

    async def _withdraw(self, purpose: str, conversation: str, work: UnitOfWork, now: dt.datetime) -> None:
        person = await person_of(conversation, work)
        if person is not None:
            await self._withdrawing.withdraw(person, purpose, ASKED, work, now)


async def consent(
    event: Consented, conversation: str, session: Session, work: UnitOfWork, now: dt.datetime
) -> Person | None:
    """Note a consent; whoever gives their first one is kept from now on. `None` where nobody can be reached."""
    channel, address = address_of(conversation)
    if event.purpose in MESSAGES and channel not in REACHABLE:
        log.warning("person_not_kept", channel=channel)
        return None
    person = await person_of(conversation, work)
    if person is None:
        region = session.region or NATIONAL
        person = await work.people.add(channel, address, now, region=region, role=session.role, easy=session.easy)
    await work.consents.give(person.id, event.purpose, event.version, channel, now)
    return person


async def block(conversation: str, work: UnitOfWork, now: dt.datetime) -> None:
    """Who closed the chat to the service wants no more messages: what was kept only to send them is deleted."""
    person = await person_of(conversation, work)
    if person is None:
        return
    await work.people.change(replace(person, blocked_at=now), now)
    for purpose in MESSAGES:
        await withdraw_messages(person, purpose, BLOCKED, work, now)
    if not await work.consents.of(person.id):
        await work.people.delete(person.id)
