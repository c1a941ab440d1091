from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.content import load_phrases
from bot.catalog.office_hours import load_office_hours
from bot.core.conversation.handing.requests import Situation
from bot.core.conversation.handing.wording import answer_said, hours_said
from bot.core.handover.hours import OfficeHours, Span
from bot.settings import Settings

ZONE = ZoneInfo("Asia/Shanghai")
MORNING, AFTERNOON = Span(dt.time(8, 30), dt.time(12)), Span(dt.time(14), dt.time(17, 30))
WEEK = OfficeHours(dict.fromkeys(range(5), (MORNING, AFTERNOON)))
PHRASES = load_phrases(Settings().content_dir)
FRIDAY = dt.date(2026, 11, 20)


def when(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), ZONE)


def write(folder: Path, text: str) -> Path:
    (folder / "office-hours.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("now", "is_open", "opening"),
    [
        (when(FRIDAY, 8, 30), True, when(FRIDAY, 14)),
        (when(FRIDAY, 12), False, when(FRIDAY, 14)),
        (when(FRIDAY, 17, 30), False, when(dt.date(2026, 11, 23), 8, 30)),
        (when(dt.date(2026, 11, 21), 10), False, when(dt.date(2026, 11, 23), 8, 30)),
    ],
)
def test_somebody_is_there_within_the_hours_only(now: dt.datetime, is_open: bool, opening: dt.datetime) -> None:
    assert WEEK.is_open(now) is is_open
    assert WEEK.next_opening(now) == opening


def test_holidays_are_free_and_days_worked_in_exchange_are_not() -> None:
    saturday = dt.date(2026, 11, 21)
    hours = OfficeHours(WEEK.week, holidays=frozenset({FRIDAY}), workdays=frozenset({saturday}))
    assert not hours.is_open(when(FRIDAY, 10))
    assert hours.next_opening(when(FRIDAY, 10)) == when(saturday, 8, 30)


@given(
    st.dictionaries(st.integers(0, 6), st.sampled_from(((MORNING,), (MORNING, AFTERNOON))), min_size=1),
    st.integers(0, 1_000_000),
)
def test_the_next_opening_is_one_and_nothing_opens_before(week: dict[int, tuple[Span, ...]], minutes: int) -> None:
    hours, now = OfficeHours(week), when(FRIDAY, 0) + dt.timedelta(minutes=minutes)
    opening = hours.next_opening(now)
    assert opening is not None
    assert now < opening
    assert hours.is_open(opening)
    days = (now.date() + dt.timedelta(days=ahead) for ahead in range(8))
    starts = [dt.datetime.combine(day, span.start, ZONE) for day in days for span in week.get(day.weekday(), ())]
    assert opening == min(start for start in starts if start > now)


def test_the_wording_says_when_somebody_answers() -> None:
    assert hours_said(WEEK, PHRASES, False) == "周一到周五8:30—12:00、14:00—17:30"
    split = OfficeHours({0: (MORNING,), 1: (MORNING,), 3: (AFTERNOON,)})
    assert hours_said(split, PHRASES, False) == "周一到周二8:30—12:00；周四14:00—17:30"

    def said(now: dt.datetime, hours: OfficeHours = WEEK) -> str:
        return answer_said(Situation(None, now, hours), PHRASES, False)

    assert "现在是上班时间" in said(when(FRIDAY, 9))
    assert "今天14:00" in said(when(FRIDAY, 13))
    assert "明天8:30" in said(when(dt.date(2026, 11, 19), 20))
    night = said(when(FRIDAY, 22))
    assert "11月23日（周一）8:30" in night
    assert "下一个工作日" in night
    assert "不知道" in said(when(FRIDAY, 9), OfficeHours({}))


def test_a_region_without_hours_of_its_own_has_those_around_it(tmp_path: Path) -> None:
    text = """
answer_within_hours: 2
close_after_hours: 24
regions:
  "000000": {monday: ["8:30-12:00"]}
  "530000": {monday: ["9:00-12:00"]}
"""
    hours, patience = load_office_hours(write(tmp_path, text), {"530000"})
    assert hours.of("532622").week[0][0].start == dt.time(9)
    assert hours.of("410300").week[0][0].start == dt.time(8, 30)
    assert patience.staff == dt.timedelta(hours=2)


@pytest.mark.parametrize(
    ("regions", "told"),
    [
        ('{"000000": {monday: ["8:30—12"]}}', "8:30-12:00 这样"),
        ('{"000000": {monday: ["12:00-8:30"]}}', "结束要晚于开始"),
        ('{"000000": {moonday: []}}', "moonday"),
        ('{"530000": {}}', "缺少000000"),
        ('{"000000": {}, "999999": {}}', "没有地区999999"),
    ],
)
def test_a_broken_file_is_told_by_what_is_wrong(tmp_path: Path, regions: str, told: str) -> None:
    text = f"answer_within_hours: 2\nclose_after_hours: 24\nregions: {regions}\n"
    with pytest.raises(ValueError, match=told) as raised:
        load_office_hours(write(tmp_path, text), {"530000"})
    assert "office-hours.yaml" in str(raised.value)


def test_the_real_file_loads() -> None:
    hours, patience = load_office_hours(Settings().data_dir / "reference", frozenset())
    assert hours.of("532622").week
    assert patience.staff < patience.person
