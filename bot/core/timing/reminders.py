"""When people are reminded of an event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Lead:
    """A reminder so many days before the day of an event, from a time of the day on."""

    name: str
    days: int
    at: dt.time


@dataclass(frozen=True)
class Due:
    """A reminder whose time has come. It comes too late at `until`: when the next is due, or the event begins."""

    lead: Lead
    until: dt.datetime


def due(leads: Sequence[Lead], day: dt.date, begins: dt.time | None, now: dt.datetime) -> Due | None:
    """The reminder of an event that is due now, in the zone of `now`: the last whose time has come."""
    begin = beginning(day, begins, now.tzinfo)
    times = sorted((dt.datetime.combine(day - dt.timedelta(days=lead.days), lead.at, now.tzinfo), lead.name, lead)
                   for lead in leads)  # fmt: skip
    ends = [*(time for time, _, _ in times[1:]), begin]
    for (time, _, lead), end in zip(times, ends, strict=True):
        until = min(end, begin)
        if time <= now < until:
            return Due(lead, until)
    return None


def beginning(day: dt.date, begins: dt.time | None, zone: dt.tzinfo | None) -> dt.datetime:
    """When an event begins; one of which no hour is known begins when its day ends."""
    if begins is not None:
        return dt.datetime.combine(day, begins, zone)
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
