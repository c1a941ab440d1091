"""The values that stand for all others: whatever can come out for anybody comes out for one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.eligibility.evaluate import Leaf, evaluate_leaf
from bot.core.eligibility.samples import sample_values
from bot.core.eligibility.ternary import Ternary
from bot.core.policies.criteria import Comparison, FactTest, FactValue, ParameterBound
from tests.unit.eligibility.rules import FACTS, ORDERED, condition_on, unhurried


def as_leaves(*tests: FactTest) -> list[Leaf]:
    """The tests as they stand in rules."""
    return [Leaf(test, test.value) for test in tests]


def outcomes(leaves: Sequence[Leaf], values: Sequence[FactValue]) -> set[tuple[Ternary, ...]]:
    """In which ways all tests come out together."""
    return {tuple(evaluate_leaf(leaf, value) for leaf in leaves) for value in values}


@unhurried
@given(st.lists(st.tuples(st.sampled_from(ORDERED), st.integers(0, 20)), min_size=1, max_size=4))
def test_of_whole_numbers_nothing_is_left_out(tests: list[tuple[Comparison, int]]) -> None:
    leaves = as_leaves(*(FactTest("age", comparison, bound) for comparison, bound in tests))
    found = sample_values(FACTS["age"], leaves)
    assert outcomes(leaves, found) == outcomes(leaves, range(121))
    assert all(value == int(value) and 0 <= value <= 120 for value in found)  # type: ignore[call-overload,operator]


@unhurried
@given(st.lists(st.tuples(st.sampled_from((*ORDERED, Comparison.IS)), st.integers(0, 8)), min_size=1, max_size=4))
def test_of_shares_nothing_is_left_out(tests: list[tuple[Comparison, int]]) -> None:
    """Bounds may lie close together: 1 percent and 1.25 percent."""
    leaves = as_leaves(*(FactTest("share", comparison, Decimal(bound) / 4) for comparison, bound in tests))
    dense = [Decimal(eighths) / 8 for eighths in range(801)]
    assert outcomes(leaves, sample_values(FACTS["share"], leaves)) == outcomes(leaves, dense)


@unhurried
@given(st.lists(st.tuples(st.sampled_from(ORDERED), st.integers(1, 9)), min_size=1, max_size=4))
def test_of_days_nothing_is_left_out(tests: list[tuple[Comparison, int]]) -> None:
    leaves = as_leaves(*(FactTest("since", comparison, dt.date(2025, 1, day)) for comparison, day in tests))
    dense = [dt.date(2024, 12, 1) + dt.timedelta(days) for days in range(90)]
    assert outcomes(leaves, sample_values(FACTS["since"], leaves)) == outcomes(leaves, dense)


@pytest.mark.parametrize("name", ["certificate", "kind", "grade"])
def test_of_few_values_all_are_taken(name: str) -> None:
    fact = FACTS[name]
    assert set(sample_values(fact, as_leaves(FactTest(name, Comparison.IS, True)))) == fact.values


def test_a_place_is_in_or_out() -> None:
    leaves = as_leaves(FactTest("home", Comparison.WITHIN, "120119"), FactTest("home", Comparison.WITHIN, "532622"))
    assert outcomes(leaves, sample_values(FACTS["home"], leaves)) == {
        (Ternary.YES, Ternary.NO),
        (Ternary.NO, Ternary.YES),
        (Ternary.NO, Ternary.NO),
    }


@unhurried
@given(st.sampled_from(sorted(FACTS)).flatmap(lambda name: st.lists(condition_on(name), min_size=1)))
def test_lists_of_values_can_be_sampled(tests: list[FactTest]) -> None:
    leaves = as_leaves(*(test for test in tests if not isinstance(test.value, ParameterBound)))
    for leaf in leaves:
        values = sample_values(FACTS[leaf.fact], leaves)
        assert {evaluate_leaf(leaf, value) for value in values} >= {Ternary.YES, Ternary.NO}
