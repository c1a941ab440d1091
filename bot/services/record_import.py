"""Use case: many records from a file, all of them or, if so wished, the good ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.core.records.merging import joined
from bot.core.records.record import Record
from bot.core.records.register import Edition, Register
from bot.core.records.staff import Staff
from bot.services.record_book import RecordBook, RecordRefused
from bot.services.record_ports import RecordWork, RecordWorkFactory, Wanted
from bot.services.records import begun, changed, happened

NUMBER, REGION, PERIOD, STATE = "number", "region", "period", "state"
"""Columns of every file beside the fields, by the keys of the wording list `record_columns`."""

Row = tuple[int, Mapping[str, Any]]
"""A row as it is counted in the file, and its cells by the heading of their column."""


@dataclass(frozen=True)
class BadRow:
    """What is wrong in one row, a sentence for each cell."""

    row: int
    sentences: tuple[str, ...]


@dataclass
class Imported:
    """What came of a file."""

    added: int = 0
    changed: int = 0
    merged: int = 0
    bad: list[BadRow] = field(default_factory=list)
    kept: bool = False


@dataclass
class _Plan:
    """What a file would do: new records with their rows, and kept ones before and after."""

    new: list[tuple[int, Record, Edition]] = field(default_factory=list)
    old: list[tuple[Record, Record, Edition]] = field(default_factory=list)


class ImportRecords:
    """Rows with a number change that record; rows without add one, or are joined to the one of the same person."""

    def __init__(self, book: RecordBook, units: RecordWorkFactory, columns: Mapping[str, str]) -> None:
        self._book, self._units = book, units
        self._columns = {**{label: key for key, label in columns.items()}, **{key: key for key in columns}}

    async def run(
        self,
        register: str,
        rows: Iterable[Row],
        staff: Staff,
        now: dt.datetime,
        *,
        region: str | None = None,
        period: str | None = None,
        good_rows: bool = False,
    ) -> Imported:
        """Keep all rows or none; with `good_rows` those that can be kept. `region` and `period` are for rows without.

        Raises `VersionConflict` if somebody changes one of the records in between; then nothing is kept.
        """
        found = self._book.register(register)
        imported = Imported()
        async with self._units() as work:
            plan = await self._planned(found, rows, staff, now, {REGION: region, PERIOD: period}, imported, work)
            await self._join(plan, imported, work)
            if imported.bad and not good_rows:
                return imported
            await self._keep(plan, staff, now, work)
            await work.commit()
        imported.added, imported.changed, imported.kept = len(plan.new), len(plan.old) - imported.merged, True
        return imported

    async def _planned(
        self,
        register: Register,
        rows: Iterable[Row],
        staff: Staff,
        now: dt.datetime,
        otherwise: Mapping[str, str | None],
        imported: Imported,
        work: RecordWork,
    ) -> _Plan:
        plan = _Plan()
        kept: dict[str, Record] | None = None
        for number, cells in rows:
            own = {self._columns[head]: str(cell).strip() for head, cell in cells.items() if head in self._columns and cell}
            fields = {head: cell for head, cell in cells.items() if head not in self._columns}
            try:
                if NUMBER in own:
                    kept = await self._kept(register, work) if kept is None else kept
                    plan.old.append(self._change(register, own, fields, staff, kept))
                else:
                    said = {**{key: value for key, value in otherwise.items() if value}, **own}
                    plan.new.append((number, *self._begin(register, said, fields, staff, now)))
            except RecordRefused as refused:
                imported.bad.append(BadRow(number, refused.sentences))
        return plan

    async def _kept(self, register: Register, work: RecordWork) -> dict[str, Record]:
        return {each.id: self._book.record(each) for each in await work.records.find(Wanted((register.id,)))}

    def _begin(
        self, register: Register, own: Mapping[str, str], fields: Mapping[str, Any], staff: Staff, now: dt.datetime
    ) -> tuple[Record, Edition]:
        if REGION not in own:
            raise RecordRefused(self._book.say("record_no_region"))
        code = self._book.region(own[REGION])
        if code is None:
            raise RecordRefused(self._book.say("record_unknown_place", value=own[REGION]))
        edition = self._book.edition(register, code)
        self._book.check_writes(edition, code, staff)
        record = begun(edition, code, fields, staff.id, now.date(), own.get(PERIOD), self._book)
        self._check_state(own, record, edition)
        return record, edition

    def _change(
        self,
        register: Register,
        own: Mapping[str, str],
        fields: Mapping[str, Any],
        staff: Staff,
        kept: Mapping[str, Record],
    ) -> tuple[Record, Record, Edition]:
        before = kept.get(own[NUMBER].upper())
        if before is None:
            raise RecordRefused(self._book.say("record_unknown", number=own[NUMBER]))
        edition = self._book.edition(register, before.region)
        self._book.check_writes(edition, before.region, staff)
        self._check_state(own, before, edition)
        return before, changed(before, fields, edition, self._book), edition

    def _check_state(self, own: Mapping[str, str], record: Record, edition: Edition) -> None:
        """States change by steps, which a file does not take."""
        named = edition.states.named(own[STATE]) if STATE in own and edition.states else record.state
        if named != record.state:
            raise RecordRefused(self._book.say("record_state_in_file", state=own[STATE]))

    async def _join(self, plan: _Plan, imported: Imported, work: RecordWork) -> None:
        """Of rows of which there may be one record only, joins those that the declaration allows, refuses the others."""
        ones = [self._book.entry(record, edition).one for _, record, edition in plan.new]
        kept = await work.records.kept_as_one([one for one in ones if one is not None])
        left: list[tuple[int, Record, Edition]] = []
        first: dict[str, int] = {}
        joined_to: dict[str, int] = {}
        for (row, record, edition), one in zip(plan.new, ones, strict=True):
            if one is None or (one not in kept and one not in first):
                if one is not None:
                    first[one] = len(left)
                left.append((row, record, edition))
            elif not edition.merges:
                said = self._book.say("record_already_there", title=edition.title)
                imported.bad.append(BadRow(row, (said,)))
            elif one in kept:
                imported.merged += await self._join_kept(kept[one], record, edition, plan, joined_to, work)
            else:
                other = left[first[one]]
                left[first[one]] = (other[0], replace(other[1], values=joined(other[1].values, record.values)), edition)
                imported.merged += 1
        plan.new = left
        imported.bad.sort(key=lambda bad: bad.row)
