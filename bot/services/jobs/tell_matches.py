"""Use case: new jobs find fitting people and new needs fitting jobs; everyone is told of each job at most once."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import structlog

from bot.core.eligibility.ternary import Ternary
from bot.core.matching.shortlist import Ranked
from bot.core.matching.telling import news
from bot.core.matching.words import Words
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed
from bot.core.registry.places import within
from bot.services.alerts.alert_times import AlertTimes, Later, message_name
from bot.services.jobs.ask_employers import AskEmployers
from bot.services.jobs.find_jobs import FindJobs
from bot.services.people.consents import ALERTS
from bot.services.ports import Notice, UnitOfWork, UnitOfWorkFactory, VersionConflict

log = structlog.get_logger()

TOPIC = "find_jobs"
"""The topic to which people subscribe who want to be told of jobs."""
NAMED = 3
"""Jobs in one message, and told to one person within `SPAN` altogether: more is no help."""
SPAN = dt.timedelta(hours=20)
LOOKED_AT = 20
"""A job further down somebody's list is not worth a message."""
PEOPLE_PER_JOB = 200
"""People told of one new job at once, the best first; the daily run sees to the others."""
LEAST_SCORE = 0.5
"""Of what somebody wished for, as much as a job must have to be worth a message. Our judgement."""
MANY = 100
"""New jobs that are better told by going through everybody's list."""
AT_ONCE, TOGETHER = 200, 50
"""Needs looked at, and messages stored, at once."""


@dataclass
class Told:
    """What a run came to: needs looked at, messages stored and jobs named in them, employers asked."""

    needs: int = 0
    messages: int = 0
    jobs: int = 0
    employers: int = 0
    failed: int = 0


