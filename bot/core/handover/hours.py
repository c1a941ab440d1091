"""When somebody is there to answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.regions.region import ancestors

LOOK_AHEAD = 31
"""Days to look for the next opening; no holiday is that long."""


@dataclass(frozen=True)
class Span:
    """From one time of a day to a later one, that moment not included."""

    start: dt.time
    end: dt.time


@dataclass(frozen=True)
class OfficeHours:
    """The hours of one region's staff. `week` has the spans of each weekday on which somebody is there, Monday 0.

    `holidays` are days on which nobody is there; `workdays` are days worked in exchange, with Monday's hours.
    """

    week: Mapping[int, tuple[Span, ...]]
    holidays: frozenset[dt.date] = frozenset()
    workdays: frozenset[dt.date] = frozenset()

    def spans(self, day: dt.date) -> tuple[Span, ...]:
        """When somebody is there on that day, in order."""
        if day in self.holidays:
            return ()
        weekday = 0 if day in self.workdays else day.weekday()
        return self.week.get(weekday, ())

    def is_open(self, now: dt.datetime) -> bool:
        """Whether somebody is there; `now` is local time."""
        return any(span.start <= now.time() < span.end for span in self.spans(now.date()))

    def next_opening(self, now: dt.datetime) -> dt.datetime | None:
        """When somebody will be there next, if nobody is; `None` if that is not known."""
        for ahead in range(LOOK_AHEAD + 1):
            day = now.date() + dt.timedelta(days=ahead)
            for span in self.spans(day):
                start = dt.datetime.combine(day, span.start, now.tzinfo)
                if start > now:
                    return start
        return None


@dataclass(frozen=True)
class Hours:
    """All regions' hours; a region without its own has those of the region around it, in the end the nation's.

    The nation's are among them.
    """

    by_region: Mapping[str, OfficeHours]

    def of(self, region: str) -> OfficeHours:
        """The hours that hold in a region."""
        return next(self.by_region[code] for code in ancestors(region) if code in self.by_region)
