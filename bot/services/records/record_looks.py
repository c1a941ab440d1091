"""Use case: staff look at personal values of records; every look is noted before anything is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.core.records.marks import plain
from bot.core.records.staff import Staff
from bot.services.ports import UnitOfWorkFactory
from bot.services.records.record_book import RecordBook
from bot.services.records.record_lists import Listed, ListRecords
from bot.services.records.record_ports import Happened

VIEWED, EXPORTED, FOUND = "record_viewed", "records_exported", "records_found"


class LookAtRecords:
    """Shows records with what is personal in them. Whoever asks for what is not theirs meets `RecordRefused`."""

    def __init__(self, book: RecordBook, units: UnitOfWorkFactory) -> None:
        self._book, self._units = book, units
        self._lists = ListRecords(book, units)

    async def view(self, number: str, staff: Staff, now: dt.datetime) -> tuple[Listed, Sequence[Happened]]:
        """One record and what happened to it."""
        one = await self._lists.get(number, staff, now.date())
        history = await self._lists.history(number, staff, now.date())
        await self.note([one], VIEWED, staff, now)
        return one, history

    async def find(self, kind: str, said: str, staff: Staff, now: dt.datetime) -> Sequence[Listed]:
        """Records with this phone or certificate number that the staff may see: `kind` is one of `records.marks`."""
        async with self._units() as work:
            stored = await work.records.marked(kind, plain(kind, said))
        mine = [each.id for each in stored if self._sees(staff, each.register, each.region)]
        found = [await self._lists.get(number, staff, now.date()) for number in mine]
        await self.note(found, FOUND, staff, now)
        return found

    async def note(self, shown: Sequence[Listed], what: str, staff: Staff, now: dt.datetime) -> None:
        """Remember the look at those of the records that hold anything personal."""
        personal = [each.record for each in shown if each.edition.private & each.record.values.keys()]
        if not personal or not staff.sees_people:
            return
        async with self._units() as work:
            for register in dict.fromkeys(record.register for record in personal):
                numbers = [record.id for record in personal if record.register == register]
                await work.accesses.note_records(staff.id, what, now, register, numbers)
            await work.commit()

    def _sees(self, staff: Staff, register: str, region: str) -> bool:
        return staff.reaches(region) and staff.opens(restricted=self._book.registers[register].restricted)
