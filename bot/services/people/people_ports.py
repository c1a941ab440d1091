"""What the use cases around people need from outside: people, consents, subscriptions, what was told, who looked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.notices.profile import Profile


@dataclass(frozen=True)
class Person:
    """Somebody who consented to something, under a random id, and where they can be reached.

    `region` is a GB/T 2260 code (the nation's if they named none), `role` as in conversations, `easy` asks for
    easy-read words. `profile`: what they left behind to be told of measures; always of the same region and wording.
    `key` is random and encrypted with the rest; what the person was told of is noted so that only it can tell.
    `last_seen` and `warned_on` are days: when they last wrote, and when they were last told since then that something
    is about to be deleted.
    """

    id: str
    channel: str
    address: str
    region: str
    role: str | None
    easy: bool
    profile: Profile | None
    key: str
    blocked_at: dt.datetime | None = None
    last_seen: dt.date | None = None
    warned_on: dt.date | None = None


@dataclass(frozen=True)
class Brought:
    """Somebody from a list: where they are, what they want to hear of, and when they agreed to that."""

    channel: str
    address: str
    region: str
    role: str | None
    easy: bool
    topics: frozenset[str]
    consented_at: dt.datetime


@dataclass(frozen=True)
class StoredConsent:
    """To what, to which text, where and when someone agreed; `withdrawn_at` is `None` while it holds."""

    purpose: str
    version: str
    channel: str
    given_at: dt.datetime
    withdrawn_at: dt.datetime | None


@dataclass(frozen=True)
class Looked:
    """A member of staff has looked at something about a person: `what` is a word of the code, e.g. `record_viewed`."""

    at: dt.datetime
    staff: str
    what: str
    register: str | None
    record: str | None


@dataclass(frozen=True)
class LooksWanted:
    """Which looks: from `since` (included) to `until` (excluded), by these staff, of this kind, at this register.

    `among` limits them to looks of these members of staff, whoever is asked for. Moments are in the service's zone.
    """

    staff: str | None = None
    what: str | None = None
    register: str | None = None
    record: str | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    among: Collection[str] | None = None


class People(Protocol):
    """People who consented. Who and where they are is encrypted; whoever reads one may find it unreadable."""

    async def id_at(self, channel: str, address: str) -> str | None:
        """Who is at this address, without reading anything; `None` if nobody known is."""
        ...

    async def get(self, person: str) -> Person | None:
        """The person of this id; `None` if they have been deleted."""
        ...

    async def several(self, several: Sequence[str]) -> Mapping[str, Person]:
        """People by id; those that are gone are left out."""
        ...

    async def ids(self, after: str, limit: int) -> Sequence[str]:
        """The next ids after this one in their order; from the first for the empty id."""
        ...

    async def add(
        self, channel: str, address: str, now: dt.datetime, *, region: str, role: str | None, easy: bool
    ) -> Person:
        """Keep somebody for the first time. Raises `VersionConflict` if there is somebody at this address."""
        ...

    async def bring(self, several: Sequence[Brought], purpose: str, version: str, now: dt.datetime) -> int:
        """Keep people from a list, with their consent to a purpose; returns how many nobody knew.

        Of those who are known, region, role, wording and topics become those of the list.
        """
        ...

    async def change(self, person: Person, now: dt.datetime) -> None:
        """Replace everything kept under the id."""
        ...

    async def delete(self, person: str) -> None:
        """Delete them, with their records, subscriptions, what they were told, and the messages that wait for them."""
        ...

    async def seen(self, channel: str, address: str, today: dt.date) -> None:
        """Who is at this address, if somebody known is, has written: noted once a day. Ends a block."""
        ...

    async def idle(self, since: dt.date, after: str, limit: int) -> Sequence[str]:
        """The next ids after this one of people who have not written since that day."""
        ...

    async def warned(self, person: str, on: dt.date) -> None:
        """They have been told that something is about to be deleted."""
        ...


class Consents(Protocol):
    """Consents as evidence: they outlive the person, and once they have ended no longer say whose they were."""

    async def give(self, person: str, purpose: str, version: str, channel: str, now: dt.datetime) -> None:
        """Note a consent, unless the same text has been agreed to and still holds."""
        ...

    async def withdraw(self, person: str, purpose: str | None, reason: str, now: dt.datetime) -> None:
        """The consents to a purpose, or to all, end and no longer name the person; `reason` is a word of the code."""
        ...

    async def of(self, person: str) -> Sequence[StoredConsent]:
        """The person's consents that hold, oldest first."""
        ...


class Subscriptions(Protocol):
    """Of which topics somebody wants to hear."""

    async def of(self, person: str) -> frozenset[str]:
        """The topics of one person."""
        ...

    async def add(self, person: str, topic: str, now: dt.datetime) -> None:
        """From now on they hear of it; nothing changes if they did already."""
        ...

    async def remove(self, person: str, topic: str | None = None) -> None:
        """They hear of it no more; of nothing without a topic."""
        ...


class Accesses(Protocol):
    """Which staff looked at what. The line outlives the person and the record, and then names neither."""

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
        """Remember a look; `record` is a number, `staff` the id of whoever looked."""
        ...

    async def note_records(
        self, staff: str, what: str, now: dt.datetime, register: str, records: Sequence[str]
    ) -> None:
        """Remember a look at each of these records of one register, by their numbers."""
        ...

    async def of(self, person: str) -> Sequence[Looked]:
        """Who looked at what is kept of a person, or at their records, oldest first."""
        ...

    async def all(self, staff: str | None = None, since: dt.date | None = None) -> Sequence[Looked]:
        """Every look, oldest first; of one member of staff only, and from a day on, if given."""
        ...

    async def count(self, wanted: LooksWanted) -> int:
        """How many looks there are."""
        ...

    async def page(self, wanted: LooksWanted, first: int, limit: int, *, newest: bool) -> Sequence[Looked]:
        """Looks from the one numbered `first`, from 0; the newest first, or the oldest."""
        ...

    async def delete_before(self, moment: dt.datetime) -> int:
        """Delete lines older than this; returns how many."""
        ...


class Told(Protocol):
    """Which version of which measure a person has been told of, or knew at consent."""

    async def untold(self, person: Person, versions: Mapping[str, str]) -> frozenset[str]:
        """Those of the measures, given with their fingerprints, that the person has not been told of."""
        ...

    async def note(self, person: Person, versions: Mapping[str, str], now: dt.datetime) -> None:
        """Remember fingerprints by measure.

        Raises `VersionConflict` if one of them has just been noted by someone else, or the person is gone: then
        nothing of this unit of work may be committed.
        """
        ...

    async def forget(self, person: str) -> None:
        """Nothing is remembered of them any more."""
        ...
