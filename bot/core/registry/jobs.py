"""A job as an employer offers it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.core.registry.conditions import REMOTE
from bot.core.registry.occupations import is_code
from bot.core.registry.places import is_region
from bot.core.registry.said import NOTHING, Said
from bot.core.registry.terms import Audience, Education, Schedule, Wage


class JobState(StrEnum):
    """Where a posting is on its way; only published ones are shown to job seekers."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    CLOSED = "closed"


@dataclass(frozen=True)
class Duty:
    """One thing to do. `essential`: without it the job would not be this job; others can be given to a colleague."""

    text: str
    essential: bool


@dataclass(frozen=True)
class Job:
    """`occupation` and `region` are codes; `place` is the address in words. `None` means that it was not said.

    `remote`: whether the work is done from home. It belongs to where a job is, which every posting says, so that it is
    never unknown. `conditions`: which work conditions there are and are not. `education`, `certificates`: without
    these nobody is taken. `audience`: groups one of which one must belong to; empty for everybody. `deadline`: the last
    day to apply. Raises `ValueError` for values that cannot be.
    """

    id: str
    employer: str
    title: str
    occupation: str
    region: str
    place: str = ""
    remote: bool = False
    wage: Wage | None = None
    schedule: Schedule | None = None
    number: int = 1
    duties: tuple[Duty, ...] = ()
    skills: frozenset[str] = frozenset()
    conditions: Said = NOTHING
    education: Education | None = None
    certificates: frozenset[str] = frozenset()
    audience: frozenset[Audience] = frozenset()
    deadline: dt.date | None = None
    state: JobState = JobState.DRAFT

    def __post_init__(self) -> None:
        if not is_code(self.occupation):
            raise ValueError(f"not the code of an occupation: {self.occupation!r}")
        if not is_region(self.region):
            raise ValueError(f"not the code of a region: {self.region!r}")
        if self.number < 1:
            raise ValueError("a job is for at least one person")
        if self.conditions.get(REMOTE) is not None:
            raise ValueError(f"{REMOTE} is told by `remote`, not among the conditions")

    def offers(self, condition: str) -> bool | None:
        """Whether there is this condition; `None` if the employer did not say."""
        return self.remote if condition == REMOTE else self.conditions.get(condition)

    def is_open_on(self, day: dt.date) -> bool:
        """Whether people can apply on that day."""
        return self.state is JobState.PUBLISHED and (self.deadline is None or day <= self.deadline)
