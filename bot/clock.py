"""The real clock."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo


class SystemClock:
    """The present in the service's time zone."""

    def __init__(self, time_zone: str) -> None:
        self._zone = ZoneInfo(time_zone)

    def now(self) -> dt.datetime:
        """The present moment."""
        return dt.datetime.now(self._zone)

    def today(self) -> dt.date:
        """The present day."""
        return self.now().date()
