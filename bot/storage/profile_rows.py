"""Profiles, consents, and what people were told, over one open connection."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.conversation.interview.state import Interview, from_document, to_document
from bot.core.eligibility.circumstances import Circumstances, Known
from bot.core.notices.profile import Profile
from bot.core.policies.facts import About
from bot.services.ports import VersionConflict
from bot.services.profile_ports import StoredConsent, StoredProfile
from bot.storage.encryption import Cipher
from bot.storage.tables import consents, profiles, told_measures


class ProfileRows:
    """Profiles: one ciphertext each, which opens in its own row only, found by a keyed hash of the address."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def id_at(self, channel: str, address: str) -> str | None:
        """Whose profile belongs to this address, without reading it."""
        hashes = self._cipher.hashes(f"{channel}:{address}")
        query = select(profiles.c.id).where(profiles.c.address_hash.in_(hashes))
        found: str | None = (await self._connection.execute(query)).scalar()
        return found

    async def get(self, profile: str) -> StoredProfile | None:
        """The profile of this id. Raises `UnreadableError` if it was sealed for another row or with another key."""
        query = select(profiles.c.content).where(profiles.c.id == profile)
        sealed = (await self._connection.execute(query)).scalar()
        return None if sealed is None else _stored(profile, self._cipher.unseal(sealed, profile))

    async def ids(self, after: str, limit: int) -> Sequence[str]:
        """The next ids in their order."""
        query = select(profiles.c.id).where(profiles.c.id > after).order_by(profiles.c.id).limit(limit)
        return (await self._connection.execute(query)).scalars().all()

    async def add(self, channel: str, address: str, profile: Profile, now: dt.datetime) -> StoredProfile:
        """Store a first profile for this address."""
        stored = StoredProfile(secrets.token_hex(16), channel, address, profile, secrets.token_hex(16))
        row = {"id": stored.id, "created_at": now, **self._values(stored, now)}
        try:
            await self._connection.execute(insert(profiles).values(row))
        except IntegrityError as error:
            raise VersionConflict from error
        return stored

    async def change(self, stored: StoredProfile, now: dt.datetime) -> None:
        """Replace everything kept under the id."""
        mine = profiles.c.id == stored.id
        await self._connection.execute(update(profiles).where(mine).values(self._values(stored, now)))

    async def delete(self, profile: str) -> None:
        """Delete it; what refers to it goes with it."""
        await self._connection.execute(delete(profiles).where(profiles.c.id == profile))

    def _values(self, stored: StoredProfile, now: dt.datetime) -> dict[str, object]:
        return {
            "address_hash": self._cipher.hashes(f"{stored.channel}:{stored.address}")[0],
            "content": self._cipher.seal(orjson.dumps(_document(stored)), stored.id),
            "updated_at": now,
        }


class ConsentRows:
    """Consents. One that ended names nobody any more."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def give(self, profile: str, purpose: str, version: str, channel: str, now: dt.datetime) -> None:
        """Note a consent, unless the same one still holds."""
        if any((each.purpose, each.version) == (purpose, version) for each in await self.of(profile)):
            return
        row = {"profile": profile, "purpose": purpose, "version": version, "channel": channel, "given_at": now}
        await self._connection.execute(insert(consents).values(row))

    async def withdraw(self, profile: str, reason: str, now: dt.datetime) -> None:
        """All of the profile's consents end and no longer name it."""
        ended = {"profile": None, "reason": reason, "withdrawn_at": now}
        await self._connection.execute(update(consents).where(consents.c.profile == profile).values(ended))

    async def of(self, profile: str) -> Sequence[StoredConsent]:
        """The profile's consents, oldest first."""
        query = select(consents).where(consents.c.profile == profile).order_by(consents.c.id)
        rows = (await self._connection.execute(query)).all()
        return [StoredConsent(row.purpose, row.version, row.given_at, row.withdrawn_at) for row in rows]


class ToldRows:
    """What people were told of: nobody can tell from a row which measure it was, for that would tell who they are."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def untold(self, person: StoredProfile, versions: Mapping[str, str]) -> frozenset[str]:
        """The measures of which the person has not been told in this version."""
        query = select(told_measures.c.mark).where(told_measures.c.profile == person.id)
        told = frozenset((await self._connection.execute(query)).scalars())
        return frozenset(
            measure for measure, version in versions.items() if _mark(person, measure, version) not in told
        )

    async def note(self, person: StoredProfile, versions: Mapping[str, str], now: dt.datetime) -> None:
        """Remember fingerprints by measure; the first to note one wins."""
        rows = [
            {"profile": person.id, "mark": _mark(person, measure, version), "told_at": now}
            for measure, version in versions.items()
        ]
        if not rows:
            return
        try:
            await self._connection.execute(insert(told_measures), rows)
        except IntegrityError as error:
            raise VersionConflict from error


def _document(stored: StoredProfile) -> dict[str, Any]:
    profile = stored.profile
    return {
        "key": stored.key,
        "channel": stored.channel,
        "address": stored.address,
        "about": profile.about.value,
        "region": profile.region,
        "easy": profile.easy,
        "facts": _plain(profile.facts),
    }


def _stored(row: str, content: bytes) -> StoredProfile:
    document = orjson.loads(content)
    about, facts = About(document["about"]), _known(document["facts"])
    profile = Profile(about, document["region"], document["easy"], facts)
    return StoredProfile(row, document["channel"], document["address"], profile, document["key"])


def _mark(person: StoredProfile, measure: str, fingerprint: str) -> str:
    return hmac.digest(bytes.fromhex(person.key), f"{measure} {fingerprint}".encode(), "sha256").hex()


def _plain(facts: Mapping[str, Known]) -> dict[str, Any]:
    """Facts as an interview stores them, so that there is one form of them."""
    said: dict[str, Any] = to_document(Interview(known=Circumstances(facts)))["said"]
    return said


def _known(plain: dict[str, Any]) -> Mapping[str, Known]:
    return from_document({**to_document(Interview()), "said": plain}).known.said
