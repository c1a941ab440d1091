"""What has been kept long enough is deleted, after its person was told; nobody else loses anything."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.catalog.purposes import load_keeping
from bot.core.conversation.events import Consented
from bot.core.conversation.session import Session
from bot.core.people.keeping import WARNING_DAYS
from bot.services.people.people import person_of
from bot.services.people.retention import Dropped, Retention
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import real, real_book
from tests.integration.keeping_people import NOW, SOMEBODY, Somebody, somebody
from tests.unit.records.desk import real_registers

SERVICE = real()
NEED_DAYS = SERVICE.purposes["job_need"].days


@pytest.fixture
def person(units: SqlUnitsOfWork, tmp_path: Path) -> Somebody:
    return somebody(units, tmp_path)


async def run(person: Somebody, days: int, *, dry_run: bool = False) -> Dropped:
    """So many days after the person came."""
    keeping = load_keeping(SERVICE.settings.content_dir)
    retention = Retention(SERVICE.purposes, keeping, real_book(), SERVICE.phrases, person.units)
    return await retention.run(NOW + dt.timedelta(days=days), dry_run=dry_run)


async def test_whoever_is_silent_is_told_and_then_deleted(person: Somebody) -> None:
    await person.does(Consented("job_need", "1"))
    await person.submits("job_needs", skills="糖画手艺")
    early = await run(person, NEED_DAYS - WARNING_DAYS - 1)
    assert (early.warned, early.people) == (0, 0)
    assert (await run(person, NEED_DAYS - WARNING_DAYS)).warned == 1
    assert (await run(person, NEED_DAYS - 1)).warned == 0, "told once"
    async with person.units() as work:
        (notice,) = await work.outgoing.waiting("telegram", "7007007001")
        assert "很久没有来" in notice.replies[0].text and "求职登记" in notice.replies[0].text
    assert (await run(person, NEED_DAYS)).people == 1
    async with person.units() as work:
        assert await person_of(SOMEBODY, work) is None
        assert await work.records.some(None, "", 9) == []


async def test_nobody_is_deleted_who_has_not_been_told_in_time(person: Somebody) -> None:
    await person.does(Consented("job_need", "1"))
    late = NEED_DAYS + 50
    assert (await run(person, late)).people == 0
    assert (await run(person, late + WARNING_DAYS - 1)).people == 0
    assert (await run(person, late + WARNING_DAYS)).people == 1


async def test_whoever_writes_again_is_kept(person: Somebody) -> None:
    await person.does(Consented("job_need", "1"))
    await run(person, NEED_DAYS - 1)
    async with person.units() as work:
        await work.people.seen("telegram", "7007007001", (NOW + dt.timedelta(days=NEED_DAYS - 1)).date())
        await work.commit()
    assert (await run(person, NEED_DAYS + 13)).people == 0
    async with person.units() as work:
        kept = await person_of(SOMEBODY, work)
        assert kept is not None and kept.warned_on is None


async def test_purposes_end_one_by_one(person: Somebody) -> None:
    await person.does(Consented("job_need", "1"), Consented("submission", "1"))
    await run(person, NEED_DAYS - WARNING_DAYS)
    dropped = await run(person, NEED_DAYS)
    assert (dict(dropped.withdrawn), dropped.people) == ({"job_need": 1}, 0)
    async with person.units() as work:
        kept = await person_of(SOMEBODY, work)
        assert kept is not None
        assert [each.purpose for each in await work.consents.of(kept.id)] == ["submission"]


async def test_a_need_that_has_run_out_is_expired_first_and_deleted_long_after(person: Somebody) -> None:
    await person.does(Consented("job_need", "1"))
    number = await person.submits("job_needs", skills="糖画手艺")
    expires = real_registers()["job_needs"].editions["000000"].expires
    assert expires is not None
    assert (await run(person, expires.days)).lapsed == 0
    assert (await run(person, expires.days + 1)).lapsed == 1
    async with person.units() as work:
        stored = await work.records.get(number)
        assert stored is not None and stored.state == "expired"
        await work.people.seen("telegram", "7007007001", (NOW + dt.timedelta(days=expires.days + NEED_DAYS)).date())
        await work.commit()
    assert (await run(person, expires.days + 2)).lapsed == 0
    assert (await run(person, expires.days + NEED_DAYS)).records == 1


async def test_whoever_agrees_to_nothing_is_not_kept(person: Somebody) -> None:
    async with person.units() as work:
        await work.people.add("telegram", "1", NOW, region="000000", role=None, easy=False)
        await work.commit()
    assert (await run(person, NEED_DAYS)).people == 1
    async with person.units() as work:
        assert await work.people.ids("", 1) == []


async def test_conversations_updates_and_the_audit_have_their_time(person: Somebody) -> None:
    async with person.units() as work:
        await work.conversations.save("web:1", Session(), 0, NOW)
        await work.updates.mark_handled("telegram", "1", NOW)
        await work.accesses.note("li", "record_viewed", NOW)
        await work.commit()
    assert [(await run(person, days)).updates for days in (13, 15)] == [0, 1]
    assert [(await run(person, days)).conversations for days in (89, 91)] == [0, 1]
    assert [(await run(person, days)).accesses for days in (1094, 1096)] == [0, 1]


async def test_a_dry_run_counts_and_changes_nothing(person: Somebody) -> None:
    await person.leaves_everything()
    counted = await run(person, NEED_DAYS * 3, dry_run=True)
    assert (counted.warned, counted.conversations) == (1, 1)
    assert await run(person, NEED_DAYS * 3, dry_run=True) == counted
    really = await run(person, NEED_DAYS * 3)
    assert really == counted
