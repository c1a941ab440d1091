"""A fact of few values for many people, as a bitmap for each value: the rows in which it may be so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce

import numpy as np

from bot.core.eligibility.circumstances import OneOf
from bot.core.eligibility.columns import Bitmap, Column, Outcomes
from bot.core.eligibility.evaluate import Leaf, evaluate_leaf
from bot.core.eligibility.ternary import Ternary
from bot.core.policies.criteria import FactValue


@dataclass(frozen=True, eq=False)
class Choice:
    """`told`: the rows in which anything is known; in the others every value is possible."""

    possible: Mapping[FactValue, Bitmap]
    told: Bitmap
    _outcomes: dict[Leaf, Outcomes] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, column: Column, values: frozenset[FactValue]) -> Choice:
        """The same knowledge of a fact that takes these values."""
        nobody = np.zeros((len(column.codes) + 7) // 8, np.uint8)
        possible = dict.fromkeys(sorted(values, key=str), nobody)
        told = nobody.copy()
        for code, state in enumerate(column.states):
            if state is not None:
                rows = np.packbits(column.codes == code)
                told |= rows
                for value in state.values if isinstance(state, OneOf) else (state,):
                    possible[value] = possible.get(value, nobody) | rows
        # Past the last row there is nothing to be found out.
        told[-1:] |= 0xFF >> (len(column.codes) % 8 or 8)
        return cls({value: rows | ~told for value, rows in possible.items()}, told)

    @cached_property
    def is_settled(self) -> bool:
        """Whether all is known for sure, for everybody."""
        if np.bitwise_and.reduce(self.told) != 0xFF:
            return False
        one, several = np.zeros((2, len(self.told)), np.uint8)
        for rows in self.possible.values():
            several |= one & rows
            one |= rows
        return not several.any()

    def outcomes(self, leaf: Leaf) -> Outcomes:
        """The test on every row, decided where all possible values agree; worked out once."""
        found = self._outcomes.get(leaf)
        if found is None:
            results = [(value, evaluate_leaf(leaf, value)) for value in self.possible]
            may_fail = self._any([value for value, result in results if result is not Ternary.YES])
            may_pass = self._any([value for value, result in results if result is not Ternary.NO])
            found = self._outcomes[leaf] = Outcomes(self.told & ~may_fail, self.told & ~may_pass)
        return found

    def narrowed(self, allowed: frozenset[FactValue], where: Bitmap) -> Choice:
        """Where both some of `allowed` and others are possible, or nothing is known, only `allowed` are left."""
        others = self._any([value for value in self.possible if value not in allowed])
        changing = where & self._any(allowed) & (others | ~self.told)
        if not changing.any():
            return self
        left = {value: rows if value in allowed else rows & ~changing for value, rows in self.possible.items()}
        return Choice(left, self.told | changing)

    def _any(self, values: Collection[FactValue]) -> Bitmap:
        """Where at least one of the values is possible."""
        if not values:
            return np.zeros(len(self.told), np.uint8)
        return reduce(np.bitwise_or, [self.possible[value] for value in values])
