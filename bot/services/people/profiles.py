"""What people left behind to be told of measures that fit them: kept under their consent, and gone through."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

from bot.core.conversation.events import ProfileUpdated
from bot.core.eligibility.assessor import Assessor
from bot.core.eligibility.circumstances import Known
from bot.core.notices.news import fitting, versions
from bot.core.notices.profile import Profile
from bot.core.policies.facts import About
from bot.services.people.people import people_ids
from bot.services.people.people_ports import Person
from bot.services.ports import UnitOfWork, UnitOfWorkFactory

POLICY_NOTICES = "policy_notices"
"""The purpose consented to: one message when a new or changed measure fits."""


class KeepProfiles:
    """Keeps what somebody with the consent left behind, and that what fits them already is no news."""

    def __init__(self, assessor: Assessor) -> None:
        self._assessor = assessor

    async def update(self, person: Person, event: ProfileUpdated, work: UnitOfWork, now: dt.datetime) -> None:
        """What fits only because the person is in another situation is not news: they know what they just said."""
        profile = Profile(event.about, event.region, event.easy, event.facts)
        after = replace(person, region=event.region, easy=event.easy, profile=profile, blocked_at=None)
        await work.people.change(after, now)
        fitted = self._versions(person.profile, now) if person.profile else {}
        fresh = {name: version for name, version in self._versions(profile, now).items() if name not in fitted}
        untold = await work.told.untold(after, fresh)
        await work.told.note(after, {measure: fresh[measure] for measure in untold}, now)

    def _versions(self, profile: Profile, now: dt.datetime) -> dict[str, str]:
        return versions(fitting(profile, now.date(), self._assessor), now.date())


async def stored_people(
    unit_of_work: UnitOfWorkFactory, about: About = About.PERSON
) -> AsyncIterator[tuple[str, str, Mapping[str, Known]]]:
    """(id, region, facts) of each person, or employer, who consented; the id is random and tells nobody who it is."""
    async for each in people_ids(unit_of_work):
        async with unit_of_work() as work:
            stored = await work.people.get(each)
        if stored is not None and stored.profile is not None and stored.profile.about is about:
            yield stored.id, stored.profile.region, stored.profile.facts
