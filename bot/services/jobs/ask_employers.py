"""Use case: an employer is asked what their posting does not say, before it is no job for somebody it may well fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import structlog

from bot.core.matching.telling import questions_news
from bot.core.matching.words import Words
from bot.core.registry.jobs import Job
from bot.services.jobs.find_jobs import FindJobs
from bot.services.ports import Notice, UnitOfWorkFactory, VersionConflict

log = structlog.get_logger()

POSTING = "job_posting"
"""The purpose to which employers agreed who may be asked about their posting."""
ASKED, EMPLOYERS = 3, 2000
"""Questions put to an employer at once, and postings looked at in one run."""


class AskEmployers:
    """Asks whoever agreed to it, once about each posting. Safe in several processes."""

    def __init__(self, find_jobs: FindJobs, words: Words, units: UnitOfWorkFactory) -> None:
        self._find_jobs, self._words, self._units = find_jobs, words, units

    async def run(self, jobs: Sequence[Job], on: dt.date, now: dt.datetime) -> int:
        """Ask about these jobs; returns how many employers were asked."""
        owners = {job.id: owner for job in jobs if (owner := self._find_jobs.jobs.owner(job.id)) is not None}
        several = sorted(set(owners.values()))
        async with self._units() as work:
            listening = await work.told_pairs.listening(several, POSTING, None)
            asked = await work.told_pairs.of(several)
        left = [job for job in jobs if owners.get(job.id) in listening and job.id not in asked.get(owners[job.id], ())]
        open_ones = [job for job in left if job.is_open_on(on)]
        return sum([await self._ask(job, owners[job.id], on, now) for job in open_ones[:EMPLOYERS]])

    async def _ask(self, job: Job, owner: str, on: dt.date, now: dt.datetime) -> bool:
        """Ask what decides for somebody; a posting that says everything leaves nothing to ask."""
        try:
            async with self._units() as work:
                asked = [each for each in await self._find_jobs.questions_for(job, on, work) if each.needed][:ASKED]
                person = await work.people.get(owner) if asked else None
                if person is None:
                    return False
                message = questions_news(job, asked, self._words.in_words(easy=person.easy))
                await work.told_pairs.note([(owner, job.id)], now)
                notice = Notice(owner, person.channel, person.address, message, POSTING)
                await work.outgoing.add_notices([notice], now)
                await work.commit()
        except VersionConflict:  # asked by another process, or gone, in this very moment
            log.info("question_overtaken")
            return False
        except Exception as error:  # noqa: BLE001  its kind is logged; it holds up no other
            log.error("employer_not_asked", error=type(error).__name__)
            return False
        return True
