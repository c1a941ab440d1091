"""How fast people and jobs are matched: `python -m benchmarks.matching [--people N] [--jobs N] [--keep]`.

A made-up labour market of the five regions; its shares are assumptions, not statistics. What comes out of
the columns is compared with matching one by one on a sample, and the time with a plain SQL filter over the same jobs,
in which what was not said counts as a no.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from bot.catalog.regions_csv import load_gazetteer
from bot.catalog.registry_data import load_conditions, load_occupations
from bot.core.matching.columns import JobColumns, NeedColumns
from bot.core.matching.match import rank_jobs, rank_needs
from bot.core.matching.shortlist import Ranked
from bot.core.regions.region import level_of
from bot.core.registry.conditions import REMOTE
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed, Term
from bot.core.registry.places import Reach, area
from bot.core.registry.said import Said
from bot.core.registry.terms import Audience, Education, LeastWage, Per, Schedule, Wage
from bot.settings import ROOT

PEOPLE, JOBS, SHOWN, PROCESSES = 100_000, 10_000, 20, 2
HOME_PROVINCES = ("53", "41", "52", "63", "12")
AWAY_PROVINCES = ("31", "44", "33")
REFERENCE = ROOT / "data" / "reference"
RESULTS = Path(__file__).parent / "results.json"
SKILLS = (
    "打字",
    "excel",
    "word",
    "缝纫",
    "做饭",
    "推拿",
    "开车",
    "刺绣",
    "剪视频",
    "普通话",
    "收银",
    "编程",
    "养殖",
    "插花",
)
CERTIFICATES = ("健康证", "保健按摩师证", "会计证", "驾驶证", "普通话证")
SAMPLE = 300


class Market:
    """People and jobs drawn from one seed."""

    def __init__(self, people: int, jobs: int) -> None:
        self._chance = Random(20261121)
        codes = sorted(load_gazetteer(REFERENCE).codes())
        self._homes = [code for code in codes if code[:2] in HOME_PROVINCES and level_of(code) == "county"]
        self._away = [code for code in codes if code[:2] in AWAY_PROVINCES and level_of(code) == "county"]
        classes = [code for code in load_occupations(REFERENCE).codes() if code[0] not in "178" and "-" in code]
        # A few occupations have most of the jobs; which ones does not matter here.
        self._occupations = self._chance.sample(classes, len(classes))
        self._shares = [1 / (rank + 3) for rank in range(len(classes))]
        self.conditions = tuple(load_conditions(REFERENCE))
        self.jobs = [self._job(number) for number in range(jobs)]
        self.needs = [self._need(number) for number in range(people)]

    def _has(self, share: float) -> bool:
        return self._chance.random() < share

    def _some[T](self, values: Sequence[T], most: int) -> frozenset[T]:
        return frozenset(self._chance.sample(values, self._chance.randint(0, most)))

    def _occupation(self) -> str:
        return self._chance.choices(self._occupations, self._shares)[0]

    def _job(self, number: int) -> Job:
        home = self._chance.choice(self._homes if self._has(0.8) else self._away)
        low = 100 * self._chance.randrange(1500, 6000, 100)
        per = Per.HOUR if self._has(0.1) else Per.MONTH
        wage = Wage(low, low + 100 * self._chance.randrange(0, 2000, 500), per)
        # An employer says something of a third of the conditions, and mostly that there is one.
        said = {name: self._has(0.65) for name in self.conditions if name != REMOTE and self._has(0.33)}
        return Job(
            id=f"j{number:06}",
            employer="",
            title="",
            occupation=self._occupation(),
            region=area(home, Reach.PREFECTURE) or home if self._has(0.05) else home,
            remote=self._has(0.05),
            wage=wage if self._has(0.8) else None,
            schedule=self._chance.choices((*Schedule, None), (60, 10, 10, 20))[0],
            skills=self._some(SKILLS, 3),
            conditions=Said.of(said),
            education=self._chance.choices((None, *Education), (50, 0, 5, 20, 15, 6, 4))[0],
            certificates=self._some(CERTIFICATES, 1) if self._has(0.2) else frozenset(),
            audience=frozenset({self._chance.choice(list(Audience))}) if self._has(0.1) else frozenset(),
        )

    def _need(self, number: int) -> JobNeed:
        needed = self._some(self.conditions, 3)
        least = LeastWage(100 * self._chance.randrange(1500, 4500, 250), Per.MONTH)
        return JobNeed(
            id=f"n{number:06}",
            region=self._chance.choice(self._homes),
            occupations=frozenset(self._occupation() for _ in range(self._chance.randint(0, 3))),
            skills=self._some(SKILLS, 3),
            schedules=self._some(tuple(Schedule), 2) if self._has(0.4) else frozenset(),
            reach=self._chance.choices(tuple(Reach), (45, 25, 15, 15))[0],
            least_wage=least if self._has(0.7) else None,
            must=frozenset(term for term in Term if self._has({Term.PLACE: 0.7, Term.OCCUPATION: 0.1}.get(term, 0.4))),
            needs=needed,
            wishes=self._some(self.conditions, 3) - needed,
            education=self._chance.choices((None, *Education), (10, 15, 30, 30, 10, 3, 2))[0],
            certificates=Said.of({name: self._has(0.2) for name in CERTIFICATES if self._has(0.5)}),
            belongs_to=Said.of({group.value: self._has(0.15) for group in Audience if self._has(0.6)}),
        )


class SqlFilter:
    """What a plain query would do: conditions in the WHERE clause, the wanted occupation first, then the wage."""

    def __init__(self, market: Market) -> None:
        self._bits = {name: 1 << position for position, name in enumerate(market.conditions)}
        self._rows = sqlite3.connect(":memory:")
        self._rows.execute("CREATE TABLE jobs (id, occupation, region, remote, low, per, schedule, has INTEGER)")
        self._rows.execute("CREATE INDEX by_region ON jobs (region)")
        self._rows.executemany("INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(self._row, market.jobs))

    def _row(self, job: Job) -> tuple[Any, ...]:
        has = sum(bit for name, bit in self._bits.items() if job.offers(name))
        wage = (job.wage.low, job.wage.per.value) if job.wage else (None, None)
        return job.id, job.occupation, job.region, job.remote, *wage, job.schedule, has

    def jobs_for(self, need: JobNeed, most: int = SHOWN) -> list[str]:
        """The first jobs in the order of the query."""
        bits = sum(self._bits[name] for name in need.needs)
        where, values = ["(has & ?) = ?"], [bits, bits]
        if Term.PLACE in need.must and need.reach is not Reach.ANYWHERE:
            around = (area(need.region, need.reach) or need.region).rstrip("0")
            where.append("(region BETWEEN ? AND ? OR remote)")
            values += [around.ljust(6, "0"), around.ljust(6, "9")]
        if Term.WAGE in need.must and need.least_wage:
            where.append("low >= ? AND per = ?")
            values += [need.least_wage.amount, need.least_wage.per.value]
        if Term.SCHEDULE in need.must and need.schedules:
            where.append(f"schedule IN ({','.join('?' * len(need.schedules))})")
            values += sorted(need.schedules)
        order = " OR ".join("occupation LIKE ?" for _ in need.occupations) or "NULL"
        values += [f"{code}%" for code in sorted(need.occupations)]
        query = f"SELECT id FROM jobs WHERE {' AND '.join(where)} ORDER BY {order} DESC, low DESC LIMIT {most}"
        return [row[0] for row in self._rows.execute(query, values)]


def matching(people: int, jobs: int) -> dict[str, Any]:
    """All figures."""
    market = Market(people, jobs)
    took, (for_people, for_jobs) = _timed(lambda: _columns(market))
    chance = Random(1)
    persons, offers = chance.sample(market.needs, min(SAMPLE, people)), chance.sample(market.jobs, min(SAMPLE, jobs))
    cold = JobColumns(market.jobs, market.conditions)
    results: dict[str, Any] = {
        "people": people,
        "jobs": jobs,
        "columns_s": round(took, 2),
        "one person, first time": _milliseconds(lambda need: cold.best(need, SHOWN), persons),
        "one person, again": _milliseconds(lambda need: cold.best(need, SHOWN), persons),
        "one person, one by one": _milliseconds(lambda need: rank_jobs(need, market.jobs), persons[:5]),
        "one new job, best 20": _milliseconds(lambda job: for_jobs.best(job, SHOWN), offers),
        "one new job, everybody": _milliseconds(lambda job: for_jobs.best(job, people), offers),
        "plain SQL, one person": _milliseconds(SqlFilter(market).jobs_for, persons),
        "same as one by one": _same(market, for_people, for_jobs, persons[:10], offers[:3]),
        "plain SQL against ours": _against_sql(market, for_people, persons),
    }
    results["all against all"] = _nightly(market, for_people, for_jobs)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    results["memory_mb"] = {
        "main": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "largest helper, most of it shared": round(children / 1024),
    }
    return results


def _columns(market: Market) -> tuple[JobColumns, NeedColumns]:
    return JobColumns(market.jobs, market.conditions), NeedColumns(market.needs, market.conditions)


def _timed[T](work: Callable[[], T]) -> tuple[float, T]:
    before = time.perf_counter()
    found = work()
    return time.perf_counter() - before, found


def _milliseconds[T](work: Callable[[T], object], items: Iterable[T]) -> dict[str, float]:
    took = sorted(1000 * _timed(lambda item=item: work(item))[0] for item in items)
    return {
        "p50_ms": round(statistics.median(took), 2),
        "p95_ms": round(took[int(0.95 * (len(took) - 1))], 2),
        "longest_ms": round(took[-1], 2),
    }


def _same(
    market: Market, for_people: JobColumns, for_jobs: NeedColumns, persons: Sequence[JobNeed], offers: Sequence[Job]
) -> bool:
    """Whether lists agree with matching one by one, to the last digit of the score."""
    people = all(
        for_people.best(need, SHOWN)
        == [Ranked(each.job, each.fit, each.score) for each in rank_jobs(need, market.jobs)[:SHOWN]]
        for need in persons
    )
    jobs = all(
        for_jobs.best(job, SHOWN)
        == [Ranked(each.need, each.fit, each.score) for each in rank_needs(job, market.needs)[:SHOWN]]
        for job in offers
    )
    return people and jobs


def _against_sql(market: Market, for_people: JobColumns, persons: Sequence[JobNeed]) -> dict[str, float]:
    """What a filter costs people in which silence is a no and an employer's demands are not looked at."""
    query = SqlFilter(market)
    left_out, ruled_out, nothing = [], [], []
    for need in persons:
        fitting = {each.id for each in for_people.best(need, len(market.jobs))}
        shown = set(query.jobs_for(need, len(market.jobs)))
        if fitting:
            left_out.append(len(fitting - shown) / len(fitting))
            nothing.append(not shown & fitting)
        if shown:
            ruled_out.append(len(shown - fitting) / len(shown))
    return {
        "jobs that may fit but are not shown": round(statistics.fmean(left_out), 3),
        "shown though ruled out": round(statistics.fmean(ruled_out), 3),
        "people shown none of the jobs that may fit": round(statistics.fmean(nothing), 3),
    }


