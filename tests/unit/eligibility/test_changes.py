"""What someone could change: only what can be changed, enough of it, and no more than needed."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from bot.core.eligibility.changes import changes
from bot.core.eligibility.circumstances import Circumstances
from bot.core.eligibility.evaluate import Leaf, evaluate, evaluate_leaf, leaves, plain_rule
from bot.core.eligibility.ternary import Ternary
from bot.core.policies.criteria import AllOf, AnyOf, Comparison, Criterion, FactTest
from bot.core.policies.facts import Fact
from tests.unit.eligibility.plain_evaluation import value_for
from tests.unit.eligibility.rules import NAMES, circumstances, fact, once_criteria, rule, unhurried

NO = Ternary.NO
dictionaries = st.sets(st.sampled_from(NAMES)).map(
    lambda changeable: {name: fact(name, change=name in changeable) for name in NAMES}
)
"""The facts, some of which can be changed."""


@unhurried
@given(once_criteria(), circumstances, dictionaries)
def test_the_fewest_changes_that_help_and_nothing_else(
    criterion: Criterion, known: Circumstances, facts: Mapping[str, Fact]
) -> None:
    found = rule(criterion)
    failing = [leaf for leaf in leaves(found) if evaluate_leaf(leaf, known.get(leaf.fact)) is NO]
    within_reach = [leaf for leaf in failing if facts[leaf.fact].change]
    helping = [
        chosen
        for size in range(len(within_reach) + 1)
        for chosen in itertools.combinations(within_reach, size)
        if evaluate(found, changed(known, chosen)) is not NO
    ]
    proposed = changes(found, known, facts)
    if proposed is None:
        assert helping == []
    else:
        assert set(proposed) <= set(within_reach)
        assert evaluate(found, changed(known, proposed)) is not NO
        assert len(proposed) == len(helping[0])


def changed(known: Circumstances, chosen: tuple[Leaf, ...]) -> Circumstances:
    """After bringing these about."""
    return known.saying({leaf.fact: value_for(leaf) for leaf in chosen})


def test_what_is_not_known_need_not_be_changed() -> None:
    both = AllOf((FactTest("certificate", Comparison.IS, True), FactTest("wants_work", Comparison.IS, True)))
    facts = {name: fact(name, change=True) for name in NAMES}
    found = changes(plain_rule(both), Circumstances({"certificate": False}), facts)
    assert found is not None
    assert [leaf.fact for leaf in found] == ["certificate"]


def test_one_of_two_ways_is_enough_and_the_shorter_one_is_shown() -> None:
    long_way = AllOf((FactTest("certificate", Comparison.IS, True), FactTest("wants_work", Comparison.IS, True)))
    either = AnyOf((long_way, FactTest("age", Comparison.AT_LEAST, 60), FactTest("kind", Comparison.IS, "visual")))
    facts = {name: fact(name, change=name in ("certificate", "wants_work", "kind")) for name in NAMES}
    said = {"certificate": False, "wants_work": False, "age": 30, "kind": "hearing"}
    found = changes(plain_rule(either), Circumstances(said), facts)
    assert found is not None
    assert [leaf.fact for leaf in found] == ["kind"]
