"""Work conditions as bits, so that one operation compares all of them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.findings import FULL, HALF
from bot.core.matching.judging import CONDITION_WEIGHT
from bot.core.matching.state_table import FAILS, UNKNOWN, Packed
from bot.core.registry.jobs import Job

Masks = NDArray[np.uint64]
"""One mask or many."""


class Bits:
    """A bit for each condition. Raises `KeyError` for one that is not on the list."""

    def __init__(self, conditions: Iterable[str]) -> None:
        self._bits = {name: 1 << position for position, name in enumerate(conditions)}

    def masks(self, sets: Iterable[Iterable[str]]) -> Masks:
        """The bits of each set of conditions."""
        return np.array([self._mask(names) for names in sets], np.uint64)

    def has(self, jobs: Iterable[Job]) -> Masks:
        """What each job offers."""
        return self.masks([[name for name in self._bits if job.offers(name) is True] for job in jobs])

    def has_not(self, jobs: Iterable[Job]) -> Masks:
        """What each job is known not to offer."""
        return self.masks([[name for name in self._bits if job.offers(name) is False] for job in jobs])

    def _mask(self, names: Iterable[str]) -> int:
        return sum(self._bits[name] for name in names)


def compared(needed: Masks, wished: Masks, has: Masks, has_not: Masks) -> Packed:
    """As `judging.conditions`, packed: either side may be a single mask against many of the other."""
    fails = (needed & has_not) != 0
    is_open = ~fails & ((needed & ~has) != 0)
    met = np.bitwise_count(wished & has).astype(np.int32)
    missed = np.bitwise_count(wished & has_not).astype(np.int32)
    unknown = np.bitwise_count(wished).astype(np.int32) - met - missed
    points: Packed = CONDITION_WEIGHT * (FULL * met + HALF * unknown)
    points += np.int32(FAILS) * fails
    points += np.int32(UNKNOWN) * is_open
    return points
