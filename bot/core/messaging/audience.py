"""For whom a broadcast is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Audience:
    """People who agreed to alerts. What is empty restricts nothing; a region (by GB/T 2260) includes its parts.

    `topics`: subscribed to at least one of them. `conditions` (ids of work conditions) and `occupations` (codes, with
    their parts): at least one of them is in the person's standing job need. `kinds`: of disability, as far as the
    person agreed to it being kept. `seen_since`: wrote on this day or later.
    """

    regions: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    conditions: frozenset[str] = frozenset()
    occupations: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    except_regions: frozenset[str] = frozenset()
    seen_since: dt.date | None = None

    @property
    def by_needs(self) -> bool:
        """Whether job needs, which are kept encrypted, have to be read to know who belongs to it."""
        return bool(self.conditions or self.occupations or self.kinds)

    @property
    def is_everybody(self) -> bool:
        """Whether it restricts nothing."""
        return self == Audience()


@dataclass(frozen=True)
class Size:
    """How many people an audience is, and where. `easy` want easy-read words, `handed_over` talk with staff now.

    `blocked` and `unsubscribed` would belong to it, but closed the chat, or did not agree to alerts: they get nothing.
    """

    total: int = 0
    easy: int = 0
    handed_over: int = 0
    blocked: int = 0
    unsubscribed: int = 0
    regions: Mapping[str, int] | None = None
    channels: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Somebody:
    """One of an audience, without anything that tells who it is."""

    region: str
    channel: str
    easy: bool
    role: str | None
    topics: frozenset[str]


def to_document(audience: Audience) -> dict[str, Any]:
    """Plain data for storing as JSON; what restricts nothing is left out."""
    told = {each.name: getattr(audience, each.name) for each in fields(audience)}
    plain = {name: sorted(value) for name, value in told.items() if isinstance(value, frozenset) and value}
    seen = {"seen_since": audience.seen_since.isoformat()} if audience.seen_since else {}
    return plain | seen


def from_document(document: Mapping[str, Any]) -> Audience:
    """The inverse of `to_document`."""
    seen = document.get("seen_since")
    known = {each.name for each in fields(Audience)} - {"seen_since"}
    groups = {name: frozenset(value) for name, value in document.items() if name in known}
    return Audience(**groups, seen_since=dt.date.fromisoformat(seen) if seen else None)
