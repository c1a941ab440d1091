"""What holds for every need and every job: what is decided stays decided, and order and repetition do not matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.eligibility.ternary import Ternary
from bot.core.matching import judging
from bot.core.matching.findings import FULL, Finding, Party
from bot.core.matching.judging import weight_of
from bot.core.matching.match import Match, match, rank_jobs, rank_needs
from bot.core.matching.questions import questions_for_employer
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed, Term
from bot.core.registry.places import Reach
from bot.core.registry.terms import LeastWage, Per, Wage
from tests.unit.matching.needs_and_jobs import (
    amounts,
    distinct,
    jobs,
    narrower,
    needs,
    told_more_of_job,
    told_more_of_need,
    wages,
)

YES, NO, UNKNOWN = Ternary.YES, Ternary.NO, Ternary.UNKNOWN
slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Whole lists of people and jobs take long to draw."""


def by_item(found: Match) -> dict[tuple[str, str], Finding]:
    return {(finding.aspect, finding.item): finding for finding in found.findings}


@given(needs(), jobs().flatmap(lambda job: st.tuples(st.just(job), told_more_of_job(job))))
def test_an_employers_answer_never_takes_back_what_was_decided(need: JobNeed, told: tuple[Job, Job]) -> None:
    before, after = (match(need, job) for job in told)
    assert before.fit is UNKNOWN or after.fit is before.fit
    findings = by_item(after)
    for key, finding in by_item(before).items():
        assert finding.meets is UNKNOWN or findings[key].meets is finding.meets, key


@given(needs().flatmap(lambda need: st.tuples(st.just(need), told_more_of_need(need))), jobs())
def test_a_persons_answer_never_takes_back_what_was_decided(told: tuple[JobNeed, JobNeed], job: Job) -> None:
    before, after = (match(need, job) for need in told)
    assert before.fit is UNKNOWN or after.fit is before.fit


@given(
    st.builds(LeastWage, amounts, st.just(Per.MONTH)),
    wages().flatmap(lambda wage: st.tuples(st.just(wage), narrower(wage))),
)
def test_a_narrower_range_never_takes_back_whether_a_wage_is_enough(least: LeastWage, told: tuple[Wage, Wage]) -> None:
    before, after = (judging.wage((least, True), each)[0] for each in told)
    assert before.meets is UNKNOWN or after.meets is before.meets


@given(needs(), jobs())
def test_what_is_unknown_rules_nothing_out_and_has_somebody_to_ask(need: JobNeed, job: Job) -> None:
    found = match(need, job)
    open_ones = [finding for finding in found.findings if finding.meets is UNKNOWN]
    asked = [*found.unknown(Party.EMPLOYER), *found.unknown(Party.SEEKER)]
    assert len(asked) == len(open_ones)
    if found.fit is NO:
        assert any(finding.must and finding.meets is NO for finding in found.findings)
        assert rank_jobs(need, [job]) == ()
    else:
        assert rank_jobs(need, [job]) == (found,)
    if found.fit is UNKNOWN:
        assert any(finding.must for finding in asked)


@given(needs(), jobs())
def test_needs_decide_and_wishes_only_rank(need: JobNeed, job: Job) -> None:
    nothing_must = replace(need, must=frozenset(), needs=frozenset(), wishes=need.needs | need.wishes)
    demands = replace(job, education=None, certificates=frozenset(), audience=frozenset())
    assert match(nothing_must, demands).fit is YES
    everything_must = replace(need, must=frozenset(Term), needs=need.needs | need.wishes, wishes=frozenset())
    order = {NO: 0, UNKNOWN: 1, YES: 2}
    assert order[match(everything_must, job).fit] <= order[match(need, job).fit] <= order[match(nothing_must, job).fit]


@given(needs(), jobs())
def test_the_score_is_a_share_of_what_the_person_wishes(need: JobNeed, job: Job) -> None:
    found = match(need, job)
    assert 0 <= found.score <= 1
    assert sum(finding.weight for finding in found.findings) == weight_of(need)
    assert all(0 <= finding.points <= FULL for finding in found.findings)
    assert not weight_of(need) or (found.score == 1) is all(
        finding.points == FULL for finding in found.findings if finding.weight
    )


@slow
@given(st.data(), needs(), distinct(jobs()))
def test_jobs_come_in_the_same_order_however_they_are_given(
    data: st.DataObject, need: JobNeed, several: list[Job]
) -> None:
    ranked = rank_jobs(need, several)
    assert rank_jobs(need, data.draw(st.permutations(several))) == ranked
    keys = [(found.fit is YES, found.score) for found in ranked]
    assert keys == sorted(keys, reverse=True)


@slow
@given(st.data(), jobs(), distinct(needs()))
def test_people_come_in_the_same_order_however_they_are_given(
    data: st.DataObject, job: Job, several: list[JobNeed]
) -> None:
    ranked = rank_needs(job, several)
    assert rank_needs(job, data.draw(st.permutations(several))) == ranked
    assert [found.need for found in ranked] == [each.need for each in ranked if each.job == job.id]
    questions = questions_for_employer(job, several)
    assert questions_for_employer(job, data.draw(st.permutations(several))) == questions


@slow
@given(jobs(), distinct(needs()))
def test_questions_are_those_of_people_who_are_not_ruled_out(job: Job, several: Sequence[JobNeed]) -> None:
    left = rank_needs(job, several)
    expected = {(each.aspect, each.item) for found in left for each in found.unknown(Party.EMPLOYER)}
    questions = questions_for_employer(job, several)
    assert {(each.aspect, each.item) for each in questions} == expected
    assert all(0 < each.needed + each.wished <= len(left) for each in questions)


@given(needs(), jobs(), st.sampled_from(list(Reach)))
def test_whoever_would_go_anywhere_is_not_ruled_out_by_the_place(need: JobNeed, job: Job, reach: Reach) -> None:
    order = {NO: 0, UNKNOWN: 1, YES: 2}
    near, far = (match(replace(need, reach=each), job).fit for each in (reach, Reach.ANYWHERE))
    assert order[near] <= order[far]
