"""The worker tells of jobs by day, of everybody's once a day, keeps up by night, and gets over failures."""

from __future__ import annotations

import asyncio
import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.clock import SystemClock
from bot.services.tell_matches import Told
from bot.workers import matches
from bot.workers.matches import tell_of_matches


class Moments(SystemClock):
    """One given moment after the other, then the last for ever."""

    def __init__(self, *moments: str) -> None:
        super().__init__("Asia/Shanghai")
        zone = ZoneInfo("Asia/Shanghai")
        self._left = [dt.datetime.fromisoformat(moment).replace(tzinfo=zone) for moment in moments]

    def now(self) -> dt.datetime:
        return self._left.pop(0) if len(self._left) > 1 else self._left[0]


class Noting:
    """Notes what is asked of it; fails the first so many times."""

    def __init__(self, ends_after: int, failing: int = 0) -> None:
        self.asked: list[str] = []
        self.ended = asyncio.Event()
        self._ends_after, self._failing = ends_after, failing

    async def everybody(self, on: dt.date, now: dt.datetime) -> Told:
        return self._told("everybody")

    async def new_ones(self, on: dt.date, now: dt.datetime) -> Told:
        return self._told("new")

    async def keep_up(self) -> None:
        self._told("keep up")

    def _told(self, what: str) -> Told:
        self.asked.append(what)
        if len(self.asked) >= self._ends_after:
            self.ended.set()
        if len(self.asked) <= self._failing:
            raise OSError
        return Told(messages=1)


async def asked(tell: Noting, *moments: str) -> list[str]:
    stored = asyncio.Event()
    worker = asyncio.create_task(tell_of_matches(tell, Moments(*moments), stored))  # type: ignore[arg-type]
    await asyncio.wait_for(tell.ended.wait(), 10)
    worker.cancel()
    assert stored.is_set() is any(what != "keep up" for what in tell.asked[tell._failing :])
    return tell.asked


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matches, "EVERY_SECONDS", 0)


async def test_a_day_and_a_night() -> None:
    moments = (
        "2026-11-21T08:30", "2026-11-21T09:00", "2026-11-21T09:01", "2026-11-21T20:59", "2026-11-21T21:00",
        "2026-11-22T07:59", "2026-11-22T09:30",
    )  # fmt: skip
    assert await asked(Noting(7), *moments) == ["new", "everybody", "new", "new", "keep up", "keep up", "everybody"]


async def test_a_daily_run_that_failed_is_run_again() -> None:
    assert await asked(Noting(3, failing=1), *["2026-11-21T10:00"] * 3) == ["everybody", "everybody", "new"]
