"""Nobody is written to in their quiet hours, or more often than they want."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.timing.quiet import Quiet
from bot.core.timing.wishes import Pace, Rules, Wish

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = Quiet(dt.time(22), dt.time(8))
RULES = Rules(Pace.AT_ONCE, NIGHT, 3, dt.time(9), 1)
MOMENTS = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1), timezones=st.just(SHANGHAI))  # noqa: DTZ001
TIMES = st.times().map(lambda time: time.replace(second=0, microsecond=0))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-21T21:59", None),
        ("2026-11-21T22:00", "2026-11-22T08:00"),
        ("2026-11-22T07:59", "2026-11-22T08:00"),
        ("2026-11-22T08:00", None),
    ],
)
def test_the_night_is_quiet(now: str, until: str | None) -> None:
    assert NIGHT.until(at(now)) == (at(until) if until else None)


def test_quiet_by_day_and_never_quiet() -> None:
    noon = Quiet(dt.time(12), dt.time(14))
    assert noon.until(at("2026-11-21T13:00")) == at("2026-11-21T14:00")
    assert noon.until(at("2026-11-21T02:00")) is None
    assert Quiet(dt.time(8), dt.time(8)).until(at("2026-11-21T03:00")) is None


@given(TIMES, TIMES, MOMENTS)
def test_when_quiet_hours_end_it_is_not_quiet(begins: dt.time, ends: dt.time, now: dt.datetime) -> None:
    quiet = Quiet(begins, ends)
    until = quiet.until(now)
    assert until is None or (now < until <= now + dt.timedelta(days=1) and quiet.until(until) is None)


def test_who_has_had_enough_for_a_day_waits_for_the_next_morning() -> None:
    noon = at("2026-11-21T12:00")
    assert RULES.opens(Wish(), noon, 2) is None
    assert RULES.opens(Wish(), noon, 3) == at("2026-11-22T08:00")
    by_night = Wish(quiet=Quiet(dt.time(9), dt.time(18)))
    assert RULES.opens(by_night, at("2026-11-21T20:00"), 3) == at("2026-11-22T00:00")


def test_slots_of_a_day_and_a_week() -> None:
    daily, weekly = Wish(Pace.DAILY), Wish(Pace.WEEKLY)
    saturday = at("2026-11-21T10:00")
    assert RULES.last_slot(Wish(), saturday) is None
    assert RULES.last_slot(daily, saturday) == at("2026-11-21T09:00")
    assert RULES.last_slot(daily, at("2026-11-21T08:59")) == at("2026-11-20T09:00")
    assert RULES.next_slot(daily, saturday) == at("2026-11-22T09:00")
    assert RULES.last_slot(weekly, saturday) == at("2026-11-16T09:00")
    assert RULES.next_slot(weekly, saturday) == at("2026-11-23T09:00")
    assert RULES.last_slot(weekly, at("2026-11-23T08:00")) == at("2026-11-16T09:00")


def test_who_sleeps_long_is_told_when_they_wake() -> None:
    late = Wish(Pace.DAILY, Quiet(dt.time(23), dt.time(11)))
    assert RULES.last_slot(late, at("2026-11-21T12:00")) == at("2026-11-21T11:00")
    assert RULES.last_slot(late, at("2026-11-21T10:00")) == at("2026-11-20T11:00")


@given(st.sampled_from([Pace.DAILY, Pace.WEEKLY]), TIMES, TIMES, MOMENTS)
def test_slots_follow_one_another(pace: Pace, begins: dt.time, ends: dt.time, now: dt.datetime) -> None:
    wish = Wish(pace, Quiet(begins, ends))
    last, following = RULES.last_slot(wish, now), RULES.next_slot(wish, now)
    assert last is not None
    assert following is not None
    assert last <= now < following
    assert RULES.last_slot(wish, following) == following
