"""Use case: counts the people for whom measures fit, and those of them who have not been told.

Two sources, kept apart because staff may see different things of them (`unaware_ports.Source`):
- what people left behind to be told by the service: their consent lets nobody see it, so it is only counted;
- registered needs of people who agreed that staff see which support fits them (the purpose `disability`).
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from bot.core.eligibility.assessor import Assessor
from bot.core.eligibility.circumstances import Known
from bot.core.notices.news import fitting, versions
from bot.core.notices.profile import Profile
from bot.core.policies.facts import About
from bot.core.records.fields import Value
from bot.core.records.plain import from_plain
from bot.core.regions.region import NATIONAL
from bot.core.registry.from_records import NEEDS
from bot.services.jobs.find_jobs import STANDING
from bot.services.people.people import people_ids
from bot.services.people.people_ports import Person
from bot.services.policies.unaware_ports import Source, UnawareCount
from bot.services.ports import UnitOfWork, UnitOfWorkFactory
from bot.services.records.record_book import RecordBook
from bot.services.records.record_ports import Stored

SEEN_BY_STAFF = "disability"
"""The purpose whose text says that staff see which support fits."""
AT_ONCE = 100
UNTIL = "stands_until"
"""The field of a need that says how long it stands."""


@dataclass(frozen=True)
class Fitting:
    """A need, by number, with the measures that fit its owner: all of them, and those of which nobody told them."""

    number: str
    owner: str
    region: str
    fits: tuple[str, ...]
    untold: frozenset[str]


class CountUnaware:
    """Reads everybody once."""

    def __init__(self, assessor: Assessor, book: RecordBook, units: UnitOfWorkFactory) -> None:
        self._assessor, self._book, self._units = assessor, book, units

    async def run(self, now: dt.datetime) -> int:
        """Count anew; returns how many counts there are."""
        fits: Counter[tuple[Source, str, str]] = Counter()
        untold: Counter[tuple[Source, str, str]] = Counter()
        async for region, source, fitted, unknown in self._everybody(now):
            fits.update((source, region, measure) for measure in fitted)
            untold.update((source, region, measure) for measure in unknown)
        counts = [UnawareCount(*key, number, untold[key]) for key, number in sorted(fits.items())]
        async with self._units() as work:
            await work.unaware.replace(counts, now)
            await work.commit()
        return len(counts)

    async def needs(self, after: str, now: dt.datetime, region: str) -> tuple[Sequence[Fitting], str | None]:
        """The next needs of a region with its parts, and after which number to go on; `None` at the end."""
        found: list[Fitting] = []
        async with self._units() as work:
            some = await work.records.some(NEEDS, after, AT_ONCE, region)
            for each in some:
                if fitting := await self._need(each, now, work):
                    found.append(fitting)
                await asyncio.sleep(0)  # the same process answers conversations
        return found, some[-1].id if some else None

    async def _everybody(self, now: dt.datetime) -> AsyncIterator[tuple[str, Source, Sequence[str], frozenset[str]]]:
        async for each in people_ids(self._units):
            async with self._units() as work:
                person = await work.people.get(each)
                if person is not None and person.profile is not None:
                    fitted, untold = await self._untold(person, person.profile, now, work)
                    yield person.profile.region, Source.PROFILES, fitted, untold
            await asyncio.sleep(0)
        after: str | None = ""
        while after is not None:
            some, after = await self.needs(after, now, NATIONAL)
            for need in some:
                yield need.region, Source.NEEDS, need.fits, need.untold

    async def _need(self, stored: Stored, now: dt.datetime, work: UnitOfWork) -> Fitting | None:
        """Nothing of a need whose owner did not agree that staff see which support fits."""
        if stored.state != STANDING or stored.owner is None:
            return None
        agreed = {each.purpose for each in await work.consents.of(stored.owner)}
        person = await work.people.get(stored.owner) if SEEN_BY_STAFF in agreed else None
        if person is None:
            return None
        fields = self._book.edition_of(stored).fields
        values = from_plain({**stored.open, **stored.secret}, fields)
        until = values.get(UNTIL)
        if isinstance(until, dt.date) and until < now.date():
            return None
        facts = {fact: _known(value) for name, value in values.items() if (fact := fields[name].fact) is not None}
        profile = Profile(About.PERSON, stored.region, person.easy, facts)
        fitted, untold = await self._untold(person, profile, now, work)
        return Fitting(stored.id, person.id, stored.region, tuple(fitted), untold)

    async def _untold(
        self, person: Person, profile: Profile, now: dt.datetime, work: UnitOfWork
    ) -> tuple[Sequence[str], frozenset[str]]:
        found = versions(fitting(profile, now.date(), self._assessor), now.date())
        return list(found), await work.told.untold(person, found)


def _known(value: Value) -> Known:
    """Fields that share a fact hold one value of it; the declarations are checked for that."""
    assert isinstance(value, bool | int | str), "no other type shares a fact"
    return value
