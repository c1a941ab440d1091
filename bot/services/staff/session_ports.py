"""What signing in needs from outside: sessions, second factors, counts of wrong attempts, and a list of what happened.

Moments come with a time zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Stage(StrEnum):
    """How far somebody has signed in."""

    CODE = "code"  # the password was right, the code of the second factor is still asked for
    PASSWORD = "password"  # noqa: S105  the password was given by somebody else and has to be changed
    OPEN = "open"


@dataclass(frozen=True)
class Session:
    """One sign-in: nothing of it tells the token. It is over at `ends_at`, or when nothing was done for too long."""

    id: int
    staff: str
    stage: Stage
    began_at: dt.datetime
    seen_at: dt.datetime
    ends_at: dt.datetime


class Sessions(Protocol):
    """Sessions, found by the hash of their token."""

    async def add(self, token_hash: str, session: Session) -> int:
        """Keep a new one; returns its id (that in `session` is ignored)."""
        ...

    async def get(self, token_hash: str) -> Session | None:
        """The session of this token."""
        ...

    async def seen(self, session: int, now: dt.datetime) -> None:
        """Something was done in it."""
        ...

    async def of(self, staff: str) -> Sequence[Session]:
        """Somebody's sessions, the newest first."""
        ...

    async def end(self, staff: str, session: int | None = None, but: int | None = None) -> int:
        """End somebody's sessions: one, or all, or all but one; returns how many ended."""
        ...

    async def delete_over(self, now: dt.datetime, idle_since: dt.datetime) -> int:
        """Delete sessions that are over at `now`, or in which nothing was done since then."""
        ...

    async def put_flash(self, session: int, flash: str) -> None:
        """What the next page says; replaces what was not said yet."""
        ...

    async def take_flash(self, session: int) -> str | None:
        """What was put there; it is said once."""
        ...


@dataclass(frozen=True)
class Factor:
    """A second factor: its shared secret, whether its owner has shown to have it, and the last step that was used."""

    secret: str
    confirmed: bool
    last_step: int


class Factors(Protocol):
    """Second factors: secrets are encrypted, of recovery codes there are only hashes."""

    async def get(self, staff: str) -> Factor | None:
        """Somebody's factor."""
        ...

    async def put(self, staff: str, factor: Factor) -> None:
        """Keep it in place of an earlier one."""
        ...

    async def use(self, staff: str, step: int) -> bool:
        """Note that the code of this step was used; `False` if it, or a later one, was used before."""
        ...

    async def remove(self, staff: str) -> bool:
        """Forget the factor and its recovery codes; whether there was one."""
        ...

    async def put_recovery(self, staff: str, hashes: Collection[str]) -> None:
        """Keep these recovery codes in place of earlier ones."""
        ...

    async def take_recovery(self, staff: str, code_hash: str) -> bool:
        """Use up a recovery code; whether there was one."""
        ...

    async def recovery_left(self, staff: str) -> int:
        """How many recovery codes are left."""
        ...


@dataclass(frozen=True)
class Attempts:
    """Wrong attempts: how many in a row, and until when no more are taken."""

    count: int
    locked_until: dt.datetime


class Failures(Protocol):
    """Counts of attempts to sign in, by a name or an address, of which only keyed hashes are kept."""

    async def get(self, who: str) -> Attempts | None:
        """What was counted."""
        ...

    async def count(self, who: str, now: dt.datetime) -> int:
        """Count one attempt more; returns how many there are. Nobody else counts the same one."""
        ...

    async def lock(self, who: str, until: dt.datetime) -> None:
        """No attempts until then."""
        ...

    async def take_back(self, who: str) -> None:
        """The last attempt was right after all, and a lock it set falls with it."""
        ...

    async def forget(self, who: str) -> bool:
        """Begin to count anew; whether anything was locked."""
        ...

    async def delete_before(self, moment: dt.datetime) -> int:
        """Forget what was counted before this moment."""
        ...


@dataclass(frozen=True)
class StaffEvent:
    """Something that happened around an account: `kind` is a word of the code, `by` who did it, `detail` a word more.

    `staff` is `None` when somebody tried a name that no account has.
    """

    at: dt.datetime
    kind: str
    staff: str | None
    by: str | None = None
    detail: str | None = None


@dataclass(frozen=True)
class EventsWanted:
    """Which lines of a list of what happened: from `since` (included) to `until` (excluded), of these staff and kinds.

    `among` limits the staff to these names, whoever is asked for; `strangers` adds lines that name nobody.
    """

    staff: str | None = None
    kind: str | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    among: Collection[str] | None = None
    strangers: bool = True


class StaffEvents(Protocol):
    """What happened around accounts."""

    async def note(self, event: StaffEvent) -> None:
        """Remember it."""
        ...

    async def count(self, wanted: EventsWanted) -> int:
        """How many lines there are."""
        ...

    async def page(self, wanted: EventsWanted, first: int, limit: int, *, newest: bool) -> Sequence[StaffEvent]:
        """Lines from the one numbered `first`, from 0; the newest first, or the oldest."""
        ...

    async def delete_before(self, moment: dt.datetime) -> int:
        """Delete older lines; returns how many."""
        ...
