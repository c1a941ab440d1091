"""A fact of few values for many people, as a bitmap for each value: the rows in which it may be so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from bot.core.eligibility.circumstances import OneOf
from bot.core.eligibility.columns import NOT_KNOWN, Bitmap, Column, Outcomes
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
        for code, state in enumerate(column.states):
            if state is not None:
                rows = np.packbits(column.codes == code)
                for value in state.values if isinstance(state, OneOf) else (state,):
                    possible[value] = possible.get(value, nobody) | rows
        untold = np.packbits(column.codes == NOT_KNOWN)
        return cls({value: rows | untold for value, rows in possible.items()}, ~untold)

    def outcomes(self, leaf: Leaf) -> Outcomes:
        """The test on every row, decided where all possible values agree; worked out once."""
        found = self._outcomes.get(leaf)
        if found is None:
            results = {value: evaluate_leaf(leaf, value) for value in self.possible}
            yes = self.told & ~self._any(value for value, result in results.items() if result is not Ternary.YES)
            no = self.told & ~self._any(value for value, result in results.items() if result is not Ternary.NO)
            found = self._outcomes[leaf] = Outcomes(yes, no)
        return found

    def narrowed(self, allowed: frozenset[FactValue], where: Bitmap) -> Choice:
        """Where several values are possible and one of `allowed` is among them, only those are left."""
        others = self._any(value for value in self.possible if value not in allowed)
        changing = where & self._open & self._any(allowed) & (others | ~self.told)
        if not changing.any():
            return self
        left = {value: rows if value in allowed else rows & ~changing for value, rows in self.possible.items()}
        return Choice(left, self.told | changing)

    @cached_property
    def is_settled(self) -> bool:
        """Whether all is known for sure."""
        return not self._open.any()

    @cached_property
    def _open(self) -> Bitmap:
        """Where nothing is known for sure."""
        one, several = np.zeros(len(self.told), np.uint8), ~self.told
        for rows in self.possible.values():
            several |= one & rows
            one |= rows
        return several

    def _any(self, values: Iterable[FactValue]) -> Bitmap:
        """Where at least one of the values is possible."""
        found = np.zeros(len(self.told), np.uint8)
        for value in values:
            found |= self.possible[value]
        return found
