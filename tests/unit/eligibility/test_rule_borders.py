"""Rules at their borders: days on which figures change, places within places, and values that look alike."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.eligibility.circumstances import Circumstances, OneOf
from bot.core.eligibility.determination import Candidate, Verdict, determine
from bot.core.eligibility.evaluate import evaluate, plain_rule, rule_of
from bot.core.eligibility.ternary import Ternary, at_least
from bot.core.policies.criteria import Comparison, FactTest, FactValue, Not, ParameterBound
from bot.core.policies.documents import Period, Status
from bot.core.regions.region import ancestors
from tests.unit.eligibility.rules import dated, measure, unhurried

YES, NO, UNKNOWN = Ternary.YES, Ternary.NO, Ternary.UNKNOWN


def holds(comparison: Comparison, bound: FactValue, value: FactValue) -> Ternary:
    """Whether the test of one fact comes out true."""
    return evaluate(plain_rule(FactTest("it", comparison, bound)), Circumstances({"it": value}))


@pytest.mark.parametrize(
    ("lives", "place", "inside"),
    [
        ("532622", "532622", YES),
        ("532622", "532600", YES),
        ("532622", "530000", YES),
        ("532622", "000000", YES),
        ("532623", "532622", NO),
        ("532501", "532600", NO),
        ("630202", "630200", YES),
        ("630203", "630200", YES),
        ("630222", "630200", YES),
        ("630223", "630200", YES),
        ("630224", "630200", YES),
        ("630225", "630200", YES),
        ("630225", "630000", YES),
        ("632122", "630200", NO),
        ("120119", "120119", YES),
        ("120119", "120000", YES),
        ("120101", "120119", NO),
        ("120119", "110000", NO),
        ("410300", "410300", YES),
        ("429004", "420000", YES),
        ("429004", "429000", NO),
        ("630200", "120119", NO),
    ],
)
def test_a_county_lies_in_its_prefecture_its_province_and_the_country(lives: str, place: str, inside: Ternary) -> None:
    assert holds(Comparison.WITHIN, place, lives) is inside


@pytest.mark.parametrize(
    ("lives", "place"), [("120000", "120119"), ("530000", "532622"), ("532600", "532622"), ("000000", "630200")]
)
def test_whoever_names_only_the_province_may_live_in_the_county(lives: str, place: str) -> None:
    assert holds(Comparison.WITHIN, place, lives) is UNKNOWN
    assert evaluate(plain_rule(Not(FactTest("it", Comparison.WITHIN, place))), Circumstances({"it": lives})) is UNKNOWN


COUNTIES = ("532622", "532623", "530102", "630202", "630225", "632523", "120119", "120101", "429004", "420102")
PLACES = st.sampled_from(sorted({place for county in COUNTIES for place in ancestors(county)}))


@unhurried
@given(PLACES, PLACES)
def test_a_place_is_decided_only_if_all_places_in_it_agree(lives: str, asked: str) -> None:
    inside = [county for county in COUNTIES if lives in ancestors(county)]
    outcomes = {holds(Comparison.WITHIN, asked, county) for county in inside}
    found = holds(Comparison.WITHIN, asked, lives)
    assert found is UNKNOWN or {found} == outcomes


@pytest.mark.parametrize(
    ("comparison", "below", "at", "above"),
    [
        (Comparison.AT_LEAST, NO, YES, YES),
        (Comparison.MORE_THAN, NO, NO, YES),
        (Comparison.AT_MOST, YES, YES, NO),
        (Comparison.LESS_THAN, YES, NO, NO),
        (Comparison.IS, NO, YES, NO),
    ],
)
@pytest.mark.parametrize(
    "values",
    [
        (15, 16, 17),
        (Decimal("0.9999999999"), Decimal("1.0"), Decimal("1.0000000001")),
        (24, Decimal(25), Decimal("25.01")),
        (dt.date(2024, 12, 31), dt.date(2025, 1, 1), dt.date(2025, 1, 2)),
    ],
)
def test_both_sides_of_a_bound(
    comparison: Comparison, below: Ternary, at: Ternary, above: Ternary, values: tuple[FactValue, ...]
) -> None:
    bound = values[1]
    assert [holds(comparison, bound, value) for value in values] == [below, at, above]


@pytest.mark.parametrize(
    ("on", "fits"),
    [
        (dt.date(2019, 12, 31), False),
        (dt.date(2020, 1, 1), False),
        (dt.date(2023, 12, 31), False),
        (dt.date(2024, 1, 1), True),
        (dt.date(2024, 12, 31), True),
        (dt.date(2025, 1, 1), False),
        (dt.date(2030, 1, 1), False),
    ],
)
def test_a_figure_is_that_of_the_day(on: dt.date, fits: bool) -> None:
    """Before its first day the first value stands, after its last day the last one."""
    ages = dated(
        "from",
        ("16", dt.date(2020, 1, 1), dt.date(2023, 12, 31)),
        ("15", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        ("18", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
    )
    found = measure(FactTest("age", Comparison.AT_LEAST, ParameterBound("from")), {"from": ages})
    assert evaluate(rule_of(found, on), Circumstances({"age": 15})) is (YES if fits else NO)


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (dt.date(2023, 3, 29), Status.NOT_YET),
        (dt.date(2023, 3, 30), Status.IN_FORCE),
        (dt.date(2024, 12, 31), Status.IN_FORCE),
        (dt.date(2025, 1, 1), Status.ENDED),
    ],
)
def test_first_and_last_day_belong_to_a_period_and_the_verdict_does_not_depend_on_it(
    on: dt.date, status: Status
) -> None:
    period = Period(dt.date(2023, 3, 30), dt.date(2024, 12, 31))
    found = measure(FactTest("certificate", Comparison.IS, True))
    candidate = Candidate(found, rule_of(found, on), period.status(on))
    determination = determine(candidate, Circumstances({"certificate": True}))
    assert (determination.status, determination.verdict) == (status, Verdict.ELIGIBLE)


def test_severe_disability_is_grade_one_or_two() -> None:
    severe = Circumstances({"grade": OneOf(frozenset((1, 2)))})
    assert evaluate(plain_rule(FactTest("grade", Comparison.IN, (1, 2))), severe) is YES
    assert evaluate(plain_rule(FactTest("grade", Comparison.AT_LEAST, 3)), severe) is NO
    assert evaluate(plain_rule(FactTest("grade", Comparison.IS, 1)), severe) is UNKNOWN


def test_unknown_is_neither_true_nor_false() -> None:
    for value in Ternary:
        with pytest.raises(TypeError):
            bool(value)
    assert [~value for value in (YES, NO, UNKNOWN)] == [NO, YES, UNKNOWN]


@pytest.mark.parametrize(
    ("n", "parts", "found"),
    [
        (1, [], NO),
        (0, [], YES),
        (1, [NO, NO], NO),
        (1, [NO, UNKNOWN], UNKNOWN),
        (1, [YES, UNKNOWN], YES),
        (2, [YES, UNKNOWN], UNKNOWN),
        (2, [NO, UNKNOWN], NO),
        (2, [YES, NO, UNKNOWN], UNKNOWN),
        (2, [YES, NO, YES], YES),
        (3, [YES, UNKNOWN, UNKNOWN], UNKNOWN),
        (3, [YES, NO, UNKNOWN], NO),
    ],
)
def test_at_least_so_many(n: int, parts: list[Ternary], found: Ternary) -> None:
    assert at_least(n, parts) is found
