"""Use case: staff look at the employers the office has to do with, and at one of them with all its records."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.records.identity import plain_name
from bot.core.records.record import Record
from bot.core.records.register import Edition, Register
from bot.core.records.reminders import Due, due
from bot.core.records.staff import Staff
from bot.core.registry.from_records import JOBS
from bot.services.jobs.employer_ports import EmployerLine, EmployerRecord, EmployersWanted
from bot.services.ports import UnitOfWorkFactory
from bot.services.records.record_book import RecordBook, RecordRefused

AT_ONCE = 1000
MOST = 1_000_000
SHOWN = 500
"""Records of one employer that its page shows, the newest of them."""


@dataclass(frozen=True)
class EmployersAsked:
    """Which employers are looked at: every part that is given has to fit. `sort` is one of `SORTS` of the port."""

    region: str | None = None
    text: str = ""
    in_review: bool = False
    sort: str = "changed"
    descending: bool = True


@dataclass(frozen=True)
class SeenRecord:
    """A record of an employer, without what is personal in it. `waits`: it is for staff to decide on."""

    record: Record
    edition: Edition
    changed_at: dt.datetime
    waits: bool


@dataclass(frozen=True)
class SeenEmployer:
    """An employer: its records, postings first and the newest first; what is due of them by a date, the oldest first.

    `is_whole`: these are all its records.
    """

    name: str
    region: str
    records: tuple[SeenRecord, ...]
    due: tuple[tuple[SeenRecord, Due], ...]
    is_whole: bool


class SeeEmployers:
    """Employers of the staff's region. Whoever asks for one that is not theirs meets `RecordRefused`.

    `waiting`: the state by register in which a record waits for staff.
    """

    def __init__(self, book: RecordBook, waiting: Mapping[str, str], units: UnitOfWorkFactory) -> None:
        self._book, self._waiting, self._units = book, waiting, units
        named = {each.id: _name_of(each) for each in book.registers.values()}
        self._names = {register: field for register, field in named.items() if field is not None}

    async def page(
        self, asked: EmployersAsked, staff: Staff, first: int, limit: int
    ) -> tuple[Sequence[EmployerLine], int]:
        """The employers of one page, and how many there are in all."""
        wanted = self._wanted(asked, staff)
        async with self._units() as work:
            return await work.employers.page(wanted, first, limit), await work.employers.count(wanted)

    async def all(self, asked: EmployersAsked, staff: Staff) -> AsyncIterator[EmployerLine]:
        """Every employer, some at a time, so that nobody else waits."""
        wanted = self._wanted(asked, staff)
        for first in range(0, MOST, AT_ONCE):
            async with self._units() as work:
                some = await work.employers.page(wanted, first, AT_ONCE)
            for each in some:
                yield each
            if len(some) < AT_ONCE:
                return

    async def one(self, number: str, staff: Staff, on: dt.date) -> SeenEmployer:
        """The employer whom a record is about. `on`: the day on which something is due."""
        async with self._units() as work:
            found = await work.employers.records(number.strip().upper(), self._names, SHOWN + 1)
        if not found or not staff.reaches(found[0].stored.region):
            raise RecordRefused(self._book.say("record_unknown", number=number))
        several = sorted((self._seen(each) for each in found[:SHOWN]), key=_place)
        reminders = [(one, each) for one in several for each in due(one.record, one.edition, on, incomplete=False)]
        return SeenEmployer(
            found[0].name,
            found[0].stored.region,
            tuple(several),
            tuple(sorted(reminders, key=lambda pair: pair[1].day)),
            is_whole=len(found) <= SHOWN,
        )

    def _seen(self, each: EmployerRecord) -> SeenRecord:
        stored = each.stored
        waits = stored.state is not None and self._waiting.get(stored.register) == stored.state
        return SeenRecord(self._book.record(stored), self._book.edition_of(stored), each.changed_at, waits)

    def _wanted(self, asked: EmployersAsked, staff: Staff) -> EmployersWanted:
        region = asked.region or staff.region
        if not staff.reaches(region):
            raise RecordRefused(self._book.say("record_elsewhere", place=self._book.place(region)))
        wanted = EmployersWanted(self._names, region, plain_name(asked.text), asked.in_review)
        return replace(wanted, sort=asked.sort, descending=asked.descending)


def _name_of(register: Register) -> str | None:
    """The field that names the employer; `None` where no employer is meant, or where the name is encrypted.

    A restricted register is encrypted as a whole, so that nothing of it is seen here.
    """
    editions = register.editions.values()
    private = frozenset[str]().union(*(each.private for each in editions))
    named = (each.identified_by for each in editions if each.employs)
    return next((field for field in named if field is not None and field not in private), None)


def _place(each: SeenRecord) -> tuple[bool, str]:
    """Postings come first; the order within a register stays."""
    return each.record.register != JOBS, each.record.register
