"""Use cases: staff take back their last step at a record, and delete everything that is kept of somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.records.identity import subject_of
from bot.core.records.plain import from_plain
from bot.core.records.record import Record
from bot.core.records.register import Edition, Subject
from bot.core.records.staff import Staff
from bot.services.ports import UnitOfWork, UnitOfWorkFactory, VersionConflict
from bot.services.records.record_book import RecordBook, RecordRefused
from bot.services.records.record_changes import happened
from bot.services.records.record_ports import AlreadyThere, Happened, Stored
from bot.services.staff.session_ports import StaffEvent

CHANGED, MOVED, UNDONE = "changed", "moved", "undone"
DELETED = "records_deleted"
"""How the audit calls it."""


@dataclass(frozen=True)
class Deletion:
    """How many records of somebody would be, or were, deleted, and how many are not the staff's to delete."""

    mine: int
    others: int


class UndoRecords:
    """Whoever may not, or asks for what cannot be taken back, meets `RecordRefused`."""

    def __init__(self, book: RecordBook, units: UnitOfWorkFactory) -> None:
        self._book, self._units = book, units

    async def undo(self, number: str, version: int, staff: Staff, now: dt.datetime) -> Record:
        """Take back the last change or step, which was the staff's own and led to `version`.

        Personal values are not noted with a change, so that such a change cannot be taken back. Raises
        `VersionConflict` if somebody changed the record since.
        """
        async with self._units() as work:
            stored, edition = await self._mine(number, staff, work)
            if stored.version != version:
                raise VersionConflict
            history = await work.records.history(stored.id)
            if not may_undo(history, staff):
                raise RecordRefused(self._book.say("record_not_undoable"))
            before = self._book.record(stored)
            after = _earlier(before, history, edition)
            event = happened(UNDONE, before, after, edition, staff, now)
            try:
                await work.records.replace(stored, self._book.entry(after, edition), event)
            except AlreadyThere as error:
                raise RecordRefused(self._book.say("record_already_there", title=edition.title)) from error
            await work.commit()
        return replace(after, version=version + 1)

    async def would_delete(self, number: str, staff: Staff) -> Deletion:
        """What `delete` would do."""
        async with self._units() as work:
            mine, others = await self._of_person(number, staff, work)
        return Deletion(len(mine), others)

    async def delete(self, number: str, staff: Staff, now: dt.datetime) -> Deletion:
        """Delete all records about the person of this one, as far as they are the staff's to change."""
        async with self._units() as work:
            mine, others = await self._of_person(number, staff, work)
            await work.records.delete(mine)
            await work.staff_events.note(StaffEvent(now, DELETED, staff.id, staff.id, str(len(mine))))
            work.scrub()
            await work.commit()
        return Deletion(len(mine), others)

    async def _of_person(self, number: str, staff: Staff, work: UnitOfWork) -> tuple[Sequence[str], int]:
        stored, edition = await self._mine(number, staff, work)
        record = self._book.record(stored)
        subject = subject_of(edition, record.values, record.region) if edition.subject is Subject.PERSON else None
        several = await work.records.of_subject(subject) if subject is not None else [stored]
        mine = [each.id for each in several if self._changes(each, staff)]
        return mine, len(several) - len(mine)

    def _changes(self, stored: Stored, staff: Staff) -> bool:
        restricted = self._book.registers[stored.register].restricted
        return staff.writes and staff.reaches(stored.region) and staff.opens(restricted=restricted)

    async def _mine(self, number: str, staff: Staff, work: UnitOfWork) -> tuple[Stored, Edition]:
        stored = await work.records.get(number.strip().upper())
        if stored is None:
            raise RecordRefused(self._book.say("record_unknown", number=number))
        edition = self._book.edition_of(stored)
        self._book.check_writes(edition, stored.region, staff)
        return stored, edition


def may_undo(history: Sequence[Happened], staff: Staff) -> bool:
    """Whether the last thing that happened to a record can be taken back by whoever did it."""
    last = history[-1] if history else None
    return (
        last is not None
        and last.kind in (CHANGED, MOVED)
        and last.by == staff.id
        and not last.detail.get("secret")
        and bool(last.detail.get("fields") or last.detail.get("state"))
    )


def _earlier(record: Record, history: Sequence[Happened], edition: Edition) -> Record:
    """The record as it was before the last thing that happened."""
    *earlier, last = history
    fields = {name: pair for name, pair in last.detail.get("fields", {}).items() if name in edition.fields}
    kept = {name: value for name, value in record.values.items() if name not in fields}
    plain = {name: before for name, (before, _) in fields.items() if before is not None}
    values = {**kept, **from_plain(plain, edition.fields)}
    if "state" not in last.detail:
        return replace(record, values=values)
    state = last.detail["state"][0]
    came = [each.at for each in earlier if each.detail.get("state", [None, None])[1] == state]
    since = came[-1] if came else earlier[0].at
    return replace(record, values=values, state=state, state_since=since.date())
