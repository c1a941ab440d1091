"""Consents, subscriptions, what people were told, and who looked at them, over one open connection."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.people.people_ports import Looked, LooksWanted, Person, StoredConsent
from bot.services.ports import VersionConflict
from bot.storage.tables.people_tables import consents, subscriptions, told_measures
from bot.storage.tables.record_tables import accesses, records

AT_ONCE = 500
"""Rows in one statement."""


class ConsentRows:
    """Consents. One that ended names nobody any more."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def give(self, person: str, purpose: str, version: str, channel: str, now: dt.datetime) -> None:
        """Note a consent, unless the same one still holds."""
        if any((each.purpose, each.version) == (purpose, version) for each in await self.of(person)):
            return
        row = {"person": person, "purpose": purpose, "version": version, "channel": channel, "given_at": now}
        await self._connection.execute(insert(consents).values(row))

    async def withdraw(self, person: str, purpose: str | None, reason: str, now: dt.datetime) -> None:
        """The consents to a purpose, or to all, end and no longer name the person."""
        ended = {"person": None, "reason": reason, "withdrawn_at": now}
        change = update(consents).where(consents.c.person == person)
        if purpose is not None:
            change = change.where(consents.c.purpose == purpose)
        await self._connection.execute(change.values(ended))

    async def of(self, person: str) -> Sequence[StoredConsent]:
        """The person's consents that hold, oldest first."""
        query = select(consents).where(consents.c.person == person).order_by(consents.c.id)
        rows = (await self._connection.execute(query)).all()
        return [StoredConsent(row.purpose, row.version, row.channel, row.given_at, row.withdrawn_at) for row in rows]


class SubscriptionRows:
    """Topics of which people want to hear."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, person: str) -> frozenset[str]:
        """The topics of one person."""
        query = select(subscriptions.c.topic).where(subscriptions.c.person == person)
        return frozenset((await self._connection.execute(query)).scalars())

    async def add(self, person: str, topic: str, now: dt.datetime) -> None:
        """From now on they hear of it."""
        if topic not in await self.of(person):
            row = {"person": person, "topic": topic, "since": now}
            await self._connection.execute(insert(subscriptions).values(row))

    async def remove(self, person: str, topic: str | None = None) -> None:
        """They hear of it no more; of nothing without a topic."""
        change = delete(subscriptions).where(subscriptions.c.person == person)
        if topic is not None:
            change = change.where(subscriptions.c.topic == topic)
        await self._connection.execute(change)


class AccessRows:
    """Looks of staff. The database takes out who and what they looked at when that is deleted."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(
        self,
        staff: str,
        what: str,
        now: dt.datetime,
        *,
        person: str | None = None,
        register: str | None = None,
        record: str | None = None,
    ) -> None:
        """Remember a look."""
        row = {"at": now, "staff": staff, "what": what, "person": person, "register": register, "record": record}
        await self._connection.execute(insert(accesses).values(row))

    async def note_records(
        self, staff: str, what: str, now: dt.datetime, register: str, records: Sequence[str]
    ) -> None:
        """Remember a look at each of these records."""
        looks = [{"at": now, "staff": staff, "what": what, "register": register, "record": each} for each in records]
        for start in range(0, len(looks), AT_ONCE):
            await self._connection.execute(insert(accesses), looks[start : start + AT_ONCE])

    async def of(self, person: str) -> Sequence[Looked]:
        """Who looked at what is kept of a person, or at their records, oldest first."""
        theirs = select(records.c.number).where(records.c.owner == person)
        about = or_(accesses.c.person == person, accesses.c.record.in_(theirs))
        rows = await self._connection.execute(select(accesses).where(about).order_by(accesses.c.id))
        return [_looked(row) for row in rows]

    async def all(self, staff: str | None = None, since: dt.date | None = None) -> Sequence[Looked]:
        """Every look, oldest first."""
        query = select(accesses).order_by(accesses.c.id)
        if staff is not None:
            query = query.where(accesses.c.staff == staff)
        if since is not None:
            query = query.where(accesses.c.at >= dt.datetime.combine(since, dt.time(), dt.UTC))
        return [_looked(row) for row in await self._connection.execute(query)]

    async def count(self, wanted: LooksWanted) -> int:
        """How many looks there are."""
        query = select(func.count()).select_from(accesses).where(*_looks(wanted))
        return int(await self._connection.scalar(query) or 0)

    async def page(self, wanted: LooksWanted, first: int, limit: int, *, newest: bool) -> Sequence[Looked]:
        """Some looks."""
        order = accesses.c.id.desc() if newest else accesses.c.id
        query = select(accesses).where(*_looks(wanted)).order_by(order).offset(first).limit(limit)
        return [_looked(row) for row in await self._connection.execute(query)]

    async def delete_before(self, moment: dt.datetime) -> int:
        """Delete lines older than this."""
        return (await self._connection.execute(delete(accesses).where(accesses.c.at < moment))).rowcount


class ToldRows:
    """What people were told of: nobody can tell from a row which measure it was, for that would tell who they are."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def untold(self, person: Person, versions: Mapping[str, str]) -> frozenset[str]:
        """The measures of which the person has not been told in this version."""
        query = select(told_measures.c.mark).where(told_measures.c.person == person.id)
        told = frozenset((await self._connection.execute(query)).scalars())
        return frozenset(
            measure for measure, version in versions.items() if _mark(person, measure, version) not in told
        )

    async def note(self, person: Person, versions: Mapping[str, str], now: dt.datetime) -> None:
        """Remember fingerprints by measure; the first to note one wins."""
        rows = [
            {"person": person.id, "mark": _mark(person, measure, version), "told_at": now}
            for measure, version in versions.items()
        ]
        if not rows:
            return
        try:
            await self._connection.execute(insert(told_measures), rows)
        except IntegrityError as error:
            raise VersionConflict from error

    async def forget(self, person: str) -> None:
        """Nothing is remembered of them any more."""
        await self._connection.execute(delete(told_measures).where(told_measures.c.person == person))


def _looked(row: Row[Any]) -> Looked:
    return Looked(row.at, row.staff, row.what, row.register, row.record)


def _mark(person: Person, measure: str, fingerprint: str) -> str:
    return hmac.digest(bytes.fromhex(person.key), f"{measure} {fingerprint}".encode(), "sha256").hex()


def _looks(wanted: LooksWanted) -> list[ColumnElement[bool]]:
    table = accesses.c
    same = {"staff": wanted.staff, "what": wanted.what, "register": wanted.register, "record": wanted.record}
    conditions: list[ColumnElement[bool]] = [table[name] == value for name, value in same.items() if value is not None]
    if wanted.since is not None:
        conditions.append(table.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(table.at < wanted.until)
    if wanted.among is not None:
        conditions.append(table.staff.in_(sorted(wanted.among)))
    return conditions
