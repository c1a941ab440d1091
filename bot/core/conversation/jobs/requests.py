"""What the conversation about jobs has fetched or kept."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed


@dataclass(frozen=True)
class ListJobs:
    """Open jobs: the best for the need of the person, or without one those of the region. Yields a `Listing`.

    `after`: how many of them to pass over. `unfit`: those that are ruled out for the need instead, around its region.
    """

    region: str | None
    after: int
    most: int
    unfit: bool = False


@dataclass(frozen=True)
class Listing:
    """Some jobs in order, and whether there are more. `alerts`: whether the person is told of new ones."""

    need: JobNeed | None
    jobs: tuple[Job, ...]
    more: bool
    alerts: bool


@dataclass(frozen=True)
class LookAtJob:
    """An open job by its number. Yields `LookedAt`."""

    number: str


@dataclass(frozen=True)
class LookedAt:
    """The job, unless it is not open any more, and the need of the person if there is one."""

    job: Job | None
    need: JobNeed | None
