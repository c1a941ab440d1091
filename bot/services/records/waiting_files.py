"""Use case: a file waits, encrypted, between being tried out and being taken in."""

from __future__ import annotations

import datetime as dt

from bot.core.records.staff import Staff
from bot.services.ports import UnitOfWorkFactory
from bot.services.records.upload_ports import Upload

KEPT = dt.timedelta(hours=1)
"""How long a file waits for whoever uploaded it to decide."""


class WaitingFiles:
    """Files in between; nobody meets anybody else's."""

    def __init__(self, units: UnitOfWorkFactory) -> None:
        self._units = units

    async def add(self, upload: Upload, staff: Staff, now: dt.datetime) -> str:
        """Let a file wait; those that have waited long enough go."""
        async with self._units() as work:
            await work.uploads.tidy(now)
            number = await work.uploads.add(upload, staff.id, now + KEPT)
            work.scrub()
            await work.commit()
        return number

    async def get(self, number: str, staff: Staff, now: dt.datetime) -> Upload | None:
        """A file that still waits."""
        async with self._units() as work:
            return await work.uploads.get(number, staff.id, now)

    async def delete(self, number: str, staff: Staff) -> None:
        """The file has been taken in, or is not wanted any more."""
        async with self._units() as work:
            await work.uploads.delete(number, staff.id)
            work.scrub()
            await work.commit()
