"""Use case: jobs for a person and people for a job, out of what the registers hold now."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence

from bot.core.eligibility.ternary import Ternary
from bot.core.matching.columns import JobColumns, NeedColumns
from bot.core.matching.questions import EmployerQuestion, questions_for_employer
from bot.core.matching.shortlist import Ranked
from bot.core.records.plain import from_plain
from bot.core.regions.region import ancestors
from bot.core.registry.from_records import JOBS, NEEDS, job_of, need_of
from bot.core.registry.jobs import Job, JobState
from bot.core.registry.needs import JobNeed
from bot.services.jobs.graduate_leads import note_leads
from bot.services.jobs.shelf import Shelf, Work
from bot.services.ports import UnitOfWork, UnitOfWorkFactory
from bot.services.records.record_book import RecordBook
from bot.services.records.record_ports import Records, Stored

STANDING = "active"
"""The state in which somebody looks for work."""
ASKED_ABOUT = 200
"""People whose open needs are turned into questions to an employer: the likeliest ones."""


class FindJobs:
    """Keeps published jobs and standing needs at hand; one for a process. Lists are as the given unit of work sees."""

    def __init__(self, book: RecordBook, conditions: Sequence[str]) -> None:
        self._book = book
        self.jobs: Shelf[Job, JobNeed] = Shelf(
            JOBS, JobState.PUBLISHED, self._job, lambda several: JobColumns(several, conditions), secret=False
        )
        self.needs: Shelf[JobNeed, Job] = Shelf(
            NEEDS, STANDING, self._need, lambda several: NeedColumns(several, conditions), secret=True
        )

    async def warm(self, units: UnitOfWorkFactory) -> None:
        """Read everything, a page a transaction, so that the first to ask need not wait for it."""
        for shelf in (self.jobs, self.needs):
            is_done = False
            while not is_done:
                async with units() as work:
                    is_done = await shelf.load_some(work)

    async def keep_up(self, units: UnitOfWorkFactory) -> None:
        """Forget what is gone and take in what is new, also while nobody asks."""
        await self.warm(units)
        for shelf in (self.jobs, self.needs):
            async with units() as work:
                await shelf.refresh(work)
            await shelf.tidy()

    async def jobs_for(self, need: JobNeed, most: int, on: dt.date, work: Work) -> list[Ranked]:
        """Jobs open on a day that are not ruled out, the best first."""
        await self.jobs.refresh(work)
        return self.jobs.index.best(need, most, on)

    async def people_for(self, job: Job, most: int, on: dt.date, work: Work) -> list[Ranked]:
        """Needs standing on a day for which the job is not ruled out, the best first."""
        await self.needs.refresh(work)
        return await asyncio.to_thread(self.needs.index.best, job, most, on)

    async def questions_for(self, job: Job, on: dt.date, work: Work) -> tuple[EmployerQuestion, ...]:
        """What the employer could still say, by how many of the likeliest people it decides for."""
        ranked = await self.people_for(job, ASKED_ABOUT, on, work)
        unsure = [self.needs.index.get(each.id) for each in ranked if each.fit is Ternary.UNKNOWN]
        return questions_for_employer(job, [need for need in unsure if need is not None])

    async def open_jobs(self, region: str, on: dt.date, work: Work) -> list[Job]:
        """What one can apply for in a region, in its parts and in what it is part of, or from home; nearest first."""
        await self.jobs.refresh(work)
        around = ancestors(region)

        def distance(job: Job) -> int | None:
            if job.region in around:
                return around.index(job.region)
            return 0 if region in ancestors(job.region) else len(around) if job.remote else None

        found = [(distance(job), job) for job in self.jobs.index.all() if job.is_open_on(on)]
        near = [(far, job) for far, job in reversed(found) if far is not None]
        return [job for _, job in sorted(near, key=lambda pair: pair[0])]

    async def need_of(self, person: str, on: dt.date, records: Records) -> JobNeed | None:
        """What a person looks for now: the newest of their needs that stands on a day."""
        theirs = [each for each in await records.of_owner(person) if (each.register, each.state) == (NEEDS, STANDING)]
        standing = [need for need in map(self._need, theirs) if need.stands_on(on)]
        return standing[-1] if standing else None

    async def note_leads(
        self, person: str, need: JobNeed, jobs: Sequence[Job], work: UnitOfWork, now: dt.datetime
    ) -> None:
        """Count these jobs as given to the person, where a plan counts them."""
        await note_leads(person, need, jobs, self._book, work, now)

    async def job(self, number: str, on: dt.date, work: Work) -> Job | None:
        """A job that one can apply for on a day."""
        await self.jobs.refresh(work)
        job = self.jobs.index.get(number)
        return job if job is not None and job.is_open_on(on) else None

    def job_of(self, stored: Stored) -> Job:
        """A kept job in whatever state. Raises `ValueError` for one that is not fit for matching."""
        return self._job(stored)

    def _job(self, stored: Stored) -> Job:
        values = from_plain({**stored.open, **stored.secret}, self._book.edition_of(stored).fields)
        return job_of(stored.id, stored.region, stored.state, values)

    def _need(self, stored: Stored) -> JobNeed:
        values = from_plain({**stored.open, **stored.secret}, self._book.edition_of(stored).fields)
        return need_of(stored.id, stored.region, values)
