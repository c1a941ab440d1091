"""People hear of things at the hours, as often, and as long as they want; reminders of fairs come once and in time."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.handover.case import Case, EndedBy, Reason, Side, State
from bot.core.matching.words import Words
from bot.core.timing.quiet import Quiet
from bot.core.timing.wishes import Pace, Rules, Wish
from bot.services.alerts.alert_times import AlertTimes
from bot.services.alerts.remind_of_fairs import RemindOfFairs
from bot.services.jobs.tell_matches import TellMatches
from bot.services.records.record_news import TellOfRecords
from bot.storage.database import open_database
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import real, real_book
from tests.integration.matching import COUNTY, add, add_job, add_need, change, finder, person, texts

ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = Quiet(dt.time(22), dt.time(8))
RULES = Rules(Pace.AT_ONCE, NIGHT, 3, dt.time(9), 1)
FAIR: Mapping[str, Any] = {
    "title": "助残专场", "date": "2026-12-03", "begins": "09:30", "place": "体育馆", "step_free": True,
}  # fmt: skip


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.fixture(scope="module")
def words() -> Words:
    return real().match_words


def reminding(units: SqlUnitsOfWork) -> RemindOfFairs:
    return RemindOfFairs(real().alert_rules.leads, real_book(), units, AlertTimes(RULES))


async def fair(units: SqlUnitsOfWork, *, region: str = COUNTY, **values: Any) -> str:
    return await add(units, "fairs", {**FAIR, **values}, state="published", region=region)


async def subscriber(units: SqlUnitsOfWork, address: str, wish: Wish | None = None, *topics: str) -> str:
    known = await person(units, address)
    async with units() as work:
        for topic in topics:
            await work.subscriptions.add(known, topic, at("2026-11-21T10:00"))
        if wish is not None:
            await work.alerts.choose(known, wish)
        await work.commit()
    return known


async def test_a_fair_is_called_to_mind_a_week_a_day_and_the_morning_before_each_once(units: SqlUnitsOfWork) -> None:
    await subscriber(units, "a", None, "find_fairs")
    number = await fair(units)
    remind = reminding(units)
    moments = ["2026-11-26T08:59", "2026-11-26T09:00", "2026-11-28T09:00", "2026-12-02T08:55", "2026-12-02T12:00",
               "2026-12-03T08:00", "2026-12-03T08:05", "2026-12-03T09:30", "2026-12-04T08:00"]  # fmt: skip
    assert [await remind.run(at(moment)) for moment in moments] == [0, 1, 0, 0, 1, 1, 0, 0, 0]
    week, day, morning = await texts(units, "a")
    assert "助残专场，2026-12-03，09:30，体育馆" in week
    assert "无台阶：是" in week
    assert f"回 {number} 看详细" in day
    assert "就是今天" in morning


async def test_reminders_reach_those_around_and_those_who_asked_and_nobody_else(units: SqlUnitsOfWork) -> None:
    await subscriber(units, "near", None, "find_fairs")
    await subscriber(units, "jobs only")
    asked = await subscriber(units, "asked")
    silent = await person(units, "not agreed", alerts=False)
    far = await fair(units, region="410300")
    here = await fair(units)
    async with units() as work:
        await work.alerts.ask(asked, far)
        await work.alerts.ask(asked, far)
        await work.alerts.ask(silent, here)
        await work.commit()
    assert await reminding(units).run(at("2026-12-02T10:00")) == 2
    told = {each: await texts(units, each) for each in ("near", "jobs only", "asked", "not agreed")}
    assert here in told["near"][0]
    assert far in told["asked"][0]
    assert told["jobs only"] == told["not agreed"] == []
    await change(units, here, state="cancelled")
    assert await reminding(units).run(at("2026-12-03T08:00")) == 2
    assert "取消" in (await texts(units, "near"))[-1], "only the other fair takes place"


async def test_who_asked_or_was_told_hears_once_that_a_fair_is_cancelled(units: SqlUnitsOfWork) -> None:
    asked = await subscriber(units, "asked")
    await subscriber(units, "reminded", None, "find_fairs")
    number = await fair(units)
    async with units() as work:
        await work.alerts.ask(asked, number)
        await work.commit()
    remind = reminding(units)
    assert await remind.run(at("2026-11-27T09:00")) == 2
    await subscriber(units, "never told", None, "find_fairs")
    await change(units, number, state="cancelled")
    assert await remind.run(at("2026-12-01T23:00")) == 0, "not at night"
    assert await remind.run(at("2026-12-02T10:00")) == 2
    assert await remind.run(at("2026-12-02T10:05")) == 0
    for address in ("asked", "reminded"):
        assert "取消" in (await texts(units, address))[-1]
    assert await texts(units, "never told") == []


async def test_a_reminder_waits_for_the_morning_but_not_for_after_the_fair(units: SqlUnitsOfWork) -> None:
    late = Wish(quiet=Quiet(dt.time(20), dt.time(9)))
    await subscriber(units, "early", None, "find_fairs")
    await subscriber(units, "late", late, "find_fairs")
    await subscriber(units, "later", Wish(quiet=Quiet(dt.time(20), dt.time(10))), "find_fairs")
    await fair(units)
    remind = reminding(units)
    assert await remind.run(at("2026-12-03T07:40")) == 0, "it is still quiet for everybody"
    assert await remind.run(at("2026-12-03T08:00")) == 1
    assert await remind.run(at("2026-12-03T09:00")) == 1
    assert await remind.run(at("2026-12-03T10:00")) == 0
    assert await texts(units, "later") == []


async def test_nobody_gets_more_messages_a_day_than_that(units: SqlUnitsOfWork, words: Words) -> None:
    await subscriber(units, "a", None, "find_fairs")
    for _ in range(5):
        await fair(units)
    remind = reminding(units)
    assert await remind.run(at("2026-12-02T09:00")) == 3
    assert await remind.run(at("2026-12-02T18:00")) == 0
    assert await remind.run(at("2026-12-03T08:00")) == 3


async def test_two_processes_remind_everyone_once(engine: AsyncEngine, units: SqlUnitsOfWork) -> None:
    for number in range(20):
        await subscriber(units, f"p{number}", None, "find_fairs")
    await fair(units)
    second = open_database(engine.url.render_as_string(hide_password=False))
    others = SqlUnitsOfWork(second, units._cipher)
    now = at("2026-12-02T10:00")
    counts = await asyncio.gather(reminding(units).run(now), reminding(others).run(now))
    await second.dispose()
    assert sum(counts) == 20
    for number in range(20):
        assert len(await texts(units, f"p{number}")) == 1


def teller(units: SqlUnitsOfWork, words: Words) -> TellMatches:
    return TellMatches(finder(), words, units, AlertTimes(RULES))


async def told_at(tell: TellMatches, *moments: str) -> list[int]:
    return [(await tell.new_ones(at(each).date(), at(each))).messages for each in moments]


async def seeker(units: SqlUnitsOfWork, address: str, wish: Wish | None = None) -> str:
    known = await subscriber(units, address, wish)
    await add_need(units, known)
    return known


async def test_a_job_of_the_night_is_told_in_the_morning(units: SqlUnitsOfWork, words: Words) -> None:
    await seeker(units, "a")
    tell = teller(units, words)
    await add_job(units)
    assert await told_at(tell, "2026-11-21T23:00", "2026-11-22T07:59", "2026-11-22T08:00", "2026-11-22T08:01") == [
        0, 0, 1, 0,
    ]  # fmt: skip


async def test_a_digest_of_the_day_and_of_the_week(units: SqlUnitsOfWork, words: Words) -> None:
    await seeker(units, "daily", Wish(Pace.DAILY))
    await seeker(units, "weekly", Wish(Pace.WEEKLY))
    tell = teller(units, words)
    await told_at(tell, "2026-11-21T10:00")
    await add_job(units)
    assert await told_at(tell, "2026-11-21T10:01", "2026-11-22T08:59", "2026-11-22T09:00") == [0, 0, 1]
    assert len(await texts(units, "daily")) == 1
    await add_job(units, title="裁剪工")
    assert await told_at(tell, "2026-11-22T10:00", "2026-11-23T08:59", "2026-11-23T09:00") == [0, 0, 2]
    assert "有2个岗位" in (await texts(units, "weekly"))[0]
    assert len(await texts(units, "daily")) == 2


async def test_a_digest_whose_time_came_while_none_ran_is_sent_once_afterwards(
    units: SqlUnitsOfWork, words: Words
) -> None:
    await seeker(units, "daily", Wish(Pace.DAILY))
    await add_job(units)
    tell, now = teller(units, words), at("2026-11-22T09:40")
    assert (await tell.new_ones(now.date(), now, at("2026-11-22T08:40"))).messages == 1
    await add_job(units)
    later = at("2026-11-22T15:00")
    restarted = teller(units, words)
    assert (await restarted.new_ones(later.date(), later, at("2026-11-22T14:59"))).messages == 0


async def test_nobody_is_disturbed_while_staff_talk_with_them(units: SqlUnitsOfWork, words: Words) -> None:
    await seeker(units, "a")
    await subscriber(units, "b", None, "find_fairs")
    now = at("2026-12-02T10:00")
    case = Case(
        number="AAAA-BBBB-CCCC", region=COUNTY, role=None, easy=False, reason=Reason.ASKED, state=State.WAITING,
        opened_at=now, awaited=Side.STAFF, since=now, silent=False,
    )  # fmt: skip
    async with units() as work:
        for place, address in (("A", "a"), ("B", "b")):
            numbered = Case(**{**_values(case), "number": f"AAAA-BBBB-CCC{place}"})
            await work.handovers.add(numbered, "web", address)
        await work.commit()
    await fair(units)
    await add_job(units)
    tell, remind = teller(units, words), reminding(units)
    assert await told_at(tell, "2026-12-02T10:00", "2026-12-02T10:20") == [0, 0]
    assert await remind.run(now) == 0
    async with units() as work:
        for place in "AB":
            kept = await work.handovers.get(f"AAAA-BBBB-CCC{place}")
            assert kept is not None
            closed = {**_values(kept.case), "state": State.CLOSED, "closed_at": now, "ended_by": EndedBy.STAFF}
            await work.handovers.change(Case(**closed))
        await work.commit()
    assert await told_at(tell, "2026-12-02T10:40") == [1]
    assert await remind.run(at("2026-12-02T10:40")) == 1


def _values(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in Case.__dataclass_fields__}


async def test_news_of_a_fair_waits_for_the_morning_too(units: SqlUnitsOfWork) -> None:
    await subscriber(units, "a", None, "find_fairs")
    await subscriber(units, "late", Wish(quiet=Quiet(dt.time(20), dt.time(11))), "find_fairs")
    tell = TellOfRecords(real_book(), units, AlertTimes(RULES))
    await fair(units)
    moments = ["2026-11-21T23:00", "2026-11-22T08:00", "2026-11-22T08:01", "2026-11-22T11:00", "2026-11-22T11:01"]
    counts = [await tell.run(at(each).date(), at(each)) for each in moments]
    assert counts == [0, 1, 0, 1, 0]


async def test_withdrawing_forgets_what_was_chosen(units: SqlUnitsOfWork) -> None:
    known = await subscriber(units, "a", Wish(Pace.WEEKLY, NIGHT))
    number = await fair(units)
    async with units() as work:
        await work.alerts.ask(known, number)
        await work.commit()
    async with units() as work:
        assert await work.alerts.wish(known) == Wish(Pace.WEEKLY, NIGHT)
        assert await work.alerts.asked_by(known) == [number]
        await work.alerts.forget(known)
        assert await work.alerts.wish(known) == Wish()
        assert await work.alerts.asked(number) == []
