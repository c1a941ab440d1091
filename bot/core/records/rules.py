"""What follows from records by declaration: figures, completeness, reminders, and what a document expects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.policies.documents import Period
from bot.core.policies.measures import Parameter
from bot.core.records.fields import Value
from bot.core.records.periods import PeriodKind
from bot.core.regions.region import Level


class Rule(StrEnum):
    """How a figure follows from the fields of a record.

    `share` and `ratio`: `of` as a percentage of `to`. `shortfall`: by how much `of` stays below `to`.
    `value`: `of` itself, held against a target. `count_of`: how many records of another register the same
    subject has. `at_least_of`: how many of `parts` have reached their own target.
    """

    SHARE = "share"
    RATIO = "ratio"
    SHORTFALL = "shortfall"
    VALUE = "value"
    COUNT_OF = "count_of"
    AT_LEAST_OF = "at_least_of"


@dataclass(frozen=True)
class Figure:
    """A figure that is computed, never entered. Targets are parameters of measures: they have dates and clauses."""

    id: str
    label: str
    rule: Rule
    of: str | None = None
    to: str | None = None
    register: str | None = None
    least: Parameter | None = None
    most: Parameter | None = None
    parts: Mapping[str, Parameter] | None = None


@dataclass(frozen=True)
class Demand:
    """What makes a record complete: fields filled, a number above zero, a figure's target reached.

    It is made only where the field of `when` has one of the values given there.
    """

    needs: tuple[str, ...] = ()
    positive: str | None = None
    reaches: str | None = None
    when: tuple[str, frozenset[Value]] | None = None


@dataclass(frozen=True)
class Reminder:
    """When staff are reminded: `before` days before a date field, or before the period of an incomplete record ends.

    With `silent`, so many days after a record has come to the state in which it still is.

    `states` and `unless` leave out records that are settled.
    """

    says: str
    before: int
    date: str | None = None
    states: frozenset[str] | None = None
    unless: tuple[str, frozenset[Value]] | None = None
    silent: int | None = None


@dataclass(frozen=True)
class Expected:
    """There ought to be a record for every period in which the measure held, as `says` puts it."""

    period: Period
    says: str


@dataclass(frozen=True)
class Deadline:
    """One date of a calendar: who has to do what by when, and how many days before staff are reminded.

    `parameter` is `None` where the document says how often, but not until which day. `level`: every region of this
    level has to do it, else the document's own region.
    """

    id: str
    what: str
    units: frozenset[str]
    to: str | None
    each: PeriodKind
    level: Level | None
    before: int
    parameter: Parameter | None
    period: Period
    issued: dt.date | None
    clause: str
