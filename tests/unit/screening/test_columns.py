"""Columns say of every row exactly what the evaluation of one person says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.eligibility.circumstances import Circumstances
from bot.core.eligibility.columns_inference import ColumnInference
from bot.core.eligibility.columns_population import Population
from bot.core.eligibility.columns_reasons import COUNTED, ColumnReasons
from bot.core.eligibility.determination import Candidate, Determination, determine
from bot.core.eligibility.evaluate import evaluate, plain_rule
from bot.core.eligibility.inference import Inference
from bot.core.eligibility.ternary import Ternary
from bot.core.policies.criteria import AnyOf, AtLeastOf, Comparison, Criterion, FactTest
from bot.core.policies.documents import Status
from bot.core.policies.facts import Implication
from tests.unit.eligibility.rules import FACTS, VALUES, circumstances, criteria, measure, rule
from tests.unit.screening.columns_of import columns_of, implications, state_of

ANSWERS = {0: Ternary.NO, 1: Ternary.UNKNOWN, 2: Ternary.YES}
everybodies = st.lists(circumstances, max_size=20)
unhurried = settings(deadline=None, max_examples=60)


@unhurried
@given(everybodies, st.lists(criteria(), min_size=1, max_size=3))
def test_verdicts_are_those_of_one_person(everybody: Sequence[Circumstances], several: Sequence[Criterion]) -> None:
    people = Population(columns_of(everybody), len(everybody))
    for criterion in several:
        found = people.digits(rule(criterion))
        assert [ANSWERS[digit] for digit in found.tolist()] == [evaluate(rule(criterion), each) for each in everybody]


@unhurried
@given(everybodies, st.lists(implications(), max_size=6))
def test_what_follows_is_what_follows_for_one_person(
    everybody: Sequence[Circumstances], dictionary: Sequence[Implication]
) -> None:
    completed = ColumnInference(FACTS, dictionary).complete(columns_of(everybody), len(everybody))
    one = Inference(FACTS, dictionary)
    for row, each in enumerate(everybody):
        known = one.complete(each)
        for fact in FACTS:
            told = completed.get(fact)
            assert (state_of(told, row) if told else None) == known.get(fact)


def test_what_follows_of_a_fact_may_be_no_more_than_that_it_has_a_value() -> None:
    """Nobody told it, yet a test that every value passes is passed."""
    any_kind = FactTest("kind", Comparison.IN, VALUES["kind"])
    dictionary = [Implication(FactTest("certificate", Comparison.IS, True), any_kind, "")]
    completed = ColumnInference(FACTS, dictionary).complete(columns_of([Circumstances({"certificate": True})]), 1)
    assert Population(completed, 1).digits(plain_rule(any_kind)).tolist() == [2]


@unhurried
@given(everybodies, criteria())
def test_reasons_are_those_of_one_person(everybody: Sequence[Circumstances], criterion: Criterion) -> None:
    candidate = Candidate(measure(criterion), rule(criterion), Status.IN_FORCE)
    people = Population(columns_of(everybody), len(everybody))
    found = ColumnReasons(candidate, lambda each: each).of(people)
    assert [found.said[code] for code in found.codes] == [determine(candidate, each) for each in everybody]
    assert dict(zip(found.said, found.counts, strict=True)) == Counter(found.said[code] for code in found.codes)


@pytest.mark.parametrize("parts", [COUNTED, COUNTED + 1, 25])
def test_however_many_tests_a_rule_has(parts: int) -> None:
    def missing(each: Determination) -> tuple[str, tuple[str, ...]]:
        return each.verdict, each.missing

    tests = tuple(FactTest("age", Comparison.IS, value) for value in range(parts - 1))
    criterion = AtLeastOf(2, (*tests, FactTest("wants_work", Comparison.IS, True)))
    candidate = Candidate(measure(criterion), plain_rule(criterion), Status.IN_FORCE)
    everybody = [
        Circumstances(said={"age": 3, "wants_work": True}),
        Circumstances(said={"age": parts}),
        Circumstances(said={"age": 3}),
    ]
    found = ColumnReasons(candidate, missing).of(Population(columns_of(everybody), 3))
    expected = [("eligible", ()), ("ineligible", ()), ("undetermined", ("wants_work",))]
    assert [found.said[code] for code in found.codes] == expected


@pytest.mark.parametrize("states", [3, 300, 70_000])
def test_however_many_values_a_fact_takes(states: int) -> None:
    everybody = [Circumstances(said={"age": value}) for value in range(states)] + [Circumstances()]
    even = FactTest("age", Comparison.IN, tuple(range(0, 50, 2)))
    criterion = plain_rule(AnyOf((FactTest("age", Comparison.AT_LEAST, 50), even)))
    found = Population(columns_of(everybody), len(everybody)).digits(criterion)
    assert found.tolist() == [*(2 if age >= 50 or age % 2 == 0 else 0 for age in range(states)), 1]
