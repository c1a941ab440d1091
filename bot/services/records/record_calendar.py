"""Use case: fairs for calendars: announced ones that are not over, and cancelled ones, so that calendars hear of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.core.conversation.listing.kinds import FAIRS
from bot.core.records.record import Record
from bot.core.records.register import Edition
from bot.core.regions.region import NATIONAL, ancestors
from bot.services.records.record_book import RecordBook, RecordRefused
from bot.services.records.record_ports import RecordWorkFactory, Stored, Wanted
from bot.services.records.record_window import is_published, public_part

CANCELLED = "cancelled"


@dataclass(frozen=True)
class Fair:
    """A fair as anyone may see it. `version` counts its changes."""

    number: str
    record: Record
    edition: Edition
    cancelled: bool
    version: int


class FairCalendar:
    """Reads fairs; nothing that was never announced leaves it."""

    def __init__(self, book: RecordBook, units: RecordWorkFactory) -> None:
        self._book, self._units = book, units

    async def around(self, region: str | None, on: dt.date) -> tuple[str, tuple[Fair, ...]]:
        """The place, and the fairs of it, its parts and the regions around it, by day. Raises `RecordRefused`."""
        code = self._book.region(region) if region else NATIONAL
        if code is None:
            raise RecordRefused(self._book.say("record_unknown_place", value=region))
        async with self._units() as work:
            stored = [
                *await work.records.find(Wanted((FAIRS,), code)),
                *await work.records.find(Wanted((FAIRS,), places=ancestors(code)[1:])),
            ]
        fairs = [fair for fair in map(self._fair, stored) if fair is not None and _day(fair) >= on]
        return self._book.place(code), tuple(sorted(fairs, key=_day))

    async def fair(self, number: str) -> Fair | None:
        """One fair, be it over or not; `None` if it was never announced."""
        async with self._units() as work:
            stored = await work.records.get(number.strip().upper())
        return self._fair(stored) if stored is not None and stored.register == FAIRS else None

    def _fair(self, stored: Stored) -> Fair | None:
        record, edition = self._book.record(stored), self._book.edition_of(stored)
        cancelled = stored.state == CANCELLED
        day = record.values["date"]
        assert isinstance(day, dt.date), "required"
        if not cancelled and not is_published(record, edition, day):
            return None
        return Fair(stored.id, public_part(record, edition), edition, cancelled, stored.version)


def _day(fair: Fair) -> dt.date:
    day = fair.record.values["date"]
    assert isinstance(day, dt.date), "required"
    return day
