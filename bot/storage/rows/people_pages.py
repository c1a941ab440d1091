"""Pages of people over one open connection: all that is looked at stands in clear columns."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, func, not_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.people.people_page_ports import PeopleWanted, PersonLine
from bot.storage.encryption import Cipher
from bot.storage.rows.region_scope import within
from bot.storage.tables.people_tables import consents, people, subscriptions

AT_ONCE = 500
"""Values in one statement: databases allow so many."""
_ROW = people.c
_LINE = (_ROW.id, _ROW.region, _ROW.role, _ROW.easy, _ROW.last_seen, _ROW.created_at, _ROW.blocked_at)
_KEYS: Mapping[str, ColumnElement[Any]] = {
    "seen": _ROW.last_seen,
    "since": _ROW.created_at,
    "region": _ROW.region,
    "role": func.coalesce(_ROW.role, ""),
    "id": _ROW.id,
}


class PeoplePageRows:
    """Finds the people of a page by ids alone, and only then reads what is shown of them."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def page(
        self, wanted: PeopleWanted, sort: str, first: int, limit: int, *, descending: bool
    ) -> Sequence[PersonLine]:
        """The people of one page."""
        order = [key.desc() if descending else key.asc() for key in dict.fromkeys((_KEYS[sort], _ROW.id))]
        query = select(_ROW.id).where(*_conditions(wanted)).order_by(*order).offset(first).limit(limit)
        ids = list((await self._connection.execute(query)).scalars())
        lines: dict[str, PersonLine] = {}
        for start in range(0, len(ids), AT_ONCE):
            lines |= await self._lines(ids[start : start + AT_ONCE])
        return [lines[each] for each in ids]

    async def count(self, wanted: PeopleWanted) -> int:
        """How many people there are on all pages."""
        query = select(func.count()).select_from(people).where(*_conditions(wanted))
        return int(await self._connection.scalar(query) or 0)

    async def get(self, person: str) -> PersonLine | None:
        """The line of one person."""
        return (await self._lines([person])).get(person)

    async def elsewhere(self, addresses: Sequence[tuple[str, str]], region: str) -> Collection[tuple[str, str]]:
        """Those who belong to somebody outside a region."""
        by_hash = {mark: each for each in addresses for mark in self._cipher.hashes(f"{each[0]}:{each[1]}")}
        marks, found = list(by_hash), set[tuple[str, str]]()
        for start in range(0, len(marks), AT_ONCE):
            theirs = _ROW.address_hash.in_(marks[start : start + AT_ONCE])
            query = select(_ROW.address_hash).where(theirs, not_(within(_ROW.region, region)))
            found |= {by_hash[mark] for mark in (await self._connection.execute(query)).scalars()}
        return found

    async def _lines(self, ids: Sequence[str]) -> dict[str, PersonLine]:
        rows = (await self._connection.execute(select(*_LINE).where(_ROW.id.in_(ids)))).all()
        topics = await self._of(subscriptions, "topic", ids)
        purposes = await self._of(consents, "purpose", ids)
        channels = await self._of(consents, "channel", ids)
        return {row.id: _line(row, *(each.get(row.id, ()) for each in (topics, purposes, channels))) for row in rows}

    async def _of(self, table: Table, column: str, ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        query = select(table.c.person, table.c[column]).where(table.c.person.in_(ids)).distinct()
        found: dict[str, tuple[str, ...]] = {}
        for person, value in await self._connection.execute(query.order_by(table.c[column])):
            found[person] = (*found.get(person, ()), value)
        return found


def _line(row: Any, topics: tuple[str, ...], purposes: tuple[str, ...], channels: tuple[str, ...]) -> PersonLine:
    dates = (row.last_seen, row.created_at, row.blocked_at is not None)
    return PersonLine(row.id, row.region, row.role, row.easy, *dates, topics, purposes, channels)


def _conditions(wanted: PeopleWanted) -> list[ColumnElement[bool]]:
    found = [within(_ROW.region, wanted.region)]
    if wanted.start:
        found.append(_ROW.id.startswith(wanted.start, autoescape=True))
    if wanted.role is not None:
        found.append(func.coalesce(_ROW.role, "") == wanted.role)
    if wanted.easy is not None:
        found.append(_ROW.easy.is_(wanted.easy))
    if wanted.since is not None:
        found.append(_ROW.last_seen >= wanted.since)
    if wanted.until is not None:
        found.append(_ROW.last_seen <= wanted.until)
    if wanted.topic is not None:
        found.append(_has(subscriptions, topic=wanted.topic))
    agreed = {"purpose": wanted.purpose, "channel": wanted.channel}
    given = {name: value for name, value in agreed.items() if value is not None}
    return [*found, _has(consents, **given)] if given else found


def _has(table: Table, **values: str) -> ColumnElement[bool]:
    """Whether there is such a row of the person."""
    same = [table.c[name] == value for name, value in values.items()]
    return select(1).where(table.c.person == _ROW.id, *same).exists()
