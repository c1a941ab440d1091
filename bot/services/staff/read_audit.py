"""Use case: admins and auditors read who looked at what, and what happened around accounts, in their region."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.core.records.staff import Staff
from bot.core.regions.region import NATIONAL
from bot.services.people.people_ports import Looked, LooksWanted
from bot.services.ports import UnitOfWork, UnitOfWorkFactory
from bot.services.staff.session_ports import EventsWanted, StaffEvent

MOST = 100_000
"""Lines in a file."""


class ReadAudit:
    """Lines about staff whose region is that of whoever reads, or a part of it."""

    def __init__(self, units: UnitOfWorkFactory) -> None:
        self._units = units

    async def looks(
        self, staff: Staff, wanted: LooksWanted, first: int = 0, limit: int = MOST, *, newest: bool = True
    ) -> tuple[Sequence[Looked], int]:
        """Looks at personal data, and how many there are in all."""
        async with self._units() as work:
            scoped = replace(wanted, among=await _names(staff, work))
            return await work.accesses.page(scoped, first, limit, newest=newest), await work.accesses.count(scoped)

    async def events(
        self, staff: Staff, wanted: EventsWanted, first: int = 0, limit: int = MOST, *, newest: bool = True
    ) -> tuple[Sequence[StaffEvent], int]:
        """What happened around accounts, and how much there is in all. Tries with names nobody has: national only."""
        async with self._units() as work:
            scoped = replace(wanted, among=await _names(staff, work), strangers=staff.region == NATIONAL)
            events = await work.staff_events.page(scoped, first, limit, newest=newest)
            return events, await work.staff_events.count(scoped)


async def _names(staff: Staff, work: UnitOfWork) -> Collection[str] | None:
    """Whose lines they may read; `None` for everybody's, the command line's too."""
    if staff.region == NATIONAL:
        return None
    return [each.staff.id for each in await work.accounts.all() if staff.reaches(each.staff.region)]
