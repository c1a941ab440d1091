"""What the figures of the console need from outside. A month is written `2026-11`; `region` includes its parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.messaging.delivery import State


@dataclass(frozen=True)
class Counted:
    """What is counted by month: records of a register, or with `told` people who were told of a job.

    The month is that of the field `date`, or in which the record was entered; with `state` only records in it.
    """

    name: str
    register: str | None
    date: str | None = None
    state: str | None = None
    told: bool = False


@dataclass(frozen=True, order=True)
class Place:
    """A month in a region."""

    month: str
    region: str


@dataclass(frozen=True)
class Sent:
    """How many deliveries stand in a state for a reason."""

    state: State
    reason: str | None
    channel: str
    count: int


@dataclass(frozen=True)
class FairReach:
    """How many got a message about a fair, and how many want to be reminded of it."""

    told: int
    reminded: int


class FigureRows(Protocol):
    """Counts. Nobody is named, and nothing personal is read."""

    async def counted(self, what: Counted, region: str, first: dt.datetime) -> Mapping[Place, int]:
        """How many there are from this moment on, as records stand now; days are those of its time zone."""
        ...

    async def begun(self, what: Counted, region: str, zone: dt.tzinfo) -> Mapping[str, str]:
        """By region, the month since which such records are kept, as far as there are any now."""
        ...

    async def keep(self, what: str, counts: Mapping[Place, int]) -> None:
        """Remember counts; a greater one that is remembered stays: records that are deleted have been there."""
        ...

    async def kept(self, what: str, region: str) -> Mapping[Place, int]:
        """Everything that is remembered."""
        ...

    async def sent(self, region: str, first: dt.datetime, until: dt.datetime) -> Sequence[Sent]:
        """Deliveries of broadcasts that were started within this time."""
        ...

    async def reach(self, fairs: Mapping[str, Sequence[int]], region: str) -> Mapping[str, FairReach]:
        """By the number of a fair; `fairs` gives the broadcasts that told of each."""
        ...
