"""What the use cases around stored profiles need from outside: profiles, consents, and what was told already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.notices.profile import Profile


@dataclass(frozen=True)
class StoredProfile:
    """A profile under its random id, and where its person can be reached.

    `key` is random and encrypted with the profile; what the person was told of is noted so that only it can tell.
    """

    id: str
    channel: str
    address: str
    profile: Profile
    key: str


@dataclass(frozen=True)
class StoredConsent:
    """To what, to which text and when someone agreed; `withdrawn_at` is `None` while it holds."""

    purpose: str
    version: str
    given_at: dt.datetime
    withdrawn_at: dt.datetime | None


class Profiles(Protocol):
    """Profiles of people who consented. Everything in them is encrypted; whoever reads one may find it unreadable."""

    async def id_at(self, channel: str, address: str) -> str | None:
        """Whose profile belongs to this address, without reading it; `None` if none does."""
        ...

    async def get(self, profile: str) -> StoredProfile | None:
        """The profile of this id; `None` if it has been deleted."""
        ...

    async def ids(self, after: str, limit: int) -> Sequence[str]:
        """The next ids after this one in their order; from the first for the empty id."""
        ...

    async def add(self, channel: str, address: str, profile: Profile, now: dt.datetime) -> StoredProfile:
        """Store a first profile for this address. Raises `VersionConflict` if there is one."""
        ...

    async def change(self, stored: StoredProfile, now: dt.datetime) -> None:
        """Replace everything kept under the id."""
        ...

    async def delete(self, profile: str) -> None:
        """Delete it, with what it was told of and the messages that still wait for it."""
        ...


class Consents(Protocol):
    """Consents as evidence: they outlive the profile, and then no longer say whose they were."""

    async def give(self, profile: str, purpose: str, version: str, channel: str, now: dt.datetime) -> None:
        """Note a consent, unless the same text has been agreed to and still holds."""
        ...

    async def withdraw(self, profile: str, reason: str, now: dt.datetime) -> None:
        """All of the profile's consents end and no longer name it; `reason` is a word of the code, not the person's."""
        ...

    async def of(self, profile: str) -> Sequence[StoredConsent]:
        """The profile's consents, oldest first."""
        ...


class Told(Protocol):
    """Which version of which measure a person has been told of, or knew at consent."""

    async def untold(self, person: StoredProfile, versions: Mapping[str, str]) -> frozenset[str]:
        """Those of the measures, given with their fingerprints, that the person has not been told of."""
        ...

    async def note(self, person: StoredProfile, versions: Mapping[str, str], now: dt.datetime) -> None:
        """Remember fingerprints by measure.

        Raises `VersionConflict` if one of them has just been noted by someone else, or the profile is gone: then
        nothing of this unit of work may be committed.
        """
        ...
