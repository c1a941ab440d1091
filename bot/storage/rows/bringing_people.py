"""Many people at once, over one open connection."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.people.people_ports import Brought, Person
from bot.storage.encryption import Cipher
from bot.storage.tables.people_tables import consents, people, subscriptions

AT_ONCE = 400
"""People in one statement: databases allow so many values."""


class PeopleBringer:
    """Adds whom nobody knows, and changes the others: where they are, what they want to hear of."""

    def __init__(
        self, connection: AsyncConnection, cipher: Cipher, row_of: Callable[[Person, dt.datetime], Mapping[str, Any]]
    ) -> None:
        self._connection = connection
        self._cipher = cipher
        self._row_of = row_of

    async def bring(self, several: Sequence[Brought], purpose: str, version: str, now: dt.datetime) -> int:
        """Keep them; returns how many are new."""
        added = 0
        for start in range(0, len(several), AT_ONCE):
            added += await self._some(several[start : start + AT_ONCE], purpose, version, now)
        return added

    async def _some(self, several: Sequence[Brought], purpose: str, version: str, now: dt.datetime) -> int:
        hashes = {mark: each for each in several for mark in self._cipher.hashes(f"{each.channel}:{each.address}")}
        query = select(people.c.id, people.c.address_hash).where(people.c.address_hash.in_(hashes))
        ids = {hashes[row.address_hash]: row.id for row in await self._connection.execute(query)}
        new = [each for each in several if each not in ids]
        known = [each for each in several if each in ids]
        rows = [self._new(each, now) for each in new]
        ids |= {each: row["id"] for each, row in zip(new, rows, strict=True)}
        if rows:
            await self._connection.execute(insert(people), rows)
        if known:
            names = ("region", "role", "easy", "updated_at")
            values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
            change = update(people).where(people.c.id == bindparam("of")).values(values)
            await self._connection.execute(change, [_changed(ids[each], each, now) for each in known])
        await self._subscribe(several, ids, now)
        await self._consent(several, ids, purpose, version)
        return len(new)

    def _new(self, each: Brought, now: dt.datetime) -> dict[str, Any]:
        key = secrets.token_hex(16)
        person = Person(secrets.token_hex(16), each.channel, each.address, each.region, each.role, each.easy, None, key)
        return {"id": person.id, "created_at": now, "last_seen": now.date(), **self._row_of(person, now)}

    async def _subscribe(self, several: Sequence[Brought], ids: Mapping[Brought, str], now: dt.datetime) -> None:
        await self._connection.execute(delete(subscriptions).where(subscriptions.c.person.in_(ids.values())))
        rows = [
            {"person": ids[each], "topic": topic, "since": now} for each in several for topic in sorted(each.topics)
        ]
        if rows:
            await self._connection.execute(insert(subscriptions), rows)

    async def _consent(
        self, several: Sequence[Brought], ids: Mapping[Brought, str], purpose: str, version: str
    ) -> None:
        query = select(consents.c.person).where(consents.c.person.in_(ids.values()), consents.c.purpose == purpose)
        have = set((await self._connection.execute(query)).scalars())
        rows = [
            {"person": ids[each], "purpose": purpose, "version": version, "channel": each.channel,
             "given_at": each.consented_at}
            for each in several
            if ids[each] not in have
        ]  # fmt: skip
        if rows:
            await self._connection.execute(insert(consents), rows)


def _changed(person: str, each: Brought, now: dt.datetime) -> dict[str, Any]:
    new = {"region": each.region, "role": each.role, "easy": each.easy, "updated_at": now}
    return {"of": person, **{f"new_{name}": value for name, value in new.items()}}
