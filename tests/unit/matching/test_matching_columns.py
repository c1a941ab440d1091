"""Many at once: exactly what comparing one by one gives, in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.catalog.registry_data import MOST_CONDITIONS
from bot.core.eligibility.ternary import Ternary
from bot.core.matching import state_table
from bot.core.matching.columns import JobColumns, NeedColumns
from bot.core.matching.findings import FULL
from bot.core.matching.judging import RULES, place, weight_of
from bot.core.matching.match import rank_jobs, rank_needs
from bot.core.matching.shortlist import Ranked
from bot.core.matching.state_table import FAILS, UNKNOWN, PlaceTable, pack
from bot.core.registry.conditions import REMOTE
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed
from bot.core.registry.places import Reach
from bot.core.registry.terms import LeastWage, Per
from tests.unit.matching.needs_and_jobs import CONDITIONS as NAMES
from tests.unit.matching.needs_and_jobs import COUNTIES, PLACES, distinct, jobs, needs

most = st.integers(1, 8)
slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Whole lists of people and jobs take long to draw."""


@slow
@given(distinct(jobs()), st.lists(needs(), min_size=1, max_size=2), most)
def test_a_persons_list_is_the_head_of_the_full_one(several: list[Job], people: list[JobNeed], most: int) -> None:
    columns = JobColumns(several, NAMES)
    for need in people:
        expected = [Ranked(found.job, found.fit, found.score) for found in rank_jobs(need, several)]
        assert columns.best(need, most) == expected[:most]


@slow
@given(distinct(needs()), st.lists(jobs(), min_size=1, max_size=2), most)
def test_a_jobs_list_is_the_head_of_the_full_one(several: list[JobNeed], offered: list[Job], most: int) -> None:
    columns = NeedColumns(several, NAMES)
    for job in offered:
        expected = [Ranked(found.need, found.fit, found.score) for found in rank_needs(job, several)]
        assert columns.best(job, most) == expected[:most]


@given(
    st.lists(st.tuples(st.sampled_from((*PLACES, "000000")), st.booleans()), min_size=1, max_size=30),
    st.tuples(st.sampled_from(PLACES), st.sampled_from(Reach), st.booleans()),
)
def test_places_far_away_are_as_far_as_each_for_itself(
    offered: Sequence[tuple[str, bool]], wanted: tuple[str, Reach, bool]
) -> None:
    table = PlaceTable(offered, place)
    found = table.outcomes(wanted)
    expected = [pack(place(wanted, each)) for each in offered]
    assert (list(found[table.codes]) if found is not None else [0] * len(offered)) == expected


def test_nobody_and_nothing() -> None:
    need, job = JobNeed("n", "532622"), Job("j", "", "", "4", "532622")
    assert JobColumns([], NAMES).best(need, 5) == []
    assert NeedColumns([], NAMES).best(job, 5) == []
    assert JobColumns([job], NAMES).best(need, 0) == []
    assert JobColumns([job], NAMES).best(need, 5) == [Ranked("j", Ternary.YES, 1.0)]


def test_equals_are_taken_by_id_at_the_end_of_a_short_list() -> None:
    job = Job("", "", "", "4", "532622")
    several = [replace(job, id=f"j{number:03}") for number in (7, 3, 9, 1, 5)]
    assert [ranked.id for ranked in JobColumns(several, NAMES).best(JobNeed("n", "532622"), 3)] == [
        "j001",
        "j003",
        "j005",
    ]


def test_the_bits_of_a_total_never_run_into_each_other() -> None:
    every_condition = (*(f"c{number}" for number in range(MOST_CONDITIONS - 1)), REMOTE)
    need = JobNeed(
        "n",
        "532622",
        occupations=frozenset({"4"}),
        reach=Reach.COUNTY,
        least_wage=LeastWage(1, Per.MONTH),
        wishes=frozenset(every_condition),
    )
    job = Job("j", "", "", "4", "532622", remote=True)
    assert JobColumns([job], every_condition).best(need, 1)[0].score == rank_jobs(need, [job])[0].score
    assert FULL * weight_of(need) < UNKNOWN
    assert (len(RULES) + 1) * UNKNOWN < FAILS


def test_forgetting_what_was_judged_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    several = [Job(f"j{code}", "", "", "4", code) for code in COUNTIES]
    people = [JobNeed("n", code, reach=reach) for code in COUNTIES for reach in Reach]
    kept = [JobColumns(several, NAMES).best(need, 9) for need in people]
    monkeypatch.setattr(state_table, "REMEMBERED", 1)
    forgetful = JobColumns(several, NAMES)
    assert [forgetful.best(need, 9) for need in (*people, *people)] == [*kept, *kept]


def test_a_condition_that_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(KeyError, match="swimming"):
        JobColumns([], NAMES).best(JobNeed("n", "532622", needs=frozenset({"swimming"})), 1)
