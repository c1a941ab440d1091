"""People with needs, employers with jobs, kept as the service keeps them, for tests of what is made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.core.records.record import Record
from bot.services.jobs.find_jobs import FindJobs
from bot.services.records.record_book import RecordBook
from bot.services.records.record_changes import begun
from bot.services.records.record_ports import Happened
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import real_book, real_conditions

TODAY = dt.date(2026, 11, 21)
NOW = dt.datetime(2026, 11, 21, 10, 0, tzinfo=dt.UTC)
COUNTY = "532622"
JOB: Mapping[str, Any] = {
    "employer": "某服装厂", "title": "缝纫工", "occupation": "缝纫工", "remote": False, "place": "人民路",
    "wage_per": "month", "wage_low": 3000, "wage_high": 4000, "schedule": "full", "essential": "缝衣服",
    "has": "seated", "contact": "王某", "phone": "13800000000", "deadline": "2026-12-31",
}  # fmt: skip
NEED: Mapping[str, Any] = {"occupations": "缝纫工", "needs": "seated", "reach": "prefecture"}


def finder(book: RecordBook | None = None) -> FindJobs:
    return FindJobs(book or real_book(), tuple(real_conditions()))


async def person(
    units: SqlUnitsOfWork, address: str, *, alerts: bool = True, posting: bool = False, easy: bool = False
) -> str:
    """Somebody on the web; whether they are to be told of jobs, or may be asked about their posting."""
    async with units() as work:
        added = await work.people.add("web", address, NOW, region=COUNTY, role="seeker", easy=easy)
        if alerts:
            await work.consents.give(added.id, "alerts", "1", "web", NOW)
            await work.subscriptions.add(added.id, "find_jobs", NOW)
        if posting:
            await work.consents.give(added.id, "job_posting", "1", "web", NOW)
        await work.commit()
    return added.id


async def add(
    units: SqlUnitsOfWork,
    register: str,
    values: Mapping[str, Any],
    *,
    owner: str | None = None,
    state: str | None = None,
    region: str = COUNTY,
    now: dt.datetime = NOW,
) -> str:
    """A record as it is kept, in a state other than the first if one is given; its number."""
    book = real_book()
    edition = book.edition(book.register(register), region)
    record = begun(edition, region, values, "owner", now.date(), None, book)
    record = replace(record, state=state or record.state)
    async with units() as work:
        (number,) = await work.records.add([replace(book.entry(record, edition), owner=owner)], "owner", now)
        await work.commit()
    return number


async def add_job(units: SqlUnitsOfWork, *, owner: str | None = None, region: str = COUNTY, **values: Any) -> str:
    return await add(units, "jobs", {**JOB, **values}, owner=owner, state="published", region=region)


async def add_need(units: SqlUnitsOfWork, owner: str | None = None, *, region: str = COUNTY, **values: Any) -> str:
    return await add(units, "job_needs", {**NEED, **values}, owner=owner, region=region)


async def change(
    units: SqlUnitsOfWork, number: str, *, state: str | None = None, now: dt.datetime = NOW, **values: Any
) -> None:
    """The record with other values, or in another state."""
    book = real_book()
    async with units() as work:
        stored = await work.records.get(number)
        assert stored is not None
        edition, before = book.edition_of(stored), book.record(stored)
        fresh = begun(edition, stored.region, {**_raw(before), **values}, "owner", now.date(), None, book)
        after = replace(before, values=fresh.values, state=state or before.state)
        entry = replace(book.entry(after, edition), owner=stored.owner)
        await work.records.replace(stored, entry, Happened(now, "owner", "changed", {}))
        await work.commit()


async def delete(units: SqlUnitsOfWork, *numbers: str) -> None:
    async with units() as work:
        await work.records.delete(numbers)
        await work.commit()


async def texts(units: SqlUnitsOfWork, address: str) -> list[str]:
    """What waits for somebody on the web."""
    async with units() as work:
        return [reply.text for each in await work.outgoing.waiting("web", address) for reply in each.replies]


def _raw(record: Record) -> dict[str, Any]:
    return dict(record.values)
