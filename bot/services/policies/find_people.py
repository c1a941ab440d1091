"""Use case: measures find the people they fit; everyone is told once of each version of each measure."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from bot.core.answers.knowledge import Knowledge
from bot.core.eligibility.assessor import Assessor
from bot.core.eligibility.determination import Determination
from bot.core.notices.message import notice
from bot.core.notices.news import fitting, mentionable, versions
from bot.core.notices.profile import Profile
from bot.core.regions.region import NATIONAL, ancestors
from bot.services.alerts.alert_times import AlertTimes, message_name
from bot.services.people.people import people_ids
from bot.services.people.people_ports import Person
from bot.services.people.profiles import POLICY_NOTICES
from bot.services.ports import UnitOfWork, UnitOfWorkFactory, VersionConflict

log = structlog.get_logger()

NO_TURN = 0
"""A notice belongs to no turn."""


@dataclass
class Found:
    """What a run came to: people looked at, messages stored, people told of each measure, people not assessed.

    `later`: people who are not to be disturbed now; the next run tells them.
    """

    people: int = 0
    messages: int = 0
    measures: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    later: int = 0


class FindPeople:
    """Goes through everybody who left a profile. Can be broken off and run again at any time, in several processes."""

    def __init__(
        self, assessor: Assessor, knowledge: Knowledge, unit_of_work: UnitOfWorkFactory, times: AlertTimes
    ) -> None:
        self._assessor = assessor
        self._times = times
        self._knowledge = knowledge
        self._unit_of_work = unit_of_work

    async def run(self, on: dt.date, now: dt.datetime, *, dry_run: bool = False, within: str = NATIONAL) -> Found:
        """Store one message for everyone for whom something is news on `on`; a dry run only counts.

        Only people of the region `within` or a part of it are looked at. A person whose profile cannot be read or
        assessed is counted and does not hold up the others.
        """
        found = Found()
        async for person in people_ids(self._unit_of_work):
            try:
                await self._tell(person, on, now, found, within, dry_run=dry_run)
            except VersionConflict:  # told by another process, or gone, in this very moment
                log.info("person_overtaken")
            except Exception as error:  # noqa: BLE001  its kind is logged, and the run says how many there were
                log.error("person_not_assessed", error=type(error).__name__)
                found.failed += 1
            await asyncio.sleep(0)  # a long run must not hold up conversations in the same process
        return found

    async def _tell(
        self, each: str, on: dt.date, now: dt.datetime, found: Found, within: str, *, dry_run: bool
    ) -> None:
        """One person in one transaction: what is noted as told and the message that tells it last together."""
        async with self._unit_of_work() as work:
            person = await work.people.get(each)
            if person is None or person.profile is None or person.blocked_at is not None:
                return
            if within not in ancestors(person.region):
                return
            fits = fitting(person.profile, on, self._assessor)
            untold = await work.told.untold(person, versions(fits, on))
            fresh = [fit for fit in fits if fit.measure.id in untold]
            if fresh and await self._times.later([each], work, now):
                found.later += 1
                return
            if fresh and not dry_run:
                await self._store(person, person.profile, fresh, on, now, work)
        found.people += 1
        found.messages += bool(fresh)
        found.measures.update(fit.measure.id for fit in fresh)

    async def _store(
        self,
        person: Person,
        profile: Profile,
        fresh: Sequence[Determination],
        on: dt.date,
        now: dt.datetime,
        work: UnitOfWork,
    ) -> None:
        named = mentionable(profile, on, self._assessor)
        message = notice(fresh, named, profile, on, self._knowledge)
        await work.told.note(person, versions(fresh, on), now)
        await work.alerts.note({(person.id, message_name("measures"))}, now)
        where = (person.channel, person.address)
        await work.outgoing.add(*where, [message], NO_TURN, now, person.id, POLICY_NOTICES)
        await work.commit()
