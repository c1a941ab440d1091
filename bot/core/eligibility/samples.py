"""Values of a fact that stand for all others: one for each way in which its tests can come out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from bot.core.eligibility.evaluate import Leaf, evaluate_leaf
from bot.core.policies.criteria import Comparison, FactValue
from bot.core.policies.facts import Fact, FactType

ELSEWHERE = "990000"
"""A place that lies nowhere and in which nothing lies."""


def sample_values(fact: Fact, tests: Sequence[Leaf]) -> list[FactValue]:
    """All values of a fact that has few; of numbers and days one per outcome; of places those named and one outside."""
    if fact.values is not None:
        return sorted(fact.values, key=str)
    bounds = list(dict.fromkeys(bound for leaf in tests for bound in _bounds(leaf)))
    if fact.type is FactType.REGION:
        return [*bounds, ELSEWHERE]
    by_outcome = {tuple(evaluate_leaf(leaf, value) for leaf in tests): value for value in _near(fact, bounds)}
    return list(by_outcome.values())


def _bounds(leaf: Leaf) -> tuple[Any, ...]:
    return leaf.bound if leaf.test.comparison is Comparison.IN else (leaf.bound,)


def _near(fact: Fact, bounds: Sequence[Any]) -> list[Any]:
    """The bounds and the values next to each, within what is possible."""
    if fact.type is FactType.DATE:
        return sorted({bound + dt.timedelta(days) for bound in bounds for days in (-1, 0, 1)})
    edges = sorted({*map(Decimal, bounds), *(end for end in (fact.minimum, fact.maximum) if end is not None)})
    step = Decimal(1)
    if fact.type is FactType.DECIMAL:
        # Bounds may lie close together; half the way to the next one is in between for certain.
        step = min((above - below for below, above in pairwise(edges)), default=step) / 2
    near = {Decimal(bound) + away for bound in bounds for away in (-step, Decimal(0), step)}
    lowest, highest = fact.minimum, fact.maximum
    return sorted(v for v in near if (lowest is None or v >= lowest) and (highest is None or v <= highest))
