"""Use cases: records are added, changed, moved from state to state, and deleted with the person they are about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.core.records.identity import person_subject, subject_of
from bot.core.records.record import Record
from bot.core.records.register import Edition
from bot.core.records.staff import Staff
from bot.core.records.states import stopped
from bot.services.ports import VersionConflict
from bot.services.records.record_book import RecordBook, RecordRefused
from bot.services.records.record_changes import begun, changed, happened, stopped_text
from bot.services.records.record_ports import AlreadyThere, Happened, RecordWork, RecordWorkFactory, Stored


@dataclass(frozen=True)
class Kept:
    """A record that was kept, and what staff should look at."""

    record: Record
    warnings: tuple[str, ...] = ()


class KeepRecords:
    """Writes records. Whoever may not, or gives what cannot be kept, meets `RecordRefused`."""

    def __init__(self, book: RecordBook, units: RecordWorkFactory) -> None:
        self._book, self._units = book, units

    async def add(
        self,
        register: str,
        region: str,
        raw: Mapping[str, Any],
        staff: Staff,
        now: dt.datetime,
        period: str | None = None,
    ) -> Kept:
        """Keep a new record with fields by id or label. `now` is in the service's time zone."""
        edition = self._book.edition(self._book.register(register), region)
        self._book.check_writes(edition, region, staff)
        return await self._add(edition, region, raw, staff.id, now, period)

    async def change(
        self, record: str, raw: Mapping[str, Any], staff: Staff, now: dt.datetime, version: int | None = None
    ) -> Record:
        """Replace the given fields; an empty value empties its field.

        Raises `VersionConflict` if somebody changed the record in between, or since it had the version that is given.
        """
        async with self._units() as work:
            stored, edition = await self._mine(record, staff, work)
            _check_version(stored, version)
            before = self._book.record(stored)
            after = changed(before, raw, edition, self._book)
            await self._replace(
                stored, before, after, edition, happened("changed", before, after, edition, staff, now), work
            )
            await work.commit()
        return replace(after, version=before.version + 1)

    async def move(
        self,
        record: str,
        state: str,
        staff: Staff,
        now: dt.datetime,
        raw: Mapping[str, Any] | None = None,
        version: int | None = None,
    ) -> Record:
        """Take a record to a state, by id or label, filling fields on the way. Raises as `change` does."""
        async with self._units() as work:
            stored, edition = await self._mine(record, staff, work)
            _check_version(stored, version)
            before = self._book.record(stored)
            if edition.states is None or before.state is None:
                raise RecordRefused(self._book.say("record_no_states", title=edition.title))
            after = changed(before, raw or {}, edition, self._book)
            to = edition.states.named(state) or state
            stop = stopped(edition.states, before.state, to, after.values, staff, before.entered_by)
            if stop is not None:
                raise RecordRefused(stopped_text(stop, before.state, to, edition, self._book))
            after = replace(after, state=to, state_since=now.date())
            await self._replace(
                stored, before, after, edition, happened("moved", before, after, edition, staff, now), work
            )
            await work.commit()
        return replace(after, version=before.version + 1)

    async def delete_person(self, person: str) -> int:
        """Delete every record about a person, by certificate number or other mark; returns how many there were."""
        async with self._units() as work:
            deleted = await work.records.delete_subject(person_subject(person))
            await work.commit()
        return deleted

    async def _add(
        self, edition: Edition, region: str, raw: Mapping[str, Any], by: str, now: dt.datetime, period: str | None
    ) -> Kept:
        record = begun(edition, region, raw, by, now.date(), period, self._book)
        entry = self._book.entry(record, edition)
        async with self._units() as work:
            warnings = await self._warnings(record, edition, work)
            try:
                (number,) = await work.records.add([entry], by, now)
            except AlreadyThere as error:
                raise RecordRefused(self._book.say("record_already_there", title=edition.title)) from error
            await work.commit()
        return Kept(replace(record, id=number), warnings)

    async def _replace(
        self, stored: Stored, before: Record, after: Record, edition: Edition, event: Happened, work: RecordWork
    ) -> None:
        if after == before:
            return
        try:
            await work.records.replace(stored, self._book.entry(after, edition), event)
        except AlreadyThere as error:
            raise RecordRefused(self._book.say("record_already_there", title=edition.title)) from error

    async def _mine(self, record: str, staff: Staff, work: RecordWork) -> tuple[Stored, Edition]:
        stored = await work.records.get(record.strip().upper())
        if stored is None:
            raise RecordRefused(self._book.say("record_unknown", number=record))
        edition = self._book.edition_of(stored)
        self._book.check_writes(edition, stored.region, staff)
        return stored, edition

    async def _warnings(self, record: Record, edition: Edition, work: RecordWork) -> tuple[str, ...]:
        """The declared warning, if the same subject has the same values in a record already."""
        again, subject = edition.same_again, subject_of(edition, record.values, record.region)
        if again is None or subject is None:
            return ()
        for stored in await work.records.of_subject(subject):
            if stored.register == record.register:
                other = self._book.record(stored).values
                if all(other.get(field) == record.values.get(field) for field in again.fields):
                    return (again.says,)
        return ()


def _check_version(stored: Stored, version: int | None) -> None:
    if version is not None and stored.version != version:
        raise VersionConflict
