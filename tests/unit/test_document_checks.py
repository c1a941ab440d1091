"""By when somebody should look whether a document still holds."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.core.policies.documents import ALWAYS, Period
from bot.core.policies.verification import CheckRules, check_due

RULES = CheckRules(before_end=90, after_end=30, open_ended=365)
ISSUED, END = dt.date(2025, 1, 1), dt.date(2027, 12, 31)
ENDING = dt.date(2027, 10, 2)


@pytest.mark.parametrize(
    ("issued", "end", "checked", "due"),
    [
        (ISSUED, END, None, ENDING),
        (ISSUED, END, dt.date(2026, 1, 1), ENDING),
        (ISSUED, END, ENDING, dt.date(2027, 11, 1)),
        (ISSUED, END, dt.date(2028, 3, 1), dt.date(2028, 3, 31)),
        (ISSUED, None, None, dt.date(2026, 1, 1)),
        (ISSUED, None, dt.date(2026, 5, 1), dt.date(2027, 5, 1)),
        (None, None, None, None),
        (None, dt.date.min, None, dt.date.min),
        (None, None, dt.date.max, dt.date.max),
    ],
)
def test_the_day_follows_from_the_dates_of_the_document_and_the_last_look(
    issued: dt.date | None, end: dt.date | None, checked: dt.date | None, due: dt.date | None
) -> None:
    period = ALWAYS if end is None else Period(None, end)
    assert check_due(issued, period, checked, RULES) == due
