"""Years and quarters as ledgers and calendars count them: `2026`, `2026Q4`; what happens once has no period."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from enum import StrEnum

_YEAR = re.compile(r"((?:19|20|21)\d\d)年?度?")
_QUARTER = re.compile(r"((?:19|20|21)\d\d)年?[-/ ]?(?:Q|第)?([1-4一二三四])(?:季度?)?")
_NUMERALS = {"一": "1", "二": "2", "三": "3", "四": "4"}


class PeriodKind(StrEnum):
    """How often there is a record of its own."""

    YEAR = "year"
    QUARTER = "quarter"
    ONCE = "once"


def read_period(kind: PeriodKind, text: str) -> str | None:
    """The period that a text names; `None` if it names none of this kind."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if kind is PeriodKind.YEAR:
        year = _YEAR.fullmatch(plain)
        return year.group(1) if year else None
    quarter = _QUARTER.fullmatch(plain)
    if kind is PeriodKind.ONCE or quarter is None:
        return None
    return f"{quarter.group(1)}Q{_NUMERALS.get(quarter.group(2), quarter.group(2))}"


def period_of(kind: PeriodKind, day: dt.date) -> str | None:
    """The period that `day` lies in."""
    match kind:
        case PeriodKind.YEAR:
            return str(day.year)
        case PeriodKind.QUARTER:
            return f"{day.year}Q{(day.month + 2) // 3}"
        case PeriodKind.ONCE:
            return None


def last_day(period: str) -> dt.date:
    """The last day of a year or quarter."""
    year, _, quarter = period.partition("Q")
    month = int(quarter) * 3 if quarter else 12
    return last_of_month(int(year), month)


def last_of_month(year: int, month: int) -> dt.date:
    """The last day of a month."""
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def periods_between(kind: PeriodKind, first: dt.date, last: dt.date) -> tuple[str, ...]:
    """Every period that has a day from `first` to `last`, in order; none for what happens once."""
    found: list[str] = []
    day = first
    while day <= last:
        period = period_of(kind, day)
        if period is None:
            return ()
        found.append(period)
        day = last_day(period) + dt.timedelta(days=1)
    return tuple(found)


def period_text(period: str) -> str:
    """2026 → 2026年; 2026Q4 → 2026年第4季度."""
    year, _, quarter = period.partition("Q")
    return f"{year}年第{quarter}季度" if quarter else f"{year}年"
