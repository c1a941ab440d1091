"""What a file of rows would do to the kept records, before anything is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.core.records.fields import Value
from bot.core.records.merging import joined
from bot.core.records.record import Record
from bot.core.records.register import Edition, Register
from bot.core.records.staff import Staff
from bot.core.records.states import stopped
from bot.services.records.record_book import RecordBook, RecordRefused
from bot.services.records.record_changes import begun, changed, stopped_text
from bot.services.records.record_ports import Entry, Stored

NUMBER, REGION, PERIOD, STATE = "number", "region", "period", "state"
"""Columns of every file beside the fields, by the keys of the wording list `record_columns`."""


Review = Callable[[str, Mapping[str, Value]], Sequence[str]]
"""What is doubtful about a record of a register, in sentences."""


def nothing_doubtful(register: str, values: Mapping[str, Value]) -> Sequence[str]:
    """The review of registers in which nobody asks anything of people."""
    return ()


@dataclass
class New:
    """A record that a row adds."""

    row: int
    record: Record
    edition: Edition
    entry: Entry


@dataclass
class Change:
    """A kept record that rows change."""

    row: int
    stored: Stored
    before: Record
    after: Record
    edition: Edition


@dataclass(frozen=True)
class BadRow:
    """What is wrong, or doubtful, in one row: a sentence for each cell."""

    row: int
    sentences: tuple[str, ...]


@dataclass
class Plan:
    """What the rows come to. `kept`: the register's records by number, as far as rows are about kept ones.

    `state`: where new records are taken at once, unless something about them is doubtful.
    """

    book: RecordBook
    register: Register
    staff: Staff
    now: dt.datetime
    kept: Mapping[str, Stored]
    review: Review = nothing_doubtful
    state: str | None = None
    new: list[New] = field(default_factory=list)
    changes: dict[str, Change] = field(default_factory=dict)
    joined: int = 0
    bad: list[BadRow] = field(default_factory=list)
    doubtful: list[BadRow] = field(default_factory=list)

    def take(self, row: int, own: Mapping[str, str], cells: Mapping[str, Any]) -> None:
        """Plan one row: `own` are number, region, period and state, `cells` the fields."""
        try:
            if NUMBER in own:
                self._change(row, own, cells)
            else:
                self._begin(row, own, cells)
        except RecordRefused as refused:
            self.bad.append(BadRow(row, refused.sentences))

    def join(self, taken: Mapping[str, str]) -> None:
        """Where there may be one record only, join what the declaration allows to join and refuse the rest.

        `taken`: the kept records by the text of which there may be one only.
        """
        left: list[New] = []
        first: dict[str, New] = {}
        for new in self.new:
            one = new.entry.one
            if one is None or (one not in taken and one not in first):
                left.append(new)
                if one is not None:
                    first[one] = new
            elif not new.edition.merges:
                sentence = self.book.say("record_already_there", title=new.edition.title)
                self.bad.append(BadRow(new.row, (sentence,)))
            else:
                self._join(new, first.get(one), taken.get(one))
        self.new = left

    def _join(self, new: New, earlier: New | None, number: str | None) -> None:
        self.joined += 1
        if earlier is not None:
            values = joined(earlier.record.values, new.record.values)
            earlier.record = replace(earlier.record, values=values)
            earlier.entry = self.book.entry(earlier.record, earlier.edition)
        elif number is not None:
            stored = self.kept[number]
            if not self.staff.reaches(stored.region):
                self.joined -= 1
                sentence = self.book.say("record_kept_elsewhere", place=self.book.place(stored.region))
                self.bad.append(BadRow(new.row, (sentence,)))
                return
            before = self.book.record(stored)
            change = self.changes.setdefault(number, Change(new.row, stored, before, before, new.edition))
            change.after = replace(change.after, values=joined(change.after.values, new.record.values))

    def _begin(self, row: int, own: Mapping[str, str], cells: Mapping[str, Any]) -> None:
        if REGION not in own:
            raise RecordRefused(self.book.say("record_no_region"))
        code = self.book.region(own[REGION])
        if code is None:
            raise RecordRefused(self.book.say("record_unknown_place", value=own[REGION]))
        edition = self.book.edition(self.register, code)
        self.book.check_writes(edition, code, self.staff)
        record = begun(edition, code, cells, self.staff.id, self.now.date(), own.get(PERIOD), self.book)
        self._check_state(own, record, edition)
        doubts = tuple(self.review(edition.register, record.values))
        if doubts:
            self.doubtful.append(BadRow(row, doubts))
        elif self.state is not None:
            record = self._taken_on(record, self.state, edition)
        self.new.append(New(row, record, edition, self.book.entry(record, edition)))

    def _change(self, row: int, own: Mapping[str, str], cells: Mapping[str, Any]) -> None:
        stored = self.kept.get(own[NUMBER].upper())
        if stored is None or stored.id in self.changes:
            key = "record_unknown" if stored is None else "record_number_twice"
            raise RecordRefused(self.book.say(key, number=own[NUMBER]))
        before = self.book.record(stored)
        edition = self.book.edition(self.register, before.region)
        self.book.check_writes(edition, before.region, self.staff)
        self._check_state(own, before, edition)
        self.changes[stored.id] = Change(row, stored, before, changed(before, cells, edition, self.book), edition)

    def _taken_on(self, record: Record, state: str, edition: Edition) -> Record:
        """The record in a state it may be taken to as it begins; one already there stays."""
        assert edition.states is not None, "only registers with states are published"
        if record.state == state:
            return record
        stop = stopped(edition.states, record.state or "", state, record.values, self.staff, record.entered_by)
        if stop is not None:
            raise RecordRefused(stopped_text(stop, record.state or "", state, edition, self.book))
        return replace(record, state=state)

    def _check_state(self, own: Mapping[str, str], record: Record, edition: Edition) -> None:
        """States change by steps, which a file does not take."""
        named = edition.states.named(own[STATE]) if STATE in own and edition.states else record.state
        if named != record.state:
            raise RecordRefused(self.book.say("record_state_in_file", state=own[STATE]))
