"""What staff need from outside to announce something: broadcasts as they are kept, audiences, what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.messaging.announcement import Announcement
from bot.core.messaging.audience import Audience, Size, Somebody
from bot.core.messaging.broadcast import Broadcast, Life
from bot.core.messaging.delivery import State

Texts = tuple[Announcement, Announcement]
"""Both wordings as they are sent: standard, easy."""


@dataclass(frozen=True)
class Edition:
    """A text that a broadcast has had: since when, and by whom."""

    edition: int
    texts: Texts
    since: dt.datetime
    by: str


@dataclass(frozen=True)
class Line:
    """What became of one recipient. `edition` is that of the text they were sent; `None` if none was."""

    id: int
    region: str
    channel: str
    easy: bool
    state: State
    reason: str | None
    attempts: int
    sent_at: dt.datetime | None
    edition: int | None
    message: str | None


class KeptBroadcasts(Protocol):
    """Broadcasts with everything staff see of them."""

    async def add(self, broadcast: Broadcast, texts: Texts) -> int:
        """Keep a new one with its first edition; returns its id (that in `broadcast` is ignored)."""
        ...

    async def get(self, number: str) -> Broadcast | None:
        """The broadcast of this number."""
        ...

    async def all(self, states: Collection[Life] | None = None) -> Sequence[Broadcast]:
        """Every broadcast, the newest first; in these states only if given."""
        ...

    async def change(self, after: Broadcast, texts: Texts | None = None) -> None:
        """Store a change; with `texts` also what it says from now on.

        `after.version` is the one that was read. Raises `VersionConflict` if it has changed since.
        """
        ...

    async def note_edition(self, broadcast: int, edition: int, texts: Texts, now: dt.datetime, by: str) -> None:
        """Keep the text of an edition as evidence."""
        ...

    async def editions(self, broadcast: int) -> Sequence[Edition]:
        """Every text it has had, the first first."""
        ...

    async def hold(self, broadcast: int, state: Life) -> bool:
        """Whether it is in this state; if so, nobody changes that until this transaction ends."""
        ...

    async def put_file(self, broadcast: int, name: str, media_type: str, content: bytes) -> None:
        """Keep a file of it, in place of one of the same name."""
        ...

    async def copy_files(self, of: int, to: int) -> None:
        """Keep the files of one for another too."""
        ...


class Audiences(Protocol):
    """Who belongs to an audience now. `among`: only of these people, by id."""

    async def size(self, audience: Audience, among: Collection[str] | None = None) -> Size:
        """How many they are."""
        ...

    async def sample(self, audience: Audience, count: int, among: Collection[str] | None = None) -> Sequence[Somebody]:
        """A few of them."""
        ...

    async def of(self, audience: Audience, among: Collection[str]) -> Sequence[str]:
        """Those of these people who belong to it and can be written to."""
        ...

    async def agreed_to(self, purpose: str, among: Collection[str]) -> frozenset[str]:
        """Those of these people who agreed to a purpose."""
        ...


class BroadcastResults(Protocol):
    """What became of broadcasts."""

    async def lines(self, broadcast: int, after: int, limit: int) -> Sequence[Line]:
        """The next recipients after this delivery's id."""
        ...

    async def line_of(self, broadcast: int, channel: str, address: str) -> Line | None:
        """What became of whoever is at this address."""
        ...

    async def recipients(self, broadcasts: Collection[int]) -> Mapping[int, int]:
        """How many are written down for each of these broadcasts; those without any are left out."""
        ...

    async def failed(self, broadcasts: Collection[int]) -> Mapping[int, int]:
        """How many deliveries of each of these broadcasts failed for good; those without any are left out."""
        ...

    async def got_it(self, broadcast: int, after: int, limit: int) -> Sequence[tuple[int, str]]:
        """The next deliveries after this id, and people who got it, or may have got it, and are still known."""
        ...

    async def note_opt_out(self, person: str, reason: str, now: dt.datetime) -> None:
        """Somebody takes their consent back: noted for the broadcast they got shortly before, if they got one.

        Of the person nothing is noted.
        """
        ...

    async def opt_outs(self, broadcast: int) -> Mapping[str, int]:
        """How many took their consent back after it, by how they did."""
        ...
