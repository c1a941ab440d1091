"""How often and at what hours somebody is told of things they did not ask for just now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.core.timing.quiet import Quiet


class Pace(StrEnum):
    """How often somebody hears of new jobs."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True)
class Wish:
    """What somebody chose; `None` stands for what holds for everybody who chose nothing."""

    pace: Pace | None = None
    quiet: Quiet | None = None


@dataclass(frozen=True)
class Rules:
    """What the service keeps to. `most`: messages a day to one person, all kinds of alerts together.

    `hour` and `weekday` (ISO): when the daily and the weekly message comes, or at the end of the quiet hours.
    """

    pace: Pace
    quiet: Quiet
    most: int
    hour: dt.time
    weekday: int

    def pace_of(self, wish: Wish) -> Pace:
        """How often somebody hears of jobs."""
        return wish.pace or self.pace

    def quiet_of(self, wish: Wish) -> Quiet:
        """When somebody is not to be disturbed."""
        return wish.quiet or self.quiet

    def opens(self, wish: Wish, now: dt.datetime, told_today: int = 0) -> dt.datetime | None:
        """When somebody may be written to; `None` if at once. `told_today`: messages they have had since midnight."""
        quiet = self.quiet_of(wish)
        if told_today < self.most:
            return quiet.until(now)
        midnight = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(), now.tzinfo)
        return quiet.until(midnight) or midnight

    def last_slot(self, wish: Wish, now: dt.datetime) -> dt.datetime | None:
        """When the message of this day or week was due; `None` for whoever hears of things at once."""
        pace = self.pace_of(wish)
        if pace is Pace.AT_ONCE:
            return None
        day = now.date()
        if pace is Pace.WEEKLY:
            day -= dt.timedelta(days=(day.isoweekday() - self.weekday) % 7)
        back = dt.timedelta(days=1 if pace is Pace.DAILY else 7)
        slot = self._slot(day, wish, now)
        return slot if slot.timestamp() <= now.timestamp() else self._slot(day - back, wish, now)

    def next_slot(self, wish: Wish, now: dt.datetime) -> dt.datetime | None:
        """When the next one will be."""
        last = self.last_slot(wish, now)
        if last is None:
            return None
        ahead = dt.timedelta(days=1 if self.pace_of(wish) is Pace.DAILY else 7)
        return self._slot(last.date() + ahead, wish, now)

    def _slot(self, day: dt.date, wish: Wish, now: dt.datetime) -> dt.datetime:
        told = dt.datetime.combine(day, self.hour, now.tzinfo)
        ends = self.quiet_of(wish).until(told)
        # Never on another day than its own: whoever sleeps by day hears of it at the hour that was promised.
        return ends if ends is not None and ends.date() == day else told
