"""Use case: how much is due, and what, also where a register has very many records.

What is due of such a register is found by reading its records a few at a time, without what is secret, and kept at hand
(numbers, regions and days; nothing personal) until one of its records changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.records.plain import from_plain
from bot.core.records.record import Record
from bot.core.records.register import Edition, Register
from bot.core.records.reminders import Due, due
from bot.core.records.rules import Reminder
from bot.core.records.staff import Staff
from bot.services.jobs.match_ports import Digest
from bot.services.ports import UnitOfWorkFactory
from bot.services.records.record_book import RecordBook
from bot.services.records.record_due import RemindOfRecords
from bot.services.records.record_ports import Stored

AT_ONCE = 500
SMALL = 5000
"""Registers with more records are not read anew for every change."""
STALE = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class DueCount:
    """How much of a register is due, and how much of that since before today; apart from it what ended plans left."""

    register: str
    title: str
    count: int
    late: int
    left: int


@dataclass(frozen=True)
class _Kept:
    """What was found of a register: when, on which day, and what its records were like then."""

    at: dt.datetime
    digests: tuple[Digest, ...]
    found: tuple[Due, ...]


class DueRecords:
    """What is due; one for the process."""

    def __init__(self, book: RecordBook, units: UnitOfWorkFactory) -> None:
        self._book, self._units = book, units
        self._remind = RemindOfRecords(book, units)
        self._kept: dict[str, _Kept] = {}

    async def counts(self, staff: Staff, now: dt.datetime) -> Sequence[DueCount]:
        """Registers of which something is due in the region of the staff, the most urgent first."""
        counts: list[DueCount] = []
        for register in self._book.registers.values():
            found = await self._due(register, staff, now)
            if found:
                current = [each for each in found if not each.ended]
                late = sum(each.day < now.date() for each in current)
                left = len(found) - len(current)
                counts.append(DueCount(register.id, register.title, len(current), late, left))
        return sorted(counts, key=lambda each: (-each.late, -each.count, each.title))

    async def of(self, register: str, staff: Staff, now: dt.datetime) -> Sequence[Due]:
        """What is due of one register, by day. The records have no values but those their reminders need."""
        return sorted(await self._due(self._book.register(register), staff, now), key=lambda each: each.day)

    async def _due(self, register: Register, staff: Staff, now: dt.datetime) -> Sequence[Due]:
        if not staff.opens(restricted=register.restricted):
            return ()
        editions = list(register.editions.values())
        if any(_expects(each) for each in editions):
            return await self._remind.due(staff, now.date(), register=register.id)
        if not any(each.reminders for each in editions):
            return ()
        return [each for each in await self._of_records(register, now) if staff.reaches(each.region)]

    async def _of_records(self, register: Register, now: dt.datetime) -> tuple[Due, ...]:
        states = _states(register)
        async with self._units() as work:
            digests = tuple([await work.lines.digest(register.id, each) for each in states])
        kept = self._kept.get(register.id)
        if kept is not None and kept.at.date() == now.date():
            is_large = sum(each.count for each in digests) > SMALL
            if kept.digests == digests or (is_large and now - kept.at < STALE):
                return kept.found
        found: list[Due] = []
        for state in states:
            found += await self._sweep(register, state, now.date())
        self._kept[register.id] = _Kept(now, digests, tuple(found))
        return tuple(found)

    async def _sweep(self, register: Register, state: str | None, on: dt.date) -> list[Due]:
        found: list[Due] = []
        needs_secret = any(_needed(each) & each.private for each in register.editions.values())
        after = 0
        while True:
            async with self._units() as work:
                some = await work.lines.sealed(register.id, state, after, AT_ONCE)
                several = [work.lines.opened(each, secret=needs_secret) for each in some]
            for stored in several:
                found += self._reminders(stored, on)
            if len(some) < AT_ONCE:
                return found
            after = some[-1].line.row

    def _reminders(self, stored: Stored, on: dt.date) -> Sequence[Due]:
        edition = self._book.edition_of(stored)
        plain = {**stored.open, **stored.secret}
        values = {name: plain[name] for name in _needed(edition) if name in plain}
        record = Record(
            stored.id,
            stored.register,
            stored.region,
            from_plain(values, edition.fields),
            period=stored.period,
            state=stored.state,
            state_since=stored.state_since,
        )
        return due(record, edition, on, incomplete=False)


def _expects(edition: Edition) -> bool:
    """Whether something is due for being missing; such registers have few records, which are read as a whole."""
    by_period = any(each.date is None and each.silent is None for each in edition.reminders)
    return by_period or edition.expected is not None or bool(edition.deadlines) or edition.one_each is not None


def _needed(edition: Edition) -> frozenset[str]:
    """Fields on which reminders of an edition hang."""
    return frozenset(name for each in edition.reminders for name in _fields(each))


def _fields(reminder: Reminder) -> Sequence[str]:
    unless = [reminder.unless[0]] if reminder.unless else []
    return [*([reminder.date] if reminder.date else []), *unless]


def _states(register: Register) -> tuple[str | None, ...]:
    """The states in which records may be due; `None` is that of records without any."""
    states: dict[str | None, None] = {}
    for edition in register.editions.values():
        for reminder in edition.reminders:
            labels = edition.states.labels if edition.states else (None,)
            states |= dict.fromkeys(reminder.states if reminder.states is not None else labels)
    return tuple(sorted(states, key=lambda each: each or ""))
