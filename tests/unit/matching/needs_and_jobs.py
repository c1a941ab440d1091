"""Random needs and jobs, and one told more about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from bot.core.registry.conditions import REMOTE
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed, Term
from bot.core.registry.places import Reach
from bot.core.registry.said import Said
from bot.core.registry.terms import Audience, Education, LeastWage, Per, Schedule, Wage

CONDITIONS = ("lift", "seated", "quiet", "sign_language", "no_shifts", REMOTE)
CERTIFICATES = ("按摩师证", "会计证", "健康证")
SKILLS = ("打字", "excel", "缝纫", "做饭")
OCCUPATIONS = ("4", "4-10", "4-10-04", "4-10-01", "4-04-05", "4-04", "6-05-01", "6")
COUNTIES = ("532622", "532601", "530102", "120119", "120103", "429004")
PLACES = (*COUNTIES, "532600", "530000", "120000", "420000")
FINER = {"532600": "532622", "530000": "532600", "120000": "120119", "420000": "429004", "000000": "120000"}

AMOUNTS = (100_000, 200_000, 250_000, 300_000, 400_000, 600_000)
amounts = st.sampled_from(AMOUNTS)
pers = st.sampled_from((Per.MONTH, Per.MONTH, Per.HOUR))


def subsets(values: Sequence[Any], most: int = 3) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(values), max_size=most)


def answers(names: Sequence[str]) -> st.SearchStrategy[Said]:
    return st.dictionaries(st.sampled_from(names), st.booleans()).map(Said.of)


@st.composite
def wages(draw: st.DrawFn) -> Wage:
    low, high = sorted((draw(amounts), draw(amounts)))
    match draw(st.sampled_from(("both", "low", "high"))):
        case "low":
            return Wage(low, None, draw(pers))
        case "high":
            return Wage(None, high, draw(pers))
        case _:
            return Wage(low, high, draw(pers))


@st.composite
def needs(draw: st.DrawFn) -> JobNeed:
    """A need of any kind; ids are few, so that ties come up."""
    needed = draw(subsets(CONDITIONS))
    return JobNeed(
        id=f"n{draw(st.integers(0, 99)):02}",
        region=draw(st.sampled_from(PLACES)),
        occupations=draw(subsets(OCCUPATIONS)),
        skills=draw(subsets(SKILLS)),
        schedules=draw(subsets(tuple(Schedule), 2)),
        reach=draw(st.sampled_from(Reach)),
        least_wage=draw(st.none() | st.builds(LeastWage, amounts, pers)),
        must=draw(st.frozensets(st.sampled_from(Term))),
        needs=needed,
        wishes=draw(subsets(CONDITIONS)) - needed,
        education=draw(st.none() | st.sampled_from(Education)),
        certificates=draw(answers(CERTIFICATES)),
        belongs_to=draw(answers(tuple(Audience))),
    )


@st.composite
def jobs(draw: st.DrawFn) -> Job:
    """A job of any kind."""
    return Job(
        id=f"j{draw(st.integers(0, 99)):02}",
        employer="某单位",
        title="某岗位",
        occupation=draw(st.sampled_from(OCCUPATIONS)),
        region=draw(st.sampled_from((*PLACES, "000000"))),
        remote=draw(st.booleans()),
        wage=draw(st.none() | wages()),
        schedule=draw(st.none() | st.sampled_from(Schedule)),
        skills=draw(subsets(SKILLS)),
        conditions=draw(answers(CONDITIONS[:-1])),
        education=draw(st.none() | st.sampled_from(Education)),
        certificates=draw(subsets(CERTIFICATES, 2)),
        audience=draw(subsets(tuple(Audience), 2)),
    )


def distinct[T](values: st.SearchStrategy[T], most: int = 10) -> st.SearchStrategy[list[T]]:
    """Several with ids of their own."""
    return st.lists(values, max_size=most, unique_by=lambda value: value.id)  # type: ignore[attr-defined]


@st.composite
def told_more_of_job(draw: st.DrawFn, job: Job) -> Job:
    """The same job after its employer answered some of what was open; nothing that was said is taken back."""
    open_ones = [name for name in CONDITIONS[:-1] if job.conditions.get(name) is None]
    more = draw(st.dictionaries(st.sampled_from(open_ones), st.booleans())) if open_ones else {}
    said = job.conditions
    for name, answer in more.items():
        said = said.saying([name], answer)
    return replace(
        job,
        conditions=said,
        schedule=job.schedule or draw(st.none() | st.sampled_from(Schedule)),
        wage=draw(narrower(job.wage)) if job.wage else draw(st.none() | wages()),
        region=draw(st.sampled_from((job.region, FINER.get(job.region, job.region)))),
        skills=job.skills or draw(subsets(SKILLS)),
    )


@st.composite
def narrower(draw: st.DrawFn, wage: Wage) -> Wage:
    """A range within the one that was told."""
    low = wage.low if wage.low is not None else draw(st.none() | st.just(0))
    high = wage.high
    if low is None or high is None:
        return Wage(low, high, wage.per)
    between = st.sampled_from([low, high, *(amount for amount in AMOUNTS if low <= amount <= high)])
    ends = sorted((draw(between), draw(between)))
    return Wage(ends[0], ends[1], wage.per)


@st.composite
def told_more_of_need(draw: st.DrawFn, need: JobNeed) -> JobNeed:
    """The same person after answering what was open about them; what they want stays as it is."""
    certificates, belongs_to = need.certificates, need.belongs_to
    for name in CERTIFICATES:
        if certificates.get(name) is None and draw(st.booleans()):
            certificates = certificates.saying([name], draw(st.booleans()))
    for group in Audience:
        if belongs_to.get(group) is None and draw(st.booleans()):
            belongs_to = belongs_to.saying([group], draw(st.booleans()))
    return replace(
        need,
        certificates=certificates,
        belongs_to=belongs_to,
        education=need.education or draw(st.none() | st.sampled_from(Education)),
        region=draw(st.sampled_from((need.region, FINER.get(need.region, need.region)))),
    )
