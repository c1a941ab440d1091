"""Dates that the documents set, year by year, and which of them have passed without a note that it was done."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.policies.documents import Period
from bot.core.records.periods import PeriodKind, last_day, last_of_month, periods_between
from bot.core.records.record import Record
from bot.core.records.register import Edition
from bot.core.records.rules import Deadline

ITEM, UNIT = "item", "unit"
"""Fields every calendar has: which of its dates a record is about, and which unit's record it is."""

_DAY = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})|(\d{1,2})月底前?")
_NUMERALS = "日一二三四五六七八九"
_WEEKDAY = re.compile(r"([一二三四五六七八九])月第([一二三四五])个星期([日一二三四五六])")
_YEAR_END = re.compile(r"(?:(\d{4})年?|每年|按年度)(?:年?底前?)?")


@dataclass(frozen=True)
class Occurrence:
    """A date in one period. `exact`: the document names the day; else it is the last one that its words allow."""

    deadline: Deadline
    period: str | None
    day: dt.date
    exact: bool

    def ended(self, on: dt.date) -> bool:
        """Whether the document's own time was over on `on`, so that it says nothing about the present."""
        return self.deadline.period.end is not None and on > self.deadline.period.end


def occurrences(edition: Edition, on: dt.date, unit: str | None = None) -> tuple[Occurrence, ...]:
    """Every date of the calendar within the time of its document, by day; of one kind of unit if it is given."""
    found = [
        occurrence
        for deadline in edition.deadlines.values()
        if unit is None or unit in deadline.units
        for occurrence in _each(deadline, on)
    ]
    return tuple(sorted(found, key=lambda each: (each.day, each.deadline.id)))


def outstanding(
    edition: Edition, records: Iterable[Record], places: Mapping[str, Sequence[str]], on: dt.date
) -> tuple[tuple[Occurrence, str], ...]:
    """Dates that have come near on `on`, with each place that has no record of it.

    `places`: by date, where it has to be done.
    """
    done = {(record.values.get(ITEM), record.period, record.region) for record in records}
    return tuple(
        (each, place)
        for each in occurrences(edition, on)
        if each.day - dt.timedelta(days=each.deadline.before) <= on
        for place in places[each.deadline.id]
        if (each.deadline.id, each.period, place) not in done
    )


def _each(deadline: Deadline, on: dt.date) -> Iterable[Occurrence]:
    words = deadline.parameter.on(on).value if deadline.parameter else None
    if deadline.parameter is not None and deadline.parameter.unit == "month" and deadline.issued is not None:
        day = _months_later(deadline.issued, int(deadline.parameter.on(on).value))
        return [Occurrence(deadline, None, day, exact=False)]
    if deadline.each is PeriodKind.ONCE:
        day, exact = _once(words, deadline.period)
        return [Occurrence(deadline, None, day, exact)]
    start = deadline.period.start or on
    periods = periods_between(deadline.each, start, deadline.period.end or on)
    found = [Occurrence(deadline, period, *_within(words, period)) for period in periods]
    return [occurrence for occurrence in found if occurrence.day >= start]


def _once(words: str | None, period: Period) -> tuple[dt.date, bool]:
    """The single day that words name; without words the end of the document's time."""
    if words is not None:
        day = _DAY.fullmatch(words)
        if day and day.group(1):
            return dt.date.fromisoformat(words), True
        month = _MONTH.fullmatch(words)
        if month and month.group(1):
            return last_of_month(int(month.group(1)), int(month.group(2))), False
        year = _YEAR_END.fullmatch(words)
        if year and year.group(1):
            return dt.date(int(year.group(1)), 12, 31), False
    if period.end is None:
        raise ValueError(f"no day in {words!r}")
    return period.end, False


def _within(words: str | None, period: str) -> tuple[dt.date, bool]:
    """The day of a yearly date in one year; without words the end of the period."""
    if words is not None:
        day = _DAY.fullmatch(words)
        if day:
            return dt.date(int(period[:4]), int(day.group(2)), int(day.group(3))), True
        month = _MONTH.fullmatch(words)
        if month and month.group(3):
            return last_of_month(int(period[:4]), int(month.group(3))), False
        weekday = _WEEKDAY.fullmatch(words)
        if weekday:
            return _nth_weekday(int(period[:4]), *(_NUMERALS.index(part) for part in weekday.groups())), True
    return last_day(period), False


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> dt.date:
    """The nth Sunday (0 or 7) to Saturday (6) of a month."""
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def _months_later(day: dt.date, months: int) -> dt.date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return dt.date(year, month, min(day.day, last_of_month(year, month).day))
