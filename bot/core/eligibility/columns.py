"""The same three-valued evaluation for many people at once: facts as columns, results as bitmaps.

A person is a row. Of each fact a column holds a small code per row, and for every code what is then known. A test is
decided once per code by the evaluation of one person, so that a column can say nothing else than that does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.core.eligibility.circumstances import Known, OneOf
from bot.core.eligibility.evaluate import Leaf, Rule, evaluate_leaf
from bot.core.eligibility.ternary import Ternary

Codes = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32]
Bitmap = NDArray[np.uint8]
"""One bit a row, eight rows a byte, the first row in the highest bit; bits past the last row mean nothing."""
NOT_KNOWN = 0
"""The code of a fact nobody told."""
FEW_RUNS = 6
"""Up to so many runs of neighbouring codes are found faster by comparing than by looking every row up."""


@dataclass(frozen=True)
class Column:
    """One fact of many people: row `i` is in state `states[codes[i]]`; the first state is “not known”."""

    codes: Codes
    states: tuple[Known | None, ...]

    @cached_property
    def is_settled(self) -> bool:
        """Whether nothing is left open in any row."""
        open_states = [i for i, state in enumerate(self.states) if state is None or isinstance(state, OneOf)]
        return not any(np.any(self.codes == code) for code in open_states)

    def rows(self, start: int, stop: int) -> Column:
        """The rows from `start` up to, not including, `stop`."""
        return Column(self.codes[start:stop], self.states)

    def where(self, chosen: Sequence[bool] | NDArray[np.bool_]) -> Bitmap:
        """The rows whose state is one of the `chosen`, a truth value for each state."""
        padded = np.zeros(len(chosen) + 2, np.int8)
        padded[1:-1] = chosen
        edges = np.flatnonzero(np.diff(padded)).tolist()
        runs = list(zip(edges[::2], edges[1::2], strict=True))
        if len(runs) > FEW_RUNS:
            return np.packbits(np.asarray(chosen, np.bool_).take(self.codes))
        found = np.zeros(len(self.codes), np.bool_)
        for start, stop in runs:
            found |= self.codes == start if stop == start + 1 else (self.codes >= start) & (self.codes < stop)
        return np.packbits(found)


def unknown_column(rows: int) -> Column:
    """A fact of which nothing is known for anybody."""
    return Column(np.zeros(rows, np.uint8), (None,))


def smallest_type(states: int) -> type[np.uint8] | type[np.uint16] | type[np.uint32]:
    """The narrowest codes for so many states."""
    return np.uint8 if states <= 1 << 8 else np.uint16 if states <= 1 << 16 else np.uint32


@dataclass(frozen=True)
class Outcomes:
    """Who passes and who fails; who is in neither bitmap is not known."""

    yes: Bitmap
    no: Bitmap

    def __invert__(self) -> Outcomes:
        """Not: unknown stays unknown."""
        return Outcomes(self.no, self.yes)

    def digits(self, rows: int) -> NDArray[np.uint8]:
        """For each of the `rows` 0 for no, 1 for unknown, 2 for yes."""
        return np.unpackbits(self.yes, count=rows) + np.unpackbits(~self.no, count=rows)


class Population:
    """People as columns; every test and every rule is decided once, however many measures share it."""

    def __init__(self, columns: Mapping[str, Column], rows: int) -> None:
        self.rows = rows
        self._columns = columns
        self._nobody: Bitmap = np.zeros((rows + 7) // 8, np.uint8)
        self._decided: dict[Rule, Outcomes] = {}

    def column(self, fact: str) -> Column:
        """What is known of the fact; nothing, if there is no such column."""
        return self._columns.get(fact) or unknown_column(self.rows)

    def outcomes(self, rule: Rule) -> Outcomes:
        """Whether the rule holds, for everybody."""
        found = self._decided.get(rule)
        if found is None:
            found = self._test(rule) if isinstance(rule, Leaf) else self._at_least(rule.n, rule.parts)
            self._decided[rule] = found
        return found

    def _test(self, leaf: Leaf) -> Outcomes:
        opposite = self._decided.get(replace(leaf, wanted=not leaf.wanted))
        if opposite is not None:
            return ~opposite
        column = self._columns.get(leaf.fact)
        if column is None:
            return Outcomes(self._nobody, self._nobody)
        results = [evaluate_leaf(leaf, state) for state in column.states]
        yes = column.where([result is Ternary.YES for result in results])
        return Outcomes(yes, column.where([result is Ternary.NO for result in results]))

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
