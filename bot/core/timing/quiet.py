"""Hours in which somebody is not to be disturbed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Quiet:
    """From one time of the day to another, mostly over midnight; never if both are the same."""

    begins: dt.time
    ends: dt.time

    def until(self, now: dt.datetime) -> dt.datetime | None:
        """When it ends, in the zone of `now`; `None` if it is not quiet at present."""
        time = now.time()
        if self.begins < self.ends:
            inside, ends_tomorrow = self.begins <= time < self.ends, False
        else:
            inside, ends_tomorrow = (time >= self.begins or time < self.ends), time >= self.begins
        if not inside or self.begins == self.ends:
            return None
        day = now.date() + dt.timedelta(days=1) if ends_tomorrow else now.date()
        return dt.datetime.combine(day, self.ends, now.tzinfo)
