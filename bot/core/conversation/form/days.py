"""Days as people say them: 明天, 12月5日, 2026年12月5号, 5号."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

_DAY = re.compile(r"(?:(?P<year>20\d\d)[年./-])?(?:(?P<month>\d{1,2})[月./-])?(?P<day>\d{1,2})(?P<end>[日号])?")
_YEARS_TRIED = 5
"""So that 29 February is found."""


def read_day(text: str, today: dt.date, words: Mapping[str, int]) -> dt.date | None:
    """The day that `text` names and nothing else; without year or month the next such day, `today` included."""
    if text in words:
        return today + dt.timedelta(days=words[text])
    found = _DAY.fullmatch(text)
    if found is None or not (found["month"] or found["end"]):
        return None
    day, month = int(found["day"]), int(found["month"]) if found["month"] else None
    if found["year"]:
        return _date(int(found["year"]), month, day)
    if month is not None:
        tried = (_date(today.year + later, month, day) for later in range(_YEARS_TRIED))
    else:
        months = (today.month - 1 + later for later in range(_YEARS_TRIED))
        tried = (_date(today.year + each // 12, each % 12 + 1, day) for each in months)
    return next((each for each in tried if each is not None and each >= today), None)


def _date(year: int, month: int | None, day: int) -> dt.date | None:
    try:
        return dt.date(year, month or 1, day) if month else None
    except ValueError:
        return None
