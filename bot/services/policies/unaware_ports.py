"""Counts of people for whom a measure fits: what is kept of them, and how they are shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Source(StrEnum):
    """Out of what people are counted, which decides what staff may see.

    `profiles` were left to be told by the service, to be shown to nobody: counts only. `needs` are registered, with
    consent that staff see which support fits.
    """

    PROFILES = "profiles"
    NEEDS = "needs"


@dataclass(frozen=True)
class UnawareRules:
    """See `data/reference/unaware.yaml`."""

    least_shown: int
    most_listed: int


@dataclass(frozen=True)
class UnawareCount:
    """People of a region for whom a measure fits, and how many of them have not been told of it as it stands now."""

    source: Source
    region: str
    measure: str
    fits: int
    untold: int


class UnawareCounts(Protocol):
    """The last counts; no person can be found by them."""

    async def replace(self, counts: Sequence[UnawareCount], now: dt.datetime) -> None:
        """These are the counts now."""
        ...

    async def within(self, region: str) -> Sequence[UnawareCount]:
        """Counts of a region with all its parts."""
        ...

    async def counted_at(self) -> dt.datetime | None:
        """When was counted last; `None` if never."""
        ...
