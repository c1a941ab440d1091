"""What comparing a need with a job finds, one aspect after the other."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from bot.core.eligibility.ternary import Ternary

FULL = 100
"""Points of a wish that is met completely."""
HALF = 50
"""Points of a wish while it is not known whether it is met."""


class Aspect(StrEnum):
    """What is compared."""

    OCCUPATION = "occupation"
    PLACE = "place"
    SCHEDULE = "schedule"
    WAGE = "wage"
    EDUCATION = "education"
    CERTIFICATE = "certificate"
    AUDIENCE = "audience"
    CONDITION = "condition"
    SKILLS = "skills"


class Party(StrEnum):
    """Who could say what is not known."""

    SEEKER = "seeker"
    EMPLOYER = "employer"


class Finding(NamedTuple):
    """How one aspect comes out. `must`: a no rules the job out. `weight`: how much its points count; 0 for none.

    `item`: which condition or certificate, where an aspect has several. `asks`: who could settle an unknown one.
    """

    aspect: Aspect
    meets: Ternary
    must: bool
    asks: Party
    points: int = 0
    weight: int = 0
    item: str = ""


def ternary(answer: bool | None) -> Ternary:
    """An answer that may not have been given."""
    if answer is None:
        return Ternary.UNKNOWN
    return Ternary.YES if answer else Ternary.NO


POINTS = {Ternary.YES: FULL, Ternary.UNKNOWN: HALF, Ternary.NO: 0}
"""Of a wish that is met or not, with nothing between."""