_SHARED: dict[str, Any] = {}


def _nightly(market: Market, for_people: JobColumns, for_jobs: NeedColumns) -> dict[str, float]:
    """The best 20 jobs of every person and the best 20 people of every job, in two processes that share the columns."""
    _SHARED.update(market=market, for_people=for_people, for_jobs=for_jobs)
    by_place = sorted(range(len(market.needs)), key=lambda place: market.needs[place].region)
    context = multiprocessing.get_context("fork")
    with context.Pool(PROCESSES) as pool:
        people, lists = _timed(lambda: sum(pool.map(_jobs_for, _parts(by_place), chunksize=1)))
        jobs, others = _timed(lambda: sum(pool.map(_people_for, _parts(range(len(market.jobs))), chunksize=1)))
    return {
        "processes": PROCESSES,
        "jobs for everybody_s": round(people, 1),
        "people for every job_s": round(jobs, 1),
        "entries": lists + others,
    }


def _parts(items: Sequence[int]) -> list[Sequence[int]]:
    size = max(1, len(items) // (8 * PROCESSES))
    return [items[start : start + size] for start in range(0, len(items), size)]


def _jobs_for(places: Sequence[int]) -> int:
    needs, columns = _SHARED["market"].needs, _SHARED["for_people"]
    return sum(len(columns.best(needs[place], SHOWN)) for place in places)


def _people_for(places: Sequence[int]) -> int:
    jobs, columns = _SHARED["market"].jobs, _SHARED["for_jobs"]
    return sum(len(columns.best(jobs[place], SHOWN)) for place in places)


def main() -> None:
    """Measure, print, and keep the figures beside those of the other benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--jobs", type=int, default=JOBS)
    parser.add_argument("--keep", action="store_true", help="write the figures into results.json")
    chosen = parser.parse_args()
    found = matching(chosen.people, chosen.jobs)
    if chosen.keep:
        results = json.loads(RESULTS.read_text(encoding="utf-8")) | {"matching": found}
        RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
