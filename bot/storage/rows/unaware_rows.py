"""Counts of people who do not know of a measure, over one open connection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.policies.unaware_ports import Source, UnawareCount
from bot.storage.rows.region_scope import within
from bot.storage.tables.document_tables import unaware_counted, unaware_counts

AT_ONCE = 200
"""Rows in one statement: databases allow so many values."""


class UnawareRows:
    """The last counts."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def replace(self, counts: Sequence[UnawareCount], now: dt.datetime) -> None:
        """These are the counts now."""
        await self._connection.execute(delete(unaware_counts))
        await self._connection.execute(delete(unaware_counted))
        for start in range(0, len(counts), AT_ONCE):
            rows = [asdict(each) for each in counts[start : start + AT_ONCE]]
            await self._connection.execute(insert(unaware_counts), rows)
        await self._connection.execute(insert(unaware_counted).values(id=1, at=int(now.timestamp() * 1000)))

    async def within(self, region: str) -> Sequence[UnawareCount]:
        """Counts of a region with all its parts."""
        query = select(unaware_counts).where(within(unaware_counts.c.region, region))
        return [
            UnawareCount(Source(row.source), row.region, row.measure, row.fits, row.untold)
            for row in await self._connection.execute(query)
        ]

    async def counted_at(self) -> dt.datetime | None:
        """When was counted last."""
        at = (await self._connection.execute(select(unaware_counted.c.at))).scalar_one_or_none()
        return None if at is None else dt.datetime.fromtimestamp(at / 1000, dt.UTC)
