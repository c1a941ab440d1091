"""Job needs and jobs out of the records that are kept of them; the fields are declared in `data/registers/`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.core.registry.conditions import REMOTE
from bot.core.registry.jobs import Duty, Job, JobState
from bot.core.registry.needs import JobNeed, Term
from bot.core.registry.places import Reach
from bot.core.registry.said import Said
from bot.core.registry.terms import Audience, Education, LeastWage, Per, Schedule, Wage

JOBS, NEEDS = "jobs", "job_needs"
"""Ids of the two registers."""

NOT_FOR_NEEDS = frozenset(("household_registration", "low_income_allowance", "disability_kind", "disability_grade"))
"""Fields of a job need that play no part in which jobs fit: what a disability is never does."""
NOT_FOR_JOBS = frozenset(("contact", "phone", "source", "reviewed", "review_note"))
"""Fields of a job that are for staff only."""
BY_TRANSPORT = {"pickup": "shuttle"}
"""What somebody needs of a job who has no other way to get there."""
FEN = 100
_GRADUATES = {"graduating": True, "graduated_two_years": True, "none": False, "in_school": False}
"""Who surely is a graduate to whom jobs are kept, and who surely is not."""

Values = Mapping[str, Any]
"""Values of a record's fields in their types; fields that were not told are left out."""


def need_of(number: str, region: str, values: Values) -> JobNeed:
    """The need of a record. Raises `ValueError` for values that cannot be, or a region that says too little."""
    needs = frozenset(values.get("needs", ())) | _needed_besides(values)
    return JobNeed(
        id=number,
        region=region,
        occupations=frozenset(values.get("occupations", ())),
        skills=frozenset(values.get("skills", ())),
        schedules=frozenset(map(Schedule, values.get("schedules", ()))),
        reach=Reach(values.get("reach", Reach.ANYWHERE)),
        least_wage=_least_wage(values),
        # How far somebody can go is no wish: nobody is sent where they cannot get to.
        must=frozenset(map(Term, values.get("must", ()))) | ({Term.PLACE} if "reach" in values else frozenset()),
        needs=needs,
        wishes=frozenset(values.get("wishes", ())) - needs,
        education=_education(values),
        certificates=Said(frozenset(values.get("certificates", ()))),
        belongs_to=_groups(values),
        expires=values.get("stands_until"),
    )


def job_of(number: str, region: str, state: str | None, values: Values) -> Job:
    """The job of a record, as far as it was told. Raises `ValueError` for values that cannot be."""
    if not values.get("occupation"):
        raise ValueError("a job without an occupation")
    has = frozenset(values.get("has", ()))
    return Job(
        id=number,
        employer=values.get("employer", ""),
        title=values.get("title", ""),
        occupation=values["occupation"][0],
        region=region,
        place=values.get("place", ""),
        remote=values.get("remote", False),
        wage=_wage(values),
        schedule=Schedule(values["schedule"]) if "schedule" in values else None,
        number=values.get("number", 1),
        duties=tuple(Duty(values[name], name == "essential") for name in ("essential", "others") if values.get(name)),
        skills=frozenset(values.get("skills", ())),
        # Whoever ticked the same condition in both lists has said nothing.
        conditions=Said(has - frozenset(values.get("lacks", ())), frozenset(values.get("lacks", ())) - has),
        education=_education(values),
        certificates=frozenset(values.get("certificates", ())),
        audience=frozenset(map(Audience, values.get("audience", ()))),
        deadline=values.get("deadline"),
        state=JobState(state or JobState.DRAFT),
    )


def _needed_besides(values: Values) -> frozenset[str]:
    """Needs that other questions told of."""
    at_home = [REMOTE] if values.get("remote") == "must" else []
    ways = values.get("transport", ())
    return frozenset(at_home + [BY_TRANSPORT[way] for way in ways if len(ways) == 1 and way in BY_TRANSPORT])


def _education(values: Values) -> Education | None:
    return Education(values["education"]) if "education" in values else None


def _groups(values: Values) -> Said:
    """What the person belongs to, from facts shared with the interview; other groups were not asked about."""
    told = {
        Audience.GRADUATES: _GRADUATES.get(values.get("study_status", "")),
        Audience.HARDSHIP: values.get("recognized_hardship"),
        Audience.DISABLED: values.get("disability_certificate"),
    }
    return Said.of({group.value: answer for group, answer in told.items() if answer is not None})


def _least_wage(values: Values) -> LeastWage | None:
    amount, per = _fen(values.get("least_wage")), values.get("wage_per")
    return LeastWage(amount, Per(per)) if amount and per in set(Per) else None


def _wage(values: Values) -> Wage | None:
    """Whoever wrote the higher end first meant the same range."""
    ends = [_fen(values.get(name)) for name in ("wage_low", "wage_high")]
    per = values.get("wage_per")
    if per not in set(Per) or ends == [None, None]:
        return None
    low, high = ends
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    return Wage(low, high, Per(per))


def _fen(yuan: Decimal | None) -> int | None:
    return None if yuan is None else int(yuan * FEN)
