"""People who do not know of what fits them: only those whose consent says so are listed, and nobody is named."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.cli.scheduler import schedule_of
from bot.core.conversation.events import Consented, ProfileUpdated
from bot.core.conversation.session import Session
from bot.core.policies.facts import About
from bot.services.people.people import person_of
from tests.builders import ZONE
from tests.console.staff import AUDITOR, EDITOR, ELSEWHERE, Place, Somebody, console, text_of
from tests.integration.matching import add_need

NOW = dt.datetime(2024, 6, 3, 10, tzinfo=ZoneInfo(ZONE))
"""A Monday on which the county's plan is in force."""
COUNTY, MEASURE = "532622", "532622.rural_transfer"
FACTS = {"disability_certificate": True}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    """The console while the plan is in force."""
    async with console(tmp_path, NOW) as place:
        yield place


@pytest.fixture
async def editor(place: Place) -> Somebody:
    return await place.sign_in(EDITOR)


async def leaves_profile(place: Place, conversation: str, region: str = COUNTY) -> None:
    """Somebody asks to be told of measures, and has not been told of this one."""
    async with place.service.units_of_work() as work:
        events = (Consented("policy_notices", "1"), ProfileUpdated(About.PERSON, region, False, FACTS))
        session = Session(region=region, role="seeker")
        await place.service.keep_people.apply(events, conversation, session, work, NOW)
        person = await person_of(conversation, work)
        assert person is not None
        await work.told.forget(person.id)
        await work.commit()


async def registers(place: Place, address: str, *purposes: str, region: str = COUNTY) -> str:
    """Somebody registers a need under these consents; returns its number."""
    async with place.service.units_of_work() as work:
        person = await work.people.add("web", address, NOW, region=region, role="seeker", easy=False)
        for purpose in purposes:
            await work.consents.give(person.id, purpose, "1", "web", NOW)
        await work.commit()
    values = {"disability_certificate": True, "stands_until": "2024-12-31"}
    return await add_need(place.service.units_of_work, person.id, region=region, **values)


async def test_counts_come_first_and_small_ones_of_the_hidden_are_not_given(place: Place, editor: Somebody) -> None:
    for number in range(3):
        await leaves_profile(place, f"telegram:{number}")
    await registers(place, "a" * 32, "job_need", "disability")
    assert "还没有数过" in text_of(await editor.get("/staff/unaware"))
    await place.service.count_unaware.run(NOW)
    page = text_of(await editor.get("/staff/unaware"))
    assert "外出务工一次性补贴 我的地区 少于 5 少于 5 1 1" in page
    assert "不给别人" in page


async def test_enough_people_are_counted_exactly_and_each_region_sees_its_own(place: Place, editor: Somebody) -> None:
    for number in range(6):
        await leaves_profile(place, f"telegram:{number}")
    await place.service.count_unaware.run(NOW)
    assert " 6 6 0 0 " in text_of(await editor.get("/staff/unaware?view=region"))
    elsewhere = await place.sign_in(ELSEWHERE)
    assert "外出务工一次性补贴" not in text_of(await elsewhere.get("/staff/unaware"))


async def test_only_those_are_listed_who_agreed_that_staff_see_it(place: Place, editor: Somebody) -> None:
    await leaves_profile(place, "telegram:1")
    agreed = await registers(place, "a" * 32, "job_need", "disability")
    silent = await registers(place, "b" * 32, "job_need")
    page = await editor.get(f"/staff/unaware/{MEASURE}")
    assert agreed in page.text
    assert silent not in page.text
    assert "共 1 条" in text_of(page)
    async with place.service.units_of_work() as work:
        looks = [(each.what, each.staff, each.record) for each in await work.accesses.all()]
    assert looks == [("unaware_listed", EDITOR.id, agreed)]


async def test_a_consent_that_was_withdrawn_takes_the_person_off_the_list(place: Place, editor: Somebody) -> None:
    number = await registers(place, "a" * 32, "job_need", "disability")
    async with place.service.units_of_work() as work:
        stored = await work.records.get(number)
        assert stored is not None and stored.owner is not None
        await work.consents.withdraw(stored.owner, "disability", "withdrawn", NOW)
        await work.commit()
    assert number not in (await editor.get(f"/staff/unaware/{MEASURE}")).text


async def test_lists_are_for_editors_of_the_region(place: Place, editor: Somebody) -> None:
    number = await registers(place, "a" * 32, "job_need", "disability")
    auditor, elsewhere = await place.sign_in(AUDITOR), await place.sign_in(ELSEWHERE)
    assert (await auditor.get(f"/staff/unaware/{MEASURE}")).status_code == 403
    assert (await auditor.post("/staff/unaware/tell")).status_code == 403
    assert number not in (await elsewhere.get(f"/staff/unaware/{MEASURE}")).text
    assert (await elsewhere.get(f"/staff/unaware/{MEASURE}?in={COUNTY}")).status_code == 403
    assert (await editor.get(f"/staff/unaware/{MEASURE}?in=530000")).status_code == 403
    assert (await editor.get("/staff/unaware/532622.nothing")).status_code == 404


async def test_telling_goes_to_the_people_of_the_region_who_agreed_to_it(place: Place, editor: Somebody) -> None:
    await leaves_profile(place, "web:" + "a" * 32)
    await leaves_profile(place, "web:" + "b" * 32, "120119")
    await registers(place, "c" * 32, "job_need", "disability")
    asked = text_of(await editor.get("/staff/unaware/tell"))
    assert "砚山县" in asked
    assert (await editor.post("/staff/unaware/tell")).status_code == 303
    async with place.service.units_of_work() as work:
        plan = await work.schedules.get(f"measures_within:{COUNTY}")
    assert plan is not None and plan.due_at is not None
    told = await place.service.find_people.run(NOW.date(), NOW, within=plan.detail)
    assert told.messages == 1
    async with place.service.units_of_work() as work:
        assert len(await work.outgoing.waiting("web", "a" * 32)) == 1
        assert not await work.outgoing.waiting("web", "c" * 32)


async def test_the_scheduler_counts_and_tells_when_asked_to(place: Place, editor: Somebody) -> None:
    await editor.post("/staff/unaware/count")
    await editor.post("/staff/unaware/tell")
    done: list[str] = []
    schedule = schedule_of(place.service, asyncio.Event(), lambda plan: done.append(plan.name))
    await schedule.tick()
    await schedule.settled()
    await schedule.stop()
    assert {"unaware", f"measures_within:{COUNTY}"} <= set(done)
    async with place.service.units_of_work() as work:
        assert await work.unaware.counted_at() is not None
