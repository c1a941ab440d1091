"""Use case: a consent is taken back, and what hung on it is deleted at once; nothing else is touched."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.core.records.register import Edition
from bot.core.records.staff import Staff, StaffRole
from bot.core.regions.region import NATIONAL
from bot.services.people.people_ports import Person
from bot.services.people.profiles import POLICY_NOTICES
from bot.services.ports import UnitOfWork
from bot.services.records.record_book import RecordBook
from bot.services.records.record_changes import happened
from bot.services.records.record_ports import Stored

ALERTS = "alerts"
"""The purpose of telling somebody of jobs, fairs or courses they subscribed to."""
HANDOVER = "handover"
"""The purpose of passing on a conversation to staff."""
ASKED, FORGOTTEN, BLOCKED, EXPIRED = "asked", "forgotten", "blocked", "expired"
"""Why a consent ended: taken back, everything deleted, the chat closed to the service, or kept long enough."""
OWNER = Staff("owner", StaffRole.EDITOR, NATIONAL)
"""As whom the history of a record names the person whose it is."""


class WithdrawConsents:
    """Ends consents. What hangs on which purpose is said by the declarations of the registers."""

    def __init__(self, book: RecordBook) -> None:
        self._book = book

    async def withdraw(self, person: Person, purpose: str, reason: str, work: UnitOfWork, now: dt.datetime) -> None:
        """Delete what was kept for the purpose; whoever agreed to nothing else is not kept any longer."""
        for stored in await work.records.of_owner(person.id):
            await self._take_out(stored, purpose, work, now)
        await withdraw_messages(person, purpose, reason, work, now)
        if not await work.consents.of(person.id):
            await work.people.delete(person.id)

    async def _take_out(self, stored: Stored, purpose: str, work: UnitOfWork, now: dt.datetime) -> None:
        edition = self._book.edition_of(stored)
        if edition.consent == purpose:
            await work.records.delete([stored.id])
            return
        given = fields_for(edition, purpose)
        before = self._book.record(stored)
        after = replace(before, values={name: value for name, value in before.values.items() if name not in given})
        if after.values != before.values:
            note = happened("consent_withdrawn", before, after, edition, OWNER, now)
            await work.records.replace(stored, self._book.entry(after, edition), note)


def fields_for(edition: Edition, purpose: str) -> frozenset[str]:
    """Fields of a register that are kept for one purpose of their own."""
    return frozenset(name for name, field in edition.fields.items() if field.consent == purpose)


async def withdraw_messages(person: Person, purpose: str, reason: str, work: UnitOfWork, now: dt.datetime) -> None:
    """End a consent with what was kept under it of messages to and from the person; records are left alone."""
    if purpose == POLICY_NOTICES:
        kept = await work.people.get(person.id)
        if kept is not None and kept.profile is not None:
            await work.people.change(replace(kept, profile=None), now)
        await work.told.forget(person.id)
    if purpose == ALERTS:
        await work.broadcast_results.note_opt_out(person.id, reason, now)
        await work.subscriptions.remove(person.id)
        await work.alerts.forget(person.id)
    if purpose == HANDOVER:
        await work.handovers.delete_at(person.channel, person.address)
    await work.outgoing.drop(person.id, purpose)
    await work.consents.withdraw(person.id, purpose, reason, now)
    work.scrub()
