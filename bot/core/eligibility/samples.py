"""Values of a fact that stand for all others: one for each way in which its tests can come out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.core.eligibility.evaluate import Leaf
from bot.core.policies.criteria import Comparison, FactValue
from bot.core.policies.facts import Fact, FactType
from bot.core.regions.region import NATIONAL


def sample_values(fact: Fact, tests: Sequence[Leaf]) -> list[FactValue]:
    """Every value of a fact that has few; of a number the bounds and their neighbours; of a place in and out."""
    if fact.values is not None:
        return sorted(fact.values, key=str)
    if fact.type in (FactType.INTEGER, FactType.DECIMAL):
        return list(_around([leaf.bound for leaf in tests], fact))
    named = [value for leaf in tests if leaf.test.comparison is Comparison.IN for value in leaf.bound]
    named += [leaf.bound for leaf in tests if leaf.test.comparison is not Comparison.IN]
    return list(dict.fromkeys((*named, NATIONAL)))


def _around(bounds: Sequence[Decimal], fact: Fact) -> list[Decimal]:
    """The bounds and a value on either side of each, within what is possible."""
    near = {value for bound in bounds for value in (Decimal(bound) - 1, Decimal(bound), Decimal(bound) + 1)}
    lowest, highest = fact.minimum, fact.maximum
    return sorted(v for v in near if (lowest is None or v >= lowest) and (highest is None or v <= highest))
