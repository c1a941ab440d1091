"""What became of broadcasts, over one open connection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.messaging.delivery import State
from bot.services.broadcasts.broadcast_ports import Line
from bot.storage.encryption import Cipher
from bot.storage.rows.kept_broadcast_rows import moment
from bot.storage.tables.delivery_tables import deliveries
from bot.storage.tables.people_tables import people
from bot.storage.tables.staff_tables import opt_outs

CAUSED_WITHIN = dt.timedelta(days=1)
"""Whoever takes their consent back so soon after a broadcast does so because of it."""
GOT_IT = (int(State.SENT), int(State.UNCERTAIN))
_ROW = deliveries.c


class BroadcastResultRows:
    """Recipients of one broadcast, what they got, and who left."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def lines(self, broadcast: int, after: int, limit: int) -> Sequence[Line]:
        """The next recipients."""
        mine = (_ROW.broadcast == broadcast, _ROW.id > after)
        query = select(deliveries).where(*mine).order_by(_ROW.id).limit(limit)
        return [_line(row) for row in await self._connection.execute(query)]

    async def line_of(self, broadcast: int, channel: str, address: str) -> Line | None:
        """What became of whoever is at this address."""
        hashes = self._cipher.hashes(f"{channel}:{address}")
        whose = select(people.c.id).where(people.c.address_hash.in_(hashes)).scalar_subquery()
        query = select(deliveries).where(_ROW.broadcast == broadcast, _ROW.person == whose)
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else _line(row)

    async def recipients(self, broadcasts: Collection[int]) -> Mapping[int, int]:
        """How many are written down for each of these broadcasts."""
        query = select(_ROW.broadcast, func.count()).where(_ROW.broadcast.in_(sorted(broadcasts)))
        return {row[0]: row[1] for row in await self._connection.execute(query.group_by(_ROW.broadcast))}

    async def failed(self, broadcasts: Collection[int]) -> Mapping[int, int]:
        """How many deliveries of each of these broadcasts failed for good."""
        theirs = (_ROW.broadcast.in_(sorted(broadcasts)), _ROW.state == int(State.FAILED))
        query = select(_ROW.broadcast, func.count()).where(*theirs).group_by(_ROW.broadcast)
        return {row[0]: row[1] for row in await self._connection.execute(query)}

    async def got_it(self, broadcast: int, after: int, limit: int) -> Sequence[tuple[int, str]]:
        """The next people who got it, or may have."""
        mine = (_ROW.broadcast == broadcast, _ROW.id > after, _ROW.state.in_(GOT_IT), _ROW.person.is_not(None))
        query = select(_ROW.id, _ROW.person).where(*mine).order_by(_ROW.id).limit(limit)
        return [(row.id, row.person) for row in await self._connection.execute(query)]

    async def note_opt_out(self, person: str, reason: str, now: dt.datetime) -> None:
        """Note it for the last broadcast they got, if that is not long ago."""
        since = round((now - CAUSED_WITHIN).timestamp() * 1000)
        mine = (_ROW.person == person, _ROW.state == int(State.SENT), _ROW.sent_at >= since)
        query = select(_ROW.broadcast).where(*mine).order_by(_ROW.sent_at.desc()).limit(1)
        caused_by = (await self._connection.execute(query)).scalar()
        if caused_by is not None:
            await self._connection.execute(insert(opt_outs).values(broadcast=caused_by, reason=reason))

    async def opt_outs(self, broadcast: int) -> Mapping[str, int]:
        """How many left after it, by how they did."""
        query = select(opt_outs.c.reason, func.count()).where(opt_outs.c.broadcast == broadcast)
        rows = (await self._connection.execute(query.group_by(opt_outs.c.reason))).all()
        return {row[0]: row[1] for row in rows}


def _line(row: Row[Any]) -> Line:
    sent_at = moment(row.sent_at) if row.sent_at is not None else None
    return Line(
        row.id,
        row.region,
        row.channel,
        row.wording == "easy",
        State(row.state),
        row.reason,
        row.attempts,
        sent_at,
        row.edition,
        row.message,
    )
