"""The rules of matching, one function an aspect: what the need says of it against what the job says.

Each judges two small values (`of_need`, `of_job`) and nothing else, so that many people and jobs can be compared by
judging every pair of values once. No rule sees a disability; there is none in a need to be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from bot.core.eligibility.ternary import Ternary, at_least
from bot.core.matching.findings import FULL, HALF, POINTS, Aspect, Finding, Party, ternary
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed, Term
from bot.core.registry.occupations import lies_in, shared_levels
from bot.core.registry.places import Nearness, Reach, area, nearness, within
from bot.core.registry.said import Said
from bot.core.registry.terms import Audience, Education, LeastWage, Schedule, Wage

WEIGHTS = {Aspect.OCCUPATION: 4, Aspect.PLACE: 3, Aspect.WAGE: 3, Aspect.SCHEDULE: 2, Aspect.SKILLS: 2}
"""How much each wish counts against the others, for whoever has it; a wished condition counts 1. Our judgement."""
CONDITION_WEIGHT = 1
BY_SHARED_LEVELS = (0, 20, 60, 80)
"""Points of an occupation near the wanted one, by how many levels of the classification they share."""
BY_NEARNESS = {Nearness.COUNTY: FULL, Nearness.PREFECTURE: 60, Nearness.PROVINCE: 30, Nearness.COUNTRY: 0}
ENOUGH = 60
"""Points of a wage that is just the least one; more is better up to double."""

YES, NO, UNKNOWN = Ternary.YES, Ternary.NO, Ternary.UNKNOWN
Findings = tuple[Finding, ...]


@dataclass(frozen=True)
class AspectRule:
    """How an aspect is read off a need and off a job, and judged."""

    aspect: Aspect
    of_need: Callable[[JobNeed], Hashable]
    of_job: Callable[[Job], Hashable]
    judge: Callable[[Any, Any], Findings]


def occupation(wanted: tuple[frozenset[str], bool], offered: str) -> Findings:
    """A job within a wanted class fits; one that tells only a larger class may."""
    codes, must = wanted
    if not codes:
        return ()
    meets, points = NO, 0
    for code in codes:
        if lies_in(offered, code):
            meets, points = YES, FULL
        elif meets is not YES:
            meets = UNKNOWN if lies_in(code, offered) else meets
            points = max(points, BY_SHARED_LEVELS[shared_levels(offered, code)])
    return (Finding(Aspect.OCCUPATION, meets, must, Party.EMPLOYER, points, WEIGHTS[Aspect.OCCUPATION]),)


def place(wanted: tuple[str, Reach, bool], offered: tuple[str, bool]) -> Findings:
    """Within reach, or done from home; the nearer the better."""
    (home, reach, must), (region, remote) = wanted, offered
    if reach is Reach.ANYWHERE:
        return ()
    meets = YES if remote else ternary(within(home, reach, region))
    points = FULL if remote else BY_NEARNESS[nearness(home, region)]
    asks = Party.SEEKER if area(home, reach) is None else Party.EMPLOYER
    return (Finding(Aspect.PLACE, meets, must, asks, points, WEIGHTS[Aspect.PLACE]),)


def schedule(wanted: tuple[frozenset[Schedule], bool], offered: Schedule | None) -> Findings:
    """One of the wanted ones."""
    schedules, must = wanted
    if not schedules:
        return ()
    meets = ternary(None if offered is None else offered in schedules)
    return (Finding(Aspect.SCHEDULE, meets, must, Party.EMPLOYER, POINTS[meets], WEIGHTS[Aspect.SCHEDULE]),)


def wage(wanted: tuple[LeastWage | None, bool], offered: Wage | None) -> Findings:
    """At least the least wage; a range around it leaves open what one person will be paid."""
    least, must = wanted
    if least is None:
        return ()
    meets, points = UNKNOWN, HALF
    if offered is not None and offered.per is least.per:
        if offered.low is not None and offered.low >= least.amount:
            more = (FULL - ENOUGH) * (offered.low - least.amount) // least.amount
            meets, points = YES, min(FULL, ENOUGH + more)
        elif offered.high is not None and offered.high < least.amount:
            meets, points = NO, 0
    return (Finding(Aspect.WAGE, meets, must, Party.EMPLOYER, points, WEIGHTS[Aspect.WAGE]),)


def education(reached: Education | None, asked: Education | None) -> Findings:
    """What the employer demands; a need that does not tell the level leaves it open."""
    if asked in (None, Education.NONE):
        return ()
    meets = ternary(None if reached is None else reached.reaches(asked))
    return (Finding(Aspect.EDUCATION, meets, True, Party.SEEKER),)


def certificates(held: Said, asked: frozenset[str]) -> Findings:
    """Each certificate that the employer demands."""
    return tuple(
        Finding(Aspect.CERTIFICATE, ternary(held.get(name)), True, Party.SEEKER, item=name) for name in sorted(asked)
    )


def audience(belongs: Said, kept_for: frozenset[Audience]) -> Findings:
    """A job kept for some groups is for whoever belongs to one of them."""
    if not kept_for:
        return ()
    meets = at_least(1, [ternary(belongs.get(group)) for group in kept_for])
    return (Finding(Aspect.AUDIENCE, meets, True, Party.SEEKER),)


def conditions(need: JobNeed, job: Job) -> Findings:
    """Every condition needed, then every one wished for."""
    needed = [_condition(name, job, must=True) for name in sorted(need.needs)]
    return (*needed, *(_condition(name, job, must=False) for name in sorted(need.wishes)))


def _condition(name: str, job: Job, *, must: bool) -> Finding:
    meets = ternary(job.offers(name))
    if must:
        return Finding(Aspect.CONDITION, meets, True, Party.EMPLOYER, item=name)
    return Finding(Aspect.CONDITION, meets, False, Party.EMPLOYER, POINTS[meets], CONDITION_WEIGHT, name)


def skills(has: frozenset[str], asked: frozenset[str]) -> Findings:
    """The share of the job's skills that the person has; a job that names none leaves it open."""
    if not has:
        return ()
    shared = len(has & asked)
    meets = ternary(bool(shared) if asked else None)
    points = skill_points(shared, len(asked))
    return (Finding(Aspect.SKILLS, meets, False, Party.EMPLOYER, points, WEIGHTS[Aspect.SKILLS]),)


