"""A process that dies between two commits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.services.ports import UnitOfWork
from bot.storage.unit_of_work import SqlUnitsOfWork


class Dying:
    """Units of work of a process that dies when it has stored so many messages: the next commit never comes."""

    def __init__(self, units: SqlUnitsOfWork, survives: int) -> None:
        self._units, self.left = units, survives

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[UnitOfWork]:
        async with self._units() as work:
            commit = work.commit

            async def commit_or_die() -> None:
                if self.left == 0:
                    raise KeyboardInterrupt
                self.left -= 1
                await commit()

            work.commit = commit_or_die  # type: ignore[method-assign]
            yield work
