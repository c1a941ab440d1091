"""How something repeats, by the wall clock of a zone, and when it is next; written as staff and tables write it.

`every 60` is 60 seconds after the last time, `day 09:00` every day, `week 1 09:00` every Monday (ISO weekdays),
`month 31 09:00` on the 31st, in shorter months on their last day, `quarter 31 09:00` the same in January, April, July
and October.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TEXT = re.compile(
    r"every (?P<seconds>\d{1,6})|(?:day|week (?P<weekday>[1-7])|(?P<months>month|quarter) (?P<day>[1-9]|[12]\d|3[01]))"
    r" (?P<at>\d{1,2}:\d{2})"
)
_MONTHS = {"month": 1, "quarter": 3}


@dataclass(frozen=True)
class Every:
    """So many seconds after the last time."""

    seconds: int

    def after(self, moment: dt.datetime) -> dt.datetime:
        """The next time after a moment."""
        return moment + dt.timedelta(seconds=self.seconds)


@dataclass(frozen=True)
class OnDays:
    """At a time of certain days: of a weekday, or of a day of every so many months, or of every day."""

    at: dt.time
    weekday: int | None = None
    day: int | None = None
    months: int = 1

    def after(self, moment: dt.datetime) -> dt.datetime:
        """The next time after a moment, in the moment's zone."""
        return next(each for each in self._from(moment) if each.timestamp() > moment.timestamp())

    def _from(self, moment: dt.datetime) -> Iterator[dt.datetime]:
        day = moment.date()
        while True:
            if self._is_on(day):
                yield dt.datetime.combine(day, self.at, moment.tzinfo)
            day += dt.timedelta(days=1)

    def _is_on(self, day: dt.date) -> bool:
        if self.weekday is not None:
            return day.isoweekday() == self.weekday
        if self.day is None:
            return True
        last = calendar.monthrange(day.year, day.month)[1]
        return (day.month - 1) % self.months == 0 and day.day == min(self.day, last)


Repeats = Every | OnDays


def repeats(text: str) -> Repeats:
    """What the words above say. Raises `ValueError` for any others."""
    found = _TEXT.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a repetition: {text!r}")
    if found["seconds"]:
        if int(found["seconds"]) == 0:
            raise ValueError("never and always")
        return Every(int(found["seconds"]))
    at = dt.time.fromisoformat(found["at"].rjust(5, "0"))
    if found["weekday"]:
        return OnDays(at, weekday=int(found["weekday"]))
    if found["months"]:
        return OnDays(at, day=int(found["day"]), months=_MONTHS[found["months"]])
    return OnDays(at)


def righted(due: dt.datetime, repeated: Repeats, now: dt.datetime) -> dt.datetime:
    """When something is due, though clocks may have been put back since that was reckoned.

    What was done just before the clock went back a little is not done again at the same hour. But nothing is ever
    further away than the time after the next: more than that was reckoned by a clock that was wrong.
    """
    latest = repeated.after(repeated.after(now))
    return min(due, latest, key=dt.datetime.timestamp)
