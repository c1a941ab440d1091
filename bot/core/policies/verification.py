"""By when somebody should look whether a document still holds and whether another has followed it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.core.policies.documents import Period


@dataclass(frozen=True)
class CheckRules:
    """Days: before a document ends, after a look at one that is about to end or has ended, and else."""

    before_end: int
    after_end: int
    open_ended: int


def check_due(issued: dt.date | None, period: Period, checked_on: dt.date | None, rules: CheckRules) -> dt.date | None:
    """The day of the next look; `None` for at once: nobody has looked, and nothing says how old the document is.

    When it began is no help there: of many laws only the day from which the service knows them is on record.
    """
    if period.end is not None:
        ending = _earlier(period.end, rules.before_end)
        if checked_on is None or checked_on < ending:
            return ending
        return _later(checked_on, rules.after_end)
    begun = checked_on or issued
    return None if begun is None else _later(begun, rules.open_ended)


def _earlier(day: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(max(1, day.toordinal() - days))


def _later(day: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(min(dt.date.max.toordinal(), day.toordinal() + days))
