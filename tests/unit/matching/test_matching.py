"""One person and one job, aspect by aspect."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.eligibility.ternary import Ternary
from bot.core.matching.findings import Aspect, Finding, Party
from bot.core.matching.match import match, rank_jobs, rank_needs
from bot.core.matching.questions import EmployerQuestion, questions_for_employer
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed, Term
from bot.core.registry.places import Reach
from bot.core.registry.said import Said
from bot.core.registry.terms import Audience, Education, LeastWage, Per, Schedule, Wage

YES, NO, UNKNOWN = Ternary.YES, Ternary.NO, Ternary.UNKNOWN
YANSHAN, WENSHAN_CITY, WENSHAN, KUNMING, SHANGHAI = "532622", "532601", "532600", "530102", "310115"
CLEANER = Job("cleaner", "某物业", "保洁员", "4-09-08", YANSHAN)
PERSON = JobNeed("person", YANSHAN)
MONTH, HOUR = Per.MONTH, Per.HOUR


def yuan(low: int | None, high: int | None, per: Per = MONTH) -> Wage:
    return Wage(None if low is None else 100 * low, None if high is None else 100 * high, per)


def one(need: JobNeed, job: Job, aspect: Aspect) -> Finding:
    (only,) = match(need, job).of(aspect)
    return only


def test_who_asks_for_nothing_fits_every_job_that_asks_for_nothing() -> None:
    found = match(PERSON, CLEANER)
    assert (found.findings, found.fit, found.score) == ((), YES, 1.0)


@pytest.mark.parametrize(
    ("wanted", "offered", "meets", "points"),
    [
        ({"4-09-08"}, "4-09-08", YES, 100),
        ({"4-09"}, "4-09-08", YES, 100),
        ({"4-09-08"}, "4-09-08-01", YES, 100),
        ({"4-10-04", "4-09-08"}, "4-09-08", YES, 100),
        ({"4-09-10"}, "4-09-08", NO, 60),
        ({"4-10-04"}, "4-09-08", NO, 20),
        ({"6-05-01"}, "4-09-08", NO, 0),
        ({"4-09-08"}, "4-09", UNKNOWN, 60),
        ({"4-09-08"}, "4", UNKNOWN, 20),
    ],
)
def test_occupations(wanted: set[str], offered: str, meets: Ternary, points: int) -> None:
    need = replace(PERSON, occupations=frozenset(wanted), must=frozenset({Term.OCCUPATION}))
    job = replace(CLEANER, occupation=offered)
    found = one(need, job, Aspect.OCCUPATION)
    assert (found.meets, found.points) == (meets, points)
    assert match(need, job).fit is meets
    assert match(replace(need, must=frozenset()), job).fit is YES


@pytest.mark.parametrize(
    ("reach", "place", "remote", "meets", "points"),
    [
        (Reach.COUNTY, YANSHAN, False, YES, 100),
        (Reach.COUNTY, WENSHAN_CITY, False, NO, 60),
        (Reach.COUNTY, WENSHAN, False, UNKNOWN, 60),
        (Reach.COUNTY, SHANGHAI, True, YES, 100),
        (Reach.PREFECTURE, WENSHAN_CITY, False, YES, 60),
        (Reach.PREFECTURE, KUNMING, False, NO, 30),
        (Reach.PROVINCE, KUNMING, False, YES, 30),
        (Reach.PROVINCE, SHANGHAI, False, NO, 0),
    ],
)
def test_places(reach: Reach, place: str, remote: bool, meets: Ternary, points: int) -> None:
    need = replace(PERSON, reach=reach, must=frozenset({Term.PLACE}))
    job = replace(CLEANER, region=place, remote=remote)
    found = one(need, job, Aspect.PLACE)
    assert (found.meets, found.points) == (meets, points)
    assert match(need, job).fit is meets


def test_an_unclear_home_is_for_the_person_to_tell_an_unclear_workplace_for_the_employer() -> None:
    need = replace(PERSON, reach=Reach.COUNTY, must=frozenset({Term.PLACE}))
    assert one(replace(need, region=WENSHAN), CLEANER, Aspect.PLACE).asks is Party.SEEKER
    assert one(need, replace(CLEANER, region=WENSHAN), Aspect.PLACE).asks is Party.EMPLOYER


@pytest.mark.parametrize(
    ("wage", "meets", "points"),
    [
        (None, UNKNOWN, 50),
        (yuan(2500, 3000), YES, 60),
        (yuan(3750, None), YES, 80),
        (yuan(5000, 6000), YES, 100),
        (yuan(9000, 9000), YES, 100),
        (yuan(2000, 2499), NO, 0),
        (yuan(None, 2000), NO, 0),
        (yuan(2000, 3000), UNKNOWN, 50),
        (yuan(2000, None), UNKNOWN, 50),
        (yuan(None, 3000), UNKNOWN, 50),
        (yuan(30, 40, HOUR), UNKNOWN, 50),
    ],
)
def test_wages(wage: Wage | None, meets: Ternary, points: int) -> None:
    need = replace(PERSON, least_wage=LeastWage(250_000, MONTH), must=frozenset({Term.WAGE}))
    found = one(need, replace(CLEANER, wage=wage), Aspect.WAGE)
    assert (found.meets, found.points, found.asks) == (meets, points, Party.EMPLOYER)


@pytest.mark.parametrize(
    ("offered", "meets"), [(Schedule.PART, YES), (Schedule.FLEXIBLE, YES), (Schedule.FULL, NO), (None, UNKNOWN)]
)
def test_schedules(offered: Schedule | None, meets: Ternary) -> None:
    need = replace(PERSON, schedules=frozenset({Schedule.PART, Schedule.FLEXIBLE}), must=frozenset({Term.SCHEDULE}))
    assert match(need, replace(CLEANER, schedule=offered)).fit is meets


@pytest.mark.parametrize(
    ("person", "job", "fit"),
    [
        ({}, {"education": Education.SENIOR}, UNKNOWN),
        ({"education": Education.JUNIOR}, {"education": Education.SENIOR}, NO),
        ({"education": Education.COLLEGE}, {"education": Education.SENIOR}, YES),
        ({}, {"education": Education.NONE}, YES),
        ({}, {"certificates": frozenset({"健康证"})}, UNKNOWN),
        ({"certificates": Said.of({"健康证": True})}, {"certificates": frozenset({"健康证"})}, YES),
        ({"certificates": Said.of({"健康证": False})}, {"certificates": frozenset({"健康证"})}, NO),
        ({"certificates": Said.of({"健康证": True})}, {"certificates": frozenset({"健康证", "会计证"})}, UNKNOWN),
        ({}, {"audience": frozenset({Audience.GRADUATES})}, UNKNOWN),
        ({"belongs_to": Said.of({"graduates": False})}, {"audience": frozenset({Audience.GRADUATES})}, NO),
        (
            {"belongs_to": Said.of({"graduates": False})},
            {"audience": frozenset({Audience.GRADUATES, Audience.HARDSHIP})},
            UNKNOWN,
        ),
        (
            {"belongs_to": Said.of({"graduates": False, "hardship": True})},
            {"audience": frozenset({Audience.GRADUATES, Audience.HARDSHIP})},
            YES,
        ),
    ],
)
def test_what_the_employer_demands(person: dict[str, Any], job: dict[str, Any], fit: Ternary) -> None:
    found = match(replace(PERSON, **person), replace(CLEANER, **job))
    assert found.fit is fit
    assert bool(found.unknown(Party.SEEKER)) is (fit is UNKNOWN)
    assert found.score == 1.0  # demands of the employer are no wishes of the person


@pytest.mark.parametrize(
    ("said", "fit"),
    [
        ({}, UNKNOWN),
        ({"lift": True}, UNKNOWN),
        ({"lift": True, "seated": True}, YES),
        ({"lift": False}, NO),
        ({"lift": False, "seated": True}, NO),
        ({"quiet": True}, UNKNOWN),
    ],
)
def test_needed_conditions(said: dict[str, bool], fit: Ternary) -> None:
    need = replace(PERSON, needs=frozenset({"lift", "seated"}))
    assert match(need, replace(CLEANER, conditions=Said.of(said))).fit is fit


def test_a_needed_job_from_home_is_never_unknown() -> None:
    need = replace(PERSON, needs=frozenset({"remote"}))
    assert match(need, CLEANER).fit is NO
    assert match(need, replace(CLEANER, remote=True)).fit is YES


def test_wished_conditions_rank_but_do_not_rule_out() -> None:
    need = replace(PERSON, wishes=frozenset({"lift", "quiet"}))
    offers = [{"lift": True, "quiet": True}, {"lift": True}, {"lift": True, "quiet": False}, {}, {"lift": False}]
    jobs = [replace(CLEANER, id=f"j{n}", conditions=Said.of(said)) for n, said in enumerate(offers)]
    ranked = rank_jobs(need, reversed(jobs))
    assert [found.job for found in ranked] == ["j0", "j1", "j2", "j3", "j4"]
    assert [found.score for found in ranked] == [1, 0.75, 0.5, 0.5, 0.25]
    assert {found.fit for found in ranked} == {YES}


@pytest.mark.parametrize(
    ("asked", "meets", "points"),
    [((), UNKNOWN, 50), (("打字",), YES, 100), (("打字", "excel", "开车"), YES, 66), (("开车",), NO, 0)],
)
def test_skills(asked: tuple[str, ...], meets: Ternary, points: int) -> None:
    need = replace(PERSON, skills=frozenset({"打字", "excel"}))
    found = one(need, replace(CLEANER, skills=frozenset(asked)), Aspect.SKILLS)
    assert (found.meets, found.points, found.must) == (meets, points, False)


def test_sure_jobs_come_before_likely_ones_however_attractive_those_are() -> None:
    need = replace(PERSON, needs=frozenset({"lift"}), occupations=frozenset({"4-09-08"}))
    sure = replace(CLEANER, id="sure", occupation="6-05-01", conditions=Said.of({"lift": True}))
    likely = replace(CLEANER, id="likely")
    ruled_out = replace(CLEANER, id="out", conditions=Said.of({"lift": False}))
    assert [found.job for found in rank_jobs(need, [likely, ruled_out, sure])] == ["sure", "likely"]


def test_people_are_ranked_for_a_job_by_how_far_their_own_wishes_are_met() -> None:
    job = replace(CLEANER, schedule=Schedule.PART)
    content = replace(PERSON, id="content", schedules=frozenset({Schedule.PART}))
    torn = replace(PERSON, id="torn", schedules=frozenset({Schedule.FULL}))
    away = replace(PERSON, id="away", region=SHANGHAI, reach=Reach.COUNTY, must=frozenset({Term.PLACE}))
    assert [found.need for found in rank_needs(job, [torn, away, content])] == ["content", "torn"]


def test_the_employer_is_asked_first_what_decides_for_most_people() -> None:
    people = [
        replace(PERSON, id="1", needs=frozenset({"lift", "quiet"})),
        replace(PERSON, id="2", needs=frozenset({"lift"}), wishes=frozenset({"quiet"})),
        replace(PERSON, id="3", wishes=frozenset({"quiet", "seated"})),
        replace(PERSON, id="4", needs=frozenset({"remote"}), wishes=frozenset({"breaks"})),
        replace(PERSON, id="5", schedules=frozenset({Schedule.PART})),
    ]
    job = replace(CLEANER, conditions=Said.of({"seated": True}))
    assert questions_for_employer(job, people) == (
        EmployerQuestion(Aspect.CONDITION, "lift", needed=2, wished=0),
        EmployerQuestion(Aspect.CONDITION, "quiet", needed=1, wished=2),
        EmployerQuestion(Aspect.SCHEDULE, "", needed=0, wished=1),
    )
