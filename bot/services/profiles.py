"""Use case: profiles are kept with consent, shown, and deleted at once when the person says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.core.conversation.events import Event, ProfileConsented, ProfileUpdated, ProfileWithdrawn
from bot.core.eligibility.assessor import Assessor
from bot.core.eligibility.circumstances import Known
from bot.core.notices.news import fitting, versions
from bot.core.notices.profile import Profile
from bot.core.policies.facts import About
from bot.services.ports import UnitOfWork, UnitOfWorkFactory
from bot.services.profile_ports import StoredConsent, StoredProfile

log = structlog.get_logger()

POLICY_NOTICES = "policy_notices"
"""The purpose consented to: one message when a new or changed measure fits."""
REACHABLE = frozenset(("telegram", "web"))
"""Channels on which a message can reach someone who has not just written. Elsewhere keeping has no purpose."""
ASKED, FORGOTTEN, BLOCKED = "asked", "forgotten", "blocked"
"""Why a consent ended: notices refused, everything deleted, or the chat closed to the service."""
AT_ONCE = 200


@dataclass(frozen=True)
class Kept:
    """Everything kept of a person, for showing it to them."""

    profile: Profile
    consents: tuple[StoredConsent, ...]


class KeepProfiles:
    """Applies what a turn says about the person's profile, inside the unit of work that stores the turn."""

    def __init__(self, assessor: Assessor) -> None:
        self._assessor = assessor

    async def apply(self, events: Sequence[Event], conversation: str, work: UnitOfWork, now: dt.datetime) -> None:
        """Store what came of the events. `now` is in the service's time zone; `conversation` is `<channel>:<address>`.

        Raises `VersionConflict` if another process changed the same profile in between.
        """
        for event in events:
            match event:
                case ProfileConsented():
                    await self._consent(event, conversation, work, now)
                case ProfileUpdated():
                    await self._update(event, conversation, work, now)
                case ProfileWithdrawn():
                    await withdraw(conversation, ASKED, work, now)

    async def _consent(self, event: ProfileConsented, conversation: str, work: UnitOfWork, now: dt.datetime) -> None:
        channel, _, address = conversation.partition(":")
        if channel not in REACHABLE:
            log.warning("profile_not_kept", channel=channel)
            return
        profile = Profile(event.about, event.region, event.easy, event.facts)
        person = await profile_of(conversation, work)
        if person is None:
            person = await work.profiles.add(channel, address, profile, now)
        else:
            await work.profiles.change(replace(person, profile=profile), now)
        await work.consents.give(person.id, POLICY_NOTICES, event.consent_version, channel, now)
        await _note_as_known(person, self._versions(profile, now), work, now)

    async def _update(self, event: ProfileUpdated, conversation: str, work: UnitOfWork, now: dt.datetime) -> None:
        """What fits only because the person is in another situation is not news: they know what they just said."""
        before = await profile_of(conversation, work)
        if before is None:
            return
        profile = Profile(event.about, event.region, event.easy, event.facts)
        await work.profiles.change(replace(before, profile=profile), now)
        fitted = self._versions(before.profile, now)
        fits = self._versions(profile, now)
        fresh = {measure: version for measure, version in fits.items() if measure not in fitted}
        await _note_as_known(before, fresh, work, now)

    def _versions(self, profile: Profile, now: dt.datetime) -> dict[str, str]:
        return versions(fitting(profile, now.date(), self._assessor), now.date())


async def _note_as_known(person: StoredProfile, fits: Mapping[str, str], work: UnitOfWork, now: dt.datetime) -> None:
    untold = await work.told.untold(person, fits)
    await work.told.note(person, {measure: fits[measure] for measure in untold}, now)


async def withdraw(conversation: str, reason: str, work: UnitOfWork, now: dt.datetime) -> None:
    """Delete what is kept of the conversation's person; the consent stays as a record without them."""
    channel, _, address = conversation.partition(":")
    kept = await work.profiles.id_at(channel, address)
    if kept is not None:
        await work.consents.withdraw(kept, reason, now)
        await work.profiles.delete(kept)


async def profile_of(conversation: str, work: UnitOfWork) -> StoredProfile | None:
    """The profile of the conversation's person, if one is kept."""
    channel, _, address = conversation.partition(":")
    kept = await work.profiles.id_at(channel, address)
    return None if kept is None else await work.profiles.get(kept)


async def kept_of(conversation: str, work: UnitOfWork) -> Kept | None:
    """Everything kept of the conversation's person with their consents; `None` if nothing is."""
    stored = await profile_of(conversation, work)
    return None if stored is None else Kept(stored.profile, tuple(await work.consents.of(stored.id)))


async def profile_ids(unit_of_work: UnitOfWorkFactory) -> AsyncIterator[str]:
    """All profiles' ids, a few at a time, so that memory stays flat and no transaction stays open."""
    after = ""
    while True:
        async with unit_of_work() as work:
            some = await work.profiles.ids(after, AT_ONCE)
        if not some:
            return
        for profile in some:
            yield profile
        after = some[-1]


async def stored_people(
    unit_of_work: UnitOfWorkFactory, about: About = About.PERSON
) -> AsyncIterator[tuple[str, str, Mapping[str, Known]]]:
    """(id, region, facts) of each person, or employer, who consented; the id is random and tells nobody who it is."""
    async for each in profile_ids(unit_of_work):
        async with unit_of_work() as work:
            stored = await work.profiles.get(each)
        if stored is not None and stored.profile.about is about:
            yield stored.id, stored.profile.region, stored.profile.facts
