"""Use case: staff see how many people of their region do not know of what fits them, and have them told.

Who left something behind to be told by the service agreed that nobody sees it: of them there are counts, and small ones
are not given exactly. Who registered a need and agreed that staff see which support fits is listed by number, and every
look is noted.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.records.staff import Staff
from bot.core.registry.from_records import NEEDS
from bot.services.policies.count_unaware import AT_ONCE, CountUnaware, Fitting
from bot.services.policies.import_documents import NotTheirs
from bot.services.policies.unaware_ports import Source, UnawareRules
from bot.services.ports import UnitOfWorkFactory
from bot.services.schedule.schedule_ports import Plan

LISTED = "unaware_listed"
"""How the audit calls a look at the list."""
COUNTING, TELLING = "unaware", "measures_within"
"""What the scheduler does when staff ask for it; the first also every day by itself."""


@dataclass(frozen=True)
class Part:
    """People of one source: for how many it fits, and how many of them were not told. `None`: too few to be shown."""

    fits: int | None
    untold: int | None


@dataclass(frozen=True)
class Line:
    """A measure in one region, or in all of the staff's regions (`region` is empty)."""

    measure: str
    region: str
    profiles: Part
    needs: Part


class Unaware:
    """Counts within the staff's region. Raises `NotTheirs` for whoever may not ask for something."""

    def __init__(self, count: CountUnaware, rules: UnawareRules, units: UnitOfWorkFactory) -> None:
        self._count, self.rules, self._units = count, rules, units

    async def counted_at(self) -> dt.datetime | None:
        """When was counted last."""
        async with self._units() as work:
            return await work.unaware.counted_at()

    async def lines(self, staff: Staff, *, by_region: bool = False) -> Sequence[Line]:
        """A line for each measure that fits anybody, or for each measure and region."""
        fits: Counter[tuple[str, str, Source]] = Counter()
        untold: Counter[tuple[str, str, Source]] = Counter()
        async with self._units() as work:
            for each in await work.unaware.within(staff.region):
                key = (each.measure, each.region if by_region else "", each.source)
                fits[key] += each.fits
                untold[key] += each.untold
        places = sorted({(measure, region) for measure, region, _ in fits})
        return [
            Line(measure, region, *(self._part(fits, untold, (measure, region, source)) for source in Source))
            for measure, region in places
        ]

    async def people(self, measure: str, region: str, staff: Staff, now: dt.datetime) -> tuple[Sequence[Fitting], bool]:
        """Needs whose owners do not know of a measure that fits, and whether all were looked through. Noted."""
        if not staff.sees_people or not staff.writes or not staff.reaches(region):
            raise NotTheirs
        found: list[Fitting] = []
        after: str | None = ""
        looked = 0
        while after is not None and looked < self.rules.most_listed:
            some, after = await self._count.needs(after, now, region)
            looked += AT_ONCE
            found += [each for each in some if measure in each.untold]
        async with self._units() as work:
            await work.accesses.note_records(staff.id, LISTED, now, NEEDS, [each.number for each in found])
            await work.commit()
        return found, after is None

    async def count_now(self, staff: Staff, now: dt.datetime) -> None:
        """Have everything counted anew as soon as possible."""
        await self._plan(Plan(COUNTING, COUNTING, "", _ms(now)), staff)

    async def tell_now(self, staff: Staff, now: dt.datetime) -> None:
        """Have the people of the staff's region told who agreed to it; quiet hours are kept by whoever tells them."""
        await self._plan(Plan(f"{TELLING}:{staff.region}", TELLING, staff.region, _ms(now)), staff)

    async def _plan(self, plan: Plan, staff: Staff) -> None:
        if not staff.writes:
            raise NotTheirs
        async with self._units() as work:
            if not await work.schedules.add(plan):
                before = await work.schedules.get(plan.name)
                if before is not None:
                    await work.schedules.change(before, replace(before, due_at=plan.due_at))
            await work.commit()

    def _part(
        self,
        fits: Mapping[tuple[str, str, Source], int],
        untold: Mapping[tuple[str, str, Source], int],
        key: tuple[str, str, Source],
    ) -> Part:
        least = self.rules.least_shown if key[2] is Source.PROFILES else 0
        return Part(*(None if 0 < number < least else number for number in (fits[key], untold[key])))


def _ms(moment: dt.datetime) -> int:
    return int(moment.timestamp() * 1000)
