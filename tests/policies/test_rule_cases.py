"""Rules are tested like law: sentences about who fits, on both sides of every threshold and date."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.core.policies.catalogue import Catalogue
from bot.core.policies.measures import Measure
from tests.builders import real
from tests.policies.rule_cases import (
    PeriodCase,
    RuleCase,
    covered_days,
    edges,
    mutants,
    period_cases,
    played,
    rule_cases,
    usual_day,
)

CATALOGUE: Catalogue = real().catalogue
CASES = list(rule_cases(CATALOGUE))
PERIOD_CASES = period_cases()
MEASURES = [measure for measure in CATALOGUE.measures if measure.criteria is not None]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.measure} {case.it}")
def test_the_sentence_holds(case: RuleCase) -> None:
    found = played(case, CATALOGUE)
    assert found.verdict == case.verdict
    if case.because is not None:
        assert {leaf.fact for leaf in found.deciding} == case.because
    if case.missing is not None:
        assert set(found.missing) == case.missing


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_its_cases_miss_nothing(measure: Measure) -> None:
    cases = [case for case in CASES if case.measure == measure.id]
    assert {case.verdict for case in cases} == {"eligible", "ineligible", "undetermined"}
    repeated = [sentence for sentence, times in Counter(case.it for case in cases).items() if times > 1]
    assert repeated == []
    reasons = [case.it for case in cases if case.verdict == "ineligible" and case.because is None]
    reasons += [case.it for case in cases if case.verdict == "undetermined" and case.missing is None]
    assert reasons == [], "these do not say because of what, or what is missing"
    unnoticed = [
        label
        for label, rule in mutants(measure, CATALOGUE, usual_day(measure))
        if all(played(case, CATALOGUE, rule).verdict == case.verdict for case in cases)
    ]
    assert unnoticed == [], "no case would notice if these tests were changed so"


@pytest.mark.parametrize("case", PERIOD_CASES, ids=lambda case: f"{case.region} {case.on} {case.it}")
def test_the_day_lies_where_the_sentence_says(case: PeriodCase) -> None:
    documents = {measure.document for measure in CATALOGUE.of_region(case.region)}
    assert set(case.documents) <= documents
    named = [CATALOGUE.measure(f"{case.region}.{name}") for name in case.measures]
    of_document = [
        measure
        for measure in CATALOGUE.of_region(case.region)
        if measure.document in case.documents and not _has_own_period(measure)
    ]
    assert {measure.period.status(case.on) for measure in (*named, *of_document)} == {case.status}


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_its_first_and_last_day_are_tested(measure: Measure) -> None:
    missing = edges(measure) - covered_days(measure, PERIOD_CASES, _has_own_period(measure))
    assert sorted(missing) == []


def _has_own_period(measure: Measure) -> bool:
    return measure.period != CATALOGUE.documents[measure.document].period
