"""Figures that follow from a record: shares, completion, what is still short, which goals are reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.core.policies.measures import Parameter
from bot.core.records.fields import Value
from bot.core.records.register import Edition
from bot.core.records.rules import Figure, Rule

Counts = Mapping[str, int]
"""Records of another register by subject."""
HUNDRED = Decimal(100)


class Standing(StrEnum):
    """Where a figure stands with respect to its target."""

    BELOW = "below"
    REACHED = "reached"
    ABOVE = "above"


@dataclass(frozen=True)
class Result:
    """What a figure came to. `value` is `None` while its fields are empty; `unmet` are parts below their target."""

    figure: Figure
    value: Decimal | None
    least: Decimal | None = None
    most: Decimal | None = None
    unmet: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing | None:
        """`None` without a target; an empty figure has not reached one. What is short stands below."""
        if self.figure.rule is Rule.SHORTFALL:
            return Standing.BELOW if self.value else Standing.REACHED
        if self.least is None and self.most is None:
            return None
        if self.least is not None and (self.value is None or self.value < self.least):
            return Standing.BELOW
        if self.most is not None and self.value is not None and self.value > self.most:
            return Standing.ABOVE
        return Standing.REACHED

    @property
    def short(self) -> Decimal:
        """By how much it stays below its target."""
        return max(Decimal(0), (self.least or Decimal(0)) - (self.value or Decimal(0)))

    @property
    def percent(self) -> bool:
        """Whether it is a percentage."""
        return self.figure.rule in (Rule.SHARE, Rule.RATIO)


def results(values: Mapping[str, Value], edition: Edition, on: dt.date, counts: Mapping[str, int]) -> dict[str, Result]:
    """Every figure of a record, or of the sums of several. `counts`: this subject's records by register."""
    return {name: _result(figure, values, on, counts) for name, figure in edition.figures.items()}


def target_on(parameter: Parameter | None, on: dt.date) -> Decimal | None:
    """The number a measure states for `on`; percentages as such."""
    return None if parameter is None else Decimal(parameter.on(on).value)


def _result(figure: Figure, values: Mapping[str, Value], on: dt.date, counts: Mapping[str, int]) -> Result:
    least, most = target_on(figure.least, on), target_on(figure.most, on)
    if figure.rule is Rule.AT_LEAST_OF:
        return _parts(figure, values, on)
    if figure.rule is Rule.COUNT_OF:
        return Result(figure, Decimal(counts.get(figure.register or "", 0)), least, most)
    of, to = _number(values, figure.of), _number(values, figure.to)
    match figure.rule:
        case Rule.VALUE:
            value = of
        case Rule.SHORTFALL:
            value = None if to is None else max(Decimal(0), to - (of or Decimal(0)))
        case _:
            value = of * HUNDRED / to if of is not None and to else None
    return Result(figure, value, least, most)


def _parts(figure: Figure, values: Mapping[str, Value], on: dt.date) -> Result:
    """How many parts have reached their own target, of as many as there are."""
    parts = figure.parts or {}
    unmet = tuple(
        name for name, target in parts.items() if (_number(values, name) or Decimal(0)) < Decimal(target.on(on).value)
    )
    return Result(figure, Decimal(len(parts) - len(unmet)), Decimal(len(parts)), unmet=unmet)


def _number(values: Mapping[str, Value], name: str | None) -> Decimal | None:
    value = values.get(name) if name else None
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None
