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
from bot.core.regions.region import NATIONAL

Packed = NDArray[np.int32]
Rows = NDArray[np.intp]
Judge = Callable[[Any, Any], Findings]
"""The findings for a value of the other side and one of this side."""
FAILS = 1 << 24
UNKNOWN = 1 << 16
"""Above the most points that there can be: every wish of the most conditions, and every other wish, in full."""
REMEMBERED = 30_000_000
"""So many outcomes of a table are kept at most, four bytes each."""


def pack(findings: Findings) -> int:
    """Findings as one number. Several failing or unknown needs of one aspect count once: more says no more."""
    points = fails = unknown = 0
    for finding in findings:
        points += finding.weight * finding.points
        if finding.must and finding.meets is not Ternary.YES:
            fails |= finding.meets is Ternary.NO
            unknown |= finding.meets is Ternary.UNKNOWN
    return points + FAILS * fails + UNKNOWN * unknown


class StateTable:
    """One aspect of many rows: of each the code of its value."""

    def __init__(self, values: Sequence[Hashable], judge: Judge) -> None:
        states = {value: code for code, value in enumerate(dict.fromkeys(values))}
        self._states: tuple[Any, ...] = tuple(states)
        self._judge = judge
        self.codes = np.array([states[value] for value in values], np.min_scalar_type(max(len(states) - 1, 0)))
        self._outcomes: dict[Hashable, Packed | None] = {}

    def outcomes(self, other: Hashable) -> Packed | None:
        """What each value here comes to against the other side's; `None` if the aspect plays no part in any."""
        try:
            return self._outcomes[other]
        except KeyError:
            judged = self._judged(other)
        # Never read back: another thread may forget everything in between.
        found = judged if judged.any() else None
        if len(self._outcomes) * len(self._states) >= REMEMBERED:
            self._outcomes.clear()
        self._outcomes[other] = found
        return found

    def alive(self, outcomes: Packed) -> Rows:
        """The codes of values that are not ruled out."""
        return np.flatnonzero(outcomes < FAILS)

    def count(self, codes: Rows) -> int:
        """How many rows have one of these values."""
        return int(self._sizes[codes].sum())

    def rows_with(self, codes: Rows) -> Rows:
        """The rows that have one of these values, in order."""
        if not len(codes):
            return np.empty(0, np.intp)
        return np.sort(np.concatenate([self._buckets[code] for code in codes]))

    def _judged(self, other: Any) -> Packed:
        return np.array([pack(self._judge(other, own)) for own in self._states], np.int32)

    @cached_property
    def _sizes(self) -> Rows:
        return np.bincount(self.codes, minlength=len(self._states))

    @cached_property
    def _buckets(self) -> list[Rows]:
        return np.split(np.argsort(self.codes, kind="stable"), np.cumsum(self._sizes)[:-1])


class PlaceTable(StateTable):
    """Values that begin with a region's code.

    All places in other provinces are equally far: of those that are otherwise alike only one is judged.
    """

    def _judged(self, other: Any) -> Packed:
        province = _province(other[0])
        if province == _province(NATIONAL):
            return super()._judged(other)
        found = np.zeros(len(self._states), np.int32)
        for alike, first_by_province in self._alike:
            elsewhere = [code for each, code in first_by_province.items() if each != province]
            if elsewhere:
                found[alike] = pack(self._judge(other, self._states[elsewhere[0]]))
        for code in (*self._in_province.get(province, ()), *self._in_province.get(_province(NATIONAL), ())):
            found[code] = pack(self._judge(other, self._states[code]))
        return found

    @cached_property
    def _in_province(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for code, state in enumerate(self._states):
            found.setdefault(_province(state[0]), []).append(code)
        return found

    @cached_property
    def _alike(self) -> list[tuple[Rows, dict[str, int]]]:
        """Values that differ in the region only: all their codes, and the first one of every province."""
        groups: dict[Any, list[int]] = {}
        for code, state in enumerate(self._states):
            if state[0] != NATIONAL:
                groups.setdefault(state[1:], []).append(code)
        return [
            (np.array(codes, np.intp), {_province(self._states[code][0]): code for code in reversed(codes)})
            for codes in groups.values()
        ]


def _province(region: str) -> str:
    return region[:2]
