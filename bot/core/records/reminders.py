"""What staff are reminded of on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.records.completeness import applies
from bot.core.records.periods import last_day, periods_between
from bot.core.records.record import Record
from bot.core.records.register import Edition
from bot.core.records.rules import Reminder


@dataclass(frozen=True)
class Due:
    """One reminder: what it says, the day it is about, where; `record` is `None` where one ought to be but is not.

    `ended`: the plan that asked for it is over, so that nobody waits for it any more.
    """

    register: str
    region: str
    says: str
    day: dt.date
    record: Record | None = None
    period: str | None = None
    ended: bool = False


def due(record: Record, edition: Edition, on: dt.date, *, incomplete: bool) -> tuple[Due, ...]:
    """The record's reminders on a day; those about the end of its period only while it is incomplete."""
    found: list[Due] = []
    for reminder in edition.reminders:
        day = _day(record, reminder, incomplete=incomplete)
        if day is not None and _open(record, reminder) and on >= day - dt.timedelta(days=reminder.before):
            found.append(Due(record.register, record.region, reminder.says, day, record, record.period))
    return tuple(found)


def missing_periods(edition: Edition, records: Iterable[Record], places: Sequence[str], on: dt.date) -> tuple[Due, ...]:
    """Periods, finished or running on `on`, without a record although the document asks for one, for each place."""
    expected = edition.expected
    if expected is None or edition.period is None or expected.period.start is None:
        return ()
    last = min(on, expected.period.end or on)
    ended = last < on
    kept = {(record.region, record.period) for record in records}
    return tuple(
        Due(edition.register, place, expected.says, last_day(period), period=period, ended=ended)
        for period in periods_between(edition.period, expected.period.start, last)
        for place in places
        if (place, period) not in kept
    )


def missing_items(edition: Edition, records: Iterable[Record]) -> tuple[str, ...]:
    """Labels of the choices of which each ought to have a record, and has none."""
    if edition.one_each is None:
        return ()
    kept = {record.values.get(edition.one_each) for record in records}
    return tuple(label for option, label in edition.fields[edition.one_each].choices.items() if option not in kept)


def _day(record: Record, reminder: Reminder, *, incomplete: bool) -> dt.date | None:
    if reminder.silent is not None:
        return record.state_since + dt.timedelta(days=reminder.silent) if record.state_since else None
    if reminder.date is None:
        return last_day(record.period) if record.period and incomplete else None
    day = record.values.get(reminder.date)
    return day if isinstance(day, dt.date) else None


def _open(record: Record, reminder: Reminder) -> bool:
    if reminder.states is not None and record.state not in reminder.states:
        return False
    return reminder.unless is None or not applies(reminder.unless, record.values)
