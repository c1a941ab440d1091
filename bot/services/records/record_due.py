"""Use case: staff are told what is due, what a document asks for and is not there, and what its dates are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from bot.core.records.calendars import Occurrence, occurrences, outstanding
from bot.core.records.record import Record
from bot.core.records.register import Edition, Register
from bot.core.records.reminders import Due, due, missing_items, missing_periods
from bot.core.records.staff import Staff
from bot.core.regions.region import ancestors
from bot.services.records.record_book import RecordBook, smaller
from bot.services.records.record_lists import listed
from bot.services.records.record_ports import RecordWork, RecordWorkFactory, Wanted


class RemindOfRecords:
    """Reads what is due. Whoever asks for another's region meets `RecordRefused`."""

    def __init__(self, book: RecordBook, units: RecordWorkFactory) -> None:
        self._book, self._units = book, units

    async def due(
        self, staff: Staff, on: dt.date, region: str | None = None, register: str | None = None
    ) -> Sequence[Due]:
        """Everything staff are reminded of on a day, by day; in their region or a part of it."""
        place = region or staff.region
        registers = [self._book.register(register)] if register else list(self._book.registers.values())
        found: list[Due] = []
        async with self._units() as work:
            for each in registers:
                if register or staff.opens(restricted=each.restricted):
                    found += await self._due(each, staff, place, on, work)
        return sorted(found, key=lambda each: (each.day, each.register, each.region))

    def calendar(
        self, register: str, region: str, on: dt.date, unit: str | None = None
    ) -> tuple[Edition, Sequence[Occurrence]]:
        """The dates of a calendar, for one kind of unit if it is given."""
        edition = self._book.edition(self._book.register(register), region)
        return edition, occurrences(edition, on, unit)

    async def _due(self, register: Register, staff: Staff, place: str, on: dt.date, work: RecordWork) -> list[Due]:
        several = await listed(register, staff, on, Wanted(region=place), self._book, work)
        found = [
            reminder for each in several for reminder in due(each.record, each.edition, on, incomplete=bool(each.lacks))
        ]
        records = [each.record for each in several]
        for edition in register.editions.values():
            where = smaller(edition.region, place)
            if where is not None:
                found += self._unkept(edition, records, where, on)
        return found

    def _unkept(self, edition: Edition, records: Sequence[Record], where: str, on: dt.date) -> list[Due]:
        """What ought to be there and is not: periods, dates, items."""
        places = self._book.parts(where, edition.level) if edition.level else (where,)
        found = list(missing_periods(edition, records, places, on))
        for occurrence, place in outstanding(edition, records, self._places(edition, where), on):
            ended = occurrence.ended(on)
            says = self._book.say("record_date_ended" if ended else "record_date_open", what=occurrence.deadline.what)
            found.append(Due(edition.register, place, says, occurrence.day, period=occurrence.period, ended=ended))
        there = [record for record in records if edition.region in ancestors(record.region)]
        items = (self._book.say("record_item_missing", item=item) for item in missing_items(edition, there))
        found += [Due(edition.register, where, says, on) for says in items]
        return found

    def _places(self, edition: Edition, where: str) -> Mapping[str, Sequence[str]]:
        """Where within `where` each date of a calendar has to be met; what a whole region does is not for its parts."""
        whole = (where,) if where == edition.region else ()
        return {
            name: self._book.parts(where, deadline.level) if deadline.level else whole
            for name, deadline in edition.deadlines.items()
        }
