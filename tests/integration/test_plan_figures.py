"""What staff are shown is counted the same on both databases."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.figures.spans import read_span
from bot.core.messaging.delivery import State
from bot.core.records.staff import Staff, StaffRole
from bot.services.records.record_ports import Entry
from bot.services.staff.figure_ports import Counted, Place
from bot.services.staff.figures import Figures
from bot.storage.tables.delivery_tables import broadcasts, deliveries
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import real_book

ZONE = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 21, 10, tzinfo=ZONE)
STAFF = Staff("王芳", StaffRole.EDITOR, "532622")
NEEDS, HIRED = Counted("registered", "job_needs"), Counted("employed", "introductions", "outcome_on", "employed")
TOLD = Counted("matched", None, told=True)


async def keep(
    units: SqlUnitsOfWork, register: str, at: dt.datetime, state: str, region: str = "532622", /, **values: str
) -> str:
    async with units() as work:
        (number,) = await work.records.add([Entry(register, region, values, {}, None, state)], "王芳", at)
        await work.commit()
    return number


async def test_months_are_those_of_the_service_and_not_of_the_database(units: SqlUnitsOfWork) -> None:
    just_november = dt.datetime(2026, 11, 1, 0, 30, tzinfo=ZONE)
    await keep(units, "job_needs", just_november, "active")
    await keep(units, "job_needs", just_november - dt.timedelta(hours=1), "active")
    await keep(units, "introductions", NOW, "employed", outcome_on="2026-10-31")
    await keep(units, "introductions", NOW, "introduced", outcome_on="2026-10-31")
    async with units() as work:
        first = dt.datetime(2026, 10, 1, tzinfo=ZONE)
        needs = await work.figures.counted(NEEDS, "530000", first)
        assert needs == {Place("2026-11", "532622"): 1, Place("2026-10", "532622"): 1}
        assert await work.figures.counted(NEEDS, "532622", just_november) == {Place("2026-11", "532622"): 1}
        assert await work.figures.counted(HIRED, "532622", first) == {Place("2026-10", "532622"): 1}
        assert await work.figures.begun(NEEDS, "000000", ZONE) == {"532622": "2026-10"}
        assert await work.figures.counted(NEEDS, "120119", first) == {}


async def test_people_told_of_jobs_count_once_a_month(units: SqlUnitsOfWork) -> None:
    jobs = [await keep(units, "jobs", NOW, "published") for _ in range(2)]
    async with units() as work:
        one = await work.people.add("web", "a", NOW, region="532622", role=None, easy=False)
        await work.told_pairs.note([(one.id, job) for job in jobs], NOW)
        await work.commit()
        assert await work.figures.counted(TOLD, "532622", NOW.replace(day=1)) == {Place("2026-11", "532622"): 1}
        assert await work.figures.begun(TOLD, "532622", ZONE) == {"532622": "2026-11"}


async def test_remembered_counts_only_grow_and_known_months_are_remembered(units: SqlUnitsOfWork) -> None:
    figures = Figures((NEEDS,), real_book(), {}, units)
    number = await keep(units, "job_needs", NOW - dt.timedelta(days=40), "active")
    await figures.remember(NOW)
    async with units() as work:
        await work.records.delete([number])
        await work.commit()
    await figures.remember(NOW)
    later = NOW + dt.timedelta(days=40)
    (series,) = await figures.monthly("532622", STAFF, read_span("2026Q4", NOW.date()), later)
    assert series.values == (1, 0, 0), "October had one, November is known to have had none"
    (before,) = await figures.monthly("532622", STAFF, read_span("2026Q3", NOW.date()), later)
    assert before.values == (None, None, None) and before.total is None


async def test_deliveries_are_counted_by_state_of_broadcasts_in_that_time(
    units: SqlUnitsOfWork, engine: AsyncEngine
) -> None:
    ms = round(NOW.timestamp() * 1000)
    async with engine.begin() as connection:
        for number, started in ((1, ms), (2, ms - 90 * 86_400_000)):
            row = {"number": f"B{number}", "title": "x", "texts": "{}", "audience": "{}", "state": "finished"}
            row |= {"region": "532622", "created_by": "王芳"}
            await connection.execute(insert(broadcasts).values(id=number, created_at=ms, started_at=started, **row))
        for broadcast, region, state in ((1, "532622", 4), (1, "532622", 5), (1, "120119", 4), (2, "532622", 4)):
            row = {"broadcast": broadcast, "region": region, "channel": "telegram", "wording": "standard"}
            await connection.execute(insert(deliveries).values(state=state, attempts=1, part=0, **row))
    figures = Figures((), real_book(), {}, units)
    sent = await figures.sent("532622", STAFF, read_span("2026Q4", NOW.date()), NOW)
    assert {(each.state, each.count) for each in sent} == {(State.SENT, 1), (State.FAILED, 1)}
    async with units() as work:
        reach = await work.figures.reach({"FAIR": [1, 2], "OTHER": []}, "532622")
    assert (reach["FAIR"].told, reach["OTHER"].told) == (2, 0)
