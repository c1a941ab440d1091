"""Use cases: staff list, look up and count records, and take over drafts made from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.records.completeness import lacking
from bot.core.records.drafts import filled
from bot.core.records.figures import Result, results
from bot.core.records.identity import subject_of
from bot.core.records.periods import period_text
from bot.core.records.record import Record
from bot.core.records.register import Edition, Register
from bot.core.records.rules import Rule
from bot.core.records.showing import lines
from bot.core.records.staff import Staff
from bot.core.records.tally import Tally, tally
from bot.services.records.record_book import RecordBook, RecordRefused
from bot.services.records.record_ports import Happened, RecordWork, RecordWorkFactory, Stored, Wanted


@dataclass(frozen=True)
class Listed:
    """A record as staff see it: its figures, and what it lacks."""

    record: Record
    edition: Edition
    figures: Mapping[str, Result]
    lacks: tuple[str, ...]


class ListRecords:
    """Reads records for staff. Whoever asks for what is not theirs meets `RecordRefused`."""

    def __init__(self, book: RecordBook, units: RecordWorkFactory) -> None:
        self._book, self._units = book, units

    async def find(
        self,
        register: str,
        staff: Staff,
        on: dt.date,
        wanted: Wanted | None = None,
        *,
        text: str | None = None,
        incomplete: bool = False,
    ) -> Sequence[Listed]:
        """Records of one register in the staff's region, or in a part of it, with their figures on a day.

        `text` is any part of a value as the staff may see it.
        """
        found = self._book.register(register)
        async with self._units() as work:
            several = await listed(found, staff, on, wanted or Wanted(), self._book, work)
        if text is not None:
            several = [each for each in several if text in " ".join(self.words(each, staff).values())]
        return [each for each in several if each.lacks or not incomplete]

    async def get(self, record: str, staff: Staff, on: dt.date) -> Listed:
        """One record by its number."""
        async with self._units() as work:
            return await self._one(record, staff, on, work)

    async def history(self, record: str, staff: Staff, on: dt.date) -> Sequence[Happened]:
        """What happened to a record, oldest first."""
        async with self._units() as work:
            one = await self._one(record, staff, on, work)
            return await work.records.history(one.record.id)

    def words(self, each: Listed, staff: Staff, *, masked: bool = False) -> Mapping[str, str]:
        """Values in words by field id; personal ones in clear to whoever may see them, unless `masked`."""
        return lines(each.record.values, each.edition, self._book.place, clear=staff.sees_people and not masked)

    async def tally(
        self, register: str, region: str, staff: Staff, on: dt.date, period: str | None = None
    ) -> tuple[Edition, Tally]:
        """Counts and sums of one register in a region."""
        found = self._book.register(register)
        edition = self._book.edition(found, region)
        several = await self.find(found.id, staff, on, Wanted(region=region, period=period))
        places = self._book.parts(region, edition.level) if edition.least_each and edition.level else ()
        return edition, tally((each.record for each in several), edition, on, places)

    async def draft(self, register: str, region: str, staff: Staff, on: dt.date, period: str | None = None) -> str:
        """The text to publish that the declaration offers, with the sums filled in; the rest stays blank."""
        edition, summed = await self.tally(register, region, staff, on, period)
        words = {name: f"{value:f}" for name, value in summed.total.sums.items()}
        words |= {"records": str(summed.total.records), "period": period_text(period) if period else ""}
        return self._filled(edition.drafts.tally, edition, region, on, words)

    async def letter(self, record: str, staff: Staff, on: dt.date) -> str:
        """The text that the declaration offers for one record."""
        one = await self.get(record, staff, on)
        period = period_text(one.record.period) if one.record.period else ""
        figures = {name: f"{each.value:f}" for name, each in one.figures.items() if each.value is not None}
        words = {**figures, **self.words(one, staff), "number": one.record.id, "period": period}
        return self._filled(one.edition.drafts.record, one.edition, one.record.region, on, words)

    def _filled(self, text: str | None, edition: Edition, region: str, on: dt.date, words: Mapping[str, str]) -> str:
        if text is None:
            raise RecordRefused(self._book.say("record_no_draft", title=edition.title))
        return filled(text, {"place": self._book.place(region), "today": on.isoformat(), **words})

    async def _one(self, number: str, staff: Staff, on: dt.date, work: RecordWork) -> Listed:
        stored = await work.records.get(number.strip().upper())
        if stored is None:
            raise RecordRefused(self._book.say("record_unknown", number=number))
        edition = self._book.edition_of(stored)
        self._book.check_reads(edition, stored.region, staff)
        record = self._book.record(stored)
        counts = await _counts([(record, edition)], work)
        return _listed(record, edition, on, counts.get(record.id, {}))


async def listed(
    register: Register, staff: Staff, on: dt.date, wanted: Wanted, book: RecordBook, work: RecordWork
) -> list[Listed]:
    """Records of one register that the staff may see. Raises `RecordRefused`."""
    if wanted.region is not None and not staff.reaches(wanted.region):
        raise RecordRefused(book.say("record_elsewhere", place=book.place(wanted.region)))
    if not staff.opens(restricted=register.restricted):
        raise RecordRefused(book.say("record_restricted", title=register.title))
    scope = replace(
        wanted,
        registers=(register.id,),
        region=wanted.region or staff.region,
        period=book.period_named(wanted.period) if wanted.period else None,
        state=book.state_named(register, wanted.state) if wanted.state else None,
    )
    return await with_figures(await work.records.find(scope), on, book, work)


async def with_figures(several: Sequence[Stored], on: dt.date, book: RecordBook, work: RecordWork) -> list[Listed]:
    """Kept records with their figures on a day, and what they lack."""
    pairs = [(book.record(each), book.edition_of(each)) for each in several]
    counts = await _counts(pairs, work)
    return [_listed(record, edition, on, counts.get(record.id, {})) for record, edition in pairs]


def _listed(record: Record, edition: Edition, on: dt.date, counts: Mapping[str, int]) -> Listed:
    figures = results(record.values, edition, on, counts)
    return Listed(record, edition, figures, lacking(record.values, edition, figures))


async def _counts(pairs: Sequence[tuple[Record, Edition]], work: RecordWork) -> Mapping[str, Mapping[str, int]]:
    """For records with a figure that counts another register's records: how many their subject has there."""
    wanted: dict[str, dict[str, str]] = {}
    for record, edition in pairs:
        subject = subject_of(edition, record.values, record.region)
        for figure in edition.figures.values():
            if figure.rule is Rule.COUNT_OF and figure.register and subject:
                wanted.setdefault(figure.register, {})[record.id] = subject
    counted: dict[str, dict[str, int]] = {}
    for register, subjects in wanted.items():
        counts = await work.records.counts(register, list(dict.fromkeys(subjects.values())))
        for record_id, subject in subjects.items():
            counted.setdefault(record_id, {})[register] = counts.get(subject, 0)
    return counted
