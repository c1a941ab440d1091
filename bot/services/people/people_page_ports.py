"""What the list of everybody who is kept needs from outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

SORTS = ("seen", "since", "region", "role", "id")
"""By what the list can be sorted: when people last wrote, since when they are kept, and what they said."""


@dataclass(frozen=True)
class PeopleWanted:
    """Which people: every part that is given has to fit. `region` includes its parts.

    `start`: how the id begins. `topic`: what they subscribed to. `purpose`, `channel`: what they agreed to, and where.
    `since`, `until`: the days from and to which they wrote last, both included.
    """

    region: str
    start: str = ""
    role: str | None = None
    easy: bool | None = None
    channel: str | None = None
    topic: str | None = None
    purpose: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class PersonLine:
    """Somebody in a list: nothing that tells who they are or where they can be reached.

    `purposes` are those of their consents that hold, `channels` where they gave them.
    """

    id: str
    region: str
    role: str | None
    easy: bool
    last_seen: dt.date
    since: dt.datetime
    is_blocked: bool
    topics: tuple[str, ...]
    purposes: tuple[str, ...]
    channels: tuple[str, ...]


class PeoplePages(Protocol):
    """Pages of people; nothing is decrypted for them."""

    async def page(
        self, wanted: PeopleWanted, sort: str, first: int, limit: int, *, descending: bool
    ) -> Sequence[PersonLine]:
        """The people of one page; `sort` is one of `SORTS`."""
        ...

    async def count(self, wanted: PeopleWanted) -> int:
        """How many people there are on all pages."""
        ...

    async def get(self, person: str) -> PersonLine | None:
        """The line of one person."""
        ...

    async def elsewhere(self, addresses: Sequence[tuple[str, str]], region: str) -> Collection[tuple[str, str]]:
        """Those of these pairs of channel and address that belong to somebody outside a region and its parts."""
        ...
