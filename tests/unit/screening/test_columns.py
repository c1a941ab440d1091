"""Columns say of every row exactly what the evaluation of one person says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.load import load_catalogue
from bot.catalog.regions_csv import load_gazetteer
from bot.core.eligibility.circumstances import Circumstances
from bot.core.eligibility.columns import Population
from bot.core.eligibility.columns_inference import ColumnInference
from bot.core.eligibility.columns_reasons import ColumnReasons
from bot.core.eligibility.determination import Candidate, determine
from bot.core.eligibility.evaluate import evaluate, plain_rule
from bot.core.eligibility.inference import Inference
from bot.core.eligibility.ternary import Ternary
from bot.core.policies.criteria import AnyOf, Comparison, Criterion, FactTest, FactValue
from bot.core.policies.documents import Status
from bot.core.policies.facts import Implication
from bot.settings import ROOT
from tests.unit.screening.people import FACTS, columns_of, criteria, implications, people

ANSWERS = {0: Ternary.NO, 1: Ternary.UNKNOWN, 2: Ternary.YES}
REGION_CODES = load_gazetteer(ROOT / "data" / "reference").codes()
MEASURE = load_catalogue(ROOT / "tests" / "data" / "policies", REGION_CODES).measures[0]
AT_LEAST, IN = Comparison.AT_LEAST, Comparison.IN
Person = Mapping[str, FactValue]


@given(people, st.lists(criteria, min_size=1, max_size=4))
def test_verdicts_are_those_of_one_person(everybody: Sequence[Person], rules: Sequence[Criterion]) -> None:
    population = Population(columns_of(everybody), len(everybody))
    for criterion in rules:
        rule = plain_rule(criterion)
        found = [ANSWERS[digit] for digit in population.outcomes(rule).digits(len(everybody)).tolist()]
        assert found == [evaluate(rule, Circumstances(said=person)) for person in everybody]


@given(people, st.lists(implications(), max_size=6))
def test_what_follows_is_what_follows_for_one_person(
    everybody: Sequence[Person], dictionary: Sequence[Implication]
) -> None:
    completed = ColumnInference(FACTS, dictionary).complete(columns_of(everybody), len(everybody))
    one = Inference(FACTS, dictionary)
    for row, person in enumerate(everybody):
        known = one.complete(Circumstances(said=person))
        for fact in FACTS:
            column = completed.get(fact)
            assert (column.states[column.codes[row]] if column else None) == known.get(fact)


@given(people, criteria, st.lists(implications(), max_size=3))
def test_reasons_are_those_of_one_person(
    everybody: Sequence[Person], criterion: Criterion, dictionary: Sequence[Implication]
) -> None:
    candidate = Candidate(MEASURE, plain_rule(criterion), Status.IN_FORCE)
    completed = ColumnInference(FACTS, dictionary).complete(columns_of(everybody), len(everybody))
    found = ColumnReasons(candidate, lambda each: (each.verdict, each.deciding, each.missing)).of(
        Population(completed, len(everybody))
    )
    one = Inference(FACTS, dictionary)
    alone = [determine(candidate, one.complete(Circumstances(said=person))) for person in everybody]
    assert [found.said[code] for code in found.codes] == [(it.verdict, it.deciding, it.missing) for it in alone]
    assert dict(zip(found.said, found.counts, strict=True)) == Counter(found.said[code] for code in found.codes)


@pytest.mark.parametrize("states", [3, 300, 70_000])
def test_a_fact_may_take_any_number_of_values(states: int) -> None:
    everybody: list[Person] = [{"age": value} for value in range(states)] + [{}]
    rule = plain_rule(AnyOf((FactTest("age", AT_LEAST, 7), FactTest("age", IN, tuple(range(0, 50, 2))))))
    found = Population(columns_of(everybody), len(everybody)).outcomes(rule).digits(len(everybody))
    expected = [2 if age >= 7 or age % 2 == 0 else 0 for age in range(states)]
    assert found.tolist() == [*expected, 1]
