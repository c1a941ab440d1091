"""Employers in the database, on SQLite and PostgreSQL: one line each, whatever is kept of them in which register."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.records.staff import Staff, StaffRole
from bot.services.jobs.employers import EmployersAsked, SeeEmployers
from bot.services.records.record_book import RecordRefused
from bot.services.records.records import KeepRecords
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.upgrade import configuration, upgrade
from tests.builders import real_book
from tests.console.keeping_records import JOB
from tests.unit.records.desk import ADMIN, NOW, TODAY, Desk, real_registers

COUNTY = Staff("王芳", StaffRole.EDITOR, "532622")
PROVINCE = Staff("审计", StaffRole.AUDITOR, "530000")
WAITING = {"jobs": "in_review"}


def employers_of(units: SqlUnitsOfWork) -> SeeEmployers:
    return SeeEmployers(real_book(), WAITING, units)


async def listed(units: SqlUnitsOfWork, asked: EmployersAsked, staff: Staff = ADMIN) -> list[str]:
    """`name@region published/in review/posts/others` of every employer found."""
    page, total = await employers_of(units).page(asked, staff, 0, 25)
    assert total == len(page)
    return [f"{each.name}@{each.region} {each.published}/{each.in_review}/{each.posts}/{each.others}" for each in page]


@pytest.fixture
async def numbers(units: SqlUnitsOfWork) -> dict[str, str]:
    """Two employers in one county, one of which has a namesake in another, and an institution."""
    keep, found = KeepRecords(real_book(), units), {}

    async def add(key: str, register: str, region: str, hours: int, **values: str) -> None:
        at = NOW + dt.timedelta(hours=hours)
        found[key] = (await keep.add(register, region, values, ADMIN, at)).record.id

    await add("two", "jobs", "532622", 0, **{**JOB, "employer": "甲（砚山）公司", "number": "3"})
    await add("five", "jobs", "532622", 1, **{**JOB, "employer": "甲(砚山) 公司", "number": "5"})
    await add("waits", "jobs", "532622", 2, **{**JOB, "employer": "甲（砚山）公司"})
    await add("visit", "enterprise_visits", "532622", 9, employer="甲（砚山）公司", visited="2026-11-01")
    await add("other", "jobs", "532622", 5, **{**JOB, "employer": "乙公司"})
    await add("namesake", "jobs", "120119", 3, **{**JOB, "employer": "乙公司"})
    await add("institution", "institutions", "532622", 6, name="丙机构", kind="training")
    for name in ("two", "five", "namesake"):
        await keep.move(found[name], "published", ADMIN, NOW + dt.timedelta(hours=4))
    return found


@pytest.mark.usefixtures("numbers")
async def test_employer_is_one_line_over_all_registers(units: SqlUnitsOfWork) -> None:
    first, second, third = "甲（砚山）公司@532622 2/1/8/1", "乙公司@532622 0/1/0/0", "乙公司@120119 1/0/2/0"
    assert await listed(units, EmployersAsked()) == [first, second, third], "what changed last comes first"
    assert await listed(units, EmployersAsked(sort="changed", descending=False)) == [third, second, first]
    assert await listed(units, EmployersAsked(sort="published")) == [first, third, second]
    assert await listed(units, EmployersAsked(sort="name", descending=False)) == [third, second, first]
    assert await listed(units, EmployersAsked(sort="region", descending=False)) == [third, second, first]
    assert await listed(units, EmployersAsked(text=" 甲 (砚山")) == [first], "as names are compared"
    assert await listed(units, EmployersAsked(text="%")) == []
    assert await listed(units, EmployersAsked(in_review=True)) == [first, second]
    assert await listed(units, EmployersAsked(region="120000")) == [third]
    assert await listed(units, EmployersAsked(), COUNTY) == [first, second]
    assert await listed(units, EmployersAsked(), PROVINCE) == [first, second]
    with pytest.raises(RecordRefused):
        await listed(units, EmployersAsked(region="120119"), COUNTY)


async def test_any_record_leads_to_its_employer(units: SqlUnitsOfWork, numbers: dict[str, str]) -> None:
    see = employers_of(units)
    one = await see.one(numbers["visit"].lower(), COUNTY, TODAY)
    assert (one.name, one.region, one.is_whole) == ("甲（砚山）公司", "532622", True)
    assert [each.record.id for each in one.records] == [numbers[each] for each in ("waits", "five", "two", "visit")]
    assert [each.record.id for each in one.records if each.waits] == [numbers["waits"]]
    assert not any("contact" in each.record.values for each in one.records), "nothing is decrypted"
    assert (await see.one(numbers["namesake"], ADMIN, TODAY)).region == "120119"
    for number in (numbers["namesake"], numbers["institution"], "2222-2222-2222"):
        with pytest.raises(RecordRefused):
            await see.one(number, COUNTY, TODAY)


async def test_changed_name_is_another_employer(units: SqlUnitsOfWork, numbers: dict[str, str]) -> None:
    await KeepRecords(real_book(), units).change(numbers["other"], {"employer": "丁公司"}, ADMIN, NOW)
    assert await listed(units, EmployersAsked(text="乙公司"), COUNTY) == []
    assert await listed(units, EmployersAsked(text="丁公司"), COUNTY) == ["丁公司@532622 0/1/0/0"]


async def test_due_dates_of_an_employer_are_told(units: SqlUnitsOfWork, numbers: dict[str, str]) -> None:
    await KeepRecords(real_book(), units).change(numbers["visit"], {"follow_up": "2026-11-20"}, ADMIN, NOW)
    one = await employers_of(units).one(numbers["two"], COUNTY, TODAY)
    assert [(each.record.id, reminder.day) for each, reminder in one.due] == [(numbers["visit"], dt.date(2026, 11, 20))]


async def test_encrypted_name_is_nowhere_in_clear(units: SqlUnitsOfWork, engine: AsyncEngine) -> None:
    keep = KeepRecords(real_book(), units)
    await keep.add("ten_hundred_requests", "532622", {"unit": "张小明", "kind": "leader"}, ADMIN, NOW)
    assert await listed(units, EmployersAsked()) == []
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT employer FROM records"))).scalars().all() == [None]


async def test_restricted_register_tells_nothing(units: SqlUnitsOfWork, numbers: dict[str, str]) -> None:
    registers = dict(real_registers())
    jobs = registers["jobs"]
    closed = {region: replace(edition, restricted=True) for region, edition in jobs.editions.items()}
    book = Desk({**registers, "jobs": replace(jobs, editions=closed)}).book
    see = SeeEmployers(book, WAITING, units)
    page, _ = await see.page(EmployersAsked(), ADMIN, 0, 25)
    assert [(each.name, each.published) for each in page] == [("甲（砚山）公司", 0)], "the visit is left"
    with pytest.raises(RecordRefused):
        await see.one(numbers["two"], ADMIN, TODAY)


@pytest.mark.usefixtures("numbers")
async def test_older_records_are_listed_after_the_upgrade(units: SqlUnitsOfWork, engine: AsyncEngine) -> None:
    before = await listed(units, EmployersAsked())
    async with engine.begin() as connection:
        await connection.run_sync(back_to, "0015")
    await upgrade(engine)
    assert await listed(units, EmployersAsked()) == before


def back_to(connection: Connection, revision: str) -> None:
    config = configuration()
    config.attributes.update(connection=connection, cipher=None)
    command.downgrade(config, revision)
