"""Facts of many people as columns, and tests on them as bitmaps.

A person is a row. Of each fact a column holds a small code per row, and for every code what is then known. A test is
decided once per code by the evaluation of one person, so that a column can say nothing else than that does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.core.eligibility.circumstances import Known, OneOf
from bot.core.eligibility.evaluate import Leaf, evaluate_leaf
from bot.core.eligibility.ternary import Ternary
from bot.core.policies.criteria import FactValue

Codes = NDArray[np.unsignedinteger]
Bitmap = NDArray[np.uint8]
"""One bit a row, eight rows a byte, the first row in the highest bit; bits past the last row mean nothing."""
NOT_KNOWN = 0
"""The code of a fact nobody told."""
FEW_RUNS = 6
"""Up to so many runs of neighbouring codes are found faster by comparing than by looking every row up."""


@dataclass(frozen=True)
class Outcomes:
    """Who passes and who fails; who is in neither bitmap is not known."""

    yes: Bitmap
    no: Bitmap

    def __invert__(self) -> Outcomes:
        """Not: unknown stays unknown."""
        return Outcomes(self.no, self.yes)


class Told(Protocol):
    """What is known of one fact for many people."""

    @property
    def is_settled(self) -> bool:
        """Whether all is known for sure, for everybody."""
        ...

    def outcomes(self, leaf: Leaf) -> Outcomes:
        """The test on every row."""
        ...

    def narrowed(self, allowed: frozenset[FactValue], where: Bitmap) -> Told:
        """With one of `allowed` in the rows `where`; what is known for sure stays, even against it.

        The same object if nothing changes.
        """
        ...


@dataclass(frozen=True, eq=False)
class Column:
    """One fact of many people: row `i` is in state `states[codes[i]]`; the first state is “not known”."""

    codes: Codes
    states: tuple[Known | None, ...]
    _outcomes: dict[Leaf, Outcomes] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def is_settled(self) -> bool:
        """Whether all is known for sure, for everybody."""
        return not self.rows_in([state is None or isinstance(state, OneOf) for state in self.states]).any()

    def part(self, start: int, stop: int) -> Column:
        """The rows from `start` up to, not including, `stop`."""
        return Column(self.codes[start:stop], self.states)

    def reordered(self, rows: NDArray[np.intp]) -> Column:
        """These rows, in this order."""
        return Column(self.codes.take(rows), self.states)

    def outcomes(self, leaf: Leaf) -> Outcomes:
        """The test on every row; worked out once."""
        found = self._outcomes.get(leaf)
        if found is None:
            results = [evaluate_leaf(leaf, state) for state in self.states]
            yes = self.rows_in([result is Ternary.YES for result in results])
            found = Outcomes(yes, self.rows_in([result is Ternary.NO for result in results]))
            self._outcomes[leaf] = found
        return found

    def narrowed(self, allowed: frozenset[FactValue], where: Bitmap) -> Column:
        """Of a fact without end one value at most can be allowed."""
        (value,) = allowed
        open_states = [s is None or (isinstance(s, OneOf) and value in s.values) for s in self.states]
        changing = np.unpackbits(self.rows_in(open_states) & where, count=len(self.codes)).view(np.bool_)
        if not changing.any():
            return self
        states = self.states if value in self.states else (*self.states, value)
        codes = self.codes.astype(smallest_type(len(states)))
        codes[changing] = states.index(value)
        return Column(codes, states)

    def rows_in(self, chosen: Sequence[bool]) -> Bitmap:
        """The rows whose state is one of the `chosen`, a truth value for each state."""
        runs = _runs(chosen)
        if len(runs) > FEW_RUNS:
            return np.packbits(np.array(chosen).take(self.codes))
        found = np.zeros(len(self.codes), np.bool_)
        for start, stop in runs:
            found |= self.codes == start if stop == start + 1 else (self.codes >= start) & (self.codes < stop)
        return np.packbits(found)


def _runs(chosen: Sequence[bool]) -> list[tuple[int, int]]:
    """Where neighbouring codes are chosen: the first of each run and the one behind it."""
    runs = []
    stop = 0
    for is_chosen, neighbours in groupby(chosen):
        start, stop = stop, stop + len(list(neighbours))
        if is_chosen:
            runs.append((start, stop))
    return runs


def unknown_column(rows: int) -> Column:
    """A fact of which nothing is known for anybody."""
    return Column(np.zeros(rows, np.uint8), (None,))


def smallest_type(states: int) -> np.dtype[Any]:
    """The narrowest codes for so many states."""
    return np.min_scalar_type(max(states - 1, 0))
