"""The time that figures are shown of: whole months, as `2026`, `2026Q3` or the last twelve."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.core.records.periods import PeriodKind, last_day, last_of_month, period_of, read_period

LAST_TWELVE = "12"
MONTHS = 12


@dataclass(frozen=True)
class Span:
    """From the first to the last day, both included. `name` is how it is asked for."""

    name: str
    first: dt.date
    last: dt.date

    @property
    def months(self) -> tuple[str, ...]:
        """Its months in order, e.g. `2026-11`."""
        return months_between(self.first, self.last)


def months_between(first: dt.date, last: dt.date) -> tuple[str, ...]:
    """Every month that has a day from `first` to `last`."""
    found, day = [], first.replace(day=1)
    while day <= last:
        found.append(f"{day:%Y-%m}")
        day = last_of_month(day.year, day.month) + dt.timedelta(days=1)
    return tuple(found)


def read_span(name: str, today: dt.date) -> Span:
    """The span of this name; the last twelve months, the present one included, for any other text."""
    period = read_period(PeriodKind.YEAR, name) or read_period(PeriodKind.QUARTER, name)
    if period is None:
        start = today.replace(day=1)
        for _ in range(MONTHS - 1):
            start = (start - dt.timedelta(days=1)).replace(day=1)
        return Span(LAST_TWELVE, start, last_of_month(today.year, today.month))
    last = last_day(period)
    return Span(period, dt.date(last.year, last.month - 2 if "Q" in period else 1, 1), last)


def quarters(today: dt.date, count: int) -> tuple[str, ...]:
    """The present quarter and those before it, the latest first."""
    found, day = [], today
    for _ in range(count):
        quarter = period_of(PeriodKind.QUARTER, day)
        assert quarter is not None
        found.append(quarter)
        day = read_span(quarter, today).first - dt.timedelta(days=1)
    return tuple(found)
