"""Many rows that share few values: each value is judged once, by the rule for one pair, and looked up for every row.

What comes out for a row is one whole number: points in the low bits, above them how many needs are unknown, above those
how many fail. So the findings of several aspects add up, and nothing can differ from what the rule says of one pair.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.core.eligibility.ternary import Ternary
from bot.core.matching.judging import Findings

Packed = NDArray[np.int32]
Rows = NDArray[np.intp]
FAILS = 1 << 24
UNKNOWN = 1 << 16
"""Above the most points that there can be: every wish of the most conditions, and every other wish, in full."""
KEPT = 4096
"""So many values of the other side are remembered, each with its outcome for every value here."""


def pack(findings: Findings) -> int:
    """Findings as one number. Several failing or unknown needs of one aspect count once: more says no more."""
    musts = [finding.meets for finding in findings if finding.must]
    points = sum(finding.weight * finding.points for finding in findings)
    return points + FAILS * (Ternary.NO in musts) + UNKNOWN * (Ternary.UNKNOWN in musts)


class StateTable:
    """One aspect of many rows. `judge(other, own)` gives the findings for a value of the other side and one of this."""

    def __init__(self, values: Sequence[Hashable], judge: Callable[[Any, Any], Findings]) -> None:
        states = {value: code for code, value in enumerate(dict.fromkeys(values))}
        self._states = tuple(states)
        self._judge = judge
        self.codes = np.array([states[value] for value in values], np.min_scalar_type(max(len(states) - 1, 0)))
        self._outcomes: dict[Hashable, Packed | None] = {}

    def outcomes(self, other: Hashable) -> Packed | None:
        """What each value here comes to against the other side's; `None` if the aspect plays no part in any."""
        if other not in self._outcomes:
            if len(self._outcomes) >= KEPT:
                self._outcomes.clear()
            found = np.array([pack(self._judge(other, own)) for own in self._states], np.int32)
            self._outcomes[other] = found if found.any() else None
        return self._outcomes[other]

    def alive(self, outcomes: Packed) -> NDArray[np.intp]:
        """Values that are not ruled out."""
        return np.flatnonzero(outcomes < FAILS)

    def count(self, states: NDArray[np.intp]) -> int:
        """How many rows have one of these values."""
        return int(self._sizes[states].sum())

    def rows_with(self, states: NDArray[np.intp]) -> Rows:
        """The rows that have one of these values, in order."""
        if not len(states):
            return np.empty(0, np.intp)
        return np.sort(np.concatenate([self._buckets[state] for state in states]))

    @cached_property
    def _sizes(self) -> NDArray[np.intp]:
        return np.bincount(self.codes, minlength=len(self._states))

    @cached_property
    def _buckets(self) -> list[Rows]:
        return np.split(np.argsort(self.codes, kind="stable"), np.cumsum(self._sizes)[:-1])
