"""The terms of work that a need and a job both speak of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Schedule(StrEnum):
    """How much of the week the work takes."""

    FULL = "full"
    PART = "part"
    FLEXIBLE = "flexible"
    """Hours of one's own choice, paid by the piece or by the day."""


class Per(StrEnum):
    """What a wage is paid for. Wages for different things are not compared: that would take guessing the hours."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    PIECE = "piece"


class Education(StrEnum):
    """Levels as in the fact `education`, lowest first."""

    NONE = "none"
    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"
    COLLEGE = "college"
    BACHELOR = "bachelor"

    def reaches(self, other: Education) -> bool:
        """Whether this level is at least the other."""
        levels = list(Education)
        return levels.index(self) >= levels.index(other)


class Audience(StrEnum):
    """Groups that a job may be kept for. Never a kind of disability."""

    GRADUATES = "graduates"
    INTERNS = "interns"
    HARDSHIP = "hardship"
    """People recognised as hard to place (就业困难人员), as public-welfare posts demand."""
    DISABLED = "disabled"
    """Posts kept for holders of a certificate, of whatever kind."""


@dataclass(frozen=True)
class Wage:
    """What a job pays, in fen, from `low` to `high`; at most one end is open (`None`). Raises `ValueError`."""

    low: int | None
    high: int | None
    per: Per

    def __post_init__(self) -> None:
        ends = [end for end in (self.low, self.high) if end is not None]
        if not ends or min(ends) < 0:
            raise ValueError("a wage has a lower or an upper end, and neither is negative")
        if ends != sorted(ends):
            raise ValueError("the lower end of a wage is above the upper one")


@dataclass(frozen=True)
class LeastWage:
    """The least somebody wants to be paid, in fen. Raises `ValueError` if it is not positive."""

    amount: int
    per: Per

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError("a least wage is more than nothing")
