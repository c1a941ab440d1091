"""Why each of many people fits or does not: the few patterns of test results that occur, explained once each."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.core.eligibility.circumstances import Circumstances
from bot.core.eligibility.columns import Codes, smallest_type
from bot.core.eligibility.columns_population import Population
from bot.core.eligibility.determination import Candidate, Determination, determine
from bot.core.eligibility.evaluate import Leaf, Node, Rule, leaves
from bot.core.policies.criteria import Comparison, FactTest

COUNTED = 10
"""Patterns of up to so many tests are numbered and counted; of more, sorted."""


@dataclass(frozen=True)
class Explained[T: Hashable]:
    """Row `i` is told `said[codes[i]]`; `counts` are the rows told each, none of them zero."""

    codes: Codes
    said: tuple[T, ...]
    counts: tuple[int, ...]


class ColumnReasons[T: Hashable]:
    """Explains one measure's outcome for everybody, in the words of `say`."""

    def __init__(self, candidate: Candidate, say: Callable[[Determination], T]) -> None:
        self._leaves = tuple(dict.fromkeys(leaves(candidate.rule)))
        self._candidate = candidate
        self._stand_in = replace(candidate, rule=_stand_in(candidate.rule, self._leaves))
        self._say = say
        self._said = cache(self._explain)

    def of(self, people: Population) -> Explained[T]:
        """What each is told."""
        numbers, patterns = _numbered([people.digits(leaf) for leaf in self._leaves], people.rows)
        counts: dict[T, int] = {}
        table = np.zeros(max(patterns, default=0) + 1, smallest_type(len(patterns)))
        places: dict[T, int] = {}
        for number, (pattern, count) in patterns.items():
            said = self._said(pattern)
            counts[said] = counts.get(said, 0) + count
            table[number] = places.setdefault(said, len(places))
        return Explained(table.take(numbers), tuple(counts), tuple(counts.values()))

    def _explain(self, pattern: tuple[int, ...]) -> T:
        """What the evaluation of one person finds when the tests come out so: 0 no, 1 unknown, 2 yes."""
        known = Circumstances(said={str(i): digit == 2 for i, digit in enumerate(pattern) if digit != 1})
        found = determine(self._stand_in, known)
        deciding = tuple(self._leaves[int(leaf.fact)] for leaf in found.deciding)
        return self._say(replace(found, rule=self._candidate.rule, deciding=deciding))


def _stand_in(rule: Rule, tests: tuple[Leaf, ...]) -> Rule:
    """The same rule over facts of its own: fact “0” is whether the first test comes out as wanted."""
    if isinstance(rule, Leaf):
        return Leaf(FactTest(str(tests.index(rule)), Comparison.IS, True), bound=True)
    return Node(rule.n, tuple(_stand_in(part, tests) for part in rule.parts))


def _numbered(
    digits: list[NDArray[np.uint8]], rows: int
) -> tuple[NDArray[np.integer], dict[int, tuple[tuple[int, ...], int]]]:
    """The number of each row's pattern, and by number the pattern and how many rows have it."""
    if len(digits) > COUNTED:
        found, numbers, counts = np.unique(np.stack(digits, axis=1), axis=0, return_inverse=True, return_counts=True)
        return numbers.reshape(-1), dict(enumerate(zip(map(tuple, found.tolist()), counts.tolist(), strict=True)))
    numbers = np.zeros(rows, smallest_type(3 ** len(digits)))
    for digit in digits:
        numbers *= 3
        numbers += digit
    counts = np.bincount(numbers)
    return numbers, {
        int(number): (_pattern(number, len(digits)), int(counts[number])) for number in np.flatnonzero(counts)
    }


@cache
def _pattern(number: int, tests: int) -> tuple[int, ...]:
    """The digits of a number written to the base 3."""
    return () if tests == 0 else (*_pattern(number // 3, tests - 1), int(number % 3))
