"""What a person needs and wishes of a job.

What their disability is has no place here: only what the work must be like.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.core.regions.region import NATIONAL
from bot.core.registry.occupations import is_code
from bot.core.registry.places import Reach, is_region
from bot.core.registry.said import NOTHING, Said
from bot.core.registry.terms import Education, LeastWage, Schedule


class Term(StrEnum):
    """A term of work that is either a need, without which the job is no good, or a wish."""

    OCCUPATION = "occupation"
    PLACE = "place"
    SCHEDULE = "schedule"
    WAGE = "wage"


@dataclass(frozen=True)
class JobNeed:
    """What one person told. Empty sets and `None` mean that nothing was said, hence nothing is asked of a job.

    `occupations`: codes of the classification, of any level. `skills`: see `skills.skill_words`. `region`: where the
    person lives, a GB/T 2260 code. `must`: which of the terms are needs; the others are wishes. `needs` and `wishes`:
    ids of work conditions. `certificates` and `belongs_to` (values of `Audience`): what the person has and is, has not
    and is not. `expires`: the last day on which the need stands. Raises `ValueError` for values that cannot be.
    """

    id: str
    region: str
    occupations: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    schedules: frozenset[Schedule] = frozenset()
    reach: Reach = Reach.ANYWHERE
    least_wage: LeastWage | None = None
    must: frozenset[Term] = frozenset()
    needs: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    education: Education | None = None
    certificates: Said = NOTHING
    belongs_to: Said = NOTHING
    expires: dt.date | None = None

    def __post_init__(self) -> None:
        if not is_region(self.region) or self.region == NATIONAL:
            raise ValueError(f"not the code of a region: {self.region!r}")
        if wrong := sorted(code for code in self.occupations if not is_code(code)):
            raise ValueError(f"not the code of an occupation: {wrong[0]!r}")
        if both := sorted(self.needs & self.wishes):
            raise ValueError(f"both a need and a wish: {both[0]}")

    def stands_on(self, day: dt.date) -> bool:
        """Whether the person still looks for work on that day, as far as told."""
        return self.expires is None or day <= self.expires
