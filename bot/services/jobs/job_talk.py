"""Carries out what a conversation about jobs asks for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.conversation.jobs.requests import Listing, ListJobs, LookAtJob, LookedAt
from bot.core.eligibility.ternary import Ternary
from bot.core.matching.match import match
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed
from bot.services.conversation.errands import Handlers, Scene
from bot.services.jobs.find_jobs import FindJobs
from bot.services.jobs.tell_matches import TOPIC
from bot.services.people.consents import ALERTS
from bot.services.people.people import address_of

FURTHEST = 100
"""Nobody pages further down a list."""


class TalkAboutJobs:
    """Jobs for whoever is talking, by the need they registered."""

    def __init__(self, find_jobs: FindJobs) -> None:
        self._find_jobs = find_jobs

    def handlers(self) -> Handlers:
        """The requests of the conversation about jobs."""
        return {ListJobs: self.listing, LookAtJob: self.look}

    async def listing(self, request: ListJobs, scene: Scene) -> Listing:
        """A page of jobs. What a person with a need was shown they are not sent a message about."""
        person, need = await self._person(scene)
        jobs = await self._jobs(request, need, scene)
        page, on = jobs[request.after : request.after + request.most], scene.now.date()
        alerts = False
        if person is not None:
            alerts = person in await scene.work.told_pairs.listening([person], ALERTS, TOPIC)
            if need is not None and not request.unfit:
                await self._note(person, need, page, scene)
        assert all(job.is_open_on(on) for job in page)
        return Listing(need, tuple(page), len(jobs) > request.after + request.most, alerts)

    async def look(self, request: LookAtJob, scene: Scene) -> LookedAt:
        """One job, with the person's need beside it."""
        _, need = await self._person(scene)
        job = await self._find_jobs.job(request.number.upper(), scene.now.date(), scene.work)
        return LookedAt(job, need)

    async def _jobs(self, request: ListJobs, need: JobNeed | None, scene: Scene) -> Sequence[Job]:
        on = scene.now.date()
        if need is not None and not request.unfit:
            ranked = await self._find_jobs.jobs_for(need, FURTHEST, on, scene.work)
            found = [self._find_jobs.jobs.index.get(each.id) for each in ranked]
            return [job for job in found if job is not None]
        region = need.region if need is not None else request.region
        around = await self._find_jobs.open_jobs(region, on, scene.work) if region else []
        if request.unfit:
            return [job for job in around if need is not None and match(need, job).fit is Ternary.NO]
        return around

    async def _person(self, scene: Scene) -> tuple[str | None, JobNeed | None]:
        person = await scene.work.people.id_at(*address_of(scene.conversation))
        if person is None:
            return None, None
        return person, await self._find_jobs.need_of(person, scene.now.date(), scene.work.records)

    async def _note(self, person: str, need: JobNeed, jobs: Sequence[Job], scene: Scene) -> None:
        known = (await scene.work.told_pairs.of([person])).get(person, ())
        fresh = [job for job in jobs if job.id not in known]
        if fresh:
            await scene.work.told_pairs.note([(person, job.id) for job in fresh], scene.now)
            await self._find_jobs.note_leads(person, need, fresh, scene.work, scene.now)