class TellMatches:
    """Can be broken off and run again at any time, and in several processes.

    People are told who agreed to it and subscribed; of jobs that are sure to fit. Where only the employer can tell
    whether a job fits, the employer is asked, once for each posting.
    """

    def __init__(self, find_jobs: FindJobs, words: Words, units: UnitOfWorkFactory, times: AlertTimes) -> None:
        self._find_jobs, self._words, self._units, self._times = find_jobs, words, units, times
        self._later: dict[str, Later] = {}
        self._since: dt.datetime | None = None
        self._ask = AskEmployers(find_jobs, words, units)

    async def everybody(self, on: dt.date, now: dt.datetime, since: dt.datetime | None = None) -> Told:
        """Go through all needs, and through all jobs whose employers were never asked what is not known of them.

        `since`: when anybody last was told anything; who wants a digest gets it if its time has come since then.
        """
        told = Told()
        self._begin(since, now)
        await self.keep_up()
        self._find_jobs.jobs.take_news()
        self._find_jobs.needs.take_news()
        await self._tell_needs(sorted(self._find_jobs.needs.index.names()), on, now, told)
        told.employers = await self._ask.run(self._find_jobs.jobs.index.all(), on, now)
        self._since = now
        return told

    async def new_ones(self, on: dt.date, now: dt.datetime, since: dt.datetime | None = None) -> Told:
        """Go through the jobs and needs that are new or changed since this process last looked.

        And through the needs of those who were not to be disturbed then, or whose digest is due; `since` as above.
        """
        told = Told()
        self._begin(since, now)
        await self.keep_up()
        fresh = [self._find_jobs.jobs.index.get(number) for number in sorted(self._find_jobs.jobs.take_news())]
        jobs = [job for job in fresh if job is not None]
        waiting = {number for number, later in self._later.items() if later.at <= now}
        await self._tell_needs(sorted(self._find_jobs.needs.take_news() | waiting), on, now, told)
        if len(jobs) > MANY:
            await self._tell_needs(sorted(self._find_jobs.needs.index.names()), on, now, told)
        else:
            for job in jobs:
                await self._tell_of(job, on, now, told)
        told.employers = await self._ask.run(jobs, on, now)
        self._since = now
        return told

    def _begin(self, since: dt.datetime | None, now: dt.datetime) -> None:
        """What this process did itself counts more than what was noted of it."""
        if self._since is None or self._since > now:
            self._since = since or now

    async def keep_up(self) -> None:
        """Know what there is now, without telling anybody."""
        await self._find_jobs.keep_up(self._units)

    async def _tell_needs(self, numbers: Sequence[str], on: dt.date, now: dt.datetime, told: Told) -> None:
        """Each person's own list, from the top."""
        for some in _parts(numbers, AT_ONCE):
            told.needs += len(some)
            room, known = await self._listening(some, now)
            lists = await asyncio.to_thread(self._lists, list(room), on)
            fresh = {
                number: [each.id for each in ranked if each.id not in known[number]][: room[number]]
                for number, ranked in lists.items()
            }
            await self._tell(fresh, on, now, told)

    def _lists(self, numbers: Sequence[str], on: dt.date) -> Mapping[str, list[Ranked]]:
        """For another thread: what is worth a message of the head of each list."""
        jobs, needs = self._find_jobs.jobs.index, self._find_jobs.needs.index
        several = {number: need for number in numbers if (need := needs.get(number)) is not None}
        return {
            number: [each for each in _sure(jobs.best(need, LOOKED_AT, on)) if _near(need, jobs.get(each.id))]
            for number, need in several.items()
            if need.stands_on(on)
        }

    async def _tell_of(self, job: Job, on: dt.date, now: dt.datetime, told: Told) -> None:
        """One job's list of people, from the top."""
        if not job.is_open_on(on):
            return
        ranked = await asyncio.to_thread(self._find_jobs.needs.index.best, job, PEOPLE_PER_JOB, on)
        near = [each.id for each in _sure(ranked) if _near(self._find_jobs.needs.index.get(each.id), job)]
        for some in _parts(near, AT_ONCE):
            told.needs += len(some)
            room, known = await self._listening(some, now)
            fresh = {number: [job.id] for number in some if room.get(number) and job.id not in known[number]}
            await self._tell(fresh, on, now, told)

    async def _listening(
        self, numbers: Sequence[str], now: dt.datetime
    ) -> tuple[Mapping[str, int], Mapping[str, Collection[str]]]:
        """Needs of people who may be told something now: of how many jobs still, and which ones they know."""
        owners = {number: owner for number in numbers if (owner := self._find_jobs.needs.owner(number)) is not None}
        several = sorted(set(owners.values()))
        owed = {owners[each] for each in owners if each in self._later and self._later[each].is_owed}
        assert self._since is not None, "a run has begun"
        async with self._units() as work:
            listening = await work.told_pairs.listening(several, ALERTS, TOPIC)
            later = await self._times.digests_later(sorted(listening), self._since, owed, work, now)
            known = await work.told_pairs.of(several)
            lately = await work.told_pairs.count_since(several, now - SPAN)
        for number, owner in owners.items():
            if owner in later:
                self._later[number] = later[owner]
            else:
                self._later.pop(number, None)
        room = {
            number: NAMED - lately.get(owner, 0)
            for number, owner in owners.items()
            if owner in listening and owner not in later and lately.get(owner, 0) < NAMED
        }
        return room, {number: known.get(owners[number], ()) for number in room}

    async def _tell(self, fresh: Mapping[str, Sequence[str]], on: dt.date, now: dt.datetime, told: Told) -> None:
        """A message about some jobs for each of these needs; in one transaction with the notes of what they tell.

        Where that fails for several, each is tried for itself, so that one holds up no other.
        """
        for some in _parts([number for number, jobs in fresh.items() if jobs], TOGETHER):
            try:
                async with self._units() as work:
                    jobs = await self._store({number: fresh[number] for number in some}, on, now, work)
                    await work.commit()
            except Exception as error:  # noqa: BLE001  its kind is logged, and the run says how many there were
                if len(some) > 1:
                    for number in some:
                        await self._tell({number: fresh[number]}, on, now, told)
                elif isinstance(error, VersionConflict):  # told by another process, or gone, in this very moment
                    log.info("match_overtaken")
                else:
                    log.error("match_not_told", error=type(error).__name__)
                    told.failed += 1
            else:
                told.messages += len(jobs)
                told.jobs += sum(jobs)

    async def _store(
        self, fresh: Mapping[str, Sequence[str]], on: dt.date, now: dt.datetime, work: UnitOfWork
    ) -> list[int]:
        """Store the messages as far as they still are true; returns of how many jobs each tells."""
        needs, jobs = self._find_jobs.needs, self._find_jobs.jobs
        numbers = dict.fromkeys((*fresh, *(job for several in fresh.values() for job in several)))
        there = {line.number: line for line in await work.lines.lines_of(list(numbers))}
        owners = {number: owner for number in fresh if (owner := needs.owner(number)) is not None}
        people = await work.people.several(sorted(set(owners.values())))
        pairs: set[tuple[str, str]] = set()
        notices, counts = [], []
        for number, several in fresh.items():
            person, need = people.get(owners.get(number, "")), needs.index.get(number)
            if person is None or person.blocked_at is not None or need is None or not needs.knows(there.get(number)):
                continue
            known = [each for each in several if jobs.knows(there.get(each)) and (person.id, each) not in pairs]
            offered = [job for each in known if (job := jobs.index.get(each)) is not None and job.is_open_on(on)]
            if offered:
                pairs.update((person.id, job.id) for job in offered)
                message = news([(need, job) for job in offered], self._words.in_words(easy=person.easy))
                notices.append(Notice(person.id, person.channel, person.address, message, ALERTS))
                counts.append(len(offered))
                await self._find_jobs.note_leads(person.id, need, offered, work, now)
        if notices:
            await work.told_pairs.note(pairs, now)
            await work.alerts.note({(each.person, message_name("jobs")) for each in notices}, now)
            await work.outgoing.add_notices(notices, now)
        return counts


def _sure(ranked: Sequence[Ranked]) -> list[Ranked]:
    return [each for each in ranked if each.fit is Ternary.YES and each.score >= LEAST_SCORE]


def _near(need: JobNeed | None, job: Job | None) -> bool:
    """Whether it is not too far: on a list that is only a wish, but nobody wants a message about it."""
    if need is None or job is None:
        return False
    return job.remote or within(need.region, need.reach, job.region) is not False


def _parts(numbers: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]
