"""Days of the year on which staff announce something, with a text to begin with."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class SpecialDay:
    """A day by its date, or the nth weekday (ISO) of a month; `day` is `None` where it is set anew every year.

    `source` says where the date stands. The texts are those of a broadcast.
    """

    id: str
    name: str
    source: str
    title: str
    text: str
    easy_text: str
    month: int | None = None
    day: int | None = None
    nth: int | None = None
    weekday: int | None = None

    def on(self, year: int) -> dt.date | None:
        """The day in a year; `None` if nobody can know it beforehand."""
        if self.month is None:
            return None
        if self.day is not None:
            return dt.date(year, self.month, self.day)
        assert self.nth is not None, "the reader of the file made sure"
        assert self.weekday is not None, "the reader of the file made sure"
        days = [
            day
            for day in range(1, calendar.monthrange(year, self.month)[1] + 1)
            if dt.date(year, self.month, day).isoweekday() == self.weekday
        ]
        return dt.date(year, self.month, days[self.nth - 1])

    def after(self, day: dt.date) -> dt.date | None:
        """The next one on this day or later."""
        this = self.on(day.year)
        return this if this is None or this >= day else self.on(day.year + 1)