def skill_points(shared: int, asked: int) -> int:
    """Points for so many of the asked skills."""
    return FULL * shared // asked if asked else HALF


RULES = (
    AspectRule(
        Aspect.OCCUPATION,
        lambda need: (need.occupations, Term.OCCUPATION in need.must),
        lambda job: job.occupation,
        occupation,
    ),
    AspectRule(
        Aspect.PLACE,
        lambda need: (need.region, need.reach, Term.PLACE in need.must),
        lambda job: (job.region, job.remote),
        place,
    ),
    AspectRule(
        Aspect.SCHEDULE,
        lambda need: (need.schedules, Term.SCHEDULE in need.must),
        lambda job: job.schedule,
        schedule,
    ),
    AspectRule(Aspect.WAGE, lambda need: (need.least_wage, Term.WAGE in need.must), lambda job: job.wage, wage),
    AspectRule(Aspect.EDUCATION, lambda need: need.education, lambda job: job.education, education),
    AspectRule(Aspect.CERTIFICATE, lambda need: need.certificates, lambda job: job.certificates, certificates),
    AspectRule(Aspect.AUDIENCE, lambda need: need.belongs_to, lambda job: job.audience, audience),
)
"""The aspects of which a need and a job each say one of few values; conditions and skills come besides."""


def weight_of(need: JobNeed) -> int:
    """How much all wishes of a need weigh together, whatever the job."""
    has = {
        Aspect.OCCUPATION: bool(need.occupations),
        Aspect.PLACE: need.reach is not Reach.ANYWHERE,
        Aspect.WAGE: need.least_wage is not None,
        Aspect.SCHEDULE: bool(need.schedules),
        Aspect.SKILLS: bool(need.skills),
    }
    return sum(WEIGHTS[aspect] for aspect, counts in has.items() if counts) + CONDITION_WEIGHT * len(need.wishes)
