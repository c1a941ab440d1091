"""Counts and sums over records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.core.records.fields import Value
from bot.core.records.figures import Result, results, target_on
from bot.core.records.record import Record
from bot.core.records.register import Edition
from bot.core.records.rules import Rule

Group = Value | None
"""What the records of a group have in common; `None` where the field is empty."""


@dataclass(frozen=True)
class Line:
    """One group: how many records, and the sums of its numbers with the figures that follow from them."""

    group: Group
    records: int
    sums: Mapping[str, Decimal]
    figures: Mapping[str, Result]


@dataclass(frozen=True)
class Tally:
    """Groups in the order in which they first appear, everything together, states, and places without a record."""

    groups: Sequence[Line]
    total: Line
    states: Mapping[str, int]
    without: tuple[str, ...]


def tally(records: Iterable[Record], edition: Edition, on: dt.date, places: Sequence[str] = ()) -> Tally:
    """Counts and sums by the field that the declaration groups by. `places`: where there ought to be a record each."""
    several = list(records)
    by_group: dict[Group, list[Record]] = {}
    states: dict[str, int] = {}
    for record in several:
        by_group.setdefault(_group(record, edition), []).append(record)
        if record.state is not None:
            states[record.state] = states.get(record.state, 0) + 1
    return Tally(
        [_line(group, members, edition, on) for group, members in by_group.items()],
        _line(None, several, edition, on),
        states,
        _short_places(several, edition, on, places),
    )


def _group(record: Record, edition: Edition) -> Group:
    field = edition.export.group_by
    return record.values.get(field) if field else None


def _line(group: Group, records: Sequence[Record], edition: Edition, on: dt.date) -> Line:
    sums: dict[str, Decimal] = {}
    for name in edition.export.totals:
        numbers = [record.values[name] for record in records if name in record.values]
        sums[name] = sum((Decimal(number) for number in numbers if isinstance(number, int | Decimal)), Decimal(0))
    for name, figure in edition.figures.items():
        if figure.rule is Rule.SHORTFALL:  # what one has too many does not help another
            each = [results(record.values, edition, on, {})[name].value for record in records]
            sums[name] = sum((value for value in each if value is not None), Decimal(0))
    summed = results(sums, edition, on, {})
    ratios = {name: result for name, result in summed.items() if result.percent and result.value is not None}
    return Line(group, len(records), sums, ratios)


def _short_places(records: Sequence[Record], edition: Edition, on: dt.date, places: Sequence[str]) -> tuple[str, ...]:
    least = target_on(edition.least_each, on)
    if least is None:
        return ()
    kept: dict[str, int] = {}
    for record in records:
        kept[record.region] = kept.get(record.region, 0) + 1
    return tuple(place for place in places if kept.get(place, 0) < least)
