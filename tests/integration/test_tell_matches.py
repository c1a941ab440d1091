"""New jobs find people and new needs find jobs: each person is told of each job once, if they asked to be told."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace

import pytest
import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.matching.words import Words
from bot.services.jobs import tell_matches
from bot.services.jobs.tell_matches import NAMED, SPAN, TellMatches, Told
from bot.services.people.keep_people import block
from bot.storage.database import open_database
from bot.storage.rows.told_pairs import told_pairs
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import real
from tests.fakes.dying import Dying
from tests.integration.always import ALWAYS
from tests.integration.matching import NOW, TODAY, add_job, add_need, change, delete, finder, person, texts

LATER = NOW + SPAN + dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _logs() -> None:
    """A command that another test ran in this process left the log bound to that test's stderr."""
    structlog.reset_defaults()


@pytest.fixture(scope="module")
def words() -> Words:
    return real().match_words


def teller(units: object, words: Words) -> TellMatches:
    return TellMatches(finder(), words, units, ALWAYS)  # type: ignore[arg-type]


async def everybody(units: object, words: Words, now: dt.datetime = NOW) -> Told:
    return await teller(units, words).everybody(now.date(), now)


async def seeker(units: SqlUnitsOfWork, address: str, **values: object) -> str:
    return await add_need(units, await person(units, address), **values)


async def test_a_fitting_job_is_told_once_with_its_reasons(units: SqlUnitsOfWork, words: Words) -> None:
    await seeker(units, "a")
    await add_job(units)
    told = await everybody(units, words)
    assert (told.messages, told.jobs) == (1, 1)
    (text,) = await texts(units, "a")
    assert "有1个岗位" in text
    assert "1. 缝纫工（某服装厂，砚山县，每月3000到4000元，全天上班）" in text
    assert "合适，因为：工作种类、地点对得上。" in text
    assert "回“不要提醒”就不再收到" in text
    assert "坐着" not in text, "what somebody needs at work is nobody's business on a screen"
    assert "王某" not in text
    assert (await everybody(units, words, LATER)).messages == 0
    assert await texts(units, "a") == [text]


async def test_the_words_are_those_the_person_chose(units: SqlUnitsOfWork, words: Words) -> None:
    await add_need(units, await person(units, "a", easy=True))
    await add_job(units)
    await everybody(units, words)
    (text,) = await texts(units, "a")
    assert "提醒你：有1个工作适合你" in text
    assert "您" not in text


async def test_nobody_is_told_who_did_not_ask_for_it(units: SqlUnitsOfWork, words: Words) -> None:
    await add_need(units, await person(units, "a", alerts=False))
    await add_need(units)
    agreed_only = await person(units, "b")
    async with units() as work:
        await work.subscriptions.remove(agreed_only)
        await work.commit()
    await add_need(units, agreed_only)
    await seeker(units, "c")
    async with units() as work:
        await block("web:c", work, NOW)
        await work.commit()
    await add_job(units)
    assert (await everybody(units, words)).messages == 0


async def test_nothing_is_told_of_what_does_not_stand(units: SqlUnitsOfWork, words: Words) -> None:
    await seeker(units, "a")
    paused = await seeker(units, "b")
    await change(units, paused, state="paused")
    await add_job(units, deadline="2026-11-20")
    closed = await add_job(units)
    await change(units, closed, state="closed")
    assert (await everybody(units, words)).messages == 0
    await add_job(units, deadline="2028-12-31")
    assert (await everybody(units, words, NOW + dt.timedelta(days=400))).messages == 0, "the need has lapsed"


async def test_only_what_surely_fits_is_told(units: SqlUnitsOfWork, words: Words) -> None:
    await seeker(units, "a", needs="lift")
    job = await add_job(units)
    assert (await everybody(units, words)).messages == 0
    await change(units, job, has="lift,seated")
    assert (await everybody(units, words)).messages == 1


async def test_what_is_farther_than_somebody_can_go_is_not_told_even_if_that_is_only_a_wish(
    units: SqlUnitsOfWork, words: Words
) -> None:
    run = teller(units, words)
    await run.keep_up()
    await seeker(units, "a", must="", reach="county")
    await add_job(units, region="532601")
    assert (await everybody(units, words)).messages == 0
    assert (await run.new_ones(TODAY, NOW)).messages == 0
    await add_job(units, region="532601", remote=True)
    assert (await run.new_ones(TODAY, NOW)).messages == 1


async def test_what_changed_while_a_run_looked_at_it_is_not_told(units: SqlUnitsOfWork, words: Words) -> None:
    await seeker(units, "a")
    job, other = await add_job(units), await add_job(units)
    run = teller(units, words)
    told = Told()
    await run.keep_up()
    await change(units, job, state="closed")
    need = next(iter(run._find_jobs.needs.index.names()))
    await run._tell({need: [job]}, TODAY, NOW, told)
    assert (told.messages, told.failed) == (0, 0)
    await run._tell({need: [job, other]}, TODAY, NOW, told)
    assert (told.messages, told.jobs) == (1, 1)


