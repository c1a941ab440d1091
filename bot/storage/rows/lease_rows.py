"""Leases and plans over one open connection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, Table, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.schedule.schedule_ports import Plan
from bot.storage.tables.delivery_tables import leases, schedules

_LEASE = leases.c
_PLAN = schedules.c


class LeaseRows:
    """One row per lease; whoever changes it first has it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take(self, name: str, holder: str, now: int, until: int) -> bool:
        """Take it, or keep it for longer."""
        wrong = until + (until - now)
        is_free = or_(_LEASE.holder == holder, _LEASE.until <= now, _LEASE.until > wrong)
        change = update(leases).where(_LEASE.name == name, is_free).values(holder=holder, until=until)
        if (await self._connection.execute(change)).rowcount == 1:
            return True
        return await _inserted(self._connection, leases, {"name": name, "holder": holder, "until": until})

    async def held(self, name: str, now: int) -> tuple[str, int] | None:
        """Who holds it, and until when."""
        query = select(_LEASE.holder, _LEASE.until).where(_LEASE.name == name, _LEASE.until > now)
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else (row.holder, row.until)

    async def release(self, name: str, holder: str) -> None:
        """Others may take it at once."""
        await self._connection.execute(delete(leases).where(_LEASE.name == name, _LEASE.holder == holder))


class ScheduleRows:
    """Plans; a plan is changed only from the version it was seen in."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self) -> Sequence[Plan]:
        """Everything, by name."""
        return [_plan(row) for row in await self._connection.execute(select(schedules).order_by(_PLAN.name))]

    async def get(self, name: str) -> Plan | None:
        """One plan."""
        row = (await self._connection.execute(select(schedules).where(_PLAN.name == name))).one_or_none()
        return None if row is None else _plan(row)

    async def add(self, plan: Plan) -> bool:
        """Plan something, unless there is something of this name."""
        return await _inserted(self._connection, schedules, asdict(plan))

    async def change(self, before: Plan, after: Plan) -> bool:
        """Replace a plan."""
        same = (_PLAN.name == before.name, _PLAN.version == before.version)
        values = asdict(replace(after, version=before.version + 1))
        return (await self._connection.execute(update(schedules).where(*same).values(values))).rowcount == 1

    async def remove(self, name: str) -> bool:
        """It is not done any more."""
        return (await self._connection.execute(delete(schedules).where(_PLAN.name == name))).rowcount == 1


async def _inserted(connection: AsyncConnection, table: Table, values: dict[str, Any]) -> bool:
    """Whether there was no row of this name. Asked by what comes back: not every driver counts inserted rows."""
    dialect = insert_sqlite if connection.dialect.name == "sqlite" else insert_postgresql
    change = dialect(table).values(values).on_conflict_do_nothing().returning(table.c.name)
    return (await connection.execute(change)).first() is not None


def _plan(row: Row[Any]) -> Plan:
    return Plan(row.name, row.kind, row.detail, row.due_at, row.repeats, row.last_at, row.version)
