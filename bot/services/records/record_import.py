"""Use case: many records from a file, all of them or, if so wished, the good ones."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.records.register import Register
from bot.core.records.staff import Staff
from bot.services.records.record_book import RecordBook
from bot.services.records.record_changes import happened
from bot.services.records.record_plan import NUMBER, PERIOD, REGION, BadRow, Plan, Review, nothing_doubtful
from bot.services.records.record_ports import AlreadyThere, RecordWork, RecordWorkFactory, Stored, Wanted

AT_ONCE = 50
"""Rows that are read without a pause."""
Row = tuple[int, Mapping[str, Any]]
"""A row as it is counted in the file, and its cells by the heading of their column."""


@dataclass(frozen=True)
class Imported:
    """What came of a file. With `kept` false nothing was changed, and the counts say what would have been."""

    kept: bool
    added: int
    changed: int
    joined: int
    bad: tuple[BadRow, ...]
    doubtful: tuple[BadRow, ...] = ()


class ImportRecords:
    """Rows with a number change that record; rows without add one, or are joined to the one of the same person."""

    def __init__(
        self,
        book: RecordBook,
        units: RecordWorkFactory,
        columns: Mapping[str, str],
        review: Review = nothing_doubtful,
    ) -> None:
        self._book, self._units, self._review = book, units, review
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
        state: str | None = None,
        keeps: bool = True,
    ) -> Imported:
        """Keep all rows or none; with `good_rows` those that can be kept. `region` and `period` are for rows without.

        `state`: where new records are taken at once, but not those about which something is doubtful. Without `keeps`
        nothing is kept, and what would have been is told.

        Raises `VersionConflict` if somebody changes one of the records in between; then nothing is kept.
        """
        found = self._book.register(register)
        otherwise = {key: value for key, value in ((REGION, region), (PERIOD, period)) if value}
        several = [(row, {**otherwise, **self._own(cells)}, self._fields(cells)) for row, cells in rows]
        async with self._units() as work:
            about_kept = any(NUMBER in own for _, own, _ in several) or any(e.merges for e in found.editions.values())
            kept = await self._kept(found, work) if about_kept else {}
        plan = Plan(self._book, found, staff, now, kept, self._review, state)
        for position, (row, own, cells) in enumerate(several):
            plan.take(row, own, cells)
            if position % AT_ONCE == 0:
                await asyncio.sleep(0)  # others are served in between
        async with self._units() as work:
            ones = [new.entry.one for new in plan.new if new.entry.one is not None]
            plan.join(await work.records.kept_as_one(ones))
            is_kept = keeps and await self._keeps(plan, work, good_rows=good_rows)
            if is_kept:
                await work.commit()
        bad = tuple(sorted(plan.bad, key=lambda each: each.row))
        return Imported(is_kept, len(plan.new), len(plan.changes), plan.joined, bad, tuple(plan.doubtful))

    def _own(self, cells: Mapping[str, Any]) -> dict[str, str]:
        said = {self._columns[head]: str(cell).strip() for head, cell in cells.items() if head in self._columns}
        return {key: text for key, text in said.items() if text and text != "None"}

    def _fields(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        return {head: cell for head, cell in cells.items() if head not in self._columns}

    async def _kept(self, register: Register, work: RecordWork) -> dict[str, Stored]:
        return {each.id: each for each in await work.records.find(Wanted((register.id,)))}

    async def _keeps(self, plan: Plan, work: RecordWork, *, good_rows: bool) -> bool:
        """Do what was planned, unless something is wrong and all rows were wanted; then nothing may be committed."""
        if plan.bad and not good_rows:
            return False
        for number, change in list(plan.changes.items()):
            if change.after == change.before:
                continue
            event = happened("changed", change.before, change.after, change.edition, plan.staff, plan.now)
            try:
                await work.records.replace(change.stored, self._book.entry(change.after, change.edition), event)
            except AlreadyThere:
                sentence = self._book.say("record_already_there", title=change.edition.title)
                plan.bad.append(BadRow(change.row, (sentence,)))
                del plan.changes[number]
        await work.records.add([new.entry for new in plan.new], plan.staff.id, plan.now)
        return good_rows or not plan.bad
