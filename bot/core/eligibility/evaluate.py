"""Three-valued evaluation of criteria over what is known of one person or employer."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.core.eligibility.circumstances import Circumstances, Known, OneOf
from bot.core.eligibility.ternary import Ternary, at_least
from bot.core.policies.criteria import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Comparison,
    Criterion,
    FactTest,
    FactValue,
    Not,
    ParameterBound,
)
from bot.core.policies.measures import Measure
from bot.core.regions.region import ancestors

_COMPARE: Mapping[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.IS: operator.eq,
    Comparison.IN: lambda value, bound: value in bound,
    Comparison.AT_LEAST: operator.ge,
    Comparison.AT_MOST: operator.le,
    Comparison.MORE_THAN: operator.gt,
    Comparison.LESS_THAN: operator.lt,
    Comparison.WITHIN: lambda value, bound: value == bound or bound in ancestors(value),
}
YES, NO, UNKNOWN = Ternary.YES, Ternary.NO, Ternary.UNKNOWN


@dataclass(frozen=True)
class Leaf:
    """A test with its bound read off the parameters of the day. `wanted`: False below an odd number of `not`."""

    test: FactTest
    bound: Any
    wanted: bool = True

    @property
    def fact(self) -> str:
        """The fact it tests."""
        return self.test.fact


@dataclass(frozen=True)
class Node:
    """At least `n` of the parts; all of them for “and”, one for “or”. `wanted` as for a leaf."""

    n: int
    parts: tuple[Rule, ...]


Rule = Leaf | Node
"""A criterion ready to be evaluated on one day; `not` has been moved into the leaves (De Morgan)."""


def rule_of(measure: Measure, on: dt.date) -> Rule:
    """The measure's criteria with the bounds that hold on `on`."""
    assert measure.criteria is not None, "only measures with criteria are evaluated"

    def bound(test: FactTest) -> Any:
        if isinstance(test.value, ParameterBound):
            return Decimal(measure.parameters[test.value.parameter].on(on).value)
        return test.value

    return _rule(measure.criteria, bound, wanted=True)


def plain_rule(criterion: Criterion) -> Rule:
    """A criterion whose bounds are all literal."""
    return _rule(criterion, lambda test: test.value, wanted=True)


def _rule(criterion: Criterion, bound: Callable[[FactTest], Any], *, wanted: bool) -> Rule:
    match criterion:
        case FactTest():
            return Leaf(criterion, bound(criterion), wanted)
        case Not():
            return _rule(criterion.part, bound, wanted=not wanted)
        case AllOf():
            n, parts = len(criterion.parts), criterion.parts
        case AnyOf():
            n, parts = 1, criterion.parts
        case AtLeastOf():
            n, parts = criterion.n, criterion.parts
    # Not at least n of k is at least k - n + 1 that do not hold.
    return Node(n if wanted else len(parts) - n + 1, tuple(_rule(part, bound, wanted=wanted) for part in parts))


def evaluate(rule: Rule, known: Circumstances) -> Ternary:
    """Whether the rule holds: yes, no, or unknown while a fact that could still decide it is missing."""
    if isinstance(rule, Leaf):
        return evaluate_leaf(rule, known.get(rule.test.fact))
    return at_least(rule.n, [evaluate(part, known) for part in rule.parts])


def evaluate_leaf(leaf: Leaf, value: Known | None) -> Ternary:
    """One test on one value; a value known only as one of several decides if all of them agree."""
    if value is None:
        return UNKNOWN
    if isinstance(value, OneOf):
        results = {_result(leaf, each) for each in value.values}
        return UNKNOWN if len(results) > 1 else results.pop()
    return _result(leaf, value)


def _result(leaf: Leaf, value: FactValue) -> Ternary:
    # Whoever names only the province may well live in the county that is asked for.
    if leaf.test.comparison is Comparison.WITHIN and value != leaf.bound and value in ancestors(leaf.bound):
        return UNKNOWN
    return YES if holds(leaf, value) else NO


def holds(leaf: Leaf, value: FactValue) -> bool:
    """Whether the test comes out as wanted on this value."""
    return _COMPARE[leaf.test.comparison](value, leaf.bound) is leaf.wanted


def leaves(rule: Rule) -> tuple[Leaf, ...]:
    """All tests of the rule, in its order."""
    if isinstance(rule, Leaf):
        return (rule,)
    return tuple(leaf for part in rule.parts for leaf in leaves(part))


def deciding(rule: Rule, known: Circumstances) -> tuple[Leaf, ...]:
    """The tests that made the rule yes or no; for an unknown one those that could still decide it."""
    result = evaluate(rule, known)
    if isinstance(rule, Leaf):
        return (rule,)
    return tuple(leaf for part in rule.parts if evaluate(part, known) is result for leaf in deciding(part, known))
