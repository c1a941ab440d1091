"""The amounts: examples of the national facts, borders of dates and head counts, and what always holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given as given_that
from hypothesis import strategies as st

from bot.core.levy.assessment import LevyAssessment, assess
from bot.core.levy.given import Kind, LevyInput
from bot.core.levy.parameters import LevyParameters

Levy = Callable[..., LevyAssessment]
Parameters = Callable[..., LevyParameters]

EXAMPLES = [
    ("30", "0", "0", "0.015", "72000", "90000", 2024, "0.00"),
    ("100", "1", "0", "0.015", "80000", "70000", 2024, "20000.00"),
    ("200", "1", "0", "0.015", "96543.21", "80000", 2024, "173777.78"),
    ("160", "1", "1", "0.015", "68400", "70000", 2025, "13680.00"),
    ("80", "0", "0", "0.015", "260000", "110000", 2024, "237600.00"),
    ("250", "3", "0", "0.016", "65000", "70000", 2025, "32500.00"),
    ("90", "2", "0", "0.015", "80000", "80000", 2024, "0.00"),
]


@pytest.mark.parametrize(("employees", "placed", "severe", "ratio", "wage", "social", "year", "payable"), EXAMPLES)
def test_examples(
    employees: str, placed: str, severe: str, ratio: str, wage: str, social: str, year: int, payable: str, levy: Levy
) -> None:
    found = levy(
        year,
        employees=employees,
        placed=placed,
        severe=severe,
        ratio=ratio,
        average_wage=wage,
        social_average_wage=social,
    )
    assert str(found.payable) == payable


@pytest.mark.parametrize(
    ("year", "payable"),
    [
        # 100 people x 1.5 percent x 300,000, social average 80,000: no cap, three times, twice.
        (2016, "450000.00"),
        (2017, "360000.00"),
        (2018, "240000.00"),
        # The relief: 90 percent from 2020 to 2027.
        (2019, "240000.00"),
        (2020, "216000.00"),
        (2027, "216000.00"),
        (2028, "240000.00"),
    ],
)
def test_what_holds_on_the_last_day_of_the_year(year: int, payable: str, levy: Levy) -> None:
    found = levy(year, employees="100", placed="0", ratio="0.015", average_wage="300000", social_average_wage="80000")
    assert str(found.payable) == payable


@pytest.mark.parametrize(
    ("employees", "year", "kind", "payable"),
    [
        ("30", 2024, "enterprise", "0.00"),
        ("30.01", 2024, "enterprise", "40513.50"),
        ("31", 2024, "enterprise", "41850.00"),
        ("30", 2019, "enterprise", "45000.00"),
        ("30", 2020, "enterprise", "0.00"),
        ("30", 2027, "enterprise", "0.00"),
        ("30", 2028, "enterprise", "45000.00"),
        *(("30", 2024, kind.value, "40500.00") for kind in Kind if kind is not Kind.ENTERPRISE),
    ],
)
def test_only_small_enterprises_pay_nothing_and_only_while_the_relief_lasts(
    employees: str, year: int, kind: str, payable: str, levy: Levy
) -> None:
    found = levy(year, employees=employees, placed="0", ratio="0.015", average_wage="100000", kind=Kind(kind))
    assert str(found.payable) == payable


def test_dispatched_people_count_for_the_size_of_a_small_enterprise(levy: Levy) -> None:
    small = {"employees": "25", "placed": "0", "average_wage": "100000", "dispatched_placed": "0"}
    assert levy(2024, **small, dispatched_employees="5").payable == 0
    assert levy(2024, **small, dispatched_employees="6").payable > 0


@pytest.mark.parametrize(
    ("placed", "payable"),
    [
        # Half is paid from exactly one percent on, 90 percent just below it.
        ("1", "25000.00"),
        ("0.9999999999", "45000.00"),
        ("1.5", "0.00"),
        ("1.4999999999", "0.00"),
        ("1.499", "50.00"),
    ],
)
def test_the_share_and_the_gap_are_compared_exactly(placed: str, payable: str, levy: Levy) -> None:
    assert str(levy(2024, employees="100", placed=placed, average_wage="100000").payable) == payable


def test_no_gap_ends_the_computation(levy: Levy) -> None:
    found = levy(2024, employees="200", placed="3", average_wage="100000")
    assert [step.name for step in found.steps] == ["headcount", "counted", "ratio", "gap"]
    assert found.payable == 0
    assert not found.over_quota


def test_head_counts_go_by_month(levy: Levy) -> None:
    """Three people, one of them severely disabled and here for half a year only."""
    found = levy(2018, employees="240.5", placed="2.5", severe="0.5", average_wage="60000")
    assert str(found.payable) == "36450.00"


def test_half_a_fen_is_rounded_up_and_only_at_the_end(levy: Levy) -> None:
    said = {"employees": "100", "placed": "0.5", "ratio": "0.015"}
    assert str(levy(2018, **said, average_wage="100.005").payable) == "100.01"
    assert str(levy(2018, **said, average_wage="100.0049").payable) == "100.00"


@pytest.mark.parametrize(
    ("region", "year", "ratio"),
    [("410300", 2024, "0.016"), ("410000", 2024, "0.016"), ("520000", 2024, "0.015"), (None, 2024, "0.015")],
)
def test_the_ratio_is_the_provinces_where_confirmed_else_the_legal_minimum(
    region: str | None, year: int, ratio: str, levy: Levy
) -> None:
    found = levy(year, region, employees="100", placed="0", average_wage="100000")
    assert str(found.ratio.value) == ratio
    assert found.ratio.confirmed is (ratio == "0.016")


def test_a_ratio_is_not_confirmed_for_years_before_its_record(levy: Levy) -> None:
    assert not levy(2021, "410300", employees="100", placed="0", average_wage="100000").ratio.confirmed


@pytest.mark.parametrize(("ratio", "confirmed"), [("0.016", True), ("0.017", False)])
def test_the_users_ratio_is_used_and_compared_with_the_regions(ratio: str, confirmed: bool, levy: Levy) -> None:
    found = levy(2024, "410300", employees="100", placed="0", average_wage="100000", ratio=ratio)
    assert (str(found.ratio.value), found.ratio.confirmed) == (ratio, confirmed)


@pytest.mark.parametrize(
    ("said", "over"),
    [
        ({"employees": "100", "placed": "2"}, True),
        ({"employees": "200", "placed": "3"}, False),
        ({"employees": "100", "placed": "1", "severe": "1"}, True),
        ({"employees": "20", "placed": "1"}, True),
        ({"employees": "20", "placed": "0"}, False),
        ({"employees": "20"}, False),
    ],
)
def test_who_placed_more_than_they_must(said: dict[str, str], over: bool, levy: Levy) -> None:
    assert levy(2024, average_wage="100000", **said).over_quota is over


def test_what_one_more_person_saves(levy: Levy) -> None:
    found = levy(2024, employees="200", placed="1", average_wage="100000")
    assert str(found.payable) == "180000.00"
    assert (str(found.one_more.payable), str(found.one_more.saving)) == ("50000.00", "130000.00")
    assert (str(found.one_more_severe.payable), str(found.one_more_severe.saving)) == ("0.00", "180000.00")


def test_a_figure_needs_its_numbers(levy: Levy) -> None:
    with pytest.raises(ValueError, match="average_wage"):
        levy(2024, employees="100", placed="0")


people = st.decimals(min_value=0, max_value=5000, places=2)
more_people = st.decimals(min_value=1, max_value=200_000, places=2)
yuan = st.decimals(min_value=1, max_value=900_000, places=2)
ratios = st.decimals(min_value="0.015", max_value="0.05", places=4)
years = st.integers(min_value=2007, max_value=2035)
employers = st.builds(
    LevyInput,
    year=years,
    employees=more_people,
    kind=st.none() | st.sampled_from(Kind),
    placed=people,
    severe=st.none() | people,
    average_wage=yuan,
    social_average_wage=st.none() | yuan,
    ratio=ratios,
)


def straight(said: LevyInput) -> Fraction:
    """The same rule in one piece, with the figures written out, in yuan before rounding."""
    n, x = Fraction(said.employees or 0), Fraction(said.placed or 0) + Fraction(said.severe or 0)
    relief = 2020 <= (said.year or 0) <= 2027
    if relief and n <= 30 and said.kind in (None, Kind.ENTERPRISE):
        return Fraction(0)
    gap = n * Fraction(said.ratio or 0) - x
    wage = Fraction(said.average_wage or 0)
    times = 2 if (said.year or 0) >= 2018 else 3 if said.year == 2017 else None
    if times and said.social_average_wage is not None:
        wage = min(wage, times * Fraction(said.social_average_wage))
    rate = (Fraction(1, 2) if x / n >= Fraction(1, 100) else Fraction(9, 10)) if relief else Fraction(1)
    return max(gap, Fraction(0)) * wage * rate


@given_that(said=employers)
def test_it_is_the_rule_in_fractions_rounded_half_up(said: LevyInput, parameters: Parameters) -> None:
    assert said.year
    fen = straight(said) * 100
    rounded = (fen + Fraction(1, 2)).__floor__()
    assert assess(said, parameters(said.year)).payable == Decimal(rounded).scaleb(-2)


@given_that(said=employers)
def test_it_is_never_negative_and_more_placed_people_never_cost_more(said: LevyInput, parameters: Parameters) -> None:
    assert said.year
    found = assess(said, parameters(said.year))
    assert found.payable >= 0
    assert found.one_more.saving >= 0
    assert found.one_more_severe.saving >= found.one_more.saving


@given_that(said=employers, employees=people, placed=people, severe=people)
def test_dispatched_people_count_like_ones_own(
    said: LevyInput, employees: Decimal, placed: Decimal, severe: Decimal, parameters: Parameters
) -> None:
    assert said.year
    together = replace(
        said,
        employees=said.known("employees") + employees,
        placed=said.known("placed") + placed,
        severe=said.all_severe + severe,
    )
    apart = replace(said, dispatched_employees=employees, dispatched_placed=placed, dispatched_severe=severe)
    assert assess(apart, parameters(said.year)).payable == assess(together, parameters(said.year)).payable
