"""People over one open connection."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Row, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.conversation.interview.state import Interview, from_document, to_document
from bot.core.eligibility.circumstances import Circumstances, Known
from bot.core.notices.profile import Profile
from bot.core.policies.facts import About
from bot.services.people.people_ports import Brought, Person
from bot.services.ports import VersionConflict
from bot.storage.encryption import Cipher
from bot.storage.rows.bringing_people import PeopleBringer
from bot.storage.tables.people_tables import people

_AT = people.c.address_hash.in_(bindparam("hashes", expanding=True))
_ID_AT = select(people.c.id).where(_AT)
_SEEN = (
    update(people)
    .where(and_(_AT, or_(people.c.last_seen < bindparam("today"), people.c.blocked_at.is_not(None))))
    .values(last_seen=bindparam("today"), warned_on=None, blocked_at=None)
)


class PeopleRows:
    """People: who and where they are is one ciphertext each, which opens in its own row only.

    They are found by a keyed hash of the address.
    """

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def id_at(self, channel: str, address: str) -> str | None:
        """Who is at this address, without reading anything."""
        found: str | None = (await self._connection.execute(_ID_AT, self._hashes(channel, address))).scalar()
        return found

    async def get(self, person: str) -> Person | None:
        """The person of this id. Raises `UnreadableError` if sealed for another row or with another key."""
        row = (await self._connection.execute(select(people).where(people.c.id == person))).one_or_none()
        return None if row is None else _person(row, self._cipher.unseal(row.content, row.id))

    async def several(self, several: Sequence[str]) -> Mapping[str, Person]:
        """People by id, at most a few hundred."""
        rows = await self._connection.execute(select(people).where(people.c.id.in_(several)))
        return {row.id: _person(row, self._cipher.unseal(row.content, row.id)) for row in rows}

    async def ids(self, after: str, limit: int) -> Sequence[str]:
        """The next ids in their order."""
        query = select(people.c.id).where(people.c.id > after).order_by(people.c.id).limit(limit)
        return (await self._connection.execute(query)).scalars().all()

    async def add(
        self, channel: str, address: str, now: dt.datetime, *, region: str, role: str | None, easy: bool
    ) -> Person:
        """Keep somebody for the first time."""
        person = Person(secrets.token_hex(16), channel, address, region, role, easy, None, secrets.token_hex(16))
        row = {"id": person.id, "created_at": now, "last_seen": now.date(), **self._values(person, now)}
        try:
            await self._connection.execute(insert(people).values(row))
        except IntegrityError as error:
            raise VersionConflict from error
        return person

    async def bring(self, several: Sequence[Brought], purpose: str, version: str, now: dt.datetime) -> int:
        """Keep people from a list."""
        return await PeopleBringer(self._connection, self._cipher, self._values).bring(several, purpose, version, now)

    async def change(self, person: Person, now: dt.datetime) -> None:
        """Replace everything kept under the id."""
        mine = people.c.id == person.id
        await self._connection.execute(update(people).where(mine).values(self._values(person, now)))

    async def delete(self, person: str) -> None:
        """Delete them; what refers to them goes with them."""
        await self._connection.execute(delete(people).where(people.c.id == person))

    async def seen(self, channel: str, address: str, today: dt.date) -> None:
        """Who is at this address has written: noted once a day."""
        await self._connection.execute(_SEEN, {**self._hashes(channel, address), "today": today})

    async def idle(self, since: dt.date, after: str, limit: int) -> Sequence[str]:
        """The next ids of people who have not written since that day."""
        query = select(people.c.id).where(people.c.last_seen < since, people.c.id > after)
        return (await self._connection.execute(query.order_by(people.c.id).limit(limit))).scalars().all()

    async def warned(self, person: str, on: dt.date) -> None:
        """They have been told that something is about to be deleted."""
        await self._connection.execute(update(people).where(people.c.id == person).values(warned_on=on))

    def _hashes(self, channel: str, address: str) -> dict[str, Any]:
        return {"hashes": self._cipher.hashes(f"{channel}:{address}")}

    def _values(self, person: Person, now: dt.datetime) -> dict[str, object]:
        return {
            "address_hash": self._cipher.hashes(f"{person.channel}:{person.address}")[0],
            "content": self._cipher.seal(orjson.dumps(_document(person)), person.id),
            "region": person.region,
            "role": person.role,
            "easy": person.easy,
            "blocked_at": person.blocked_at,
            "updated_at": now,
        }


def _document(person: Person) -> dict[str, Any]:
    profile = person.profile
    return {
        "key": person.key,
        "channel": person.channel,
        "address": person.address,
        "about": profile.about.value if profile else None,
        "facts": _plain(profile.facts) if profile else {},
    }


def _person(row: Row[Any], content: bytes) -> Person:
    document = orjson.loads(content)
    about = document["about"]
    profile = Profile(About(about), row.region, row.easy, _known(document["facts"])) if about else None
    where, key = (document["channel"], document["address"]), document["key"]
    dates = (row.blocked_at, row.last_seen, row.warned_on)
    return Person(row.id, *where, row.region, row.role, row.easy, profile, key, *dates)


def _plain(facts: Mapping[str, Known]) -> dict[str, Any]:
    """Facts as an interview stores them, so that there is one form of them."""
    said: dict[str, Any] = to_document(Interview(known=Circumstances(facts)))["said"]
    return said


def _known(plain: dict[str, Any]) -> Mapping[str, Known]:
    return from_document({**to_document(Interview()), "said": plain}).known.said
