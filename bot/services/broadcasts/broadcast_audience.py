"""Who belongs to an audience that asks for something of job needs, which are kept encrypted."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence

from bot.core.messaging.audience import Audience
from bot.core.registry.needs import JobNeed
from bot.core.registry.occupations import lies_in
from bot.services.jobs.find_jobs import FindJobs
from bot.services.jobs.match_ports import RecordLines, Sealed
from bot.services.ports import UnitOfWork

DISABILITY, KIND = "disability", "disability_kind"
"""The purpose under which the kind of disability is kept, and the field of the job need."""
PAGE = 400


class ResolveAudience:
    """Looks through the job needs that stand."""

    def __init__(self, find_jobs: FindJobs) -> None:
        self._find_jobs = find_jobs

    async def among(self, audience: Audience, on: dt.date, work: UnitOfWork) -> frozenset[str] | None:
        """Ids of the people whose needs fit, whatever else is asked of them; `None` if nothing is asked of needs."""
        if not audience.by_needs:
            return None
        shelf = self._find_jobs.needs
        await shelf.refresh(work)
        fits = [need.id for need in shelf.index.all() if need.stands_on(on) and _fits(need, audience)]
        owners = {number: owner for number in fits if (owner := shelf.owner(number)) is not None}
        if audience.kinds:
            owners = await self._of_kinds(owners, audience.kinds, work)
        return frozenset(owners.values())

    async def _of_kinds(self, owners: Mapping[str, str], kinds: frozenset[str], work: UnitOfWork) -> dict[str, str]:
        """Those whose disability is of one of the kinds, and who agreed to that being kept."""
        agreed = await work.audiences.agreed_to(DISABILITY, frozenset(owners.values()))
        numbers = [number for number, owner in owners.items() if owner in agreed]
        found: dict[str, str] = {}
        for start in range(0, len(numbers), PAGE):
            page = await work.lines.numbered(numbers[start : start + PAGE])
            told = await asyncio.to_thread(_kinds, page, work.lines)
            found |= {number: owners[number] for number, kind in told.items() if kind in kinds}
        return found


def _fits(need: JobNeed, audience: Audience) -> bool:
    wanted = need.needs | need.wishes
    if audience.conditions and not audience.conditions & wanted:
        return False
    if not audience.occupations:
        return True
    return any(lies_in(theirs, asked) for theirs in need.occupations for asked in audience.occupations)


def _kinds(page: Sequence[Sealed], lines: RecordLines) -> Mapping[str, str]:
    opened = [lines.opened(sealed, secret=True) for sealed in page]
    return {stored.id: str(stored.secret.get(KIND, "")) for stored in opened}
