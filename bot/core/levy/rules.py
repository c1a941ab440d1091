"""Which measures and parameters of the catalogue play which part in the computation of the levy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from bot.core.policies.documents import Status
from bot.core.policies.measures import Measure, Parameter, ParameterValue


@dataclass(frozen=True)
class Source:
    """Where a rule stands: the measure that states it and the clause's id, several joined by 、."""

    measure: Measure
    clause: str


@dataclass(frozen=True)
class Stated:
    """A number as it is on a day, and where that is written. A ratio is a fraction: 0.015 for 1.5 percent."""

    value: Decimal
    source: Source


@dataclass(frozen=True)
class Figure:
    """A dated parameter of a measure."""

    measure: Measure
    parameter: Parameter

    def on(self, day: dt.date) -> Stated:
        """The figure on `day`; outside its dates the nearest one."""
        return self._stated(self.parameter.on(day))

    def in_force(self, day: dt.date) -> Stated | None:
        """The figure on `day`, or `None` where none holds."""
        value = self.parameter.on(day)
        return self._stated(value) if value.period.status(day) is Status.IN_FORCE else None

    @property
    def last_day(self) -> dt.date | None:
        """The last day of the latest value; `None` if open."""
        return self.parameter.values[-1].period.end

    def _stated(self, value: ParameterValue) -> Stated:
        number = Decimal(value.value)
        if self.parameter.unit == "percent":
            number = number.scaleb(-2)
        return Stated(number, Source(self.measure, value.citation.clause))


@dataclass(frozen=True)
class LocalRatio:
    """Where regions state their own ratio: any of their measures on `topic` that has this parameter."""

    topic: str
    parameter: str


@dataclass(frozen=True)
class LevyRules:
    """The parts of the computation. Measures give rules in words, figures give numbers."""

    duty: Measure
    formula: Measure
    gap: Measure
    headcount: Measure
    placed: Measure
    by_month: Measure
    dispatched: Measure
    average_wage: Measure
    social_average: Measure
    minimum_ratio: Figure
    local_ratio: LocalRatio
    severe_counts: Figure
    severe_card_grade: Figure
    severe_soldier_grade: Figure
    cap: Figure
    exempt_up_to: Figure
    relief_share: Figure
    relief_at_share: Figure
    relief_below_share: Figure
    relief_end: Measure
    relief_ended: Measure
    reward_topic: str
    filing: tuple[Measure, ...]

    @property
    def first_year(self) -> int:
        """The year in which the duty began; nothing is computed for years before it."""
        assert self.duty.period.start is not None, "checked when the rules were read"
        return self.duty.period.start.year


def stated_in(measure: Measure) -> Source:
    """Where a measure that is used for its words stands."""
    return Source(measure, "、".join(dict.fromkeys(citation.clause for citation in measure.citations)))