async def test_so_many_a_day_and_the_rest_the_next(units: SqlUnitsOfWork, words: Words) -> None:
    await seeker(units, "a")
    for _ in range(NAMED + 1):
        await add_job(units)
    assert (await everybody(units, words)).jobs == NAMED
    assert (await everybody(units, words)).jobs == 0
    assert (await everybody(units, words, LATER)).jobs == 1


async def test_what_is_new_is_told_at_once(units: SqlUnitsOfWork, words: Words) -> None:
    run = teller(units, words)
    await seeker(units, "a")
    await run.everybody(TODAY, NOW)
    job = await add_job(units)
    assert (await run.new_ones(TODAY, NOW)).messages == 1
    assert (await run.new_ones(TODAY, NOW)).needs == 0, "nothing is new any more"
    await seeker(units, "b")
    assert (await run.new_ones(TODAY, NOW)).messages == 1
    assert len(await texts(units, "b")) == 1
    await delete(units, job)
    assert (await run.new_ones(TODAY, NOW)).messages == 0


async def test_very_many_new_jobs_go_through_the_lists_of_people(
    units: SqlUnitsOfWork, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tell_matches, "MANY", 1)
    run = teller(units, words)
    await seeker(units, "a")
    await run.everybody(TODAY, NOW)
    for _ in range(2):
        await add_job(units)
    told = await run.new_ones(TODAY, NOW)
    assert (told.messages, told.jobs) == (1, 2)


async def test_two_processes_tell_everyone_once(engine: AsyncEngine, units: SqlUnitsOfWork, words: Words) -> None:
    for number in range(20):
        await seeker(units, f"p{number}")
    await add_job(units)
    second = open_database(engine.url.render_as_string(hide_password=False))
    others = SqlUnitsOfWork(second, units._cipher)
    one, other = await asyncio.gather(everybody(units, words), everybody(others, words))
    await second.dispose()
    assert one.messages + other.messages == 20
    assert one.failed + other.failed == 0
    for number in range(20):
        assert len(await texts(units, f"p{number}")) == 1


async def test_a_run_that_was_broken_off_goes_on_where_it_stopped(
    units: SqlUnitsOfWork, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tell_matches, "TOGETHER", 1)
    for number in range(5):
        await seeker(units, f"p{number}")
    await add_job(units)
    with pytest.raises(KeyboardInterrupt):
        await everybody(Dying(units, survives=2), words)
    assert (await everybody(units, words)).messages == 3
    for number in range(5):
        assert len(await texts(units, f"p{number}")) == 1


async def test_pairs_go_with_the_person_and_with_the_job(
    engine: AsyncEngine, units: SqlUnitsOfWork, words: Words
) -> None:
    owner = await person(units, "a")
    await add_need(units, owner)
    await seeker(units, "b")
    job, _ = await add_job(units), await add_job(units)
    await everybody(units, words)

    async def count() -> int:
        async with engine.connect() as connection:
            return (await connection.execute(select(func.count()).select_from(told_pairs))).scalar_one()

    assert await count() == 4
    await delete(units, job)
    assert await count() == 2
    async with units() as work:
        await work.people.delete(owner)
        await work.commit()
    assert await count() == 1


async def test_an_employer_is_asked_once_what_is_not_known(units: SqlUnitsOfWork, words: Words) -> None:
    await seeker(units, "a", needs="lift,seated")
    owner = await person(units, "boss", alerts=False, posting=True)
    job = await add_job(units, owner=owner)
    assert (await everybody(units, words)).employers == 1
    (text,) = await texts(units, "boss")
    assert "您发布的岗位“缝纫工”" in text
    assert "1. 工位在一楼，或者有电梯可到吗？" in text
    assert "坐着" not in text, "that was said"
    assert f"回“改 {job}”" in text
    assert (await everybody(units, words, LATER)).employers == 0
    await change(units, job, has="lift,seated")
    assert (await everybody(units, words, LATER)).messages == 1


async def test_employers_are_left_alone_who_did_not_agree_or_said_everything(
    units: SqlUnitsOfWork, words: Words
) -> None:
    await seeker(units, "a")
    await add_job(units, owner=await person(units, "boss", posting=True))
    await seeker(units, "b", needs="lift")
    await add_job(units, owner=await person(units, "other", alerts=True), has="seated", lacks="lift")
    await add_job(units)
    told = await everybody(units, words)
    assert told.employers == 1, "only the first said nothing of a lift and may be asked"
    assert await texts(units, "other") == []


async def test_a_person_that_cannot_be_read_holds_up_nobody(
    engine: AsyncEngine, units: SqlUnitsOfWork, words: Words
) -> None:
    broken, _ = await person(units, "a"), await seeker(units, "b")
    await add_need(units, broken)
    await add_job(units)
    async with units() as work:
        unreadable = await work.people.get(broken)
        assert unreadable is not None
    from sqlalchemy import update

    from bot.storage.tables.people_tables import people

    async with engine.begin() as connection:
        await connection.execute(update(people).where(people.c.id == broken).values(content="broken"))
    told = await everybody(units, words)
    assert (told.messages, told.failed) == (1, 1)
    assert replace(told, failed=0).needs == 2
