"""Counts by month, of which some months may not be known: nobody kept the register then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """One number for each month; `None` is unknown, which is not zero."""

    name: str
    values: tuple[int | None, ...]

    @property
    def total(self) -> int | None:
        """All known months together; nothing if none is known."""
        known = [value for value in self.values if value is not None]
        return sum(known) if known else None


def series_of(name: str, counts: Mapping[str, int], since: str | None, until: str, months: Sequence[str]) -> Series:
    """The months asked for, out of counts by month. Known are those from `since` (never without one) to `until`."""
    return Series(
        name,
        tuple(counts.get(month, 0) if since is not None and since <= month <= until else None for month in months),
    )
