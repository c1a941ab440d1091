"""Use case: what a quarter holds: fairs that are registered, announced or not, and days on which staff announce."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.conversation.listing.kinds import FAIRS
from bot.core.records.staff import Staff
from bot.core.timing.special_days import SpecialDay
from bot.services.records.record_book import RecordBook
from bot.services.records.record_ports import RecordWorkFactory, Stored, Wanted

MONTHS = 3


@dataclass(frozen=True)
class PlannedFair:
    """A fair as staff plan it; `state` in words."""

    day: dt.date
    number: str
    title: str
    place: str
    state: str


@dataclass(frozen=True)
class Quarter:
    """From its first to its last day."""

    first: dt.date
    last: dt.date
    fairs: tuple[PlannedFair, ...]
    days: tuple[tuple[dt.date, SpecialDay], ...]


class PlanQuarter:
    """Looks a quarter through. `days`: days of the year by id."""

    def __init__(self, book: RecordBook, days: Mapping[str, SpecialDay], units: RecordWorkFactory) -> None:
        self._book, self._days, self._units = book, days, units

    async def of(self, day: dt.date, region: str | None, staff: Staff) -> Quarter:
        """The quarter around a day, in a region and its parts as far as they are whoever asks for's; `None`: all."""
        first, last = quarter_of(day)
        async with self._units() as work:
            kept = await work.records.find(Wanted((FAIRS,), region))
        found = [self._fair(each, first, last) for each in kept if staff.reaches(each.region)]
        fairs = sorted((each for each in found if each is not None), key=lambda each: (each.day, each.number))
        on = ((each.on(first.year), each) for each in self._days.values())
        days = sorted(((when, each) for when, each in on if when and first <= when <= last), key=lambda pair: pair[0])
        return Quarter(first, last, tuple(fairs), tuple(days))

    def _fair(self, stored: Stored, first: dt.date, last: dt.date) -> PlannedFair | None:
        record, edition = self._book.record(stored), self._book.edition_of(stored)
        day = record.values["date"]
        if not isinstance(day, dt.date) or not first <= day <= last:
            return None
        state = edition.states.labels[record.state] if edition.states and record.state else ""
        return PlannedFair(day, record.id, str(record.values["title"]), self._book.place(record.region), state)


def quarter_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the quarter around a day."""
    first = dt.date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1)
    return first, following(first) - dt.timedelta(days=1)


def following(first: dt.date) -> dt.date:
    """The first day of the quarter after the one that begins on this day."""
    return dt.date(first.year + (first.month + MONTHS > 12), (first.month + MONTHS - 1) % 12 + 1, 1)
