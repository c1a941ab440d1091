"""Days of the year, as their sources give them."""

from __future__ import annotations

import datetime as dt

from bot.catalog.special_days import load_special_days
from bot.settings import Settings

DAYS = load_special_days(Settings().data_dir / "reference")


def test_the_day_of_help_is_the_third_sunday_of_may() -> None:
    assert DAYS["help_day"].on(2027) == dt.date(2027, 5, 16)
    assert DAYS["help_day"].on(2026) == dt.date(2026, 5, 17)
    assert DAYS["help_day"].after(dt.date(2026, 5, 18)) == dt.date(2027, 5, 16)


def test_fixed_days_and_one_that_nobody_knows_beforehand() -> None:
    assert DAYS["disability_day"].after(dt.date(2026, 12, 3)) == dt.date(2026, 12, 3)
    assert DAYS["blind_day"].after(dt.date(2026, 12, 3)) == dt.date(2027, 10, 15)
    assert DAYS["assistance_month"].after(dt.date(2026, 12, 3)) is None
