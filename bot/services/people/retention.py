"""Use case: what has been kept long enough is deleted, after its person has been told."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import structlog

from bot.core.messaging.reply import Reply
from bot.core.people.keeping import WARNING_DAYS, Due, Keeping, due
from bot.core.people.purposes import Purpose
from bot.core.phrases import Phrases
from bot.core.records.record import Record
from bot.core.records.register import Edition, Register
from bot.services.people.consents import EXPIRED, HANDOVER, WithdrawConsents
from bot.services.people.people_ports import Person
from bot.services.ports import UnitOfWork, UnitOfWorkFactory, VersionConflict
from bot.services.records.record_book import RecordBook
from bot.services.records.record_ports import Happened, Stored
from bot.services.staff.session_ports import StaffEvent

log = structlog.get_logger()

AT_ONCE = 200
NO_TURN = 0
"""A notice belongs to no turn."""
CLOCK = "retention"
"""Who changed a record whose time was up."""
RETENTION_FAILED = "retention_failed"


@dataclass
class Dropped:
    """What a run came to, counted by purpose where something hangs on one; `failed` could not be read."""

    warned: int = 0
    withdrawn: Counter[str] = field(default_factory=Counter)
    people: int = 0
    lapsed: int = 0
    records: int = 0
    conversations: int = 0
    handovers: int = 0
    updates: int = 0
    accesses: int = 0
    unclear: int = 0
    question_counts: int = 0
    failed: int = 0


class Retention:
    """Can be broken off and run again at any time, and in several processes."""

    def __init__(
        self,
        purposes: Mapping[str, Purpose],
        keeping: Keeping,
        book: RecordBook,
        phrases: Phrases,
        units: UnitOfWorkFactory,
    ) -> None:
        self._purposes, self._keeping, self._book, self._phrases, self._units = purposes, keeping, book, phrases, units
        self._withdrawing = WithdrawConsents(book)

    async def run(self, now: dt.datetime, *, dry_run: bool = False) -> Dropped:
        """Delete what is due; a dry run only counts. `now` is in the service's time zone."""
        dropped = Dropped()
        await self._people(now, dropped, dry_run=dry_run)
        for register in self._book.registers.values():
            if any(edition.expires for edition in register.editions.values()):
                await self._lapse(register, now, dropped, dry_run=dry_run)
        async with self._units() as work:
            days = self._keeping
            dropped.conversations = await work.conversations.delete_idle(now - dt.timedelta(days=days.conversation))
            dropped.updates = await work.updates.delete_before(now - dt.timedelta(days=days.update))
            dropped.accesses = await work.accesses.delete_before(now - dt.timedelta(days=days.access))
            dropped.accesses += await work.staff_events.delete_before(now - dt.timedelta(days=days.access))
            dropped.unclear = await work.unclear.delete_before(now.date() - dt.timedelta(days=days.unclear))
            counted = now.date() - dt.timedelta(days=days.question_count)
            dropped.question_counts = await work.question_counts.delete_before(counted)
            closed = now - dt.timedelta(days=self._purposes[HANDOVER].days)
            dropped.handovers = await work.handovers.delete_closed(closed)
            work.scrub()
            if not dry_run:
                if dropped.failed:
                    await work.staff_events.note(StaffEvent(now, RETENTION_FAILED, None, CLOCK, str(dropped.failed)))
                await work.commit()
        return dropped

    async def _people(self, now: dt.datetime, dropped: Dropped, *, dry_run: bool) -> None:
        shortest = min(purpose.days for purpose in self._purposes.values())
        since, after = now.date() - dt.timedelta(days=shortest - WARNING_DAYS), ""
        while True:
            async with self._units() as work:
                some = await work.people.idle(since, after, AT_ONCE)
            for each in some:
                try:
                    await self._person(each, now, dropped, dry_run=dry_run)
                except VersionConflict:  # they wrote, or another process did this, in this very moment
                    log.info("person_overtaken")
                except Exception as error:  # noqa: BLE001  one that cannot be read must not hold up the others
                    log.error("retention_failed", error=type(error).__name__)
                    dropped.failed += 1
            if len(some) < AT_ONCE:
                return
            after = some[-1]

    async def _person(self, each: str, now: dt.datetime, dropped: Dropped, *, dry_run: bool) -> None:
        async with self._units() as work:
            person = await work.people.get(each)
            if person is None or person.last_seen is None:
                return
            given = [consent.purpose for consent in await work.consents.of(each) if consent.purpose in self._purposes]
            reachable = person.blocked_at is None
            found = due(given, self._purposes, person.last_seen, person.warned_on, now.date(), reachable=reachable)
            if not given:  # nothing is left for which they could be kept
                await work.people.delete(each)
                work.scrub()
            for purpose in found.over:
                await self._withdrawing.withdraw(person, purpose, EXPIRED, work, now)
            if found.soon:
                await self._warn(person, found, work, now)
            if not dry_run:
                await work.commit()
        dropped.warned += bool(found.soon)
        dropped.withdrawn.update(found.over)
        dropped.people += len(found.over) == len(set(given))

    async def _warn(self, person: Person, found: Due, work: UnitOfWork, now: dt.datetime) -> None:
        names = "、".join(self._purposes[purpose].name.choose(person.easy) for purpose in found.soon)
        text = self._phrases.say("retention_warning", person.easy, names=names, day=found.day)
        await work.outgoing.add(person.channel, person.address, [Reply(text)], NO_TURN, now, person.id)
        await work.people.warned(person.id, now.date())

    async def _lapse(self, register: Register, now: dt.datetime, dropped: Dropped, *, dry_run: bool) -> None:
        """Records whose last day has passed stand no more; as long after it as their purpose says they are deleted."""
        after = ""
        while True:
            async with self._units() as work:
                some = await work.records.some(register.id, after, AT_ONCE)
                for stored in some:
                    await self._one_lapsed(stored, now, dropped, work)
                if not dry_run:
                    await work.commit()
            if len(some) < AT_ONCE:
                return
            after = some[-1].id

    async def _one_lapsed(self, stored: Stored, now: dt.datetime, dropped: Dropped, work: UnitOfWork) -> None:
        edition, record = self._book.edition_of(stored), self._book.record(stored)
        until = record.values.get(edition.expires.field) if edition.expires else None
        if not isinstance(until, dt.date) or until >= now.date():
            return
        purpose = self._purposes.get(edition.consent or "")
        if purpose is not None and until + dt.timedelta(days=purpose.days) <= now.date():
            await work.records.delete([stored.id])
            work.scrub()
            dropped.records += 1
        elif _can_lapse(record, edition):
            after = replace(record, state=EXPIRED, state_since=now.date())
            note = Happened(now, CLOCK, "moved", {"state": [record.state, EXPIRED]})
            await work.records.replace(stored, self._book.entry(after, edition), note)
            dropped.lapsed += 1


def _can_lapse(record: Record, edition: Edition) -> bool:
    return edition.states is not None and record.state is not None and EXPIRED in edition.states.onward(record.state)
