"""Use case: what is imported or removed, by whichever process, can be searched or no longer is, without a restart."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from bot.core.policies.imported import ImportedClause
from bot.services.ports import Clock, UnitOfWorkFactory


class Replaceable(Protocol):
    """A search that can be made anew."""

    def replace(self, imported: Iterable[ImportedClause], on: dt.date) -> None:
        """From now on with these documents, as of this day."""
        ...


class FollowDocuments:
    """Makes the search of this process anew when documents have changed, or a new day has begun."""

    def __init__(self, search: Replaceable, units: UnitOfWorkFactory, clock: Clock) -> None:
        self._search, self._units, self._clock = search, units, clock
        self._seen: tuple[str, dt.date] | None = None
        self._in_turn = asyncio.Lock()

    async def look(self) -> bool:
        """Whether anything had changed since it looked last."""
        async with self._in_turn:
            today = self._clock.today()
            async with self._units() as work:
                found = (await work.imported.mark(), today)
                if found == self._seen:
                    return False
                imported = await work.imported.all()
            await asyncio.to_thread(self._search.replace, imported, today)
            self._seen = found
            return True
