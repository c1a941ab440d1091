"""What telling people of things needs from outside: how they want to be told, and what they were told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.timing.wishes import Wish


@dataclass(frozen=True)
class Listening:
    """Somebody's wish, how many messages they have had since a moment, and whether staff talk with them now."""

    wish: Wish
    told: int = 0
    is_handed_over: bool = False


class Alerts(Protocol):
    """How people want to be told of things they did not ask for just now. A message has a name (`what`) of its own."""

    async def wish(self, person: str) -> Wish:
        """What somebody chose."""
        ...

    async def choose(self, person: str, wish: Wish) -> None:
        """Replace what somebody chose."""
        ...

    async def forget(self, person: str) -> None:
        """Nothing is remembered of what somebody chose, asked for or was told."""
        ...

    async def standing(self, people: Sequence[str], since: dt.datetime) -> Mapping[str, Listening]:
        """Of each of these people; messages are counted from this moment on, broadcasts among them."""
        ...

    async def told(self, people: Sequence[str], what: str) -> frozenset[str]:
        """Those of these people who have had the message."""
        ...

    async def note(self, told: Collection[tuple[str, str]], now: dt.datetime) -> None:
        """Remember that people, by id, get messages.

        Raises `VersionConflict` if one of them has just been noted by someone else, or the person is gone: then nothing
        of this unit of work may be committed.
        """
        ...

    async def ask(self, person: str, record: str) -> None:
        """Somebody wants to be reminded of a record, by its number."""
        ...

    async def asked(self, record: str) -> Sequence[str]:
        """Who wants to be reminded of it."""
        ...

    async def asked_by(self, person: str) -> Sequence[str]:
        """Of what somebody wants to be reminded."""
        ...

    async def subscribers(self, topic: str, after: str, limit: int) -> Sequence[str]:
        """The next people after this id who subscribed to a topic."""
        ...

    async def delete_before(self, moment: dt.datetime) -> int:
        """Forget messages that were told before this moment; returns how many."""
        ...
