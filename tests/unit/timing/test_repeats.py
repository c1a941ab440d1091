"""When something that repeats is next, in whatever zone, and when clocks are wrong."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.timing.repeats import repeats, righted

SHANGHAI = ZoneInfo("Asia/Shanghai")
TEXTS = ("every 60", "day 09:00", "week 1 09:00", "month 31 09:00", "quarter 15 9:00")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("text", "now", "following"),
    [
        ("every 60", "2026-11-21T23:59:30", "2026-11-22T00:00:30"),
        ("day 09:00", "2026-11-21T08:59", "2026-11-21T09:00"),
        ("day 09:00", "2026-11-21T09:00", "2026-11-22T09:00"),
        ("week 1 09:00", "2026-11-21T10:00", "2026-11-23T09:00"),
        ("week 7 20:30", "2026-11-22T20:29", "2026-11-22T20:30"),
        ("month 15 09:00", "2026-11-21T10:00", "2026-12-15T09:00"),
        ("month 31 09:00", "2027-02-01T00:00", "2027-02-28T09:00"),
        ("month 31 09:00", "2028-02-28T10:00", "2028-02-29T09:00"),
        ("quarter 15 09:00", "2026-11-21T10:00", "2027-01-15T09:00"),
        ("quarter 15 09:00", "2027-01-15T09:00", "2027-04-15T09:00"),
    ],
)
def test_the_next_time(text: str, now: str, following: str) -> None:
    assert repeats(text).after(at(now)) == at(following)


def test_the_hour_is_that_of_the_zone() -> None:
    now = dt.datetime(2026, 11, 21, 1, 30, tzinfo=dt.UTC)
    assert repeats("day 09:00").after(now.astimezone(SHANGHAI)).astimezone(dt.UTC).hour == 1
    assert repeats("day 09:00").after(now.astimezone(SHANGHAI)).date() == dt.date(2026, 11, 22)


@pytest.mark.parametrize("text", ["", "every 0", "every", "day", "day 25:00", "week 8 09:00", "month 0 09:00", "x"])
def test_what_is_no_repetition_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        repeats(text)


@given(
    st.sampled_from(TEXTS),
    st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(SHANGHAI)),  # noqa: DTZ001
)
def test_the_next_time_is_later_and_the_one_after_that_later_still(text: str, now: dt.datetime) -> None:
    first = repeats(text).after(now)
    assert now < first < repeats(text).after(first)


def test_a_clock_put_back_a_little_does_nothing_twice() -> None:
    daily = repeats("day 09:00")
    due = daily.after(at("2026-11-21T09:01"))
    assert righted(due, daily, at("2026-11-21T08:30")) == at("2026-11-22T09:00")


def test_a_clock_put_back_a_year_does_not_stop_everything_for_a_year() -> None:
    daily = repeats("day 09:00")
    assert righted(at("2027-11-22T09:00"), daily, at("2026-11-21T10:00")) == at("2026-11-23T09:00")
    minutely = repeats("every 60")
    assert righted(at("2026-11-21T11:00"), minutely, at("2026-11-21T10:00")) == at("2026-11-21T10:02")


def test_an_hour_that_does_not_exist_is_not_left_out() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before = at("2027-03-27T12:00", berlin)
    first = repeats("day 02:30").after(before)
    assert first.date() == dt.date(2027, 3, 28)
    assert repeats("day 02:30").after(first).date() == dt.date(2027, 3, 29)
