"""Jobs and needs at hand are those in the database, whoever changed them, in whichever order it became visible."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.eligibility.ternary import Ternary
from bot.core.matching.match import rank_jobs, rank_needs
from bot.core.matching.shortlist import Ranked
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed
from bot.services.jobs import shelf
from bot.services.jobs.find_jobs import FindJobs
from bot.storage.tables.record_tables import records
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.integration.matching import (
    COUNTY,
    JOB,
    NOW,
    TODAY,
    add,
    add_job,
    add_need,
    change,
    delete,
    finder,
    person,
)

NEED = JobNeed("n", COUNTY, occupations=frozenset({"6-05-01"}))


async def listed(find: FindJobs, units: SqlUnitsOfWork, need: JobNeed = NEED, on: dt.date = TODAY) -> list[str]:
    async with units() as work:
        return [each.id for each in await find.jobs_for(need, 50, on, work)]


async def people(find: FindJobs, units: SqlUnitsOfWork, on: dt.date = TODAY) -> list[str]:
    job = Job("j", "某单位", "某岗位", "6-05-01", COUNTY)
    async with units() as work:
        return sorted(each.id for each in await find.people_for(job, 50, on, work))


async def test_only_published_jobs_before_their_deadline(units: SqlUnitsOfWork) -> None:
    find = finder()
    assert await listed(find, units) == []
    job = await add_job(units)
    await add(units, "jobs", JOB)
    assert await listed(find, units) == [job]
    assert await listed(find, units, on=dt.date(2027, 1, 1)) == []


async def test_changes_of_another_process_show_at_the_next_list(units: SqlUnitsOfWork) -> None:
    find = finder()
    job, other = await add_job(units), await add_job(units)
    assert set(await listed(find, units)) == {job, other}
    needy = replace(NEED, needs=frozenset({"lift"}))
    await change(units, job, has="lift")
    await change(units, other, lacks="lift")
    assert await listed(find, units, needy) == [job]
    await change(units, job, state="closed")
    assert await listed(find, units) == [other]
    await change(units, job, state="published")
    await delete(units, other)
    assert await listed(find, units) == [job]


async def test_what_was_deleted_and_what_took_its_place_are_told_apart(units: SqlUnitsOfWork) -> None:
    """SQLite uses the number of the last row again."""
    find = finder()
    job = await add_job(units)
    assert await listed(find, units) == [job]
    await delete(units, job)
    another = await add(units, "jobs", JOB, state="published", now=NOW + dt.timedelta(seconds=1))
    assert await listed(find, units) == [another]


async def test_what_became_visible_late_is_found_too(engine: AsyncEngine, units: SqlUnitsOfWork) -> None:
    find = finder()
    first = await add_job(units)
    assert await listed(find, units) == [first]
    late = await add(units, "jobs", JOB, state="published", now=NOW - dt.timedelta(days=1))
    assert set(await listed(find, units)) == {first, late}
    gone_back = {"changed_at": NOW - dt.timedelta(days=1), "version": 2, "state": "closed"}
    async with engine.begin() as connection:
        await connection.execute(update(records).where(records.c.number == first).values(gone_back))
    assert await listed(find, units) == [late]


async def test_what_this_process_drops_is_gone_at_once(units: SqlUnitsOfWork) -> None:
    find = finder()
    owner = await person(units, "a")
    need = await add_need(units, owner)
    assert await people(find, units) == [need]
    find.needs.drop([need])
    assert find.needs.index.get(need) is None
    assert find.needs.owner(need) is None


async def test_a_deleted_person_is_in_no_list(units: SqlUnitsOfWork) -> None:
    find = finder()
    owner = await person(units, "a")
    other = await person(units, "b")
    need, others = await add_need(units, owner), await add_need(units, other)
    assert await people(find, units) == sorted([need, others])
    async with units() as work:
        await work.people.delete(owner)
        await work.commit()
    assert await people(find, units) == [others]


async def test_needs_that_are_paused_or_have_lapsed_find_nothing(units: SqlUnitsOfWork) -> None:
    find = finder()
    paused, standing = await add_need(units), await add_need(units)
    await change(units, paused, state="paused")
    assert await people(find, units) == [standing]
    assert await people(find, units, on=TODAY + dt.timedelta(days=400)) == []


@pytest.mark.parametrize("page", [1, 2, 1000])
async def test_pages_are_read_to_the_end(page: int, units: SqlUnitsOfWork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "PAGE", page)
    monkeypatch.setattr(shelf, "FEW", 1)
    find = finder()
    jobs = [await add_job(units) for _ in range(4)]
    needs = [await add_need(units) for _ in range(4)]
    await find.warm(units)
    assert sorted(await listed(find, units)) == sorted(jobs)
    assert await people(find, units) == sorted(needs)
    await delete(units, *jobs[:3])
    more = [await add_job(units) for _ in range(4)]
    assert sorted(await listed(find, units)) == sorted([jobs[3], *more])


async def test_one_broken_record_hides_no_other(engine: AsyncEngine, units: SqlUnitsOfWork) -> None:
    broken, good = await add_need(units), await add_need(units)
    async with engine.begin() as connection:
        await connection.execute(update(records).where(records.c.number == broken).values(secret="broken"))
    find = finder()
    assert await people(find, units) == [good]
    assert await people(find, units) == [good]


async def test_lists_are_those_of_ranking_one_by_one(units: SqlUnitsOfWork) -> None:
    find = finder()
    for region in (COUNTY, "532601", "530102", "120119"):
        for has, lacks in (("seated", "lift"), ("quiet", ""), ("", "quiet")):
            await add_job(units, region=region, has=has, lacks=lacks)
            await add_need(units, region=region, needs=has, wishes=lacks)
    await find.warm(units)
    jobs, needs = find.jobs.index.all(), find.needs.index.all()
    assert len(jobs) == len(needs) == 12
    async with units() as work:
        for need in needs:
            expected = [Ranked(each.job, each.fit, each.score) for each in rank_jobs(need, jobs)]
            assert await find.jobs_for(need, 20, TODAY, work) == expected
        for job in jobs:
            ranked = [Ranked(each.need, each.fit, each.score) for each in rank_needs(job, needs)]
            assert await find.people_for(job, 20, TODAY, work) == ranked


async def test_somebodys_need_is_the_newest_that_stands(units: SqlUnitsOfWork) -> None:
    find = finder()
    owner = await person(units, "a")
    async with units() as work:
        assert await find.need_of(owner, TODAY, work.records) is None
    await add_need(units, owner, must="")
    newest = await add_need(units, owner)
    async with units() as work:
        need = await find.need_of(owner, TODAY, work.records)
        assert need is not None and need.id == newest
        assert await find.need_of(owner, TODAY + dt.timedelta(days=400), work.records) is None


async def test_jobs_of_a_region_are_nearest_first_and_from_home_last(units: SqlUnitsOfWork) -> None:
    find = finder()
    home = await add_job(units, region="120119", remote=True)
    wide = await add_job(units, region="532600")
    here = await add_job(units)
    await add_job(units, region="532601")
    async with units() as work:
        assert [job.id for job in await find.open_jobs(COUNTY, TODAY, work)] == [here, wide, home]
        assert len(await find.open_jobs("532600", TODAY, work)) == 4


async def test_an_employer_is_asked_what_decides_for_somebody(units: SqlUnitsOfWork) -> None:
    find = finder()
    await add_need(units, needs="lift,seated")
    await add_need(units, needs="lift")
    number = await add_job(units)
    async with units() as work:
        job = await find.job(number, TODAY, work)
        assert job is not None
        asked = await find.questions_for(job, TODAY, work)
        assert [(each.item, each.needed) for each in asked if each.needed] == [("lift", 2)]
        ranked = await find.people_for(job, 9, TODAY, work)
        assert {each.fit for each in ranked} == {Ternary.UNKNOWN}
