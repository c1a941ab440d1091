"""Three-valued evaluation of rules for many people at once, on bitmaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.core.eligibility.columns import Bitmap, Outcomes, Told
from bot.core.eligibility.evaluate import Leaf, Rule


class Population:
    """People as columns; every rule is decided once, however many measures share it."""

    def __init__(self, facts: Mapping[str, Told], rows: int) -> None:
        self.rows = rows
        self._facts = facts
        self._nobody: Bitmap = np.zeros((rows + 7) // 8, np.uint8)
        self._decided: dict[Rule, Outcomes] = {}
        self._digits: dict[Rule, NDArray[np.uint8]] = {}

    def outcomes(self, rule: Rule) -> Outcomes:
        """Whether the rule holds, for everybody."""
        if isinstance(rule, Leaf):
            told = self._facts.get(rule.fact)
            return Outcomes(self._nobody, self._nobody) if told is None else told.outcomes(rule)
        found = self._decided.get(rule)
        if found is None:
            found = self._decided[rule] = self._at_least(rule.n, rule.parts)
        return found

    def digits(self, rule: Rule) -> NDArray[np.uint8]:
        """For everybody 0 for no, 1 for unknown, 2 for yes."""
        found = self._digits.get(rule)
        if found is None:
            outcomes = self.outcomes(rule)
            yes = np.unpackbits(outcomes.yes, count=self.rows)
            found = self._digits[rule] = yes + np.unpackbits(~outcomes.no, count=self.rows)
        return found

    def _at_least(self, n: int, parts: Sequence[Rule]) -> Outcomes:
        outcomes = [self.outcomes(part) for part in parts]
        # It is out of reach as soon as so many fail that fewer than n are left.
        no = self._reached(len(parts) - n + 1, [outcome.no for outcome in outcomes])
        return Outcomes(self._reached(n, [outcome.yes for outcome in outcomes]), no)

    def _reached(self, n: int, bitmaps: Sequence[Bitmap]) -> Bitmap:
        """The rows that are in at least `n` of the bitmaps."""
        if n <= 0:
            return ~self._nobody
        if n > len(bitmaps):
            return self._nobody
        if n == 1:
            return reduce(np.bitwise_or, bitmaps)
        if n == len(bitmaps):
            return reduce(np.bitwise_and, bitmaps)
        counted = [~self._nobody, *[self._nobody] * n]  # counted[i]: in at least i of those seen so far
        for bitmap in bitmaps:
            counted = [counted[0], *(here | (before & bitmap) for before, here in pairwise(counted))]
        return counted[n]
