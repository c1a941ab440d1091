"""Counts for staff, over one open connection."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.messaging.delivery import State
from bot.services.staff.figure_ports import Counted, FairReach, Place, Sent
from bot.storage.rows.region_scope import within
from bot.storage.rows.told_pairs import told_pairs
from bot.storage.tables.alert_tables import asked_reminders
from bot.storage.tables.delivery_tables import broadcasts, deliveries
from bot.storage.tables.learning_tables import month_counts
from bot.storage.tables.people_tables import people
from bot.storage.tables.record_tables import records

AT_ONCE = 100
"""Rows in one statement: databases allow so many values."""
_RECORD, _COUNT = records.c, month_counts.c


class FigureRows:
    """Reads only what is kept in clear."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def counted(self, what: Counted, region: str, first: dt.datetime) -> Mapping[Place, int]:
        """How many there are from this moment on."""
        if what.told:
            return await self._told(region, first)
        mine = [_RECORD.register == what.register, within(_RECORD.region, region)]
        if what.state is not None:
            mine.append(_RECORD.state == what.state)
        if what.date is None:
            mine.append(_RECORD.entered_at >= first)
        columns = (_RECORD.region, _RECORD.entered_at if what.date is None else _RECORD.open)
        found: Counter[Place] = Counter()
        for row in await self._connection.execute(select(*columns).where(*mine)):
            day = _day(row[1], what.date, first.tzinfo)
            if day >= first.date().isoformat():
                found[Place(day[:7], row.region)] += 1
        return found

    async def begun(self, what: Counted, region: str, zone: dt.tzinfo) -> Mapping[str, str]:
        """By region, the month since which such records are kept."""
        if what.told:
            told = select(people.c.region, func.min(told_pairs.c.told_at)).join_from(told_pairs, people)
            told = told.where(within(people.c.region, region)).group_by(people.c.region)
            return {row[0]: _month(row[1], zone) for row in await self._connection.execute(told)}
        mine = (_RECORD.register == what.register, within(_RECORD.region, region))
        query = select(_RECORD.region, func.min(_RECORD.entered_at)).where(*mine).group_by(_RECORD.region)
        return {row[0]: f"{_local(row[1], zone):%Y-%m}" for row in await self._connection.execute(query)}

    async def keep(self, what: str, counts: Mapping[Place, int]) -> None:
        """Remember counts."""
        rows = [
            {"month": place.month, "region": place.region, "what": what, "count": count}
            for place, count in sorted(counts.items())
        ]
        dialect = insert_sqlite if self._connection.dialect.name == "sqlite" else insert_postgresql
        for start in range(0, len(rows), AT_ONCE):
            change = dialect(month_counts).values(rows[start : start + AT_ONCE])
            await self._connection.execute(
                change.on_conflict_do_update(
                    index_elements=("month", "region", "what"),
                    set_={"count": change.excluded.count},
                    where=change.excluded.count > _COUNT.count,
                )
            )

    async def kept(self, what: str, region: str) -> Mapping[Place, int]:
        """Everything that is remembered."""
        query = select(_COUNT.month, _COUNT.region, _COUNT.count).where(_COUNT.what == what)
        rows = await self._connection.execute(query.where(within(_COUNT.region, region)))
        return {Place(month, where): count for month, where, count in rows}

    async def sent(self, region: str, first: dt.datetime, until: dt.datetime) -> Sequence[Sent]:
        """Deliveries by state."""
        row = deliveries.c
        within_time = (broadcasts.c.started_at >= _ms(first), broadcasts.c.started_at < _ms(until))
        query = select(row.state, row.reason, row.channel, func.count()).join_from(deliveries, broadcasts)
        query = query.where(*within_time, within(row.region, region)).group_by(row.state, row.reason, row.channel)
        return [Sent(State(each[0]), each[1], each[2], each[3]) for each in await self._connection.execute(query)]

    async def reach(self, fairs: Mapping[str, Sequence[int]], region: str) -> Mapping[str, FairReach]:
        """Who was told of fairs, in numbers."""
        if not fairs:
            return {}
        reminders = select(asked_reminders.c.record, func.count()).where(asked_reminders.c.record.in_(fairs))
        rows = await self._connection.execute(reminders.group_by(asked_reminders.c.record))
        reminded = {row[0]: row[1] for row in rows}
        found = {}
        for fair, several in fairs.items():
            mine = (deliveries.c.broadcast.in_(several), within(deliveries.c.region, region))
            query = select(func.count()).select_from(deliveries).where(*mine, deliveries.c.state == int(State.SENT))
            told = (await self._connection.execute(query)).scalar_one() if several else 0
            found[fair] = FairReach(told, reminded.get(fair, 0))
        return found

    async def _told(self, region: str, first: dt.datetime) -> Mapping[Place, int]:
        """People who were told of a job, each once a month."""
        since = int(first.timestamp())
        query = select(people.c.region, told_pairs.c.told_at, told_pairs.c.person).join_from(told_pairs, people)
        rows = await self._connection.execute(
            query.where(told_pairs.c.told_at >= since, within(people.c.region, region))
        )
        several = {(_month(row.told_at, first.tzinfo), row.region, row.person) for row in rows}
        return Counter(Place(month, where) for month, where, _ in several)


def _day(value: Any, field: str | None, zone: dt.tzinfo | None) -> str:
    """The day of a record; empty without one."""
    if field is None:
        return _local(value, zone).date().isoformat()
    return str(orjson.loads(value).get(field) or "")


def _local(moment: dt.datetime, zone: dt.tzinfo | None) -> dt.datetime:
    """SQLite keeps moments of the service's zone without it, PostgreSQL gives them in another."""
    return moment.astimezone(zone) if moment.tzinfo else moment


def _month(seconds: int, zone: dt.tzinfo | None) -> str:
    return f"{dt.datetime.fromtimestamp(seconds, zone):%Y-%m}"


def _ms(moment: dt.datetime) -> int:
    return round(moment.timestamp() * 1000)
