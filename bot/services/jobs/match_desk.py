"""Use cases: staff look at whom a job fits, and at what its employer should be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.eligibility.ternary import Ternary
from bot.core.matching.explaining import FOR_EMPLOYERS, explain, question
from bot.core.matching.findings import Party
from bot.core.matching.match import match
from bot.core.matching.questions import EmployerQuestion
from bot.core.matching.words import Words
from bot.core.records.staff import Staff
from bot.core.registry.from_records import JOBS
from bot.core.registry.jobs import Job
from bot.services.jobs.find_jobs import FindJobs
from bot.services.ports import UnitOfWork, UnitOfWorkFactory
from bot.services.records.record_book import RecordBook, RecordRefused

WIDER = 10
"""So many times more are looked at, for some of them are not of the staff's region."""
LOOKED_AT = "people_for_job"
"""How the audit calls it."""


@dataclass(frozen=True)
class Fitting:
    """Somebody a job fits, masked: the number of their need, where they are, and reasons that tell nothing sensitive.

    `ask`: what is to be asked, the person or the employer.
    """

    number: str
    region: str
    fit: Ternary
    score: float
    fits: tuple[str, ...]
    ask: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What an employer should be asked; for how many people it decides, and how many wish for it."""

    text: str
    asked: EmployerQuestion


class MatchDesk:
    """Raises `RecordRefused` for a job that is not there or not the member of staff's to look at."""

    def __init__(self, book: RecordBook, find_jobs: FindJobs, words: Words, units: UnitOfWorkFactory) -> None:
        self._book, self._find_jobs, self._words, self._units = book, find_jobs, words, units

    async def people(self, number: str, most: int, staff: Staff, now: dt.datetime) -> tuple[Job, Sequence[Fitting]]:
        """Whom a job fits, the best first; the look is noted for each of them."""
        async with self._units() as work:
            job = await self._job(number, staff, work)
            ranked = await self._find_jobs.people_for(job, most * WIDER, now.date(), work)
            several = (self._fitting(each.id, job) for each in ranked)
            found = [each for each in several if each is not None and staff.reaches(each.region)][:most]
            for fitting in found:
                owner = self._find_jobs.needs.owner(fitting.number)
                await work.accesses.note(staff.id, LOOKED_AT, now, person=owner, register=JOBS, record=job.id)
            await work.commit()
        return job, found

    async def questions(self, number: str, staff: Staff, now: dt.datetime) -> tuple[Job, Sequence[Question]]:
        """What the posting does not say though it matters to somebody."""
        async with self._units() as work:
            job = await self._job(number, staff, work)
            asked = await self._find_jobs.questions_for(job, now.date(), work)
        words = self._words
        return job, [Question(question(each.aspect, each.item, Party.EMPLOYER, job, words), each) for each in asked]

    async def _job(self, number: str, staff: Staff, work: UnitOfWork) -> Job:
        stored = await work.records.get(number.strip().upper())
        if stored is None or stored.register != JOBS:
            raise RecordRefused(self._book.say("record_unknown", number=number))
        self._book.check_reads(self._book.edition_of(stored), stored.region, staff)
        return self._find_jobs.job_of(stored)

    def _fitting(self, number: str, job: Job) -> Fitting | None:
        need = self._find_jobs.needs.index.get(number)
        if need is None:
            return None
        found = match(need, job)
        told = explain(found, need, job, self._words, FOR_EMPLOYERS)
        return Fitting(number, need.region, found.fit, found.score, told.fits, (*told.ask_employer, *told.ask_seeker))
