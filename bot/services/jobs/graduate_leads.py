"""Use case: jobs that a graduate was shown or sent are counted where the region's plan wants so many for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from bot.core.records.identity import person_subject
from bot.core.records.record import Record
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed
from bot.core.registry.terms import Audience
from bot.services.ports import UnitOfWork
from bot.services.records.record_book import RecordBook

LEADS = "graduate_job_leads"
BY = "service"
"""Who entered them, as history calls it."""


async def note_leads(
    person: str, need: JobNeed, jobs: Iterable[Job], book: RecordBook, work: UnitOfWork, now: dt.datetime
) -> None:
    """Enter them for a graduate of such a region; for anybody else nothing is entered. Each job is to come once."""
    edition = book.registers[LEADS].at(need.region)
    if edition is None or need.belongs_to.get(Audience.GRADUATES) is not True:
        return
    records = [
        Record("", LEADS, need.region, {"employer": job.employer, "post": job.title, "pushed": now.date()})
        for job in jobs
    ]
    # Whose they are is known; their certificate's number never was.
    subject = person_subject(person)
    entries = [replace(book.entry(record, edition), owner=person, subject=subject) for record in records]
    if entries:
        await work.records.add(entries, BY, now)
