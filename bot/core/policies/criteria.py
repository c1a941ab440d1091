"""Criteria over typed facts, as values; evaluating them is the work of `core.eligibility`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

FactValue = bool | int | Decimal | str | dt.date


class Comparison(StrEnum):
    """How a fact is tested."""

    IS = "is"
    IN = "in"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    WITHIN = "within"


@dataclass(frozen=True)
class ParameterBound:
    """A bound that is a parameter of the measure, hence dated."""

    parameter: str


@dataclass(frozen=True)
class FactTest:
    """One fact against one or (for `in`) several values."""

    fact: str
    comparison: Comparison
    value: FactValue | ParameterBound | tuple[FactValue, ...]


@dataclass(frozen=True)
class AllOf:
    """Holds when every part holds."""

    parts: tuple[Criterion, ...]


@dataclass(frozen=True)
class AnyOf:
    """Holds when at least one part holds."""

    parts: tuple[Criterion, ...]


@dataclass(frozen=True)
class Not:
    """Holds when the part does not."""

    part: Criterion


@dataclass(frozen=True)
class AtLeastOf:
    """Holds when at least `n` parts hold."""

    n: int
    parts: tuple[Criterion, ...]


Criterion = FactTest | AllOf | AnyOf | Not | AtLeastOf
