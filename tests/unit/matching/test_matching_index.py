"""An index that changes gives the lists of one that was built anew, whatever came, changed and went in which order."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.core.matching.columns import JobColumns, NeedColumns
from bot.core.matching.index import Index
from bot.core.matching.match import rank_jobs, rank_needs
from bot.core.matching.shortlist import Ranked
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed
from tests.unit.matching.needs_and_jobs import CONDITIONS, jobs, needs

TODAY = dt.date(2026, 11, 21)
days = st.none() | st.dates(TODAY - dt.timedelta(1), TODAY + dt.timedelta(1))
dated_jobs = st.builds(lambda job, day: replace(job, deadline=day), jobs(), days)
dated_needs = st.builds(lambda need, day: replace(need, expires=day), needs(), days)


def job_index() -> Index[Job, JobNeed]:
    return Index(lambda several: JobColumns(several, CONDITIONS))


class Changing(RuleBasedStateMachine):
    """Jobs and needs come, change and go, while the large columns are built now and then, at times too late."""

    def __init__(self) -> None:
        super().__init__()
        self.jobs = job_index()
        self.needs: Index[JobNeed, Job] = Index(lambda several: NeedColumns(several, CONDITIONS))
        self.all_jobs: dict[str, Job] = {}
        self.all_needs: dict[str, JobNeed] = {}
        self.snapshot: dict[str, Job] | None = None

    @rule(several=st.lists(dated_jobs, max_size=4))
    def offer(self, several: list[Job]) -> None:
        self.jobs.put(several)
        self.all_jobs |= {job.id: job for job in several}

    @rule(several=st.lists(dated_needs, max_size=4))
    def register(self, several: list[JobNeed]) -> None:
        self.needs.put(several)
        self.all_needs |= {need.id: need for need in several}

    @rule(numbers=st.lists(st.integers(0, 99), max_size=20))
    def take_out(self, numbers: list[int]) -> None:
        self.jobs.drop(f"j{number:02}" for number in numbers)
        self.needs.drop(f"n{number:02}" for number in numbers)
        for number in numbers:
            self.all_jobs.pop(f"j{number:02}", None)
            self.all_needs.pop(f"n{number:02}", None)

    @rule()
    def build_needs(self) -> None:
        snapshot = self.needs.snapshot()
        self.needs.install(snapshot, self.needs.built_of(snapshot))

    @rule()
    def begin_building_jobs(self) -> None:
        self.snapshot = dict(self.jobs.snapshot())

    @precondition(lambda self: self.snapshot is not None)
    @rule()
    def finish_building_jobs(self) -> None:
        assert self.snapshot is not None
        self.jobs.install(self.snapshot, self.jobs.built_of(self.snapshot))
        self.snapshot = None

    @rule(need=dated_needs, most=st.integers(1, 6), on=st.sampled_from((None, TODAY)))
    def ask_for_jobs(self, need: JobNeed, most: int, on: dt.date | None) -> None:
        open_ones = [job for job in self.all_jobs.values() if not (on and job.deadline and on > job.deadline)]
        expected = [Ranked(each.job, each.fit, each.score) for each in rank_jobs(need, open_ones)]
        assert self.jobs.best(need, most, on) == expected[:most]

    @rule(job=dated_jobs, most=st.integers(1, 6), on=st.sampled_from((None, TODAY)))
    def ask_for_people(self, job: Job, most: int, on: dt.date | None) -> None:
        standing = [need for need in self.all_needs.values() if on is None or need.stands_on(on)]
        expected = [Ranked(each.need, each.fit, each.score) for each in rank_needs(job, standing)]
        assert self.needs.best(job, most, on) == expected[:most]

    @invariant()
    def knows_what_there_is(self) -> None:
        assert self.jobs.names() == set(self.all_jobs)
        assert len(self.needs) == len(self.all_needs)
        assert all(self.jobs.get(name) is job for name, job in self.all_jobs.items())


TestChanging = Changing.TestCase
TestChanging.settings = settings(
    max_examples=60, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def test_changes_are_counted_until_they_are_built_in() -> None:
    index = job_index()
    job = Job("j", "", "", "4", "532622")
    index.put([job, replace(job, id="k")])
    index.put([job])
    assert index.changes == 3
    snapshot = index.snapshot()
    index.drop(["k", "nobody"])
    index.install(snapshot, index.built_of(snapshot))
    assert index.changes == 0
    assert [ranked.id for ranked in index.best(JobNeed("n", "532622"), 5)] == ["j"]
