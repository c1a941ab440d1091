"""Which records of a register there are and which of them changed, over one open connection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.jobs.match_ports import Digest, Line, Sealed
from bot.services.records.record_ports import Stored, Wanted
from bot.storage.encryption import Cipher
from bot.storage.rows.record_rows import conditions, stored_record
from bot.storage.tables.record_tables import records

AT_ONCE = 500
"""Numbers in one statement: databases allow so many."""
_ROW = records.c
_LINE = (_ROW.id, _ROW.number, _ROW.version, _ROW.state, _ROW.changed_at)
_CONTENT = (_ROW.region, _ROW.period, _ROW.state_since, _ROW.entered_by, _ROW.owner, _ROW.open, _ROW.secret)


class RecordLineRows:
    """Records as a copy of them is kept up to date; answered from one index as far as content is not asked for."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def counts(self, states: Mapping[str, str], region: str) -> Mapping[str, int]:
        """How many records wait by register: the states are few, so that only those records are gone through."""
        within = conditions(Wanted(registers=tuple(states), region=region))
        some = select(_ROW.register, _ROW.state, func.count()).where(*within, _ROW.state.in_(set(states.values())))
        rows = await self._connection.execute(some.group_by(_ROW.register, _ROW.state))
        return {register: count for register, state, count in rows if states[register] == state}

    async def digest(self, register: str, state: str | None) -> Digest:
        """Count, sums and the last moment of the records in this state."""
        sums = select(func.count(), func.sum(_ROW.version), func.sum(_ROW.id), func.max(_ROW.changed_at))
        found = await self._connection.execute(sums.where(_in_state(register, state)))
        count, versions, rows, latest = found.one()
        return Digest(count, int(versions or 0), int(rows or 0), latest)

    async def since(self, register: str, moment: dt.datetime | None) -> Sequence[Line]:
        """Records that were added or changed at this moment or later."""
        query = select(*_LINE).where(_ROW.register == register)
        if moment is not None:
            query = query.where(_ROW.changed_at >= moment)
        return [_line(row) for row in await self._connection.execute(query)]

    async def lines(self, register: str, state: str, after: int, limit: int) -> Sequence[Line]:
        """The next records in this state, without content."""
        query = _next(select(*_LINE), register, state, after, limit)
        return [_line(row) for row in await self._connection.execute(query)]

    async def sealed(self, register: str, state: str | None, after: int, limit: int) -> Sequence[Sealed]:
        """The next records in this state, with content."""
        query = _next(select(*_LINE, _ROW.register, *_CONTENT), register, state, after, limit)
        return [Sealed(_line(row), row) for row in await self._connection.execute(query)]

    async def numbered(self, numbers: Sequence[str]) -> Sequence[Sealed]:
        """Records by number."""
        found: list[Sealed] = []
        for start in range(0, len(numbers), AT_ONCE):
            theirs = _ROW.number.in_(numbers[start : start + AT_ONCE])
            query = select(*_LINE, _ROW.register, *_CONTENT).where(theirs)
            found += [Sealed(_line(row), row) for row in await self._connection.execute(query)]
        return found

    async def lines_of(self, numbers: Sequence[str]) -> Sequence[Line]:
        """Records by number, without content."""
        found: list[Line] = []
        for start in range(0, len(numbers), AT_ONCE):
            query = select(*_LINE).where(_ROW.number.in_(numbers[start : start + AT_ONCE]))
            found += [_line(row) for row in await self._connection.execute(query)]
        return found

    def opened(self, sealed: Sealed, *, secret: bool) -> Stored:
        """The record. Raises `UnreadableError` for a secret part of another row or key."""
        return stored_record(sealed.content, self._cipher if secret else None)


def _in_state(register: str, state: str | None) -> Any:
    return and_(_ROW.register == register, _ROW.state == state)


def _next(query: Select[Any], register: str, state: str | None, after: int, limit: int) -> Select[Any]:
    return query.where(_in_state(register, state), _ROW.id > after).order_by(_ROW.id).limit(limit)


def _line(row: Any) -> Line:
    return Line(row.id, row.number, row.version, row.state, row.changed_at)
