"""Which person was told of which job, over one open connection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table, and_, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.ports import VersionConflict
from bot.storage.tables.people_tables import consents, metadata, people, subscriptions
from bot.storage.tables.record_tables import records

AT_ONCE = 500
"""People in one statement: databases allow so many values."""

told_pairs = Table(
    "told_pairs",
    metadata,
    Column("person", String(32), ForeignKey(people.c.id, ondelete="CASCADE"), primary_key=True),
    Column("job", String(14), ForeignKey(records.c.number, ondelete="CASCADE"), primary_key=True, index=True),
    Column("told_at", BigInteger, nullable=False),  # seconds since 1970: SQLite would compare moments as text
)
_PAIR = told_pairs.c


class ToldPairRows:
    """Pairs that were told. They go with the person, and with the job."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def listening(self, people_ids: Sequence[str], purpose: str, topic: str | None) -> frozenset[str]:
        """Those of these people who agreed to the purpose, subscribed to the topic and have not closed the chat."""
        agreed = select(consents.c.id).where(consents.c.person == people.c.id, consents.c.purpose == purpose)
        conditions = [people.c.blocked_at.is_(None), agreed.exists()]
        if topic is not None:
            theirs = and_(subscriptions.c.person == people.c.id, subscriptions.c.topic == topic)
            conditions.append(select(subscriptions.c.topic).where(theirs).exists())
        found: set[str] = set()
        for start in range(0, len(people_ids), AT_ONCE):
            query = select(people.c.id).where(people.c.id.in_(people_ids[start : start + AT_ONCE]), *conditions)
            found.update((await self._connection.execute(query)).scalars())
        return frozenset(found)

    async def of(self, people_ids: Sequence[str]) -> Mapping[str, Collection[str]]:
        """The jobs that each of these people was told of; those who were told of none are left out."""
        found: dict[str, set[str]] = {}
        for start in range(0, len(people_ids), AT_ONCE):
            query = select(_PAIR.person, _PAIR.job).where(_PAIR.person.in_(people_ids[start : start + AT_ONCE]))
            for person, job in await self._connection.execute(query):
                found.setdefault(person, set()).add(job)
        return found

    async def count_since(self, people_ids: Sequence[str], moment: dt.datetime) -> Mapping[str, int]:
        """Of how many jobs each of these people was told at this moment or later."""
        found: dict[str, int] = {}
        for start in range(0, len(people_ids), AT_ONCE):
            theirs = _PAIR.person.in_(people_ids[start : start + AT_ONCE])
            query = select(_PAIR.person, func.count()).where(theirs, _PAIR.told_at >= int(moment.timestamp()))
            found |= {row[0]: row[1] for row in await self._connection.execute(query.group_by(_PAIR.person))}
        return found

    async def note(self, pairs: Collection[tuple[str, str]], now: dt.datetime) -> None:
        """Remember pairs of a person's id and a job's number; the first to note one wins."""
        rows = [{"person": person, "job": job, "told_at": int(now.timestamp())} for person, job in pairs]
        try:
            await self._connection.execute(insert(told_pairs), rows)
        except IntegrityError as error:
            raise VersionConflict from error
