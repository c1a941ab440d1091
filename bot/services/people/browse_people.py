"""Use case: staff look at who is kept in their region, and at one person; who looks at one is noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from bot.core.handover.case import Case
from bot.core.records.staff import Staff
from bot.services.people.people import day_of
from bot.services.people.people_page_ports import PeopleWanted, PersonLine
from bot.services.people.people_ports import Looked, StoredConsent
from bot.services.ports import UnitOfWorkFactory
from bot.services.records.record_book import RecordBook, RecordRefused
from bot.services.records.record_ports import Stored

AT_ONCE = 500
MOST = 1_000_000
VIEWED, LISTED = "person_viewed", "people_listed"
"""How the audit calls a look at one person, and a list taken away as a file."""


@dataclass(frozen=True)
class OwnedRecord:
    """A record that a person handed in, without what it says."""

    number: str
    register: str
    title: str
    state: str | None
    region: str
    opens: bool


@dataclass(frozen=True)
class SeenPerson:
    """What is kept of somebody, as far as staff may see: neither who they are, nor where they can be reached.

    `facts`: how many things they said about themselves to be told of measures; what they said is for nobody to read.
    `looks` at them are for whoever may read the audit.
    """

    line: PersonLine
    since: dt.date
    facts: int
    consents: tuple[StoredConsent, ...]
    records: tuple[OwnedRecord, ...]
    cases: tuple[Case, ...]
    looks: tuple[Looked, ...]


class BrowsePeople:
    """People of the staff's region. Whoever asks for somebody elsewhere meets `RecordRefused`."""

    def __init__(self, book: RecordBook, units: UnitOfWorkFactory) -> None:
        self._book, self._units = book, units

    async def page(
        self, wanted: PeopleWanted, sort: str, staff: Staff, first: int, limit: int, *, descending: bool
    ) -> tuple[Sequence[PersonLine], int]:
        """People of one page, and how many there are in all."""
        self._check(wanted.region, staff)
        async with self._units() as work:
            total = await work.people_pages.count(wanted)
            return await work.people_pages.page(wanted, sort, first, limit, descending=descending), total

    async def all(
        self, wanted: PeopleWanted, sort: str, staff: Staff, now: dt.datetime, *, descending: bool
    ) -> AsyncIterator[PersonLine]:
        """Everybody in the list, a few at a time; that somebody takes it away is noted first."""
        self._check(wanted.region, staff)
        async with self._units() as work:
            await work.accesses.note(staff.id, LISTED, now)
            await work.commit()
        for first in range(0, MOST, AT_ONCE):
            async with self._units() as work:
                some = await work.people_pages.page(wanted, sort, first, AT_ONCE, descending=descending)
            for each in some:
                yield each
            if len(some) < AT_ONCE:
                return

    async def get(self, number: str, staff: Staff, now: dt.datetime) -> SeenPerson:
        """One person; that somebody looked is noted before anything is shown."""
        async with self._units() as work:
            line = await work.people_pages.get(number)
            if line is None or not staff.reaches(line.region):
                raise RecordRefused(self._book.say("person_unknown"))
            await work.accesses.note(staff.id, VIEWED, now, person=number)
            await work.commit()
            person = await work.people.get(number)
            assert person is not None, "its line was read in this unit"
            consents = tuple(await work.consents.of(number))
            owned = [self._owned(each, staff) for each in await work.records.of_owner(number)]
            cases = [kept.case for kept in await work.handovers.all_at(person.channel, person.address)]
            looks = tuple(await work.accesses.of(number))
        facts = len(person.profile.facts) if person.profile else 0
        theirs = tuple(case for case in cases if staff.reaches(case.region))
        return SeenPerson(line, day_of(line.since, now), facts, consents, tuple(owned), theirs, looks)

    def _owned(self, stored: Stored, staff: Staff) -> OwnedRecord:
        edition = self._book.edition_of(stored)
        state = edition.states.labels.get(stored.state or "") if edition.states else None
        opens = staff.reaches(stored.region) and staff.opens(restricted=edition.restricted)
        return OwnedRecord(stored.id, stored.register, edition.title, state, stored.region, opens)

    def _check(self, region: str, staff: Staff) -> None:
        if not staff.reaches(region):
            raise RecordRefused(self._book.say("record_elsewhere", place=self._book.place(region)))
