"""Jobs and needs as they are kept become values for matching, and every declared field has its part or is left out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from bot.core.records.register import Edition
from bot.core.registry.conditions import REMOTE
from bot.core.registry.from_records import JOBS, NEEDS, NOT_FOR_JOBS, NOT_FOR_NEEDS, job_of, need_of
from bot.core.registry.jobs import Job, JobState
from bot.core.registry.needs import JobNeed, Term
from bot.core.registry.places import Reach
from bot.core.registry.terms import Education, LeastWage, Per, Schedule, Wage
from tests.builders import real

DAY = dt.date(2026, 12, 1)
NEED: dict[str, Any] = {
    "occupations": ("4-10-04",),
    "skills": ("推拿",),
    "needs": ("step_free",),
    "wishes": ("quiet",),
    "remote": "either",
    "reach": "prefecture",
    "transport": ("pickup",),
    "schedules": ("part", "flexible"),
    "wage_per": "month",
    "least_wage": Decimal("2500.50"),
    "must": ("wage",),
    "education": "junior",
    "certificates": ("保健按摩师证",),
    "study_status": "none",
    "disability_certificate": True,
    "recognized_hardship": True,
    "household_registration": "rural",
    "low_income_allowance": True,
    "disability_kind": "visual",
    "disability_grade": 1,
    "stands_until": DAY,
}
JOB: dict[str, Any] = {
    "employer": "某按摩店",
    "title": "按摩师",
    "occupation": ("4-10-04",),
    "number": 2,
    "remote": False,
    "place": "人民路1号",
    "wage_per": "month",
    "wage_low": Decimal(3000),
    "wage_high": Decimal(4000),
    "schedule": "full",
    "essential": "按摩",
    "others": "打扫",
    "skills": ("推拿",),
    "has": ("step_free", "quiet"),
    "lacks": ("lift",),
    "education": "primary",
    "certificates": ("健康证",),
    "audience": ("disabled",),
    "deadline": DAY,
    "contact": "王某",
    "phone": "13800000000",
    "source": "电话",
    "reviewed": DAY,
    "review_note": "好",
}

USES = [(JOBS, {**JOB, "remote": True}, NOT_FOR_JOBS), (NEEDS, {**NEED, "remote": "must"}, NOT_FOR_NEEDS)]


def need(**changes: Any) -> JobNeed:
    return need_of("N", "532622", {**NEED, **changes})


def job(**changes: Any) -> Job:
    return job_of("J", "532622", "published", {**JOB, **changes})


@pytest.fixture(scope="module")
def editions() -> dict[str, Edition]:
    found = {name: real().record_book.registers[name].at("532622") for name in (JOBS, NEEDS)}
    return {name: edition for name, edition in found.items() if edition is not None}


@pytest.mark.parametrize(("register", "values", "unused"), USES)
def test_every_declared_field_is_used_or_named_as_not_for_matching(
    register: str, values: dict[str, Any], unused: frozenset[str], editions: dict[str, Edition]
) -> None:
    assert set(editions[register].fields) == set(values)

    def read(some: dict[str, Any]) -> Job | JobNeed:
        return job_of("J", "532622", "published", some) if register == JOBS else need_of("N", "532622", some)

    for name in set(values) - {"occupation"}:
        without = {other: value for other, value in values.items() if other != name}
        assert (read(without) == read(values)) is (name in unused), name


def test_options_of_the_declarations_are_those_that_are_understood(editions: dict[str, Edition]) -> None:
    for option in editions[JOBS].fields["audience"].choices:
        assert job(audience=(option,)).audience
    for name, field in (*editions[JOBS].fields.items(), *editions[NEEDS].fields.items()):
        for option in field.choices:
            several = (option,) if isinstance(JOB.get(name, NEED.get(name)), tuple) else option
            if name in JOB:
                job(**{name: several})
            if name in NEED:
                need(**{name: several})


def test_a_need_in_full() -> None:
    found = need()
    assert (found.reach, found.must) == (Reach.PREFECTURE, {Term.PLACE, Term.WAGE})
    assert found.least_wage == LeastWage(250_050, Per.MONTH)
    assert found.schedules == {Schedule.PART, Schedule.FLEXIBLE}
    assert found.needs == {"step_free", "shuttle"}, "who needs to be fetched cannot come otherwise"
    assert (found.belongs_to.get("disabled"), found.belongs_to.get("graduates")) == (True, False)
    assert found.belongs_to.get("hardship") is True
    assert found.belongs_to.get("interns") is None
    assert found.stands_on(DAY)
    assert not found.stands_on(DAY + dt.timedelta(1))


def test_nothing_said_is_nothing_asked() -> None:
    assert need_of("N", "532622", {}) == JobNeed("N", "532622")


def test_only_from_home_is_a_need_and_a_second_way_to_work_makes_fetching_none() -> None:
    assert need(remote="must", transport=("bus", "pickup")).needs == {"step_free", REMOTE}


def test_what_is_needed_is_not_wished_for_too() -> None:
    assert need(wishes=("step_free", "quiet")).wishes == {"quiet"}


@pytest.mark.parametrize(("study", "graduate"), [("graduating", True), ("graduated_earlier", None), ("none", False)])
def test_who_may_or_may_not_be_a_graduate_is_left_open(study: str, graduate: bool | None) -> None:
    assert need(study_status=study).belongs_to.get("graduates") is graduate


def test_kind_and_grade_of_a_disability_change_nothing() -> None:
    assert need(disability_kind="physical", disability_grade=4) == need()


def test_a_job_in_full() -> None:
    found = job()
    assert (found.occupation, found.state, found.education) == ("4-10-04", JobState.PUBLISHED, Education.PRIMARY)
    assert found.wage == Wage(300_000, 400_000, Per.MONTH)
    assert [(duty.text, duty.essential) for duty in found.duties] == [("按摩", True), ("打扫", False)]
    assert (found.offers("quiet"), found.offers("lift"), found.offers("seated")) == (True, False, None)
    assert found.is_open_on(DAY)


def test_a_condition_in_both_lists_was_not_said() -> None:
    assert job(lacks=("lift", "quiet")).offers("quiet") is None


@pytest.mark.parametrize(
    ("told", "wage"),
    [
        ({"wage_per": "negotiable"}, None),
        ({"wage_low": Decimal(4000), "wage_high": Decimal(3000)}, Wage(300_000, 400_000, Per.MONTH)),
        ({"wage_high": None}, Wage(300_000, None, Per.MONTH)),
        ({"wage_low": None, "wage_high": None}, None),
    ],
)
def test_wages(told: dict[str, Any], wage: Wage | None) -> None:
    values = {name: value for name, value in {**JOB, **told}.items() if value is not None}
    assert job_of("J", "532622", "published", values).wage == wage


@pytest.mark.parametrize("wrong", [{"occupation": ()}, {"occupation": ("x",)}, {"number": 0}])
def test_a_posting_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"job|occupation"):
        job(**wrong)


def test_nothing_is_published_without_review(editions: dict[str, Edition]) -> None:
    states = editions[JOBS].states
    assert states is not None
    assert set(states.labels) == set(JobState)
    assert states.moves["published"].start == {"in_review"}
    assert not states.moves["published"].by_owner
    assert editions[JOBS].owner_changes == "in_review"
