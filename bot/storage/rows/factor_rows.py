"""Second factors and what happened around accounts, over one open connection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.staff.session_ports import EventsWanted, Factor, StaffEvent
from bot.storage.encryption import Cipher
from bot.storage.rows.kept_broadcast_rows import moment
from bot.storage.tables.session_tables import staff_events, staff_factors, staff_recovery

_ROW = staff_factors.c
_CODE = staff_recovery.c
_EVENT = staff_events.c


class FactorRows:
    """Second factors: a secret opens in the row of its owner only."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def get(self, staff: str) -> Factor | None:
        """Somebody's factor."""
        row = (await self._connection.execute(select(staff_factors).where(_ROW.staff == staff))).one_or_none()
        if row is None:
            return None
        return Factor(self._cipher.unseal(row.secret, staff).decode(), row.confirmed, row.last_step)

    async def put(self, staff: str, factor: Factor) -> None:
        """Keep it in place of an earlier one."""
        await self._connection.execute(delete(staff_factors).where(_ROW.staff == staff))
        sealed = self._cipher.seal(factor.secret.encode(), staff)
        row = {"staff": staff, "secret": sealed, "confirmed": factor.confirmed, "last_step": factor.last_step}
        await self._connection.execute(insert(staff_factors).values(row))

    async def use(self, staff: str, step: int) -> bool:
        """Note that the code of this step was used; of two who send it at once one has used it."""
        mine = (_ROW.staff == staff, _ROW.last_step < step)
        return (await self._connection.execute(update(staff_factors).where(*mine).values(last_step=step))).rowcount == 1

    async def remove(self, staff: str) -> bool:
        """Forget the factor and its recovery codes."""
        await self._connection.execute(delete(staff_recovery).where(_CODE.staff == staff))
        return (await self._connection.execute(delete(staff_factors).where(_ROW.staff == staff))).rowcount == 1

    async def put_recovery(self, staff: str, hashes: Collection[str]) -> None:
        """Keep these recovery codes in place of earlier ones."""
        await self._connection.execute(delete(staff_recovery).where(_CODE.staff == staff))
        rows = [{"code_hash": each, "staff": staff} for each in hashes]
        await self._connection.execute(insert(staff_recovery), rows)

    async def take_recovery(self, staff: str, code_hash: str) -> bool:
        """Use up a recovery code."""
        mine = delete(staff_recovery).where(_CODE.staff == staff, _CODE.code_hash == code_hash)
        return (await self._connection.execute(mine)).rowcount == 1

    async def recovery_left(self, staff: str) -> int:
        """How many recovery codes are left."""
        query = select(func.count()).select_from(staff_recovery).where(_CODE.staff == staff)
        return int(await self._connection.scalar(query) or 0)


class StaffEventRows:
    """What happened around accounts."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, event: StaffEvent) -> None:
        """Remember it."""
        row = {
            "at": _ms(event.at),
            "kind": event.kind,
            "staff": event.staff,
            "by": event.by,
            "detail": event.detail,
        }
        await self._connection.execute(insert(staff_events).values(row))

    async def count(self, wanted: EventsWanted) -> int:
        """How many lines there are."""
        query = select(func.count()).select_from(staff_events).where(*_conditions(wanted))
        return int(await self._connection.scalar(query) or 0)

    async def page(self, wanted: EventsWanted, first: int, limit: int, *, newest: bool) -> Sequence[StaffEvent]:
        """Some lines."""
        order = _EVENT.id.desc() if newest else _EVENT.id
        query = select(staff_events).where(*_conditions(wanted)).order_by(order).offset(first).limit(limit)
        rows = await self._connection.execute(query)
        return [StaffEvent(moment(row.at), row.kind, row.staff, row.by, row.detail) for row in rows]

    async def delete_before(self, moment: dt.datetime) -> int:
        """Delete older lines."""
        return (await self._connection.execute(delete(staff_events).where(_EVENT.at < _ms(moment)))).rowcount


def _conditions(wanted: EventsWanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.staff is not None:
        conditions.append(or_(_EVENT.staff == wanted.staff, _EVENT.by == wanted.staff))
    if wanted.kind is not None:
        conditions.append(_EVENT.kind == wanted.kind)
    if wanted.since is not None:
        conditions.append(_EVENT.at >= _ms(wanted.since))
    if wanted.until is not None:
        conditions.append(_EVENT.at < _ms(wanted.until))
    if wanted.among is not None:
        theirs: ColumnElement[bool] = _EVENT.staff.in_(sorted(wanted.among))
        conditions.append(or_(theirs, _EVENT.staff.is_(None)) if wanted.strangers else theirs)
    return conditions


def _ms(moment: dt.datetime) -> int:
    return round(moment.timestamp() * 1000)
