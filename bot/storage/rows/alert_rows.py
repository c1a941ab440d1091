"""How people want to be told of things, over one open connection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.handover.case import State
from bot.core.timing.quiet import Quiet
from bot.core.timing.wishes import Pace, Wish
from bot.services.alerts.alert_ports import Listening
from bot.services.ports import VersionConflict
from bot.storage.tables.alert_tables import alert_wishes, asked_reminders, told_alerts
from bot.storage.tables.delivery_tables import deliveries
from bot.storage.tables.handover_tables import handovers
from bot.storage.tables.people_tables import people, subscriptions

AT_ONCE = 500
"""People in one statement: databases allow so many values."""
_WISH, _ASKED, _TOLD = alert_wishes.c, asked_reminders.c, told_alerts.c


class AlertRows:
    """Wishes and what was told. They go with the person, and reminders with what they are about."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def wish(self, person: str) -> Wish:
        """What somebody chose."""
        query = select(alert_wishes).where(_WISH.person == person)
        row = (await self._connection.execute(query)).one_or_none()
        return Wish() if row is None else _wish(row)

    async def choose(self, person: str, wish: Wish) -> None:
        """Replace what somebody chose."""
        quiet = wish.quiet
        row = {
            "person": person,
            "pace": wish.pace.value if wish.pace else None,
            "quiet_begins": _minutes(quiet.begins) if quiet else None,
            "quiet_ends": _minutes(quiet.ends) if quiet else None,
        }
        await self._connection.execute(delete(alert_wishes).where(_WISH.person == person))
        await self._connection.execute(insert(alert_wishes).values(row))

    async def forget(self, person: str) -> None:
        """Nothing is remembered."""
        for table in (alert_wishes, asked_reminders, told_alerts):
            await self._connection.execute(delete(table).where(table.c.person == person))

    async def standing(self, people_ids: Sequence[str], since: dt.datetime) -> Mapping[str, Listening]:
        """Wishes, messages since then, and open handovers."""
        found: dict[str, Listening] = {}
        for some in _parts(people_ids):
            query = select(alert_wishes).where(_WISH.person.in_(some))
            wishes = {row.person: _wish(row) for row in await self._connection.execute(query)}
            told = await self._counts(_TOLD.person, _TOLD.person.in_(some), _TOLD.told_at >= _ms(since))
            sent = await self._counts(
                deliveries.c.person, deliveries.c.person.in_(some), deliveries.c.sent_at >= _ms(since)
            )
            is_open = (handovers.c.address_hash == people.c.address_hash, handovers.c.state != State.CLOSED.value)
            with_staff = select(people.c.id).where(
                people.c.id.in_(some), select(handovers.c.id).where(*is_open).exists()
            )
            busy = frozenset((await self._connection.execute(with_staff)).scalars())
            for person in some:
                count = told.get(person, 0) + sent.get(person, 0)
                found[person] = Listening(wishes.get(person, Wish()), count, person in busy)
        return found

    async def told(self, people_ids: Sequence[str], what: str) -> frozenset[str]:
        """Those who have had the message."""
        found: set[str] = set()
        for some in _parts(people_ids):
            query = select(_TOLD.person).where(_TOLD.person.in_(some), _TOLD.what == what)
            found.update((await self._connection.execute(query)).scalars())
        return frozenset(found)

    async def note(self, told: Collection[tuple[str, str]], now: dt.datetime) -> None:
        """Remember messages; the first to note one wins."""
        if not told:
            return
        rows = [{"person": person, "what": what, "told_at": _ms(now)} for person, what in told]
        try:
            await self._connection.execute(insert(told_alerts), rows)
        except IntegrityError as error:
            raise VersionConflict from error

    async def ask(self, person: str, record: str) -> None:
        """Somebody wants to be reminded."""
        if record not in await self.asked_by(person):
            await self._connection.execute(insert(asked_reminders).values(person=person, record=record))

    async def asked(self, record: str) -> Sequence[str]:
        """Who wants to be reminded of it, by id."""
        query = select(_ASKED.person).where(_ASKED.record == record).order_by(_ASKED.person)
        return (await self._connection.execute(query)).scalars().all()

    async def asked_by(self, person: str) -> Sequence[str]:
        """Of what somebody wants to be reminded."""
        query = select(_ASKED.record).where(_ASKED.person == person).order_by(_ASKED.record)
        return (await self._connection.execute(query)).scalars().all()

    async def subscribers(self, topic: str, after: str, limit: int) -> Sequence[str]:
        """The next subscribers of a topic."""
        theirs = (subscriptions.c.topic == topic, subscriptions.c.person > after)
        query = select(subscriptions.c.person).where(*theirs).order_by(subscriptions.c.person).limit(limit)
        return (await self._connection.execute(query)).scalars().all()

    async def delete_before(self, moment: dt.datetime) -> int:
        """Forget old messages."""
        return (await self._connection.execute(delete(told_alerts).where(_TOLD.told_at < _ms(moment)))).rowcount

    async def _counts(self, person: ColumnElement[str], *conditions: ColumnElement[bool]) -> Mapping[str, int]:
        query = select(person, func.count()).where(*conditions).group_by(person)
        return {row[0]: row[1] for row in await self._connection.execute(query)}


def _wish(row: Row[Any]) -> Wish:
    quiet = None if row.quiet_begins is None else Quiet(_time(row.quiet_begins), _time(row.quiet_ends))
    return Wish(Pace(row.pace) if row.pace else None, quiet)


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def _time(minutes: int) -> dt.time:
    return dt.time(minutes // 60, minutes % 60)


def _ms(moment: dt.datetime) -> int:
    return int(moment.timestamp() * 1000)


def _parts(several: Sequence[str]) -> Iterable[Sequence[str]]:
    return (several[start : start + AT_ONCE] for start in range(0, len(several), AT_ONCE))
